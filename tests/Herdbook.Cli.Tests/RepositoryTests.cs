using System.Text.RegularExpressions;
using System.Xml.Linq;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

/// <summary>Rules of the house that no compiler keeps.</summary>
public sealed partial class RepositoryTests
{
    private const int LongestFile = 400;

    /// <summary>What each project may refer to. A project that is not named here may refer to none.</summary>
    private static readonly Dictionary<string, string[]> Below = new(StringComparer.Ordinal)
    {
        ["Herdbook.Cli"] = ["Herdbook.Server"],
        ["Herdbook.Server"] = ["Herdbook.Intake", "Herdbook.Warehouse", "Herdbook.Core"],
        ["Herdbook.Warehouse"] = ["Herdbook.Core", "Herdbook.Templating", "Herdbook.DuckDb"],
        ["Herdbook.Intake"] = ["Herdbook.Core"],
        ["Herdbook.Core"] = ["Herdbook.Catalog"],
    };

    private static string Source => Path.Combine(SharedData.Repository, "src");

    [Fact]
    public void Dependencies_point_down_only()
    {
        var projects = Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories).ToList();

        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.Subset(
            Below.GetValueOrDefault(Path.GetFileNameWithoutExtension(project), []).ToHashSet(StringComparer.Ordinal),
            XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
                .ToHashSet(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_refusal_is_documented()
    {
        var thrown = CSharp().SelectMany(file => Refusals().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        var documented = Headings().Matches(File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "errors.md")))
            .Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(thrown.Except(documented));
        Assert.NotEmpty(thrown);
    }

    [Fact]
    public void No_file_of_the_source_is_longer_than_a_reader_s_patience()
    {
        Assert.All(CSharp(), file => Assert.True(File.ReadLines(file).Count() <= LongestFile, $"{file} has more than {LongestFile} lines."));
    }

    [Fact]
    public void No_lock_file_names_a_registry()
    {
        Assert.All(
            new[] { "package-lock.json", Path.Combine("bench", "package-lock.json") },
            file => Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Path.Combine(SharedData.Repository, file)), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        var documents = Directory.EnumerateFiles(SharedData.Repository, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "docs"), "*.md", SearchOption.AllDirectories));
        var links = documents.SelectMany(file => Links().Matches(File.ReadAllText(file))
            .Select(m => (File: file, Target: Path.Combine(Path.GetDirectoryName(file)!, m.Groups[1].Value))));

        Assert.All(links, link => Assert.True(Path.Exists(link.Target), $"{link.File} links to {link.Target}, which is absent."));
    }

    private static List<string> CSharp() => [.. Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

    [GeneratedRegex("""RefusedException\(\s*"([a-z_0-9]+)["]""")]
    private static partial Regex Refusals();

    /// <summary>The target of a link or picture, without its fragment, where it is no address on the web.</summary>
    [GeneratedRegex(@"\]\((?!\w+:)([^)#\s]+)")]
    private static partial Regex Links();

    /// <summary>A code stands in a heading or in the first column of a table.</summary>
    [GeneratedRegex("^(?:#+ +|\\| *)`([a-z_0-9]+)`", RegexOptions.Multiline)]
    private static partial Regex Headings();
}

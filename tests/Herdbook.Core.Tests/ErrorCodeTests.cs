using System.Text.RegularExpressions;
using Xunit;

namespace Herdbook.Core.Tests;

public sealed partial class ErrorCodeTests
{
    [Fact]
    public void Every_refusal_is_explained_in_the_documentation()
    {
        var root = Root();
        var documented = Documented().Matches(File.ReadAllText(Path.Combine(root, "docs", "errors.md"))).Select(m => m.Groups[1].Value).ToHashSet();
        var used = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Used().Matches(File.ReadAllText(file)))
            .Select(m => m.Groups[1].Value)
            .ToHashSet();

        Assert.True(used.Count > 20, "The search finds the codes.");
        Assert.Empty(used.Except(documented));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Herdbook.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^\| `([a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Documented();

    [GeneratedRegex(@"(?:RefusedException|RefusalException|Problem)\(\s*(?:[A-Za-z.0-9]+, )?""([a-z_]+)""")]
    private static partial Regex Used();
}

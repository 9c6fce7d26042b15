using System.Text.RegularExpressions;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests;

public sealed partial class SecurityChecklistTests
{
    [Fact]
    public void Every_test_that_the_checklist_names_exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .GroupBy(file => Path.GetFileNameWithoutExtension(file))
            .ToDictionary(group => group.Key, group => string.Concat(group.Select(File.ReadAllText)), StringComparer.Ordinal);
        var named = Named().Matches(File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "security.md"))).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).Distinct().ToList();

        Assert.True(named.Count > 40, "The search finds the tests.");
        var missing = named.Where(test => !sources.TryGetValue(test.Class, out var source) || (test.Method.Length > 0 && !source.Contains($" {test.Method}(", StringComparison.Ordinal))).ToList();
        Assert.Empty(missing);
    }

    [GeneratedRegex(@"`([A-Za-z]+Tests)(?:\.([A-Za-z0-9_]+))?`")]
    private static partial Regex Named();
}

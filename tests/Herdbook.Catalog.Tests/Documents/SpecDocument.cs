using Herdbook.Testing;
using Xunit;

namespace Herdbook.Catalog.Tests.Documents;

/// <summary>The documents that say which tables there are. Where they are absent a test is skipped with a reason; in CI it fails.</summary>
internal static class SpecDocument
{
    public const string Herd = "000_1e695ba8a762f4b5.txt";
    public const string Grace = "001_9fdd457c51b315de.txt";
    public const string Aegis = "002_9b3b46c438c8b36b.txt";
    public const string Warp = "003_b7524cec40b637ff.txt";
    public const string GraceFields = "grace-tables.txt";
    public const string ErpAndAgent = "erp-agent-tables.md";

    public static string[] Lines(string name) => File.ReadAllLines(Path(name));

    public static string Text(string name) => File.ReadAllText(Path(name));

    public static string Path(string name)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(SharedData.Repository, "..", "shared", "spec", name));
        if (!File.Exists(path))
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", $"{path} is absent.");
            Assert.Fail($"{path} is absent, and CI is true.");
        }

        return path;
    }
}

using Xunit;

namespace Herdbook.Testing;

/// <summary>Real inputs, kept beside the repository. Where they are absent a test is skipped with a reason; in CI it fails.</summary>
public static class SharedData
{
    /// <summary>The repository's root: the folder that holds Herdbook.slnx.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The absolute path of a file or folder under ../shared/data.</summary>
    public static string Require(string relative)
    {
        var path = Path.GetFullPath(Path.Combine(Repository, "..", "shared", "data", relative));
        if (!Path.Exists(path))
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", $"{path} is absent.");
            Assert.Fail($"{path} is absent, and CI is true.");
        }

        return path;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Herdbook.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Herdbook.slnx above {AppContext.BaseDirectory}.");
    }
}

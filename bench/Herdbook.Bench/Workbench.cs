namespace Herdbook.Bench;

/// <summary>A reason why nothing could be measured, for the reader of the command line.</summary>
internal sealed class BenchException(string message) : Exception(message);

/// <summary>Where things are, all found from the repository's root.</summary>
internal sealed record Workbench(string Root)
{
    /// <summary>What the benchmarks write; kept out of the repository.</summary>
    public string Out => Path.Combine(Root, "bench", "out");

    /// <summary>Real transcripts, beside the repository.</summary>
    public string Transcripts => Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "claude-code"));

    /// <summary>The program under test, as it is shipped.</summary>
    public string Herdbook => Path.Combine(Root, "src", "Herdbook.Cli", "bin", "Release", "net10.0", "herdbook");

    public string Npm => Path.Combine(Root, "bench");

    public static Workbench Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Herdbook.slnx")))
        {
            folder = folder.Parent;
        }

        return new Workbench(folder?.FullName ?? throw new BenchException($"There is no Herdbook.slnx above {AppContext.BaseDirectory}."));
    }
}

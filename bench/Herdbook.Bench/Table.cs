using System.Globalization;

namespace Herdbook.Bench;

/// <summary>Both sides, line by line. A ratio is Herdbook's figure divided by the peer's.</summary>
internal sealed class Table(string peer)
{
    public void Print(
        CorpusFacts corpus, Measurement first, Measurement second, long postgresPeak, Measurement peerFirst, Measurement peerSecond, Totals ours, Totals theirs)
    {
        Console.WriteLine(Text($"{corpus.MiB:N0} MiB of transcripts in {corpus.Files:N0} files, {corpus.Lines:N0} lines; {Environment.ProcessorCount} cores"));
        Console.WriteLine();
        Row("", "Herdbook", peer, "ratio");
        Row("first run", Seconds(first), Seconds(peerFirst), Ratio(first.Took / peerFirst.Took));
        Row("  per second", PerSecond(corpus, first), PerSecond(corpus, peerFirst), Ratio(peerFirst.Took / first.Took));
        Row("  peak memory", MiB(first.PeakBytes), MiB(peerFirst.PeakBytes), Ratio((double)first.PeakBytes / peerFirst.PeakBytes));
        Row("  PostgreSQL beside it", MiB(postgresPeak), "none", "");
        Row("second run, unchanged", Seconds(second), Seconds(peerSecond), Ratio(second.Took / peerSecond.Took));
        Row("  peak memory", MiB(second.PeakBytes), MiB(peerSecond.PeakBytes), Ratio((double)second.PeakBytes / peerSecond.PeakBytes));
        Console.WriteLine();
        Tokens("input tokens", ours.Input, theirs.Input);
        Tokens("output tokens", ours.Output, theirs.Output);
        Tokens("cache creation tokens", ours.CacheCreation, theirs.CacheCreation);
        Tokens("cache read tokens", ours.CacheRead, theirs.CacheRead);
        Row("cost, USD", Text($"{ours.CostUsd:N2}"), Text($"{theirs.CostUsd:N2}"), "");
        Console.WriteLine();
        Console.WriteLine(ours.SameTokensAs(theirs) ? "Both counted the same tokens." : "THE TOKENS DIFFER.");
    }

    private static void Tokens(string what, long ours, long theirs) =>
        Row(what, Text($"{ours:N0}"), Text($"{theirs:N0}"), ours == theirs ? "equal" : "DIFFERS");

    private static void Row(string what, string ours, string theirs, string ratio) => Console.WriteLine($"{what,-24}{ours,20}{theirs,20}{ratio,10}".TrimEnd());

    private static string Seconds(Measurement run) => Text($"{run.Took.TotalSeconds:N2} s");

    private static string PerSecond(CorpusFacts corpus, Measurement run) => Text($"{corpus.MiB / run.Took.TotalSeconds:N0} MiB/s");

    private static string MiB(long bytes) => Text($"{bytes / 1048576.0:N0} MiB");

    private static string Ratio(double ratio) => Text($"{ratio:N2}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

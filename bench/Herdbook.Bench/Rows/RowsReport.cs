using System.Globalization;

namespace Herdbook.Bench.Rows;

/// <summary>One work, by both servers and by the database alone.</summary>
internal sealed record Compared(Work Work, Rate Ours, Rate Theirs, double Alone)
{
    public double Ratio => Ours.PerSecond / Theirs.PerSecond;
}

/// <summary>Both sides, line by line. A ratio is Herdbook's figure divided by the peer's.</summary>
internal static class RowsReport
{
    public static void Print(IReadOnlyList<Compared> works, (long Ours, long Theirs) memory, (int Rows, int Seconds, string Server) setting, (long Rows, long Kept) history)
    {
        Console.WriteLine();
        Console.WriteLine(Text($"{setting.Rows:N0} rows, {Wrk.Connections} connections, {setting.Seconds} s each, batches six times that; PostgreSQL {setting.Server}, fsync on; {Environment.ProcessorCount} cores"));
        Console.WriteLine();
        Line("", "Herdbook", "Directus " + DirectusRows.Version, "ratio", "pgbench", "share of it");
        foreach (var work in works)
        {
            Line(Name(work.Work), PerSecond(work.Ours.PerSecond), PerSecond(work.Theirs.PerSecond), Text($"{work.Ratio:N1}"), PerSecond(work.Alone), Text($"{work.Ours.PerSecond / work.Alone:P0}"));
            Line("  half / 99 % within", Times(work.Ours), Times(work.Theirs), "", "", "");
        }

        Line("peak memory", MiB(memory.Ours), MiB(memory.Theirs), Text($"{(double)memory.Ours / memory.Theirs:N2}"), "", "");
        Console.WriteLine();
        Console.WriteLine(Text($"History: {history.Kept:N0} versions of {history.Rows:N0} tickets, kept by the database. Every row is its tenant's alone."));
    }

    private static string Name(Work work) => work switch
    {
        Work.Create => "create",
        Work.Read => "read one",
        Work.List => Text($"list {TicketRows.Page} with a filter"),
        _ => Text($"batch of {TicketRows.Batch:N0}"),
    };

    private static void Line(string what, string ours, string theirs, string ratio, string alone, string share) =>
        Console.WriteLine($"{what,-24}{ours,24}{theirs,24}{ratio,8}{alone,12}{share,13}".TrimEnd());

    private static string PerSecond(double rate) => rate >= 100 ? Text($"{rate:N0}/s") : Text($"{rate:N2}/s");

    private static string Times(Rate rate) => Text($"{rate.P50.TotalMilliseconds:N1} / {rate.P99.TotalMilliseconds:N1} ms");

    private static string MiB(long bytes) => Text($"{bytes / 1048576.0:N0} MiB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

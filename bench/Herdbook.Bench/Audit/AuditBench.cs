using System.Diagnostics;
using System.Globalization;
using Herdbook.Bench.Rows;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Homes;
using Npgsql;

namespace Herdbook.Bench.Audit;

/// <summary>
/// Appends entries through the Book with eight clients beside bare inserts by pgbench on the same cluster, and writes rows through it, each
/// with its history, its seal and its entry.
/// </summary>
internal sealed class AuditBench(Workbench bench, int seconds)
{
    private const int Clients = 8;
    private const double AppendBound = 0.5;

    private const string Ticket = "insert into herd.ticket_def (ticket_code, ticket_title) values ($1, 'A ticket of the benchmark')";

    private static readonly Actor Writer = new("bench");

    private bool _holds = true;

    /// <summary>Whether every bound was kept.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        Measured.RequirePrograms("psql", "pgbench");
        var folder = Path.Combine(bench.Out, string.Create(CultureInfo.InvariantCulture, $"audit-{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);
        try
        {
            var home = Path.Combine(folder, "home");
            await using var session = await HomeSession.OpenAsync(new HerdbookHome(home), ct);
            var cluster = Cluster.Of(home);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Clients} clients, {seconds} s each; {Environment.ProcessorCount} cores"));
            Console.WriteLine();
            await AppendAsync(session, cluster, folder, ct);
            return _holds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task AppendAsync(HomeSession session, Cluster cluster, string folder, CancellationToken ct)
    {
        // What is run for the first time is compiled on the way.
        await ClientsAsync(TimeSpan.FromSeconds(2), (_, _) => EntryAsync(session, ct), ct);
        await cluster.SettleAsync(ct);
        var bare = await new BareInserts(cluster, folder).RunAsync(Clients, seconds, ct);
        await cluster.SettleAsync(ct);
        var entries = await ClientsAsync(TimeSpan.FromSeconds(seconds), (_, _) => EntryAsync(session, ct), ct);
        await cluster.SettleAsync(ct);
        var rows = await ClientsAsync(TimeSpan.FromSeconds(seconds), (client, number) => RowAsync(session, $"B-{client}-{number}", ct), ct);
        Line("pgbench, INSERT and COMMIT of a bare row", $"{bare:N0}/s", "");
        Line("entries appended through the Book", $"{entries:N0}/s", Kept(entries / bare, AppendBound, atLeast: true));
        Line("rows written through it, with history, seal and entry", $"{rows:N0}/s", $"ratio {rows / bare:0.00}");
    }

    private static Task EntryAsync(HomeSession session, CancellationToken ct) => session.Book.AppendAsync(
        Tenant.Default, Writer, new AuditEvent("bench.append").About("herd.ticket_def", "DBC-87").With("from", "todo").With("to", "done").With("points", 5), ct);

    private static Task<int> RowAsync(HomeSession session, string code, CancellationToken ct)
    {
        var insert = new NpgsqlBatchCommand(Ticket) { Parameters = { new NpgsqlParameter<string> { TypedValue = code } } };
        return session.Book.WriteAsync(
            Tenant.Default, Writer, new AuditEvent("bench.row").About("herd.ticket_def", code), TimeSpan.FromSeconds(30), insert, returns: false, (_, _) => Task.FromResult(0), ct);
    }

    /// <summary>Runs the work again and again on every client, and gives how often a second it was done.</summary>
    private static async Task<double> ClientsAsync(TimeSpan time, Func<int, int, Task> work, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(
            async () =>
            {
                var count = 0;
                while (clock.Elapsed < time)
                {
                    ct.ThrowIfCancellationRequested();
                    await work(client, count);
                    count++;
                }

                return count;
            },
            ct)));
        return done.Sum() / clock.Elapsed.TotalSeconds;
    }

    private string Kept(double value, double bound, bool atLeast)
    {
        var kept = atLeast ? value >= bound : value <= bound;
        _holds &= kept;
        return string.Create(CultureInfo.InvariantCulture, $"ratio {value:0.00}   bound {bound:0.00}   {(kept ? "kept" : "NOT KEPT")}");
    }

    private static void Line(string what, FormattableString figure, string verdict) =>
        Console.WriteLine($"{what,-56}{figure.ToString(CultureInfo.InvariantCulture),14}   {verdict}".TrimEnd());
}

using System.Diagnostics;
using System.Globalization;
using Herdbook.Bench.Rows;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Core.Homes;
using Npgsql;

namespace Herdbook.Bench.Audit;

/// <summary>
/// Appends entries through the Book with eight clients beside bare inserts by pgbench on the same cluster, and writes rows through it, each
/// with its history, its seal and its entry. Then seals under the same load, and verifies a log of a million entries.
/// </summary>
internal sealed class AuditBench(Workbench bench, int seconds, int entries)
{
    private const int Clients = 8;
    private const int AtOnce = 2_000;
    private const int WarmEntries = 24_000;
    private const int WarmRows = 1_600;
    private const double AppendBound = 0.5;
    private const double VerifyBound = 150_000;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LagBound = TimeSpan.FromSeconds(1);

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
            await SealAsync(session, cluster, ct);
            await VerifyAsync(session, cluster, ct);
            return _holds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task AppendAsync(HomeSession session, Cluster cluster, string folder, CancellationToken ct)
    {
        await WarmAsync(session, ct);
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

    /// <summary>What runs often is compiled anew on the way, on the same processors: a server that has run for a minute is past that, whatever its load.</summary>
    private static async Task WarmAsync(HomeSession session, CancellationToken ct)
    {
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(
            async () =>
            {
                for (var i = 0; i < WarmEntries / Clients; i++)
                {
                    await EntryAsync(session, ct);
                }

                for (var i = 0; i < WarmRows / Clients; i++)
                {
                    await RowAsync(session, $"W-{client}-{i}", ct);
                }
            },
            ct)));
    }

    /// <summary>Seals as the server does while eight clients append, and asks all the while how long the oldest unsealed entry has waited.</summary>
    private async Task SealAsync(HomeSession session, Cluster cluster, CancellationToken ct)
    {
        var sealer = Sealer(session);
        await DrainAsync(sealer, ct);
        await cluster.SettleAsync(ct);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sealing = Task.Run(() => RepeatAsync(() => DrainAsync(sealer, ct), ended.Token), ct);
        var (state, longest) = (new SealState(session.Book, CheckpointKey.Open(session.Keys), TimeProvider.System), TimeSpan.Zero);
        var watching = Task.Run(
            () => RepeatAsync(
                async () =>
                {
                    var lag = (await state.ReadAsync(Tenant.Default, ct)).Lag;
                    longest = lag > longest ? lag : longest;
                },
                ended.Token),
            ct);
        var appended = await ClientsAsync(TimeSpan.FromSeconds(seconds), (_, _) => EntryAsync(session, ct), ct);
        await ended.CancelAsync();
        await Task.WhenAll(sealing, watching);
        Line("entries appended while they are sealed", $"{appended:N0}/s", "");
        Line("the longest that one waited for the tree", $"{longest.TotalSeconds:0.00} s", Held(longest <= LagBound, $"{LagBound.TotalSeconds:0} s"));
    }

    private async Task VerifyAsync(HomeSession session, Cluster cluster, CancellationToken ct)
    {
        var sealer = Sealer(session);
        var there = long.Parse(await cluster.SqlAsync(Cluster.Book, Cluster.Superuser, "select count(*) from governance.audit_logs", ct), CultureInfo.InvariantCulture);
        for (; there < entries; there += AtOnce)
        {
            var first = new AuditEvent("bench.fill");
            for (var i = 1; i < AtOnce; i++)
            {
                first.Also(new AuditEvent("bench.append").About("herd.ticket_def", "DBC-87").With("from", "todo").With("to", "done").With("points", i));
            }

            await session.Book.AppendAsync(Tenant.Default, Writer, first, ct);
        }

        await DrainAsync(sealer, ct);
        await cluster.SqlAsync(Cluster.Book, Cluster.Superuser, "vacuum analyze", ct);
        await cluster.SettleAsync(ct);
        var verification = new Verification(session.Database, session.Catalog, session.Keys, CheckpointKey.Open(session.Keys), TimeProvider.System);
        var report = await verification.RunAsync(Tenant.Default, new VerificationOptions { Rows = false }, null, ct);
        if (!report.IsIntact || !report.IsComplete || report.Leaves < entries)
        {
            throw new BenchException($"The log of the benchmark does not verify: {report.Findings.Count} findings, {report.Leaves} leaves.");
        }

        var rate = report.Entries / report.EntriesTook.TotalSeconds;
        Line("entries verified, signature, leaf and tree", $"{report.Entries:N0}", string.Create(CultureInfo.InvariantCulture, $"in {report.EntriesTook.TotalSeconds:0.00} s"));
        Line("  a second", $"{rate:N0}/s", Held(rate >= VerifyBound, $"{VerifyBound:N0}/s"));
    }

    private static Sealer Sealer(HomeSession session) => new(session.Book, CheckpointKey.Open(session.Keys), TimeProvider.System, $"bench-{Guid.NewGuid():n}");

    private static async Task DrainAsync(Sealer sealer, CancellationToken ct)
    {
        for (var turn = new SealTurn(true, 0, true); turn.More || !turn.Held;)
        {
            turn = await sealer.TurnAsync(Tenant.Default, ct);
            if (!turn.Held)
            {
                await Task.Delay(Beat, ct);
            }
        }
    }

    private static async Task RepeatAsync(Func<Task> work, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await work();
            await Task.Delay(Beat, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
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

    private string Held(bool kept, FormattableString bound)
    {
        _holds &= kept;
        return $"bound {bound.ToString(CultureInfo.InvariantCulture)}   {(kept ? "kept" : "NOT KEPT")}";
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

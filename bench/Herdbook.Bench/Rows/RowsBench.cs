using System.Globalization;
using System.Text.Json;

namespace Herdbook.Bench.Rows;

/// <summary>
/// The same tickets in Herdbook and in Directus, on one PostgreSQL, asked by one generator; then the same statements without either.
/// Herdbook keeps history and isolation on, Directus its activity and revisions, as both are shipped.
/// </summary>
internal sealed class RowsBench(Workbench bench, int seconds, int rows)
{
    private const double Promise = 10;

    /// <summary>Whether Herdbook does ten times of each, or more.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        if (!File.Exists(bench.Herdbook))
        {
            throw new BenchException($"{bench.Herdbook} is absent. Build it first: dotnet build -c Release src/Herdbook.Cli");
        }

        Measured.RequirePrograms("psql", "pgbench", "wrk", "npm");
        var folder = Path.Combine(bench.Out, string.Create(CultureInfo.InvariantCulture, $"rows-{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);

        var home = Path.Combine(bench.Out, string.Create(CultureInfo.InvariantCulture, $"home-{Environment.ProcessId}"));
        var herdbook = new HerdbookRows(bench, home);
        try
        {
            return await CompareAsync(herdbook, home, folder, ct);
        }
        finally
        {
            await herdbook.StopAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<bool> CompareAsync(HerdbookRows herdbook, string home, string folder, CancellationToken ct)
    {
        Say("starting an empty book, and filling it");
        var ours = await herdbook.StartAsync(ct);
        var cluster = Cluster.Of(home);
        await cluster.SqlAsync(Cluster.Book, Cluster.AppRole, TicketRows.Fill("herd", rows), ct);
        await cluster.SqlAsync(Cluster.Book, Cluster.Superuser, "vacuum analyze", ct);

        Say("installing Directus (the first time takes minutes), and filling it");
        var directus = new DirectusRows(bench, cluster, folder);
        await directus.InstallAsync(ct);
        await directus.PrepareAsync(rows, ct);
        var (theirs, process) = await directus.StartAsync(Started.FreePort(), ct);
        await using (process)
        {
            var wrk = new Wrk(folder, mark => TicketRows.Functions(mark, rows));
            var alone = new PgBench(cluster, folder, rows);
            var works = new List<Compared>();
            foreach (var work in new[] { Work.Create, Work.Read, Work.List, Work.Batch })
            {
                works.Add(await CompareAsync(work, cluster, wrk, alone, ours, theirs, ct));
            }

            var history = await HistoryAsync(cluster, ct);
            var server = await cluster.SqlAsync("postgres", Cluster.Superuser, "show server_version", ct);
            RowsReport.Print(works, (ours.Peak, theirs.Peak), (rows, seconds, server.Split(' ')[0]), history);
            return works.TrueForAll(work => work.Ratio >= Promise);
        }
    }

    private async Task<Compared> CompareAsync(Work work, Cluster cluster, Wrk wrk, PgBench alone, Served ours, Served theirs, CancellationToken ct)
    {
        Say(Text($"{work}: do both do the same?"));
        var (mine, other) = (await wrk.TryAsync(ours, work, ct), await wrk.TryAsync(theirs, work, ct));
        if (RowsIn(mine) != RowsIn(other) || RowsIn(mine) != (work switch { Work.List => Math.Min(TicketRows.Page, rows), Work.Batch => TicketRows.Batch, _ => 1 }))
        {
            throw new BenchException($"{work} answers {RowsIn(mine)} rows here and {RowsIn(other)} there.");
        }

        // Eight batches of the slower one take ten seconds and more together, and come in waves.
        var length = work == Work.Batch ? seconds * 6 : seconds;
        var their = await MeasureAsync(theirs);
        var our = await MeasureAsync(ours);
        Say(Text($"{work}: the database alone"));
        await cluster.SettleAsync(ct);
        return new Compared(work, our, their, await alone.RunAsync(work, length, ct));

        async Task<Rate> MeasureAsync(Served server)
        {
            Say(Text($"{work}: {server.Name}"));
            await wrk.RunAsync(server, work, Math.Max(1, length / 5), mustAnswer: false, ct);
            await cluster.SettleAsync(ct);
            var rate = await wrk.RunAsync(server, work, length, mustAnswer: true, ct);
            await cluster.SettleAsync(ct);
            return rate;
        }
    }

    /// <summary>Directus wraps what it answers in `data`.</summary>
    private static int RowsIn(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        var rows = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out var data) ? data : json.RootElement;
        return rows.ValueKind == JsonValueKind.Array ? rows.GetArrayLength() : 1;
    }

    private static async Task<(long Rows, long Kept)> HistoryAsync(Cluster cluster, CancellationToken ct)
    {
        var counted = await cluster.SqlAsync(Cluster.Book, Cluster.AppRole, "select count(*) from herd.ticket_def", ct);
        var kept = await cluster.SqlAsync(Cluster.Book, Cluster.AppRole, "select count(*) from catalog.history where table_name = 'herd.ticket_def'", ct);
        var (there, versions) = (long.Parse(counted, CultureInfo.InvariantCulture), long.Parse(kept, CultureInfo.InvariantCulture));
        return versions >= there ? (there, versions) : throw new BenchException($"The history holds {versions} versions of {there} tickets: it was not kept.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Say(string step) => Console.Error.WriteLine($"· {step}");
}

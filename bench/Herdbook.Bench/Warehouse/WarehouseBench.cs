using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Warehouse.Build;
using Herdbook.Warehouse.Reading;
using Npgsql;

namespace Herdbook.Bench.Warehouse;

/// <summary>
/// Fills a throw-away book with calls of models, then builds its warehouse as the program does it: in full, and again after one row in a
/// hundred came. Then asks the dashboards' questions, and runs the same beside it on PostgreSQL and on DuckDB alone.
/// </summary>
internal sealed class WarehouseBench(Workbench bench, long rows)
{
    private const int Asked = 40;
    private const double PagesBound = 100;
    private const double OverheadBound = 1.10;
    private const long MemoryBound = 2L << 30;

    private static readonly Dictionary<string, string> Nothing = [];

    private static readonly TimeSpan IncrementBound = TimeSpan.FromSeconds(5);

    private bool _holds = true;

    /// <summary>What a full build may take: 20 s up to a million rows, 4 minutes up to ten.</summary>
    private TimeSpan FullBound => rows <= 1_000_000 ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(4);

    /// <summary>Whether every bound was kept.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var folder = Path.Combine(bench.Out, string.Create(CultureInfo.InvariantCulture, $"warehouse-{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);
        try
        {
            await using var session = await HomeSession.OpenAsync(new HerdbookHome(Path.Combine(folder, "home")), ct);
            Say($"filling the book with {rows:N0} calls");
            var clock = Stopwatch.StartNew();
            await FleetSql.FillAsync(session, rows, ct);
            Line($"{rows:N0} calls of models and the work around them, booked in {clock.Elapsed.TotalSeconds:0.0} s; {Environment.ProcessorCount} cores");
            Console.WriteLine();

            var full = await BuildAsync(session, ["--full"], ct);
            Bound("full build, tests included", full.Took, FullBound);
            Extracted(full);
            var more = Math.Max(1, rows / 100);
            Say($"booking {more:N0} calls more");
            await FleetSql.AddAsync(session, rows, more, ct);
            var increment = await BuildAsync(session, [], ct);
            Bound("increment of 1 %, tests included", increment.Took, IncrementBound);
            Extracted(increment);
            Memory("peak memory of a build", Math.Max(full.PeakBytes, increment.PeakBytes));

            await BareAsync(session, folder, ct);
            await DashboardsAsync(session, ct);
            return _holds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<Built> BuildAsync(HomeSession session, string[] switches, CancellationToken ct)
    {
        Say(string.Join(' ', ["building", .. switches]));
        var run = await Measured.RequireAsync(bench.Herdbook, ["warehouse", "build", "--json", "--home", session.Home.Root, .. switches], Nothing, ct);
        using var told = JsonDocument.Parse(run.Output);
        var extract = told.RootElement.GetProperty("steps").EnumerateArray()
            .Where(step => step.GetProperty("step").GetString() == "extract" && step.GetProperty("name").GetString() == "all tables")
            .Select(step => TimeSpan.FromSeconds(step.GetProperty("seconds").GetDouble())).FirstOrDefault();
        return new Built(run.Took, run.PeakBytes, TimeSpan.FromSeconds(told.RootElement.GetProperty("seconds").GetDouble()), extract, told.RootElement.GetProperty("rowsExtracted").GetInt64());
    }

    /// <summary>The models alone: by the runner, without tests, and by DuckDB alone. What the extract takes is the same on both sides.</summary>
    private async Task BareAsync(HomeSession session, string folder, CancellationToken ct)
    {
        var run = await BuildAsync(session, ["--full", "--no-tests"], ct);
        Say("the same statements on DuckDB alone");
        var bare = await BareDuckDb.RunAsync(session, new WarehouseFolder(session.Home, Tenant.Default).CurrentFile!, Path.Combine(folder, "bare.duckdb"), ct);
        var ours = run.Inside - run.Extract;
        var ratio = ours / bare.Models;
        Line($"{"models by the runner",-42}{ours.TotalSeconds,10:0.00} s");
        Line($"{"models by DuckDB alone, in sequence",-42}{bare.Models.TotalSeconds,10:0.00} s   ratio {ratio,6:0.00}   bound {OverheadBound,6:0.00}{Kept(ratio <= OverheadBound)}");
        Line($"{"extract by itself",-42}{bare.Extract.TotalSeconds,10:0.00} s");
        Console.WriteLine();
    }

    private async Task DashboardsAsync(HomeSession session, CancellationToken ct)
    {
        using var store = new WarehouseStore(session.Home);
        using var reader = store.Open(Tenant.Default);
        using var gold = reader.Connect();
        Line($"{"dashboard",-34}{"p50",10}{"p95",10}{"PostgreSQL",14}{"ratio",9}");
        foreach (var dashboard in Dashboard.All)
        {
            Say(dashboard.Name);
            var took = new List<double>();
            var count = 0;
            for (var i = 0; i < Asked; i++)
            {
                var clock = Stopwatch.StartNew();
                using var answer = gold.Query(dashboard.Gold, ct);
                count = answer.Rows(ct).Count();
                took.Add(clock.Elapsed.TotalMilliseconds);
            }

            took.Sort();
            var (p50, p95) = (took[Asked / 2], took[(Asked * 95 / 100) - 1]);
            var (postgres, theirs) = await OfBookAsync(session, dashboard.Book, ct);
            _holds &= p95 < PagesBound;
            Line($"{dashboard.Name,-34}{p50,7:0.0} ms{p95,7:0.0} ms{postgres,11:0} ms{postgres / p50,9:0.0}{(count == theirs ? "" : $"   {count} rows, PostgreSQL {theirs}")}{Kept(p95 < PagesBound)}");
        }

        Console.WriteLine();
        Line($"A dashboard's question is to be answered within {PagesBound:0} ms (p95).");
    }

    /// <summary>The better of two runs, by the same role and under the same isolation.</summary>
    private static async Task<(double Milliseconds, int Rows)> OfBookAsync(HomeSession session, string sql, CancellationToken ct) =>
        await session.Book.ReadAsync(
            Tenant.Default,
            async (connection, token) =>
            {
                var (best, count) = (double.MaxValue, 0);
                for (var i = 0; i < 2; i++)
                {
                    var clock = Stopwatch.StartNew();
                    await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
                    await using var answer = await command.ExecuteReaderAsync(token);
                    for (count = 0; await answer.ReadAsync(token);)
                    {
                        count++;
                    }

                    best = Math.Min(best, clock.Elapsed.TotalMilliseconds);
                }

                return (best, count);
            },
            ct);

    private void Bound(string what, TimeSpan took, TimeSpan bound)
    {
        _holds &= took <= bound;
        Line($"{what,-42}{took.TotalSeconds,10:0.00} s   bound {bound.TotalSeconds,6:0} s{Kept(took <= bound)}");
    }

    private static void Extracted(Built built) =>
        Line($"{"  of it the extract",-42}{built.Extract.TotalSeconds,10:0.00} s   {built.Rows:N0} rows");

    private void Memory(string what, long bytes)
    {
        _holds &= bytes < MemoryBound;
        Line($"{what,-42}{bytes / 1048576.0,8:N0} MiB   bound {MemoryBound >> 20,6:N0} MiB{Kept(bytes < MemoryBound)}");
        Console.WriteLine();
    }

    private static string Kept(bool holds) => holds ? "" : "   NOT KEPT";

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture).TrimEnd());

    private static void Say(FormattableString step) => Console.Error.WriteLine($"· {step.ToString(CultureInfo.InvariantCulture)}");

    private static void Say(string step) => Console.Error.WriteLine($"· {step}");

    /// <param name="Took">Of the process, from its start to its end.</param>
    /// <param name="Inside">Of the build itself.</param>
    private sealed record Built(TimeSpan Took, long PeakBytes, TimeSpan Inside, TimeSpan Extract, long Rows);
}

using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Rows;
using Herdbook.Server.Warehouse;
using Herdbook.Warehouse.Build;
using Herdbook.Warehouse.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using System.Globalization;

namespace Herdbook.Server.Pages.Warehouse.Health;

/// <summary>`/warehouse`: how fresh it is, what its tests say, what was built; and the button that has it built.</summary>
internal static class HealthEndpoint
{
    private const string Models = """
        select m.name, m.relation_schema, m.materialized, m.status, m.rows, m.duration_ms, m.built_at, m.error, m.path, m.description,
               (select count(*) from meta.test t where t.model = m.name) as tests,
               (select count(*) from meta.test t where t.model = m.name and t.status in ('failed', 'broken')) as failing
          from meta.model m
         order by m.relation_schema, m.name
        """;

    private const string Sources = """
        select b.table_name, b.row_count, b.batch, max(e.extracted_at) as extracted_at
          from meta.bronze b
          left join meta.extract e on e.batch = b.batch
         group by all
         order by b.table_name
        """;

    private const string Tests = """
        select name, kind, model, column_name, severity, status, failures, checked_at, error, path, compiled
          from meta.test
         where status <> 'passed'
         order by status, name
        """;

    private const string Counts = "select status, count(*) from meta.test group by status";

    private const string OneTest = "select name, compiled, description, path, status, failures from meta.test where name = $name";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/warehouse").AddEndpointFilter(FormGuard.CheckAsync);
        pages.MapGet("", ShowAsync);
        pages.MapPost("build", BuildAsync).Requires(Permission.WarehouseBuild);
        pages.MapPost("cancel", CancelAsync).Requires(Permission.WarehouseBuild);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, WarehouseStore store, RunBook runs, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var recent = await runs.RecentAsync(page.Tenant, 25, ct);
        var chosen = Guid.TryParse(http.Request.Query["run"], out var asked) ? recent.FirstOrDefault(run => run.RunId == asked) ?? await runs.FindAsync(page.Tenant, asked, ct) : null;
        var steps = chosen is null ? [] : await runs.StepsAsync(page.Tenant, chosen.RunId, ct);
        using var reader = store.TryOpen(page.Tenant);
        var view = new HealthView(page, recent, chosen, steps);
        if (reader is not null)
        {
            view = view with
            {
                Generation = reader.Generation,
                PublishedAt = reader.PublishedAt.UtcDateTime,
                Models = await AskAsync(reader, Models, ct),
                Sources = await AskAsync(reader, Sources, ct),
                Tests = await AskAsync(reader, Tests, ct),
                Counts = (await AskAsync(reader, Counts, ct)).ToDictionary(row => (string)row[0]!, row => Convert.ToInt64(row[1], CultureInfo.InvariantCulture)),
            };
            if (http.Request.Query["test"].ToString() is { Length: > 0 } test)
            {
                view = view with { Failing = await FailingAsync(reader, test, ct) };
            }
        }

        return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<HealthPage>(new { View = view }) { PreventStreamingRendering = true };
    }

    private static async Task<IResult> BuildAsync(HttpContext http, RunBook runs, WarehouseNews news, CancellationToken ct)
    {
        await runs.AskAsync(RunsEndpoint.TenantOf(http), http.Caller().Actor, "manual", null, false, ct);
        news.Tell();
        return Results.LocalRedirect($"{http.Request.PathBase}/warehouse");
    }

    private static async Task<IResult> CancelAsync(HttpContext http, RunBook runs, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        if (Guid.TryParse(form["run"], out var run))
        {
            await runs.CancelAsync(RunsEndpoint.TenantOf(http), http.Caller().Actor, run, ct);
        }

        return Results.LocalRedirect($"{http.Request.PathBase}/warehouse");
    }

    /// <summary>The rows behind a test, a hundred at most.</summary>
    private static async Task<FailingRows?> FailingAsync(WarehouseReader reader, string name, CancellationToken ct)
    {
        var found = await reader.QueryAsync(OneTest, new Dictionary<string, object?> { ["name"] = name }, QueryLimits.Page, ct);
        if (found.Rows is not [var test] || test[1] is not string { Length: > 0 } sql)
        {
            return null;
        }

        try
        {
            return new FailingRows(name, sql, await reader.QueryAsync(sql, new Dictionary<string, object?>(), new QueryLimits(TimeSpan.FromSeconds(20), 100), ct), null);
        }
        catch (RefusedException failed)
        {
            return new FailingRows(name, sql, null, failed.Message);
        }
    }

    private static async Task<IReadOnlyList<object?[]>> AskAsync(WarehouseReader reader, string sql, CancellationToken ct) =>
        (await reader.QueryAsync(sql, new Dictionary<string, object?>(), QueryLimits.Page, ct)).Rows;
}

/// <summary>A test with the rows that fail it.</summary>
public sealed record FailingRows(string Name, string Sql, WarehouseTable? Rows, string? Error);

/// <summary>Everything the page shows. Rows of `meta` stand as they are read.</summary>
public sealed record HealthView(PageContext Page, IReadOnlyList<WarehouseRun> Runs, WarehouseRun? Chosen, IReadOnlyList<WarehouseRunStep> Steps)
{
    /// <summary>0 before the first build.</summary>
    public int Generation { get; init; }

    public DateTime? PublishedAt { get; init; }

    public IReadOnlyList<object?[]> Models { get; init; } = [];

    public IReadOnlyList<object?[]> Sources { get; init; } = [];

    public IReadOnlyList<object?[]> Tests { get; init; } = [];

    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>();

    public FailingRows? Failing { get; init; }

    /// <summary>The run that waits or is under way.</summary>
    public WarehouseRun? Active => Runs.FirstOrDefault(run => run.Status == "running") ?? Runs.FirstOrDefault(run => run.Status == "queued");

    public string Run(Guid run) => Links.With(Page.Links.Warehouse, ("run", run.ToString())) + "#steps";

    public string Test(string name) => Links.With(Page.Links.Warehouse, ("test", name)) + "#rows";

    public string Lineage(string node) => Links.With($"{Page.Links.Warehouse}/lineage", ("node", node));

    /// <summary>The semantic colour of a state's word.</summary>
    public static string Colour(string status) => status switch
    {
        "running" or "queued" => "live",
        "succeeded" or "done" or "passed" => "ok",
        "failed" or "broken" => "bad",
        "blocked" or "warned" or "cancelled" => "warn",
        _ => "",
    };

    public static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    public static long? Number(object? value) => value is null ? null : Convert.ToInt64(value, CultureInfo.InvariantCulture);

    public static DateTime? Time(object? value) => value switch
    {
        DateTimeOffset at => at.UtcDateTime,
        DateTime at => at,
        _ => null,
    };
}

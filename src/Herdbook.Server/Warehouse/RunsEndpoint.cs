using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Herdbook.Warehouse.Build;
using Herdbook.Warehouse.Project;
using Microsoft.AspNetCore.Http;
using System.Text.Json;

namespace Herdbook.Server.Warehouse;

/// <summary>`/v1/warehouse/runs`: what was built, what is, and what waits; and the way to ask for a build.</summary>
internal static class RunsEndpoint
{
    /// <param name="Select">Models in dbt's words; empty for all.</param>
    /// <param name="Full">Everything anew.</param>
    internal sealed record Asked(string? Select, bool Full);

    private sealed record Told(WarehouseRun Run, IReadOnlyList<WarehouseRunStep> Steps);

    /// <summary>The newest first; one that waits stands before them.</summary>
    public static async Task<IResult> ListAsync(HttpContext http, RunBook runs, int? limit, CancellationToken ct) =>
        Results.Json(await runs.RecentAsync(TenantOf(http), Math.Clamp(limit ?? 50, 1, 500), ct));

    public static async Task<IResult> GetAsync(HttpContext http, RunBook runs, Guid run, CancellationToken ct) =>
        await runs.FindAsync(TenantOf(http), run, ct) is { } found
            ? Results.Json(new Told(found, await runs.StepsAsync(TenantOf(http), run, ct)))
            : throw NotFound(run);

    /// <summary>Queues a run, or joins the one that waits. 202 with the run.</summary>
    public static async Task<IResult> AskAsync(HttpContext http, RunBook runs, WarehouseNews news, CancellationToken ct)
    {
        var asked = await ReadAsync(http.Request, ct);
        var select = string.IsNullOrWhiteSpace(asked.Select) ? null : asked.Select.Trim();
        if (select is not null)
        {
            WarehouseProject.Load(WarehouseProject.DefaultFolder).Choose(select, null);
        }

        var tenant = TenantOf(http);
        var run = await runs.AskAsync(tenant, http.Caller().Actor, "manual", select, asked.Full, ct);
        news.Tell();
        var address = $"{http.Request.PathBase}/v1/warehouse/runs/{run}";
        http.Response.Headers.Location = address;
        return Results.Json(await runs.FindAsync(tenant, run, ct), statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>One that waits never begins; one that runs stops within a second and publishes nothing.</summary>
    public static async Task<IResult> CancelAsync(HttpContext http, RunBook runs, Guid run, CancellationToken ct)
    {
        var tenant = TenantOf(http);
        _ = await runs.FindAsync(tenant, run, ct) ?? throw NotFound(run);
        await runs.CancelAsync(tenant, http.Caller().Actor, run, ct);
        return Results.Json(await runs.FindAsync(tenant, run, ct));
    }

    internal static Tenant TenantOf(HttpContext http) => http.Features.Get<Tenant>() ?? Tenant.Default;

    /// <summary>What is asked for; no body asks for everything that is new.</summary>
    private static async Task<Asked> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var all = new Asked(null, false);
        if (request.ContentLength is not > 0 && request.Headers.TransferEncoding.Count == 0)
        {
            return all;
        }

        try
        {
            return await request.ReadFromJsonAsync<Asked>(ct) ?? all;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BadHttpRequestException("The body of a build is JSON as {\"select\": \"mart_flow\", \"full\": false}, both left out where they say nothing.", e);
        }
    }

    private static RefusedException NotFound(Guid run) => new("not_found", $"There is no run {run} of this warehouse.");
}

using System.Globalization;
using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Traces;

/// <summary>A trace as a page, and as JSON.</summary>
internal static class TraceEndpoint
{
    public static void MapTraces(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/traces", ListAsync);
        routes.MapGet("/traces/{id}", ShowAsync);
        routes.MapGet("/v1/traces/{id}", ReadAsync);
    }

    private static async Task<RazorComponentResult> ListAsync(HttpContext http, TraceList list, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var query = http.Request.Query;
        var service = query["service"].ToString().Replace("\0", "", StringComparison.Ordinal) is { Length: > 0 } named ? named : null;
        var at = int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, TraceList.Looked / TraceList.PageSize) : 1;
        var failed = query["errors"] == "1";
        var view = new TracesView(
            page, $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}", await list.ServicesAsync(page.Tenant, ct),
            await list.ReadAsync(page.Tenant, service, failed, at, ct), service, failed, at);
        return new RazorComponentResult<TracesPage>(new { View = view }) { PreventStreamingRendering = true };
    }

    private static async Task<IResult> ShowAsync(HttpContext http, string id, Core.Herd.Traces traces, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        return await traces.ReadAsync(page.Tenant, id, ct) is { } trace
            ? new RazorComponentResult<TracePage>(new { View = new TraceView(page, trace) }) { PreventStreamingRendering = true }
            : Results.NotFound();
    }

    private static async Task<IResult> ReadAsync(HttpContext http, string id, Core.Herd.Traces traces, CancellationToken ct) =>
        await traces.ReadAsync(http.Caller().Tenant, id, ct) is { } trace ? Results.Json(trace) : Results.NotFound();
}

/// <summary>Everything a trace's page shows.</summary>
public sealed record TraceView(PageContext Page, Trace Trace)
{
    // Deeper steps stand as deep as these: the page has to fit a phone.
    private const int MostDepth = 12;

    public string Name => Trace.Spans[0].SpanName;

    public static string Indent(TraceSpan span) => $"deep-{Math.Min(span.Depth, MostDepth)}";

    public static string? Duration(TraceSpan span) => span.DurationNs is { } ns ? Figures.Duration(TimeSpan.FromTicks(ns / 100)) : null;

    /// <summary>What was called, where it was a tool, a model or an agent.</summary>
    public static string? Called(TraceSpan span) => span.ModelCode ?? span.ToolName ?? span.AgentName;
}

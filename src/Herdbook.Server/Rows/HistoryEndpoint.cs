using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Rows;

/// <summary>`/v1/history/{table}`: a row's versions, the row at a moment, two versions compared, and one restored.</summary>
internal static class HistoryEndpoint
{
    private const int DefaultVersions = 100;

    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        var history = routes.MapGroup("/v1/history/{table}").RequiresRows(Permission.Read);
        history.MapGet("", VersionsAsync);
        history.MapGet("/at", AtAsync);
        history.MapGet("/compare", CompareAsync);
        history.MapPost("/restore", RestoreAsync).RequiresRows(Permission.Write);
    }

    private static async Task<IResult> VersionsAsync(HttpContext http, LiveCatalog catalog, RowHistory history)
    {
        var (table, key) = RowOf(http, catalog);
        var before = http.Request.Query.ContainsKey("before") ? Number(http, "before") : (long?)null;
        var most = http.Request.Query.ContainsKey("limit") ? (int)Math.Min(Number(http, "limit"), RowHistory.MaxVersions) : DefaultVersions;
        return Results.Json(await history.VersionsAsync(TenantOf(http), table, key, before, most, http.RequestAborted), Names);
    }

    private static async Task<IResult> AtAsync(HttpContext http, LiveCatalog catalog, RowHistory history)
    {
        var (table, key) = RowOf(http, catalog);
        var time = DateTimeOffset.TryParse(http.Request.Query["time"].ToString().Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw Missing("time", "a time", "time=2026-11-21T09:30:00Z");
        var version = await history.AtAsync(TenantOf(http), table, key, time, http.RequestAborted);
        return version is null
            ? throw new RowRefusalException("not_found", "The row was not there yet at that time.") { Status = StatusCodes.Status404NotFound, Rule = "time", Remedy = "Choose a later time." }
            : Results.Json(version, Names);
    }

    private static async Task<IResult> CompareAsync(HttpContext http, LiveCatalog catalog, RowHistory history)
    {
        var (table, key) = RowOf(http, catalog);
        return Results.Json(await history.CompareAsync(TenantOf(http), table, key, Number(http, "from"), Number(http, "to"), http.RequestAborted), Names);
    }

    private static async Task<IResult> RestoreAsync(HttpContext http, LiveCatalog catalog, RowHistory history)
    {
        var table = RowRequests.Table(http, catalog.Current);
        var (key, version) = await WantedAsync(http);
        var written = await history.RestoreAsync(TenantOf(http), http.Caller().Actor, table, RowKey.Parse(table, key), version, WriteRequest.Conditions(http, new RowWriteOptions()), http.RequestAborted);
        if (written is not { Rows: [var row] })
        {
            throw new RowRefusalException("not_found", "There is no such row. Nothing was changed.") { Status = StatusCodes.Status404NotFound, Remedy = "Insert it anew." };
        }

        http.Response.Headers.ETag = row.ETag;
        return Results.Json(new { status = "restored", key, version, etag = row.ETag }, Names);
    }

    private static async Task<(string Key, long Version)> WantedAsync(HttpContext http)
    {
        try
        {
            var wanted = await JsonSerializer.DeserializeAsync<Wanted>(http.Request.Body, Names, http.RequestAborted);
            return wanted is { Key: { } key, Version: { } version } ? (key, version) : throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new RowRefusalException("body_invalid", "The body does not say which row and version. Nothing was changed.", e) { Remedy = "As in {\"key\": \"DBC-87\", \"version\": 4711}." };
        }
    }

    private static (TableDeclaration Table, RowKey Key) RowOf(HttpContext http, LiveCatalog catalog)
    {
        var table = RowRequests.Table(http, catalog.Current);
        return http.Request.Query["key"] is [{ } key] ? (table, RowKey.Parse(table, key)) : throw Missing("key", "the row's key", "key=DBC-87");
    }

    private static long Number(HttpContext http, string name) =>
        long.TryParse(http.Request.Query[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Missing(name, "a number", $"{name}=4711");

    private static RowRefusalException Missing(string name, string what, string example) =>
        new("query_syntax", $"'{name}' is to be {what}.") { Rule = name, Remedy = $"As in {example}." };

    private static Tenant TenantOf(HttpContext http) => http.Features.Get<Tenant>() ?? Tenant.Default;

    private sealed record Wanted(string? Key, [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long? Version);
}

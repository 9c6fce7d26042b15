using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core;
using Herdbook.Core.Tenancy;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Tenancy;

/// <summary>`/v1/tenants`.</summary>
internal static class TenantsEndpoint
{
    private const int MostBytes = 16 << 10;

    public static async Task<IResult> ListAsync(TenantRegister register, CancellationToken ct) =>
        Results.Json(new JsonObject { ["tenants"] = new JsonArray([.. (await register.ListAsync(ct)).Select(Json)]) });

    public static async Task<IResult> GetAsync(string slug, TenantRegister register, CancellationToken ct) =>
        Results.Json(Json(await register.FindAsync(slug, ct) ?? throw new RefusedException("tenant_unknown", $"This book has no tenant '{Shown(slug)}'.")));

    public static async Task<IResult> CreateAsync(HttpContext http, TenantRegister register, CancellationToken ct)
    {
        var body = await BodyAsync(http, ct);
        var made = await register.CreateAsync(http.Caller().Actor, Text(body, "slug") ?? "", Text(body, "title"), ct);
        return Results.Json(Json(made), statusCode: StatusCodes.Status201Created);
    }

    public static async Task<IResult> RenameAsync(string slug, HttpContext http, TenantDesk desk, CancellationToken ct) =>
        await ActAsync(http, desk, slug, "rename", Text(await BodyAsync(http, ct), "title"), ct);

    public static Task<IResult> SuspendAsync(string slug, HttpContext http, TenantDesk desk, CancellationToken ct) => ActAsync(http, desk, slug, "suspend", null, ct);

    public static Task<IResult> ResumeAsync(string slug, HttpContext http, TenantDesk desk, CancellationToken ct) => ActAsync(http, desk, slug, "resume", null, ct);

    public static async Task<IResult> MarkAsync(string slug, HttpContext http, TenantDesk desk, CancellationToken ct) =>
        await ActAsync(http, desk, slug, "mark-for-erasure", Text(await BodyAsync(http, ct), "again"), ct);

    public static async Task<IResult> EraseAsync(string slug, HttpContext http, TenantDesk desk, CancellationToken ct) =>
        await ActAsync(http, desk, slug, "erase", Text(await BodyAsync(http, ct), "again"), ct);

    internal static JsonNode Json(TenantState tenant) => new JsonObject
    {
        ["slug"] = tenant.Slug,
        ["title"] = tenant.Title,
        ["state"] = tenant.State,
        ["is_demo"] = tenant.IsDemo,
        ["created_at"] = tenant.CreatedAt,
        ["suspended_at"] = tenant.SuspendedAt,
        ["suspended_by"] = tenant.SuspendedBy,
        ["erasure_at"] = tenant.ErasureAt,
        ["erasure_by"] = tenant.ErasureBy,
        ["erased_at"] = tenant.ErasedAt,
    };

    private static async Task<IResult> ActAsync(HttpContext http, TenantDesk desk, string slug, string verb, string? text, CancellationToken ct) =>
        Results.Json(Json(await desk.ActAsync(http.Caller().Actor, slug, verb, text, ct)));

    /// <summary>Only what is asked for is read of it: other members change nothing.</summary>
    private static async Task<JsonObject> BodyAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Request.ContentLength is > MostBytes)
        {
            throw new BadHttpRequestException("The body is larger than 16 KiB.", StatusCodes.Status413PayloadTooLarge);
        }

        try
        {
            return http.Request.HasJsonContentType() && await http.Request.ReadFromJsonAsync<JsonObject>(ct) is { } body
                ? body
                : throw new BadHttpRequestException("Send a JSON object as application/json.");
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("The body is no JSON object.", e);
        }
    }

    private static string? Text(JsonObject body, string name) =>
        body[name] is null ? null
        : body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text
        : throw new BadHttpRequestException($"'{name}' is text.");

    private static string Shown(string word) => word.Length > 63 ? word[..63] + "…" : word;
}

using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Tenancy;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Herdbook.Server.Tenancy;

/// <summary>
/// `/v1/tenants/{slug}/archive` streams a signed archive; `/v1/tenants/import?key=…` takes one as its body. Names of files come from the slug
/// alone, which has letters, digits and hyphens only.
/// </summary>
internal static class ArchiveEndpoint
{
    private const long MostBytes = 8L << 30;

    public static async Task ExportAsync(string slug, HttpContext http, TenantExport export, TenantRegister register, TimeProvider time, CancellationToken ct)
    {
        if (await register.FindAsync(slug, ct) is not { ErasedAt: null } tenant)
        {
            throw new RefusedException("tenant_unknown", "This book has no such tenant. Nothing was exported.");
        }

        var owner = new Tenant(tenant.Slug);
        // .NET's zip writes the last bytes of each file when it is closed, and closes without waiting.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"{tenant.Slug}-{time.GetUtcNow():yyyyMMdd-HHmmss}.herdbook.zip\"");
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Herdbook-Archive-Key"] = export.VerifierKey(owner);
        await export.WriteAsync(owner, http.Caller().Actor, http.Response.Body, ct);
    }

    public static async Task<IResult> ImportAsync(HttpContext http, TenantImport import, TenantRegister register, TenantDirectory directory, CancellationToken ct)
    {
        if (http.Request.ContentType?.Split(';')[0].Trim() is not ("application/zip" or "application/octet-stream"))
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (http.Request.ContentLength is > MostBytes)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MostBytes;
        await using var kept = new FileStream(
            Path.Combine(Path.GetTempPath(), $"herdbook-{Guid.NewGuid():n}.zip"),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        await http.Request.Body.CopyToAsync(kept, ct);
        kept.Position = 0;
        await using var archive = await TenantArchive.OpenAsync(kept, http.Request.Query["key"].ToString(), ct);
        await import.RunAsync(archive, http.Caller().Actor, ct);
        directory.Forget(archive.Manifest.Tenant);
        return Results.Json(TenantsEndpoint.Json((await register.FindAsync(archive.Manifest.Tenant, ct))!), statusCode: StatusCodes.Status201Created);
    }
}

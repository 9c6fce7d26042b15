using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Herdbook.Core;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Herdbook.Server.Governance.Approvals;

/// <summary>The policies as YAML, with their versions. The version is the ETag; If-Match keeps two writers apart.</summary>
internal static class PoliciesEndpoint
{
    private const string Yaml = "application/yaml";
    private const int MostBytes = 256 << 10;
    private static readonly string[] YamlTypes = [Yaml, "application/x-yaml", "text/yaml"];

    public static async Task<IResult> GetAsync(HttpContext http, ApprovalPolicies policies, CancellationToken ct)
    {
        var tenant = http.Caller().Tenant;
        var asked = http.Request.Query["version"].ToString();
        var version = asked.Length == 0 ? await policies.CurrentAsync(tenant, ct)
            : long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? await policies.FindAsync(tenant, number, ct)
            : throw new RefusedException("approval_filter", $"version={asked} is no number.");
        if (version is null && asked.Length > 0)
        {
            return Results.NotFound();
        }

        http.Response.Headers.ETag = Tag(version?.Version ?? 0);
        return Results.Text(version?.Document ?? "policies: []\n", Yaml, Encoding.UTF8);
    }

    public static async Task<IResult> VersionsAsync(HttpContext http, ApprovalPolicies policies, CancellationToken ct) =>
        ApprovalsEndpoint.Json(new JsonObject { ["versions"] = new JsonArray([.. (await policies.VersionsAsync(http.Caller().Tenant, ct)).Select(Line)]) });

    public static async Task<IResult> PutAsync(HttpContext http, ApprovalPolicies policies, CancellationToken ct)
    {
        if (!YamlTypes.Contains(http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant()))
        {
            throw new BadHttpRequestException("Policies are sent as application/yaml.", StatusCodes.Status415UnsupportedMediaType);
        }

        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var buffer = new char[MostBytes + 1];
        var letters = await reader.ReadBlockAsync(buffer, ct);
        if (letters > MostBytes)
        {
            throw new BadHttpRequestException("The policies are larger than 256 KiB.", StatusCodes.Status413PayloadTooLarge);
        }

        var written = await policies.WriteAsync(http.Caller(), new string(buffer, 0, letters), Follows(http), ct);
        http.Response.Headers.ETag = Tag(written.Version);
        return ApprovalsEndpoint.Json(Line(written));
    }

    private static long? Follows(HttpContext http)
    {
        var match = http.Request.GetTypedHeaders().IfMatch;
        return match.Count == 0 || match[0] == EntityTagHeaderValue.Any ? null
            : match.Count == 1 && long.TryParse(match[0].Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
            : throw new RefusedException("approval_policy_changed", "If-Match names no version of the policies. Nothing was written.") { Remedy = "Send the ETag that GET gave." };
    }

    private static string Tag(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    private static JsonObject Line(ApprovalPolicyVersion version) => new()
    {
        ["version"] = version.Version,
        ["digest"] = version.Digest,
        ["written_by"] = version.WrittenBy,
        ["created_at"] = ApprovalJson.Time(version.CreatedAt),
    };
}

using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Intake.GitHub;
using Herdbook.Server.Host;
using Herdbook.Server.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Herdbook.Server.GitHub;

/// <summary>
/// `POST /v1/intake/github[/tenant]`: a delivery of GitHub's. 200 says that it is booked for good, 202 that it tells nothing that is booked;
/// a signature that does not hold is answered with 401, and so is a tenant that there is none of.
/// </summary>
internal static class GitHubEndpoint
{
    private const string Event = "X-GitHub-Event";
    private const string Delivery = "X-GitHub-Delivery";
    private const string Signature = "X-Hub-Signature-256";

    private static Problem Unsigned => new(StatusCodes.Status401Unauthorized, "github_signature", "The signature does not hold",
        $"The header {Signature} is missing, or is not that of this body under this tenant's secret. Nothing was booked.")
    {
        Remedy = "Put what `herdbook github secret` shows into the webhook's field Secret, and deliver again.",
    };

    public static async Task TakeAsync(HttpContext http, GitHubIntake intake, GitHubSecret secret, LinkService links, TenantDirectory tenants, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = GitHubIntake.MostBytes;
        }

        // What bears no signature at all is not worth the reading.
        if (http.Request.Headers[Signature] is not [{ Length: > 0 } shown])
        {
            await Unsigned.WriteAsync(http);
            return;
        }

        using var read = new MemoryStream((int)Math.Clamp(http.Request.ContentLength ?? 0, 0, GitHubIntake.MostBytes));
        await http.Request.Body.CopyToAsync(read, ct);
        var body = read.GetBuffer().AsMemory(0, (int)read.Length);
        var slug = http.Request.RouteValues["tenant"] as string;
        var tenant = slug is null ? http.Features.Get<Tenant>() ?? Tenant.Default : await tenants.FindAsync(slug, ct);
        // Signed for no tenant as it would be for one, so that the answer does not tell which there are.
        if (!secret.Holds(tenant ?? Tenant.Default, shown, body.Span) || tenant is null)
        {
            await Unsigned.WriteAsync(http);
            return;
        }

        if (http.Request.Headers[Event] is not [{ Length: > 0 and <= 100 } happened])
        {
            throw new RefusedException("github_payload", $"The header {Event} is missing: it names what the payload is. Nothing was booked.");
        }

        var booked = await intake.TakeAsync(tenant, happened, http.Request.Headers[Delivery], body, ct);
        if (booked is { Changed: > 0 } or { Commits: > 0 })
        {
            links.Told(tenant);
        }

        http.Response.StatusCode = booked is null ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        await http.Response.WriteAsJsonAsync(
            booked is null ? (object)new { booked = false, @event = happened } : new { booked = true, things = booked.Things, changed = booked.Changed, commits = booked.Commits, new_links = booked.Links },
            ct);
    }
}

using System.Net;
using System.Text;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Herdbook.Server.Tests.Access;

/// <summary>Every address that the server answers, one by one: each has decided who may come, and keeps to it.</summary>
public sealed class WalkTests(AccessSite site) : IClassFixture<AccessSite>
{
    /// <summary>What anyone may ask. Whoever adds to it says why, at the address and here.</summary>
    private static readonly string[] Open =
        ["GET /assets/{**name}", "GET /healthz", "GET /readyz", "GET /sign-in", "GET /sign-in/once/{secret}", "GET /sign-in/openid", "GET /sign-in/openid/callback", "GET /theme/{choice}", "POST /sign-in", "POST /sign-in/once/{secret}", "POST /v1/intake/github", "POST /v1/intake/github/{tenant}"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IReadOnlyList<(string Method, RouteEndpoint Endpoint, AccessRequirement? Required)> All =>
    [
        .. site.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method, endpoint, endpoint.Metadata.GetMetadata<AccessRequirement>()))),
    ];

    [Fact]
    public void Every_address_has_decided_who_may_come()
    {
        Assert.InRange(All.Count, 80, 1_000);
        Assert.Empty(All.Where(one => one.Required is null).Select(Name));
        Assert.Empty(All.Where(one => one.Required is { Reason.Length: 0 }).Select(Name));
    }

    [Fact]
    public void Anyone_may_come_only_where_it_is_known_that_they_may() =>
        Assert.Equal(Open.Order(StringComparer.Ordinal), All.Where(one => one.Required!.Reason is not null).Select(Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_address_for_programs_is_described_in_the_OpenAPI_document()
    {
        using var client = site.Program(await site.MakeTokenAsync(Tenant.Default, ["administrator"], [], Ct));
        using var document = System.Text.Json.JsonDocument.Parse(await client.GetStringAsync("/v1/openapi.json", Ct));
        var described = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}")).ToHashSet(StringComparer.Ordinal);
        var known = All.Select(Name).Distinct().Where(name => name.Split(' ')[1].Split('/')[1] is "v1" or "mcp" or "healthz" or "readyz" || name.Contains(" /api/public/", StringComparison.Ordinal)).Where(name => !name.Contains("/v1/rows/", StringComparison.Ordinal));
        Assert.Equal([], known.Select(name => name.Replace(":guid", "", StringComparison.Ordinal)).Except(described));
    }

    [Fact]
    public async Task Nobody_is_served_without_a_credential_and_with_one_that_does_not_hold()
    {
        using var nobody = site.Program(null);
        var revoked = await site.MakeTokenAsync(Tenant.Default, ["administrator"], [], Ct);
        await site.Tokens.RevokeAsync(Tenant.Default, Actor.Owner, (await site.Tokens.FindAsync(Tenant.Default, revoked, Ct))!.Id, null, Ct);
        using var former = site.Program(revoked);
        using var inventor = site.Program("hb_default_0123456789012345678901234567890123456789012"[..54]);
        foreach (var one in All.Where(one => one.Required!.Reason is null))
        {
            foreach (var (client, code) in new[] { (nobody, "sign_in_required"), (former, "token_invalid"), (inventor, "token_invalid") })
            {
                await AssertRefusedAsync(client, one, HttpStatusCode.Unauthorized, code);
            }
        }
    }

    [Fact]
    public async Task Nobody_is_served_where_their_permissions_do_not_reach()
    {
        using var client = site.Program(await site.MakeTokenAsync(Tenant.Default, [], ["nothing:read"], Ct));
        foreach (var one in All.Where(one => one.Required is { Reason: null } required && (required.Permission is not null || required.Rows is not null)))
        {
            await AssertRefusedAsync(client, one, HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task A_viewer_is_served_nothing_that_writes_or_administers()
    {
        using var client = site.Program(await site.MakeTokenAsync(Tenant.Default, ["viewer"], [], Ct));
        var viewer = AccessRoles.Permissions(["viewer"]);
        var refused = All.Where(one => one.Required is { Reason: null, Permission: { } permission } && !viewer.Any(held => held.Covers(permission))).ToList();
        Assert.InRange(refused.Count, 20, 1_000);
        foreach (var one in refused.Concat(All.Where(one => one.Required is { Rows: Permission.Write })))
        {
            await AssertRefusedAsync(client, one, HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task A_token_of_one_tenant_is_nothing_in_another()
    {
        using var client = site.Program(await site.MakeTokenAsync(new Tenant(AccessSite.Other), ["administrator"], [], Ct));
        foreach (var one in All.Where(one => one.Required!.Reason is null))
        {
            await AssertRefusedAsync(client, one, HttpStatusCode.Forbidden, "token_tenant", "/t/default");
        }

        // Whether the other tenant is there makes no difference.
        foreach (var path in (string[])["/t/default/sessions", "/t/nowhere/sessions"])
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        // Without a tenant in the path it is the token's own.
        using var own = await client.GetAsync(new Uri("/v1/rows/herd.ticket_def?limit=1", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task What_is_not_there_is_told_to_those_inside_alone()
    {
        using var nobody = site.Program(null);
        foreach (var path in (string[])["/nowhere", "/t/barn/nowhere", "/t/nobody/", "/v1/rows/no.table"])
        {
            using var answer = await nobody.GetAsync(new Uri(path, UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        using var browser = site.Browser();
        using var led = await browser.GetAsync(new Uri("/t/barn/sessions?errors=1", UriKind.Relative), Ct);
        Assert.Equal("/sign-in?back=%2Ft%2Fbarn%2Fsessions%3Ferrors%3D1", led.Headers.Location?.OriginalString);
    }

    private static string Name((string Method, RouteEndpoint Endpoint, AccessRequirement? Required) one) => $"{one.Method} /{one.Endpoint.RoutePattern.RawText!.Trim('/')}";

    private static async Task AssertRefusedAsync(HttpClient client, (string Method, RouteEndpoint Endpoint, AccessRequirement? Required) one, HttpStatusCode status, string code, string under = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(one.Method), new Uri(under + PathOf(one.Endpoint), UriKind.Relative));
        if (one.Method is not "GET")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var answer = await client.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == status && text.Contains($"\"code\":\"{code}\"", StringComparison.Ordinal), $"{Name(one)} as {request.RequestUri}: {(int)answer.StatusCode} {text}");
    }

    /// <summary>An address that fits the pattern: a table that is there, a number or an id where one is asked for, else a word.</summary>
    private static string PathOf(RouteEndpoint endpoint)
    {
        var path = new StringBuilder();
        foreach (var segment in endpoint.RoutePattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
            {
                path.Append(part switch
                {
                    Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                    Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
                    Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => Value(parameter),
                    _ => "",
                });
            }
        }

        return path.Length == 0 ? "/" : path.ToString();
    }

    private static string Value(Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter)
    {
        var policies = parameter.ParameterPolicies.Select(policy => policy.Content).ToList();
        return policies.Contains("guid") ? Guid.Empty.ToString()
            : policies.Any(policy => policy is "long" or "int") ? "1"
            : parameter.Name is "table" or "name" ? "herd.ticket_def"
            : "x";
    }
}

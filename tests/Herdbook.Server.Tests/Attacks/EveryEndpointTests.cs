using System.Net;
using System.Text.RegularExpressions;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Herdbook.Server.Tests.Attacks;

/// <summary>Each address that the server answers, by each method, with each credential that must not do.</summary>
public sealed partial class EveryEndpointTests(AttackSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task None_answers_without_a_credential_or_with_one_that_does_not_hold()
    {
        await site.ReadyAsync();
        var credentials = new (string What, string? Token)[]
        {
            ("none", null), ("expired", site.Tokens["expired"]), ("revoked", site.Tokens["revoked"]), ("made up", "hb_default_" + new string('A', 43)), ("of no tenant", "hb_nowhere_" + new string('A', 43)),
            ("of an injected tenant", "hb_'or'1_" + new string('A', 43)), ("nonsense", "x"), ("the home's, made up", "hbhome_" + new string('A', 43)),
        };
        var let = new List<string>();
        foreach (var (what, token) in credentials)
        {
            using var http = site.Client(token);
            foreach (var (method, path, _) in Closed())
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
                if (answer.StatusCode != HttpStatusCode.Unauthorized)
                {
                    let.Add($"{what}: {method} {path} answers {(int)answer.StatusCode}");
                }
            }
        }

        Assert.True(Closed().Count() > 80, "The walk finds the addresses.");
        Assert.Empty(let);
    }

    [Fact]
    public async Task None_answers_a_token_that_may_only_see_its_own_account()
    {
        await site.ReadyAsync();
        using var http = site.Client(site.Tokens["least"]);
        var let = new List<string>();
        foreach (var (method, path, required) in Closed())
        {
            // What anyone who signed in may see shows no rows; what decides by the request is asked below.
            if (required.Permission == Permission.SignedIn || required is { Permission: null, Rows: null })
            {
                continue;
            }

            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
            if (answer.StatusCode != HttpStatusCode.Forbidden)
            {
                let.Add($"{method} {path} ({required.Permission}{required.Rows}) answers {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(let);
    }

    [Fact]
    public async Task None_answers_another_tenants_token()
    {
        await site.ReadyAsync();
        using var http = site.Client(site.Tokens["acme"]);
        var let = new List<string>();
        foreach (var (method, path, _) in Closed())
        {
            foreach (var root in new[] { "/t/zoo", "/t/demo", "/t/default" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), root + path);
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
                if (answer.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.NotFound))
                {
                    let.Add($"{method} {root}{path} answers {(int)answer.StatusCode}");
                }
            }
        }

        Assert.Empty(let);
    }

    [Fact]
    public async Task A_suspended_tenant_answers_nobody_but_the_books_administrators()
    {
        await site.ReadyAsync();
        using var own = site.Client(site.Tokens["asleep"]);
        var let = new List<string>();
        foreach (var (method, path, _) in Closed())
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await own.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
            if (answer.StatusCode != HttpStatusCode.Forbidden)
            {
                let.Add($"{method} {path} answers {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(let);
        Assert.Contains("tenant_suspended", await own.GetStringOfAsync("/v1/rows/herd.ticket_def", Ct), StringComparison.Ordinal);
        using var owner = site.Client(HomeToken.Open(site.Session.Home).Text);
        Assert.Contains("asleep-1", await owner.GetStringOfAsync("/t/asleep/v1/rows/herd.ticket_def", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_administers_a_tenant_does_not_administer_the_book()
    {
        await site.ReadyAsync();
        using var http = site.Client(site.Tokens["acme"]);
        foreach (var (method, path, required) in Closed())
        {
            if (required.Permission is { } permission && AccessRoles.IsOfTheBook(permission))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} answers {(int)answer.StatusCode}");
            }
        }
    }

    /// <summary>Every address that is not open to anyone, with something in the place of what it asks for.</summary>
    private IEnumerable<(string Method, string Path, AccessRequirement Required)> Closed()
    {
        foreach (var endpoint in site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var required = endpoint.Metadata.GetMetadata<AccessRequirement>();
            Assert.True(required is not null, $"{endpoint.RoutePattern.RawText} decides nothing.");
            if (required.Reason is not null)
            {
                continue;
            }

            var path = Places().Replace("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), place => place.Groups[1].Value switch
            {
                "table" or "name" => "herd.ticket_def",
                "slug" => "acme",
                "format" => "csv",
                var word when place.Value.Contains(":guid", StringComparison.Ordinal) || word is "id" or "run" => place.Value.Contains(":long", StringComparison.Ordinal) ? "1" : "00000000-0000-0000-0000-000000000001",
                _ => "1",
            });
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                yield return (method, path, required);
            }
        }
    }

    [GeneratedRegex(@"\{\*{0,2}([a-zA-Z]+)[^}]*\}")]
    private static partial Regex Places();
}

internal static class Answers
{
    /// <summary>The body, whatever the status.</summary>
    public static async Task<string> GetStringOfAsync(this HttpClient http, string address, CancellationToken ct)
    {
        using var answer = await http.GetAsync(address, ct);
        return await answer.Content.ReadAsStringAsync(ct);
    }
}

using System.Net;
using System.Text.Json;
using Herdbook.Server.Host;
using Npgsql;
using Xunit;

namespace Herdbook.Server.Tests.Host;

public sealed class HostTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_that_it_lives_and_that_it_is_ready()
    {
        using var health = JsonDocument.Parse(await shared.Running.Http.GetStringAsync(new Uri("/healthz", UriKind.Relative), Ct));
        using var ready = JsonDocument.Parse(await shared.Running.Http.GetStringAsync(new Uri("/readyz", UriKind.Relative), Ct));
        Assert.Equal("alive", health.RootElement.GetProperty("status").GetString());
        Assert.Equal("ready", ready.RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task It_is_not_ready_while_another_catalog_is_applied()
    {
        await using var server = await RunningServer.StartAsync(Ct);
        await using var other = server.Database.Owner.CreateCommand("insert into catalog.applied_plan (catalog_digest, steps) values ('another', '[]')");
        await other.ExecuteNonQueryAsync(Ct);

        using var ready = await server.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("herdbook apply", await ready.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_tells_the_browser_to_load_from_here_alone()
    {
        using var answer = await shared.Running.Http.GetAsync(new Uri("/healthz", UriKind.Relative), Ct);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task HEAD_is_answered_as_GET_is_without_the_body()
    {
        foreach (var path in new[] { "/", "/healthz", "/nowhere" })
        {
            using var get = await shared.Running.Http.GetAsync(new Uri(path, UriKind.Relative), Ct);
            using var ask = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await shared.Running.Http.SendAsync(ask, Ct);
            Assert.Equal((get.StatusCode, get.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Ct));
        }
    }

    [Fact]
    public async Task A_tenant_is_a_part_of_the_path_and_an_unknown_one_is_not_found()
    {
        await shared.AddTenantAsync("barn", Ct);
        using var known = await shared.Running.Http.GetAsync(new Uri("/t/barn/healthz", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);

        using var bare = await shared.Running.Http.GetAsync(new Uri("/t/barn?q=1", UriKind.Relative), Ct);
        Assert.Equal("/t/barn/?q=1", bare.Headers.Location?.OriginalString);

        foreach (var unknown in (string[])["/t/nobody/healthz", "/t/No%20Slug/", "/t//healthz"])
        {
            using var answer = await shared.Running.Http.GetAsync(new Uri(unknown, UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public void A_fault_tells_nothing_of_the_inside_and_a_full_disk_is_named()
    {
        Assert.Equal("internal", Problem.Of(new InvalidOperationException("secret")).Code);
        Assert.DoesNotContain("secret", Problem.Of(new InvalidOperationException("secret")).Detail, StringComparison.Ordinal);
        Assert.Equal("disk_full", Problem.Of(new PostgresException("could not extend file", "ERROR", "ERROR", "53100")).Code);
        Assert.Equal("database_unavailable", Problem.Of(new PostgresException("terminating", "FATAL", "FATAL", "57P01")).Code);
    }
}

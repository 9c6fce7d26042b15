using System.Net;
using System.Text.Json;
using Dapper;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Homes;
using Herdbook.Server.Tests.Host;
using Herdbook.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Herdbook.Server.Tests.GitHub;

/// <summary>A server with two tenants.</summary>
public sealed class GitHubSite : IAsyncLifetime
{
    public static readonly Tenant Other = new("other");

    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await RunningServer.StartAsync(TestContext.Current.CancellationToken);
        await using var source = NpgsqlDataSource.Create(Server.Superuser);
        await using var command = source.CreateCommand($"insert into catalog.tenant (tenant_id, title) values ('{Other}', 'Other')");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}

/// <summary>Deliveries as GitHub posts them: signed, and without any other credential.</summary>
public sealed class GitHubEndpointTests(GitHubSite site) : IClassFixture<GitHubSite>
{
    private const string Path = "/v1/intake/github";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private GitHubSecret Secret => GitHubSecret.Open(site.Server.Services.GetRequiredService<HerdbookHome>());

    [Fact]
    public async Task A_signed_delivery_is_booked_for_its_tenant_alone_and_a_second_time_changes_nothing()
    {
        var body = await File.ReadAllBytesAsync(System.IO.Path.Combine(SharedData.Require("github-webhooks"), "pull_request", "opened.payload.json"), Ct);

        var (status, first) = await PostAsync($"{Path}/other", body, "pull_request", Secret.Sign(GitHubSite.Other, body));
        Assert.Equal((HttpStatusCode.OK, true, 1), (status, first.GetProperty("booked").GetBoolean(), first.GetProperty("changed").GetInt32()));
        var (again, second) = await PostAsync($"{Path}/other", body, "pull_request", Secret.Sign(GitHubSite.Other, body));
        Assert.Equal((HttpStatusCode.OK, 1, 0), (again, second.GetProperty("things").GetInt32(), second.GetProperty("changed").GetInt32()));

        Assert.Equal(["open Update the README with new information."], await PullsAsync(GitHubSite.Other));
        Assert.Empty(await PullsAsync(Tenant.Default));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=00")]
    [InlineData("sha1=THEIRS")]
    [InlineData("sha256=OTHER")]
    [InlineData("SHA256=RIGHT")]
    public async Task A_delivery_whose_signature_does_not_hold_is_not_read(string? signature)
    {
        var body = "{ this is no JSON"u8.ToArray();
        var right = Secret.Sign(Tenant.Default, body)["sha256=".Length..];
        var shown = signature?.Replace("THEIRS", right, StringComparison.Ordinal).Replace("RIGHT", right, StringComparison.Ordinal).Replace("OTHER", Secret.Sign(GitHubSite.Other, body)["sha256=".Length..], StringComparison.Ordinal);

        var (status, problem) = await PostAsync(Path, body, "pull_request", shown);
        Assert.Equal((HttpStatusCode.Unauthorized, "github_signature"), (status, problem.GetProperty("code").GetString()));
        var (unknown, same) = await PostAsync($"{Path}/nobody", body, "pull_request", Secret.Sign(new Tenant("nobody"), body));
        Assert.Equal((HttpStatusCode.Unauthorized, problem.GetProperty("detail").GetString()), (unknown, same.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task A_signed_body_is_told_apart_from_one_that_was_changed_on_its_way_and_from_what_is_no_payload()
    {
        var body = """{"repository": {"full_name": "a/b"}, "zen": "Keep it logically awesome."}"""u8.ToArray();
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(Path, body, "ping", Secret.Sign(Tenant.Default, body))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Path, [.. body, (byte)' '], "ping", Secret.Sign(Tenant.Default, body))).Status);
        var (status, problem) = await PostAsync(Path, body, "pull_request", Secret.Sign(Tenant.Default, body));
        Assert.Equal((HttpStatusCode.BadRequest, "github_payload"), (status, problem.GetProperty("code").GetString()));
        var (nameless, missing) = await PostAsync(Path, body, null, Secret.Sign(Tenant.Default, body));
        Assert.Equal((HttpStatusCode.BadRequest, "github_payload"), (nameless, missing.GetProperty("code").GetString()));
    }

    private Task<List<string>> PullsAsync(Tenant tenant) => site.Server.Book.ReadAsync(
        tenant, async (connection, _) => (await connection.QueryAsync<string>("select pr_state || ' ' || pr_title from herd.pr_def where pr_code = 'Codertocat/Hello-World#2'")).AsList(), Ct);

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, byte[] body, string? happened, string? signature)
    {
        using var github = new HttpClient { BaseAddress = site.Server.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
        if (happened is not null)
        {
            request.Headers.Add("X-GitHub-Event", happened);
        }

        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature);
        }

        using var response = await github.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        using var document = JsonDocument.Parse(text);
        return (response.StatusCode, document.RootElement.Clone());
    }
}

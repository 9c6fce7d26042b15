using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Core.Homes;
using Herdbook.Server.Governance.Approvals;
using Herdbook.Server.Host;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Server.Tests.Governance.Approvals;

/// <summary>A server of its own on which agents ask and people decide. Webhooks may go to this machine.</summary>
public sealed class ApprovalSite : IAsyncLifetime
{
    public const string Root = "/v1/governance/approvals";

    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-approvals-").FullName;
    private TestDatabase? _database;
    private HomeSession? _session;
    private HerdbookServer? _server;

    public Uri Address => new(_server!.Address);

    /// <summary>The book's owner.</summary>
    public HttpClient Owner { get; private set; } = null!;

    public Book Book => _session!.Book;

    public WebhookSecret Secret => WebhookSecret.Open(_session!.Home);

    public ApprovalAsking Asking => new(Book, TimeProvider.System);

    public ApprovalDeciding Deciding => new(Book, _session!.Keys, TimeProvider.System);

    /// <summary>An agent's program.</summary>
    public static Caller Agent { get; } = Person("rule-37", ActorKind.Agent, "rule-37", "agent");

    public static Caller Ada { get; } = Person("ada@example.org", ActorKind.User, null, "approver");

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(CancellationToken.None);
        _session = await HomeSession.OpenBareAsync(new HerdbookHome(Path.Combine(_folder, "home")), _database.ConnectionString, CancellationToken.None);
        await _session.Catalog.ReloadAsync(CancellationToken.None);
        await StartAsync();
    }

    /// <summary>Ends the server and starts another on the same book.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        await StartAsync();
    }

    public async Task EndAsync()
    {
        Owner.Dispose();
        await _server!.DisposeAsync();
    }

    public async Task StartAsync()
    {
        var options = new ServerOptions(Port: 0, Demo: false, Import: false) { Webhooks = new WebhookAddresses([IPNetwork.Parse("127.0.0.0/8")]) };
        _server = await HerdbookServer.StartAsync(options, _session!, CancellationToken.None);
        Credentials.Remember(_session!, _server.Address);
        Owner = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address }.AsOwner();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await (_session?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }

    public async Task<Approval> AskAsync(CancellationToken ct, ApprovalQuestion? question = null) =>
        (await Asking.AskAsync(Agent, question ?? Question("W-1"), ct)).OrThrow();

    public static ApprovalQuestion Question(string form) => new("pre_filing", $$"""{"form":"{{form}}","lease":"08-12345","distances":[467,1200]}""")
    {
        Title = $"File the {form} of lease 08-12345",
        Risk = "high",
        ExecutionId = "run-1",
        PayloadBefore = """{"form":"none","lease":"08-12345"}""",
        StateSnapshot = """{"step":"synthesis"}""",
    };

    /// <summary>A client with a token of its own.</summary>
    public async Task<HttpClient> TokenAsync(string name, string role, Guid? user, string? agent, CancellationToken ct)
    {
        var (_, text) = await new ApiTokens(Book, TimeProvider.System).MakeAsync(Tenant.Default, Actor.Owner, new WantedToken(name, [role], [], user, agent, null), ct);
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", text);
        return client;
    }

    /// <summary>An account.</summary>
    public async Task<User> UserAsync(string email, string role, CancellationToken ct) => await new Users(Book).MakeAsync(Actor.Owner, email, email, [role], null, ct);

    /// <summary>Puts a request's beginning back, as if it had waited for that long.</summary>
    public async Task AgeAsync(Guid id, TimeSpan age, CancellationToken ct)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(_database!.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand("""
            alter table governance.approval_requests disable trigger all;
            update governance.approval_requests set created_at = $1, remind_at = null, escalate_at = null where id = $2;
            """.Replace("$1", $"'{DateTime.UtcNow - age:O}'", StringComparison.Ordinal).Replace("$2", $"'{id}'", StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string? json, CancellationToken ct, HttpClient? by = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"{Root}/{path}");
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        }

        using var answer = await (by ?? Owner).SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return (answer.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    private static Caller Person(string name, ActorKind kind, string? agent, string role) =>
        new(Tenant.Default, new Actor(name, kind), Guid.NewGuid(), agent, [role], [Permission.ApprovalsRead, Permission.ApprovalsRequest, Permission.ApprovalsDecide]);
}

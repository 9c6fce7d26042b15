using System.Net.Http.Headers;
using System.Net.Http.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Homes;
using Herdbook.Server.Host;
using Herdbook.Server.Tests.Warehouse;
using Herdbook.Testing;
using Herdbook.Warehouse.Build;
using Xunit;

namespace Herdbook.Server.Tests.Mcp;

/// <summary>A server for clients of the Model Context Protocol: some agents and tickets, a small warehouse, tokens of every sort.</summary>
public sealed class McpSite : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-mcp-").FullName;
    private TestDatabase? _database;
    private HomeSession? _session;
    private HerdbookServer? _server;

    /// <summary>For example http://127.0.0.1:40001.</summary>
    public string Address => _server!.Address;

    public IServiceProvider Services => _server!.Services;

    /// <summary>As an owner.</summary>
    public HttpClient Http { get; private set; } = null!;

    public string Administrator { get; private set; } = "";

    private ApiTokens Tokens => new(_database!.Book, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        var ct = CancellationToken.None;
        _database = await TestDatabase.CreateAsync(ct);
        var home = new HerdbookHome(Path.Combine(_folder, "home"));
        SqlSite.Fill(new WarehouseFolder(home, Tenant.Default));
        _session = await HomeSession.OpenBareAsync(home, _database.ConnectionString, ct);
        await Schema.EnsureAsync(_session.Database, _session.Keys, ct);
        await _session.Catalog.ReloadAsync(ct);
        _server = await HerdbookServer.StartAsync(new ServerOptions(Port: 0, Demo: false, Import: false), _session, ct);
        Credentials.Remember(_session, _server.Address);
        Http = new HttpClient { BaseAddress = new Uri(_server.Address) }.AsOwner();
        Administrator = await MakeTokenAsync([AccessRoles.Administrator], [], ct);
        using var budget = await Http.PostAsJsonAsync("/v1/governance/budgets/set", new { scope_type = "agent", scope_code = "mason", measure = "tokens", window_kind = "day", limit_amount = 1_000_000 }, ct);
        Assert.True(budget.IsSuccessStatusCode, await budget.Content.ReadAsStringAsync(ct));
        await PostAsync("herd.agent_def", [new { agent_code = "mason", agent_role = "backend", agent_status = "active" }], ct);
        var filler = new string('x', 3_000);
        await PostAsync("herd.ticket_def", Enumerable.Range(0, 120).Select(n => (object)new { ticket_code = $"P-{n:000}", ticket_title = "paged", ticket_description = filler, ticket_current_status = "done" }), ct);
        await PostAsync("herd.ticket_def", [new { ticket_code = "MCP-1", ticket_title = "one" }, new { ticket_code = "MCP-2", ticket_title = "two" }], ct);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_session?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }

    public async Task<string> MakeTokenAsync(string[] roles, string[] permissions, CancellationToken ct) =>
        (await Tokens.MakeAsync(Tenant.Default, Actor.Owner, new WantedToken($"t-{Guid.NewGuid():N}", roles, permissions, null, null, null), ct)).Text;

    /// <summary>A client that sends this token, or none.</summary>
    public HttpClient With(string? token)
    {
        var http = new HttpClient { BaseAddress = new Uri(Address) };
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        http.DefaultRequestHeaders.Accept.ParseAdd("text/event-stream");
        return http;
    }

    private async Task PostAsync(string table, IEnumerable<object> rows, CancellationToken ct)
    {
        using var answer = await Http.PostAsJsonAsync($"/v1/rows/{table}", rows, ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(ct));
    }
}

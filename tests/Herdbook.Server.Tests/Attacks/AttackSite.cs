using System.Net.Http.Headers;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Homes;
using Herdbook.Core.Tenancy;
using Herdbook.Server.Access.OpenId;
using Herdbook.Server.Host;
using Herdbook.Server.Tests.Attacks;
using Herdbook.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(AttackSite))]

namespace Herdbook.Server.Tests.Attacks;

/// <summary>
/// A running server with two tenants beside the default one, accounts, and tokens of every sort: what the attacks begin from. It is started by
/// the first test that asks for it.
/// </summary>
public sealed class AttackSite : IAsyncLifetime
{
    public const string Password = "lantern orbit walnut 7 gravel";

    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-attack-").FullName;
    private readonly Lazy<Task> _started;
    private TestDatabase? _database;
    private HomeSession? _session;
    private HerdbookServer? _server;
    private HostileProvider? _provider;

    public AttackSite() => _started = new(StartAsync);

    public string Address => _server!.Address;

    public Book Book => _session!.Book;

    public HomeSession Session => _session!;

    public IServiceProvider Services => _server!.Services;

    internal HostileProvider Provider => _provider!;

    /// <summary>Tokens by what is wrong with them, or by whose they are.</summary>
    public Dictionary<string, string> Tokens { get; } = [];

    public User Ada { get; private set; } = null!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public Task ReadyAsync() => _started.Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var part in new IAsyncDisposable?[] { _server, _session, _database, _provider })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A client that keeps cookies and follows nothing.</summary>
    /// <param name="token">Null for nobody.</param>
    public HttpClient Client(string? token = null)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = new Uri(Address) };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return http;
    }

    private async Task StartAsync()
    {
        var ct = CancellationToken.None;
        _database = await TestDatabase.CreateAsync(ct);
        _provider = await HostileProvider.StartAsync(ct);
        _session = await HomeSession.OpenBareAsync(new HerdbookHome(Path.Combine(_folder, "home")), _database.ConnectionString, ct);
        await _session.Catalog.ReloadAsync(ct);
        var options = new ServerOptions(Port: 0, Demo: false, Import: false) { OpenId = new OpenIdSettings(_provider.Issuer, HostileProvider.Client, null, ["herdbook.test"], "Test") };
        _server = await HerdbookServer.StartAsync(options, _session, ct);
        await FillAsync(ct);
    }

    private async Task FillAsync(CancellationToken ct)
    {
        var register = new TenantRegister(Book);
        foreach (var slug in new[] { "acme", "zoo", "asleep" })
        {
            var tenant = new Tenant(slug);
            await register.CreateAsync(Actor.Owner, slug, null, ct);
            await Book.WriteAsync(tenant, Actor.Owner, new AuditEvent("rows.insert"), async (connection, token) =>
            {
                await using var command = new NpgsqlCommand($"insert into herd.ticket_def (ticket_code, ticket_title) values ('{slug}-1', 'of {slug}')", connection);
                return await command.ExecuteNonQueryAsync(token);
            }, ct);
        }

        var users = Services.GetRequiredService<Users>();
        Ada = await users.MakeAsync(Actor.Owner, "ada@herdbook.test", "Ada", [AccessRoles.Administrator], Password, ct);
        await users.MakeAsync(Actor.Owner, "vic@herdbook.test", "Vic", [AccessRoles.Viewer], Password, ct);
        var gone = await users.MakeAsync(Actor.Owner, "gone@herdbook.test", "Gone", [AccessRoles.Viewer], Password, ct);
        await users.SetActiveAsync(Actor.Owner, gone.Id, active: false, ct);
        await users.MakeAsync(Actor.Owner, "eve@elsewhere.test", "Eve", [AccessRoles.Viewer], Password, ct);

        var past = new ApiTokens(Book, new Earlier());
        var tokens = Services.GetRequiredService<ApiTokens>();
        Tokens["administrator"] = (await tokens.MakeAsync(Tenant.Default, Actor.Owner, new WantedToken("administrator", [AccessRoles.Administrator], [], null, null, null), ct)).Text;
        Tokens["least"] = (await tokens.MakeAsync(Tenant.Default, Actor.Owner, new WantedToken("least", [], ["account:read"], null, null, null), ct)).Text;
        Tokens["expired"] = (await past.MakeAsync(Tenant.Default, Actor.Owner, new WantedToken("expired", [AccessRoles.Administrator], [], null, null, TimeSpan.FromDays(1)), ct)).Text;
        var revoked = await tokens.MakeAsync(Tenant.Default, Actor.Owner, new WantedToken("revoked", [AccessRoles.Administrator], [], null, null, null), ct);
        await tokens.RevokeAsync(Tenant.Default, Actor.Owner, revoked.Token.Id, null, ct);
        Tokens["revoked"] = revoked.Text;
        foreach (var slug in new[] { "acme", "zoo", "asleep" })
        {
            Tokens[slug] = (await tokens.MakeAsync(new Tenant(slug), Actor.Owner, new WantedToken(slug, [AccessRoles.Administrator], [], null, null, null), ct)).Text;
        }

        await register.SuspendAsync(Actor.Owner, "asleep", ct);
    }

    /// <summary>Makes what has expired since.</summary>
    private sealed class Earlier : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow.AddDays(-30);
    }
}

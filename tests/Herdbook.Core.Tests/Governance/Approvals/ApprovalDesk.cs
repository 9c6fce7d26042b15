using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Testing;
using Npgsql;

namespace Herdbook.Core.Tests.Governance.Approvals;

/// <summary>A database of its own with everything that approvals are made of, and people.</summary>
internal sealed class ApprovalDesk : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private ApprovalDesk(TestDatabase database)
    {
        _database = database;
        Asking = new ApprovalAsking(Book, Time);
        Deciding = new ApprovalDeciding(Book, database.Keys, Time);
        Delegating = new ApprovalDelegating(Book, database.Keys, Time);
        Reading = new ApprovalReading(Book, database.Keys, Time);
        Talk = new ApprovalTalk(Book, Time);
        Policies = new ApprovalPolicies(Book, Time);
        Gate = new RequireApproval(Book, Asking, Reading);
        Clock = NewClock();
        Queue = new WebhookQueue(Book, Time);
    }

    public TurnedClock Time { get; } = new();

    public Tenant Tenant { get; } = Tenant.Default;

    public Book Book => _database.Book;

    public HerdbookDatabase Database => _database.Database;

    public Core.Governance.Audit.AuditKeys Keys => _database.Keys;

    public ApprovalAsking Asking { get; }

    public ApprovalDeciding Deciding { get; }

    public ApprovalDelegating Delegating { get; }

    public ApprovalReading Reading { get; }

    public ApprovalTalk Talk { get; }

    public ApprovalPolicies Policies { get; }

    public RequireApproval Gate { get; }

    public ApprovalClock Clock { get; }

    public WebhookQueue Queue { get; }

    /// <summary>An agent's program, with a token that belongs to Grace.</summary>
    public Caller Agent => Person("rule-37", ActorKind.Agent, Grace, "rule-37", "agent");

    public static Guid Grace { get; } = Guid.Parse("11111111-0000-0000-0000-000000000001");

    public static async Task<ApprovalDesk> OpenAsync(CancellationToken ct) => new(await TestDatabase.CreateAsync(ct));

    public ApprovalClock NewClock() => new(Book, _database.Keys, Time);

    public Caller Approver(string name) => Person(name, ActorKind.User, Guid.NewGuid(), null, "approver");

    public Caller Person(string name, ActorKind kind, Guid? user, string? agent, params string[] roles) =>
        new(Tenant, new Actor(name, kind), user, agent, roles, [Permission.ApprovalsRead, Permission.ApprovalsRequest, Permission.ApprovalsDecide]);

    public async Task<Approval> AskAsync(CancellationToken ct, ApprovalQuestion? question = null, Caller? caller = null) =>
        (await Asking.AskAsync(caller ?? Agent, question ?? Question(), ct)).OrThrow();

    public static ApprovalQuestion Question(string payload = """{"lease":"08-12345","form":"W-1"}""") => new("pre_filing", payload) { Title = "File the W-1", ExecutionId = "run-1" };

    public Task<ApprovalPolicyVersion> PolicyAsync(string yaml, CancellationToken ct) => Policies.WriteAsync(Caller.Owner(Tenant), yaml, null, ct);

    public async Task<Approval> FindAsync(Guid id, CancellationToken ct) => (await Reading.FindAsync(Tenant, id, ct))!;

    public Task<T> ScalarAsync<T>(string sql, CancellationToken ct) => Book.ReadAsync(
        Tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (T)(await command.ExecuteScalarAsync(token))!;
        },
        ct);

    /// <summary>What a superuser does to decisions of governance, with triggers disabled.</summary>
    public async Task TamperAsync(string sql, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand($"alter table memory.memory_governance_decisions disable trigger all; {sql}");
        await command.ExecuteNonQueryAsync(ct);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}

using Dapper;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Intake.GitHub;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Intake.Tests.GitHub;

/// <summary>One database for all tests of GitHub's payloads; each test books for a tenant of its own.</summary>
public sealed class GitHubDesk : IAsyncLifetime
{
    private const string Rows = """
        select 'pr ' || (to_jsonb(p) - 'modified_at' - 'tenant_id')::text from herd.pr_def p
        union all select 'ticket ' || (to_jsonb(t) - 'modified_at' - 'created_at' - 'tenant_id')::text from herd.ticket_def t
        union all select 'review ' || (to_jsonb(r) - 'booked_at' - 'booked_xid' - 'tenant_id')::text from herd.review_def r
        union all select 'finding ' || (to_jsonb(f) - 'booked_at' - 'booked_xid' - 'tenant_id')::text from herd.review_finding f
        union all select 'finding state ' || (to_jsonb(f) - 'modified_at' - 'tenant_id')::text from herd.finding_state f
        union all select 'check ' || (to_jsonb(c) - 'modified_at' - 'created_at' - 'tenant_id')::text from herd.pr_check c
        union all select 'commit ' || (to_jsonb(c) - 'modified_at' - 'created_at' - 'tenant_id')::text from herd.commit_def c
        union all select 'link ' || (to_jsonb(l) - 'modified_at' - 'created_at' - 'tenant_id')::text from herd.work_link l
        union all select 'instance ' || (to_jsonb(i) - 'modified_at' - 'created_at' - 'tenant_id')::text from herd.agent_instance i
        union all select 'review activity ' || (to_jsonb(a) - 'booking_id' - 'booked_at' - 'booked_xid' - 'tenant_id')::text from herd.agent_instance_review_activity a
        union all select 'object ' || (to_jsonb(o) - 'modified_at' - 'created_at' - 'tenant_id')::text from intake.github_object o
        order by 1
        """;

    private TestDatabase _database = null!;

    public GitHubIntake Intake { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(TestContext.Current.CancellationToken);
        Intake = new GitHubIntake(_database.Book);
    }

    /// <summary>GitHub's example payloads, with the name of their event.</summary>
    public static List<(string Event, byte[] Body)> Payloads()
    {
        var folder = SharedData.Require("github-webhooks");
        return [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(Path.GetDirectoryName(file))!, File.ReadAllBytes(file)))];
    }

    /// <summary>Books them one after the other.</summary>
    /// <returns>Every row that came of it, but for when it was written.</returns>
    public async Task<string> BookAsync(string tenant, IEnumerable<(string Event, byte[] Body)> payloads, CancellationToken ct)
    {
        foreach (var (happened, body) in payloads)
        {
            await Intake.TakeAsync(new Tenant(tenant), happened, null, body, ct);
        }

        return await PictureAsync(tenant, ct);
    }

    /// <summary>Every row that came of what was booked, but for when it was written.</summary>
    public async Task<string> PictureAsync(string tenant, CancellationToken ct) => string.Join('\n', await QueryAsync(tenant, Rows, ct));

    public GitHubImporter Importer(string tenant) => new(_database.Book, new Tenant(tenant), TimeProvider.System);

    public Task<List<string>> QueryAsync(string tenant, string sql, CancellationToken ct) =>
        _database.Book.ReadAsync(new Tenant(tenant), async (connection, _) => (await connection.QueryAsync<string>(sql)).AsList(), ct);

    public Task ExecuteAsync(string tenant, string sql, CancellationToken ct) =>
        _database.Book.WriteAsync(new Tenant(tenant), Actor.Intake, new AuditEvent("test.change"), (connection, _) => connection.ExecuteAsync(sql), ct);

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();
}

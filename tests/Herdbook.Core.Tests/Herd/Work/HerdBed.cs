using Dapper;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Herd.Work;
using Herdbook.Core.Tests.Governance.Budgets;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests.Herd.Work;

/// <summary>One database for all tests of the herd's commands, each of them in a tenant of its own, and a clock that the test moves.</summary>
public sealed class HerdBed : IAsyncLifetime
{
    private const string Seed = """
        with made as (insert into herd.agent_def (agent_code, agent_role, agent_status)
                      values ('mason', 'backend', 'active'), ('wren', 'backend', 'active'), ('iris', 'review', 'active'), ('otis', 'backend', 'resting'))
        insert into herd.ticket_def (ticket_code, ticket_title, ticket_priority, created_at)
        select 'T-' || n, 'Ticket ' || n, 3, timestamptz '2026-11-01 00:00:00Z' + n * interval '1 minute' from generate_series(1, 6) as n
        """;

    private TestDatabase? _database;
    private int _tenants;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    /// <summary>A team of three active agents and one that rests, with six tickets.</summary>
    internal async Task<HerdTeam> TeamAsync(CancellationToken ct)
    {
        var team = new HerdTeam(_database!.Book, new Tenant($"team-{Interlocked.Increment(ref _tenants)}"));
        await team.RunAsync(Seed, null, ct);
        return team;
    }
}

/// <summary>A tenant with a team in it.</summary>
internal sealed class HerdTeam(Book book, Tenant tenant)
{
    public SetTime Time { get; } = new(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));

    public HerdWork Work => new(book, Time);

    public HerdCaller As(string? agent, string? instance = null) => new(tenant, new Actor(agent ?? "ada", agent is null ? ActorKind.User : ActorKind.Agent), agent, instance);

    public Task RunAsync(string sql, object? values, CancellationToken ct) => book.WriteAsync(
        tenant, Actor.Owner, new AuditEvent("test"), (connection, token) => connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: token)), ct);

    public Task<IReadOnlyList<T>> AskAsync<T>(string sql, CancellationToken ct) => book.ReadAsync<IReadOnlyList<T>>(
        tenant, async (connection, token) => (await connection.QueryAsync<T>(new CommandDefinition(sql, cancellationToken: token))).AsList(), ct);

    /// <summary>The code with which something is refused.</summary>
    public static async Task<string> RefusedAsync(Func<Task> work) => (await Assert.ThrowsAsync<RefusedException>(work)).Code;
}

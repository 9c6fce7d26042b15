using Herdbook.Core.Governance.Approvals;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Budgets;
using Herdbook.Testing;
using Npgsql;
using NpgsqlTypes;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Budgets;

/// <summary>A database of its own with budgets on it, a clock that the test moves, and calls booked as the intake books them.</summary>
internal sealed class BudgetBed(TestDatabase database, Tenant tenant) : IAsyncDisposable
{
    public static readonly Actor Asker = new("fleet");

    private const string Run = """
        with agents as (insert into herd.agent_def (agent_code) values ($2) on conflict do nothing),
             projects as (insert into herd.project_def (project_code) select $3 where $3 is not null on conflict do nothing),
             tickets as (insert into herd.ticket_def (ticket_code) select $4 where $4 is not null on conflict do nothing)
        insert into herd.agent_instance (agent_instance_code, root_agent_instance_code, agent_code, project_code, ticket_code, agent_instance_started_at)
        values ($1, $5, $2, $3, $4, $6)
        on conflict do nothing
        """;

    private const string Call = """
        insert into herd.agent_instance_token_activity (agent_instance_code, token_input_count, token_cost_usd, token_unpriced_count, cost_basis, created_at, booking_kind)
        values ($1, $2, $3, $4, $5, $6, $7)
        """;

    public SetTime Time { get; } = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public Tenant Tenant => tenant;

    public TestDatabase Database => database;

    public Book Book => database.Book;

    public BudgetBook Budgets => new(Book, Time);

    public BudgetChecks Checks => new(Book, Time);

    public BudgetSettling Settling => new(Book, Time);

    public BudgetLifting Lifting => new(Book, new RequireApproval(Book, new ApprovalAsking(Book, Time), new ApprovalReading(Book, database.Keys, Time)), Time);

    public BudgetEvaluation Evaluation => new(Book, Time);

    public static async Task<BudgetBed> CreateAsync(CancellationToken ct)
    {
        var bed = new BudgetBed(await TestDatabase.CreateAsync(ct), Tenant.Default);
        return bed;
    }

    /// <summary>The same book for another tenant.</summary>
    public BudgetBed For(string slug) => new(database, new Tenant(slug));

    public ValueTask DisposeAsync() => database.DisposeAsync();

    public async Task<Budget> SetAsync(string scope, string code, string measure, string window, decimal limit, CancellationToken ct) =>
        await Budgets.SetAsync(tenant, Actor.Owner, new BudgetDraft(scope, code, measure, window, limit), ct);

    public Task<BudgetGrant> AskAsync(string key, CancellationToken ct, string? agent = null, decimal? tokens = null, decimal? usd = null, string? run = null, TimeSpan? hold = null) =>
        Checks.ReserveAsync(tenant, Asker, new BudgetRequest(key, agent, null, null, run, tokens, usd, hold ?? BudgetRequest.UsualHold), ct);

    /// <summary>Makes a run known; it began now.</summary>
    public Task RunAsync(string code, string agent, CancellationToken ct, string? project = null, string? ticket = null, string? root = null) => WriteAsync(
        Run, ct, Text(code), Text(agent), Text(project), Text(ticket), Text(root ?? code), new NpgsqlParameter<DateTime> { TypedValue = Time.GetUtcNow().UtcDateTime });

    /// <summary>Books a call of now, or a correction of one.</summary>
    public Task BookAsync(string run, int tokens, CancellationToken ct, decimal? usd = null, string basis = "list", string kind = "usage", TimeSpan ago = default) => WriteAsync(
        Call, ct, Text(run), new NpgsqlParameter<int> { TypedValue = tokens }, new() { Value = (object?)usd ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric },
        new NpgsqlParameter<int> { TypedValue = usd is null ? tokens : 0 }, Text(basis), new NpgsqlParameter<DateTime> { TypedValue = (Time.GetUtcNow() - ago).UtcDateTime }, Text(kind));

    public async Task<BudgetFigure> FigureAsync(Budget budget, CancellationToken ct) => (await Budgets.StandAsync(tenant, ct)).Single(b => b.Budget.Id == budget.Id).Now!;

    /// <summary>Looks until every booking is in the tallies, for transactions of other tests may hold the mark back.</summary>
    /// <returns>The tokens in the tallies; those of the tenant are those of its runs.</returns>
    public async Task<decimal> FoldAllAsync(CancellationToken ct)
    {
        do
        {
            await Evaluation.RunAsync(tenant, ct);
        }
        while (await ScalarAsync<bool>("select exists (select from herd.agent_instance_token_activity where booked_xid >= (select below_xid from governance.budget_marks))", ct));
        var ofRuns = await ScalarAsync<decimal>("select sum(tokens) from governance.budget_tallies where agent_instance_code <> ''", ct);
        Assert.Equal(ofRuns, await ScalarAsync<decimal>("select sum(tokens) from governance.budget_tallies where agent_instance_code = ''", ct));
        return ofRuns;
    }

    public Task<T> ScalarAsync<T>(string sql, CancellationToken ct) => Book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (T)(await command.ExecuteScalarAsync(token))!;
        },
        ct);

    private Task WriteAsync(string sql, CancellationToken ct, params NpgsqlParameter[] parameters) => Book.WriteAsync(
        tenant, Actor.Intake, new AuditEvent("test"),
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddRange(parameters);
            return await command.ExecuteNonQueryAsync(token);
        },
        ct);

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}

using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>What a budget is to be.</summary>
/// <param name="WarnShare">Null keeps what is set, 0.80 at first; the same for those that follow.</param>
public sealed record BudgetDraft(
    string ScopeType, string ScopeCode, string Measure, string WindowKind, decimal LimitAmount, decimal? WarnShare = null, decimal? UnpricedUsdPerM = null, string? Note = null,
    bool? IsActive = null);

/// <summary>A tenant's budgets: set, removed, listed.</summary>
public sealed class BudgetBook(Book book, TimeProvider time)
{
    private const string Table = "governance.budgets";

    private const string All = $"""
        select {BudgetSql.Columns}
          from governance.budgets b
         where b.deleted_at is null
         order by b.scope_type, b.scope_code, b.measure, b.window_kind
        """;

    private const string One = $"select {BudgetSql.Columns} from governance.budgets b where b.id = $1 and b.deleted_at is null";

    private const string Put = $"""
        insert into governance.budgets as b (scope_type, scope_code, measure, window_kind, limit_amount, warn_share, unpriced_usd_per_m, note, is_active, created_at)
        values ($1, $2, $3, $4, $5, coalesce($6, 0.8), coalesce($7, 5), $8, coalesce($9, true), $10)
        on conflict (tenant_id, scope_type, scope_code, measure, window_kind) where deleted_at is null do update set
          limit_amount = excluded.limit_amount, warn_share = coalesce($6, b.warn_share), unpriced_usd_per_m = coalesce($7, b.unpriced_usd_per_m),
          note = coalesce($8, b.note), is_active = coalesce($9, b.is_active)
        returning {BudgetSql.Columns}
        """;

    private const string Drop = $"""
        update governance.budgets b set deleted_at = now()
         where b.scope_type = $1 and b.scope_code = $2 and b.measure = $3 and b.window_kind = $4 and b.deleted_at is null
        returning {BudgetSql.Columns}
        """;

    /// <summary>Sets a budget; one of the same scope, measure and window is changed.</summary>
    /// <exception cref="RefusedException">`budget_invalid`.</exception>
    public Task<Budget> SetAsync(Tenant tenant, Actor actor, BudgetDraft draft, CancellationToken ct)
    {
        var sound = BudgetRules.Check(draft);
        var what = new AuditEvent("budgets.set");
        return book.WriteAsync(
            tenant, actor, what,
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(Put, connection)
                {
                    Parameters =
                    {
                        BudgetReading.Text(sound.ScopeType), BudgetReading.Text(sound.ScopeCode), BudgetReading.Text(sound.Measure), BudgetReading.Text(sound.WindowKind),
                        BudgetReading.Number(sound.LimitAmount), BudgetReading.Number(sound.WarnShare), BudgetReading.Number(sound.UnpricedUsdPerM), BudgetReading.Text(sound.Note),
                        new() { Value = (object?)sound.IsActive ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Boolean },
                        new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime },
                    },
                };
                var budget = (await BudgetReading.BudgetsAsync(command, token))[0];
                Tell(what, budget).With("limit", budget.LimitAmount).With("warn_share", budget.WarnShare);
                return budget;
            },
            ct);
    }

    /// <summary>Removes a budget; what it booked stays.</summary>
    /// <exception cref="RefusedException">`budget_unknown`.</exception>
    public Task<Budget> RemoveAsync(Tenant tenant, Actor actor, string scopeType, string scopeCode, string measure, string windowKind, CancellationToken ct)
    {
        var what = new AuditEvent("budgets.remove");
        return book.WriteAsync(
            tenant, actor, what,
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(Drop, connection)
                {
                    Parameters = { BudgetReading.Text(scopeType), BudgetReading.Text(scopeCode), BudgetReading.Text(measure), BudgetReading.Text(windowKind) },
                };
                if (await BudgetReading.BudgetsAsync(command, token) is not [var budget])
                {
                    throw new RefusedException("budget_unknown", $"There is no budget of {measure} per {windowKind} for {scopeType} {scopeCode}. Nothing was changed; `herdbook budgets list` shows what there is.");
                }

                Tell(what, budget);
                return budget;
            },
            ct);
    }

    /// <summary>Null where there is none, or it was removed.</summary>
    public Task<Budget?> FindAsync(Tenant tenant, Guid id, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(One, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } };
            return (await BudgetReading.BudgetsAsync(command, token)).FirstOrDefault();
        },
        ct);

    /// <summary>Every budget, with where its present window stands, on one snapshot. Budgets of runs have no present window.</summary>
    public Task<IReadOnlyList<(Budget Budget, BudgetFigure? Now)>> StandAsync(Tenant tenant, CancellationToken ct) => book.ReadAsync<IReadOnlyList<(Budget, BudgetFigure?)>>(
        tenant,
        async (connection, token) =>
        {
            var now = time.GetUtcNow();
            await using var command = new NpgsqlCommand(All, connection);
            var budgets = await BudgetReading.BudgetsAsync(command, token);
            var figures = await BudgetReading.FiguresAsync(
                connection, [.. budgets.Where(b => b.WindowKind != BudgetWords.Run).Select(b => (b, BudgetWindow.Of(b.WindowKind, now, "")))], now, null, token);
            return [.. budgets.Select(b => (b, figures.Find(f => f.Budget.Id == b.Id)))];
        },
        ct);

    private static AuditEvent Tell(AuditEvent what, Budget budget) => what.About(Table, budget.Id.ToString())
        .With("scope_type", budget.ScopeType).With("scope_code", budget.ScopeCode).With("measure", budget.Measure).With("window_kind", budget.WindowKind);
}

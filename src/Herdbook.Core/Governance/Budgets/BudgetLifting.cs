using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>Raises the limit of one window by an approval. An approval lifts once.</summary>
public sealed class BudgetLifting(Book book, TimeProvider time)
{
    private const string Approved = """
        select a.status = 'approved' from governance.approval_requests a where a.id = $1
        """;

    private const string Find = $"select {BudgetSql.Columns} from governance.budgets b where b.id = $1 and b.deleted_at is null";

    private const string Lift = """
        insert into governance.budget_lifts (budget_id, window_key, extra_amount, approval_id, lifted_by, reason, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (tenant_id, approval_id) do nothing
        """;

    private const string Same = """
        select l.budget_id = $2 and l.window_key = $3 and l.extra_amount = $4 from governance.budget_lifts l where l.approval_id = $1
        """;

    /// <summary>Lets more be used in a window. The same lift by the same approval again changes nothing.</summary>
    /// <param name="windowKey">Null for the window of now; a budget of runs needs the run's code.</param>
    /// <param name="extra">Above 0, in the budget's measure.</param>
    /// <exception cref="RefusedException">`budget_unknown`, `budget_invalid`, `approval_required`, `approval_spent`.</exception>
    public Task<BudgetFigure> LiftAsync(Tenant tenant, Actor actor, Guid budgetId, string? windowKey, decimal extra, Guid approval, string? reason, CancellationToken ct)
    {
        if (extra is <= 0 or > BudgetRules.MostAmount)
        {
            throw BudgetRules.Invalid("extra", $"What is allowed beyond the limit lies above 0 and is at most {BudgetRules.MostAmount:0}");
        }

        var what = new AuditEvent("budgets.lift").About("governance.budgets", budgetId.ToString()).With("extra", extra).With("approval", approval.ToString());
        return book.WriteAsync(
            tenant, actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var (budget, window) = await WindowAsync(connection, budgetId, windowKey, now, token);
                await RequireApprovalAsync(connection, approval, token);
                await using var command = new NpgsqlCommand(Lift, connection)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid> { TypedValue = budgetId }, BudgetReading.Text(window.Key), BudgetReading.Number(extra), new NpgsqlParameter<Guid> { TypedValue = approval },
                        BudgetReading.Text(actor.Name), BudgetReading.Text(reason), new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
                    },
                };
                what.With("window_key", window.Key);
                if (await command.ExecuteNonQueryAsync(token) == 0)
                {
                    await RequireSameAsync(connection, budgetId, window, extra, approval, token);
                    what.Nothing();
                }

                return (await BudgetReading.FiguresAsync(connection, [(budget, window)], now, null, token))[0];
            },
            ct);
    }

    private static async Task<(Budget Budget, BudgetWindow Window)> WindowAsync(NpgsqlConnection connection, Guid id, string? key, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Find, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } };
        if (await BudgetReading.BudgetsAsync(command, ct) is not [var budget])
        {
            throw new RefusedException("budget_unknown", $"There is no budget {id}. Nothing was changed; `herdbook budgets list` shows what there is.");
        }

        if (budget.WindowKind == BudgetWords.Run)
        {
            return string.IsNullOrEmpty(key) ? throw BudgetRules.Invalid("window_key", "A budget of runs is lifted for one run: name it") : (budget, BudgetWindow.OfRun(key));
        }

        var window = BudgetWindow.Of(budget.WindowKind, now, "");
        return string.IsNullOrEmpty(key) || key == window.Key
            ? (budget, window)
            : throw BudgetRules.Invalid("window_key", $"Only the window that runs can be lifted, which is {window.Key}");
    }

    private static async Task RequireApprovalAsync(NpgsqlConnection connection, Guid approval, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Approved, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = approval } } };
        if (await command.ExecuteScalarAsync(ct) is not true)
        {
            throw new RefusedException("approval_required", $"There is no approved request {approval}. The budget stands as it was; ask for an approval and lift when it is given.");
        }
    }

    private static async Task RequireSameAsync(NpgsqlConnection connection, Guid budgetId, BudgetWindow window, decimal extra, Guid approval, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Same, connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = approval }, new NpgsqlParameter<Guid> { TypedValue = budgetId }, BudgetReading.Text(window.Key), BudgetReading.Number(extra) },
        };
        if (await command.ExecuteScalarAsync(ct) is not true)
        {
            throw new RefusedException("approval_spent", $"The approval {approval} has lifted something else already. Nothing was changed; each approval lifts once.");
        }
    }
}

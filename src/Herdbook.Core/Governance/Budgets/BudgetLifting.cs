using System.Text.Json;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>Raises the limit of one window by an approval of exactly that. An approval lifts once.</summary>
public sealed class BudgetLifting(Book book, RequireApproval approvals, TimeProvider time)
{
    private const string Approved = """
        select r.status = 'approved' from governance.approval_requests r
         where r.id = $1 and r.subject_type = 'governance.budgets' and r.subject_id = $2 and r.payload_hash = $3 and r.deleted_at is null
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

    /// <summary>The point at which approval is asked; policies are found by it.</summary>
    public const string Checkpoint = "budget_lift";

    /// <summary>Lets more be used in a window where that is approved; otherwise asks for the approval, once, and lifts nothing.</summary>
    /// <param name="windowKey">Null for the window of now; a budget of runs needs the run's code.</param>
    /// <param name="extra">Above 0, in the budget's measure.</param>
    /// <returns>Where the window stands, and the approval; <see cref="BudgetLift.Lifted"/> says whether it was lifted.</returns>
    /// <exception cref="RefusedException">`budget_unknown`, `budget_invalid`, `lift_refused`, and as the asking of approvals refuses.</exception>
    public async Task<BudgetLift> LiftAsync(Caller caller, Guid budgetId, string? windowKey, decimal extra, string? reason, CancellationToken ct)
    {
        if (extra is <= 0 or > BudgetRules.MostAmount)
        {
            throw BudgetRules.Invalid("extra", $"What is allowed beyond the limit lies above 0 and is at most {BudgetRules.MostAmount:0}");
        }

        var now = time.GetUtcNow();
        var figure = await book.ReadAsync(
            caller.Tenant,
            async (connection, token) => (await BudgetReading.FiguresAsync(connection, [await WindowAsync(connection, budgetId, windowKey, now, token)], now, null, token))[0],
            ct);
        var budget = figure.Budget;
        var gate = await approvals.RequireAsync(
            caller,
            new ApprovalQuestion(Checkpoint, Payload(budgetId, figure.Window.Key, extra))
            {
                Title = Shortened($"Allow {budget.Amount(extra)} more for {budget.Subject} in {figure.Window.Key}"),
                SubjectType = "governance.budgets",
                SubjectId = budgetId.ToString(),
                PayloadBefore = JsonSerializer.Serialize(figure.ToMembers()),
            },
            ct);
        return gate switch
        {
            ApprovalGate.Open open => new BudgetLift(await LiftAsync(caller.Tenant, caller.Actor, budgetId, figure.Window.Key, extra, open.Approval.Id, reason, ct), open.Approval.Id, true),
            ApprovalGate.Waits waits => new BudgetLift(figure, waits.Approval.Id, false),
            _ => throw new RefusedException("lift_refused", $"Lifting the budget of {budget.Title} by {budget.Amount(extra)} was not approved. The budget stands as it was; ask for another amount, or wait for the window's end."),
        };
    }

    /// <summary>Lifts by an approval that is there. The same lift by the same approval again changes nothing.</summary>
    /// <exception cref="RefusedException">`budget_unknown`, `budget_invalid`, `lift_unapproved`, `lift_spent`.</exception>
    public Task<BudgetFigure> LiftAsync(Tenant tenant, Actor actor, Guid budgetId, string? windowKey, decimal extra, Guid approval, string? reason, CancellationToken ct)
    {
        var what = new AuditEvent("budgets.lift").About("governance.budgets", budgetId.ToString()).With("extra", extra).With("approval", approval.ToString());
        return book.WriteAsync(
            tenant, actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var (budget, window) = await WindowAsync(connection, budgetId, windowKey, now, token);
                await RequireApprovalAsync(connection, approval, budgetId, CanonicalJson.Hash(Payload(budgetId, window.Key, extra)), token);
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

    private static async Task RequireApprovalAsync(NpgsqlConnection connection, Guid approval, Guid budget, string hash, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Approved, connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = approval }, BudgetReading.Text(budget.ToString()), BudgetReading.Text(hash) },
        };
        if (await command.ExecuteScalarAsync(ct) is not true)
        {
            throw new RefusedException("lift_unapproved", $"The request {approval} is none that was approved for exactly this lift. The budget stands as it was; ask for an approval and lift when it is given.");
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
            throw new RefusedException("lift_spent", $"The approval {approval} has lifted something else already. Nothing was changed; each approval lifts once.");
        }
    }

    /// <summary>What is approved: this much more, for this window of this budget.</summary>
    private static string Payload(Guid budget, string window, decimal extra) =>
        JsonSerializer.Serialize(new { budget_id = budget, window_key = window, extra = BudgetReading.Plain(extra) });

    private static string Shortened(string title) => title.Length > 200 ? title[..199] + "…" : title;
}

/// <summary>What came of asking for a lift.</summary>
/// <param name="Approval">The request that allows it, or is asked to.</param>
/// <param name="Lifted">False while nobody has decided.</param>
public sealed record BudgetLift(BudgetFigure Figure, Guid Approval, bool Lifted);

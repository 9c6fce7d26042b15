using System.Globalization;
using Herdbook.Core.Governance.Budgets;

namespace Herdbook.Server.Pages.Governance.Budgets;

/// <summary>Everything that the page of budgets shows.</summary>
/// <param name="Typed">What was typed in the form, when it was refused; otherwise what it begins with.</param>
/// <param name="Refusal">Why it was refused; null where it was not.</param>
/// <param name="MaySet">Whether the reader may set budgets.</param>
public sealed record BudgetsView(PageContext Page, BudgetDesk Desk, BudgetTyped Typed, string? Refusal, bool MaySet)
{
    public string Home => Page.Links.Budgets;

    /// <summary>Null for a budget of runs.</summary>
    public BudgetBurn? Burn(Budget budget) => Desk.Burns.FirstOrDefault(b => b.Figure.Budget.Id == budget.Id);

    public Budget? Find(Guid id) => Desk.Budgets.FirstOrDefault(b => b.Id == id);

    /// <summary>The word for where it stands and its colour.</summary>
    public static (string Word, string Colour) State(Budget budget, BudgetFigure? figure) => (budget, figure) switch
    {
        ({ IsActive: false }, _) => ("off", ""),
        (_, { IsStopped: true }) => ("stopped", "bad"),
        (_, { IsWarned: true }) => ("warning", "warn"),
        _ => ("open", "ok"),
    };

    /// <summary>The rows that the figure of a window counts.</summary>
    public string Used(Budget budget, BudgetWindow window)
    {
        if (budget.Measure == BudgetWords.Runs)
        {
            return With("herd.agent_instance", window, "agent_instance_started_at", budget.ScopeType switch
            {
                BudgetWords.Agent => ("agent_code", budget.ScopeCode),
                BudgetWords.Project => ("project_code", budget.ScopeCode),
                BudgetWords.Ticket => ("ticket_code", budget.ScopeCode),
                _ => ("", ""),
            });
        }

        return With("governance.budget_usage", window, "created_at", budget.ScopeType switch
        {
            BudgetWords.Agent => ("agent_id", budget.ScopeCode),
            BudgetWords.Project => ("project_code", budget.ScopeCode),
            BudgetWords.Ticket => ("ticket_code", budget.ScopeCode),
            _ => ("", ""),
        });
    }

    /// <summary>The reservations of a window.</summary>
    public string Reserved(BudgetFigure figure) =>
        Links.With(Page.Links.Table("governance.budget_reservations"), ("budget_id", $"eq.{figure.Budget.Id}"), ("window_key", $"eq.{figure.Window.Key}"));

    public string Lifts(BudgetFigure figure) =>
        Links.With(Page.Links.Table("governance.budget_lifts"), ("budget_id", $"eq.{figure.Budget.Id}"), ("window_key", $"eq.{figure.Window.Key}"));

    /// <summary>A short form of an amount in the budget's measure.</summary>
    public static string Short(Budget budget, decimal amount) => budget.Measure == BudgetWords.Usd ? Figures.Money(amount) : Figures.Short((long)Math.Round(amount));

    private string With(string table, BudgetWindow window, string column, (string Column, string Code) scope)
    {
        var address = Page.Links.Table(table);
        if (scope.Column.Length > 0)
        {
            address = Links.With(address, (scope.Column, $"eq.{scope.Code}"));
        }

        return window.Run is { } run
            ? Links.With(address, ("run_code", $"eq.{run}"))
            : Links.With(address, (column, $"gte.{Moment(window.Starts)}"), (column, $"lt.{Moment(window.Ends)}"));
    }

    private static string Moment(DateTime at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

/// <summary>What stands in the form.</summary>
public sealed record BudgetTyped(string ScopeType = "agent", string ScopeCode = "", string Measure = "tokens", string WindowKind = "day", string Limit = "", string Warn = "80", string UnpricedPrice = "5", string Note = "");

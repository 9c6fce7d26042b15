using System.Globalization;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>Where a window of a budget stands. Amounts are in the budget's measure.</summary>
/// <param name="Lifted">What approvals allowed beyond the budget's own limit.</param>
/// <param name="Used">What the token ledger has booked; corrections may make it negative.</param>
/// <param name="Reserved">What is reserved and not yet booked.</param>
/// <param name="Unpriced">Tokens among what is used that have no price.</param>
public sealed record BudgetFigure(Budget Budget, BudgetWindow Window, decimal Lifted, decimal Used, decimal Reserved, decimal Unpriced)
{
    /// <summary>What the asker wants; 0 where nothing is asked.</summary>
    public decimal Asked { get; init; }

    /// <summary>Whether the run that asks is counted already: a budget of runs asks nothing more of it.</summary>
    public bool IsCounted { get; init; }

    public decimal Limit => Budget.LimitAmount + Lifted;

    /// <summary>Below zero where more was used than the limit allows.</summary>
    public decimal Left => Limit - Used - Reserved;

    /// <summary>Of the limit; null where that is zero.</summary>
    public decimal? Share => Limit == 0 ? null : Used / Limit;

    public bool IsStopped => Used >= Limit;

    public bool IsWarned => Used >= Limit * Budget.WarnShare;

    /// <summary>An estimate must fit; who gives none may start as long as anything is left.</summary>
    public bool Allows => Asked > 0 ? Asked <= Left : IsCounted || Left > 0;

    /// <summary>For programs.</summary>
    public IReadOnlyDictionary<string, object?> ToMembers() => new Dictionary<string, object?>
    {
        ["budget_id"] = Budget.Id,
        ["scope_type"] = Budget.ScopeType,
        ["scope_code"] = Budget.ScopeCode,
        ["measure"] = Budget.Measure,
        ["window_kind"] = Budget.WindowKind,
        ["window_key"] = Window.Key,
        ["window_starts"] = Moment(Window.StartsAt),
        ["window_ends"] = Moment(Window.EndsAt),
        ["limit"] = Limit,
        ["lifted"] = Lifted,
        ["used"] = Used,
        ["reserved"] = Reserved,
        ["asked"] = Asked,
        ["left"] = Left,
        ["unpriced_tokens"] = Unpriced,
        ["state"] = IsStopped ? BudgetWords.Stop : IsWarned ? BudgetWords.Warning : "open",
    };

    private static string? Moment(DateTime? at) => at?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

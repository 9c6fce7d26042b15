namespace Herdbook.Core.Governance.Budgets;

/// <summary>What a budget must be.</summary>
internal static class BudgetRules
{
    /// <summary>The largest limit, in the measure's unit.</summary>
    public const decimal MostAmount = 999_999_999_999m;

    private const int MostLetters = 500;

    /// <returns>The draft without blanks around its words.</returns>
    /// <exception cref="RefusedException">`budget_invalid`.</exception>
    public static BudgetDraft Check(BudgetDraft draft)
    {
        var sound = draft with { ScopeCode = draft.ScopeCode.Trim(), Note = string.IsNullOrWhiteSpace(draft.Note) ? null : draft.Note.Trim() };
        OneOf(sound.ScopeType, BudgetWords.Scopes, "scope_type");
        OneOf(sound.Measure, BudgetWords.Measures, "measure");
        OneOf(sound.WindowKind, BudgetWords.Windows, "window_kind");
        if (sound.ScopeType == BudgetWords.Tenant != (sound.ScopeCode.Length == 0))
        {
            throw Invalid("scope_code", sound.ScopeType == BudgetWords.Tenant ? "A budget of the tenant has no code" : $"A budget of one {sound.ScopeType} needs its code");
        }

        if (sound.ScopeCode.Length > MostLetters || sound.ScopeCode.Any(char.IsControl) || sound.Note is { Length: > MostLetters })
        {
            throw Invalid("scope_code", $"A code and a note have at most {MostLetters} letters, a code on one line");
        }

        if (sound.Measure == BudgetWords.Runs && sound.WindowKind == BudgetWords.Run)
        {
            throw Invalid("window_kind", "Runs are counted over a day or a month");
        }

        if (sound.LimitAmount is < 0 or > MostAmount)
        {
            throw Invalid("limit_amount", $"A limit lies between 0 and {MostAmount:0}");
        }

        if (sound.Measure != BudgetWords.Usd && sound.LimitAmount != decimal.Truncate(sound.LimitAmount))
        {
            throw Invalid("limit_amount", $"A limit of {sound.Measure} is a whole number");
        }

        if (sound.WarnShare is <= 0.0005m or > 1)
        {
            throw Invalid("warn_share", "The warning share lies above 0 and is at most 1, as in 0.8");
        }

        if (sound.UnpricedUsdPerM is < 0 or > 1_000_000m)
        {
            throw Invalid("unpriced_usd_per_m", "The price of a million unpriced tokens lies between 0 and 1000000 dollars");
        }

        return sound;
    }

    public static RefusedException Invalid(string column, string why) =>
        new("budget_invalid", $"{why}. Nothing was changed; docs/budgets.md says what a budget is.") { Column = column };

    private static void OneOf(string word, IReadOnlyList<string> words, string column)
    {
        if (!words.Contains(word))
        {
            throw Invalid(column, $"'{word}' is none of {string.Join(", ", words)}");
        }
    }
}

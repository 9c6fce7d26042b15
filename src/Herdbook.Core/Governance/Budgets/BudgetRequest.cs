using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>What somebody wants to start, and what it may take.</summary>
/// <param name="Key">The asker's own: asking again with it reserves nothing more. 1 to 200 letters.</param>
/// <param name="Agent">Null where no agent runs, or the run tells it; the same for project and ticket.</param>
/// <param name="Run">The conversation or subagent, by the code that its bookings will have; null while it has none.</param>
/// <param name="Tokens">Estimated, of all kinds; null where nobody knows.</param>
/// <param name="Usd">Estimated, at list price; null where nobody knows.</param>
/// <param name="Hold">How long it stays reserved unless it is settled.</param>
public sealed record BudgetRequest(string Key, string? Agent, string? Project, string? Ticket, string? Run, decimal? Tokens, decimal? Usd, TimeSpan Hold)
{
    public const int MostLetters = 200;

    public static readonly TimeSpan UsualHold = TimeSpan.FromHours(1);
    public static readonly TimeSpan LongestHold = TimeSpan.FromDays(7);

    /// <summary>What it asks of a budget of this measure.</summary>
    public decimal Of(string measure) => measure switch
    {
        BudgetWords.Tokens => Tokens ?? 0,
        BudgetWords.Usd => Usd ?? 0,
        _ => 1,
    };

    /// <summary>The same for the same request. Hexadecimal.</summary>
    internal string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new object?[] { Agent, Project, Ticket, Run, Tokens, Usd, Hold.Ticks }))));

    /// <exception cref="RefusedException">`budget_request`.</exception>
    internal BudgetRequest Check()
    {
        RequireKey(Key);
        RequireCode(Agent, "agent");
        RequireCode(Project, "project");
        RequireCode(Ticket, "ticket");
        RequireCode(Run, "run");
        RequireAmount(Tokens, "tokens");
        RequireAmount(Usd, "usd");
        if (Tokens is { } tokens && tokens != decimal.Truncate(tokens))
        {
            throw Invalid("tokens", "Tokens are a whole number");
        }

        return Hold > TimeSpan.Zero && Hold <= LongestHold ? this : throw Invalid("hold_seconds", $"A reservation holds for 1 to {LongestHold.TotalSeconds:0} seconds");
    }

    internal static void RequireKey(string key)
    {
        if (key.Length is 0 or > MostLetters || key.Any(char.IsControl))
        {
            throw Invalid("key", $"The key has 1 to {MostLetters} letters on one line");
        }
    }

    internal static void RequireCode(string? code, string column)
    {
        if (code is { Length: 0 or > 500 } || code?.Any(char.IsControl) is true)
        {
            throw Invalid(column, "A code has 1 to 500 letters on one line");
        }
    }

    internal static void RequireAmount(decimal? amount, string column)
    {
        if (amount is < 0 or > BudgetRules.MostAmount)
        {
            throw Invalid(column, $"It lies between 0 and {BudgetRules.MostAmount:0}");
        }
    }

    private static RefusedException Invalid(string column, string why) => new("budget_request", $"{column}: {why}. Nothing was reserved.") { Column = column };
}

/// <summary>What was granted.</summary>
/// <param name="Reserved">Whether anything is held under the key: not where no budget applies.</param>
/// <param name="ExpiresAt">Null where nothing is held.</param>
/// <param name="Figures">The budgets that apply, as they stood when it was granted, without what was asked.</param>
public sealed record BudgetGrant(string Key, bool Reserved, DateTime? ExpiresAt, IReadOnlyList<BudgetFigure> Figures);

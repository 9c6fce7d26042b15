using System.Globalization;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>A row of governance.budgets.</summary>
public sealed record Budget
{
    public Guid Id { get; init; }

    /// <summary>agent, project, ticket or tenant.</summary>
    public string ScopeType { get; init; } = "";

    /// <summary>Empty for the tenant.</summary>
    public string ScopeCode { get; init; } = "";

    /// <summary>tokens, usd or runs.</summary>
    public string Measure { get; init; } = "";

    /// <summary>run, day or month, in UTC.</summary>
    public string WindowKind { get; init; } = "";

    /// <summary>In the measure's unit, for one window.</summary>
    public decimal LimitAmount { get; init; }

    /// <summary>Above 0, at most 1.</summary>
    public decimal WarnShare { get; init; } = 0.8m;

    /// <summary>US dollars for a million tokens that the book has no price for.</summary>
    public decimal UnpricedUsdPerM { get; init; } = 5m;

    public bool IsActive { get; init; } = true;

    public string? Note { get; init; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>For people: `agent rule37-agent: 150,000 tokens in a run`.</summary>
    public string Title => $"{Subject}: {Amount(LimitAmount)} in a {WindowKind}";

    /// <summary>What is limited, for people.</summary>
    public string Subject => ScopeType == BudgetWords.Tenant ? "the tenant" : $"{ScopeType} {ScopeCode}";

    /// <summary>An amount with its unit, for people.</summary>
    public string Amount(decimal amount) => Measure switch
    {
        BudgetWords.Usd => "$" + amount.ToString(amount == decimal.Truncate(amount) ? "#,0" : "#,0.00####", CultureInfo.InvariantCulture),
        _ => $"{amount.ToString("#,0", CultureInfo.InvariantCulture)} {(amount == 1 ? Measure[..^1] : Measure)}",
    };
}

/// <summary>The words of budgets, as the tables have them.</summary>
public static class BudgetWords
{
    public const string Agent = "agent";
    public const string Project = "project";
    public const string Ticket = "ticket";
    public const string Tenant = "tenant";
    public const string Tokens = "tokens";
    public const string Usd = "usd";
    public const string Runs = "runs";
    public const string Run = "run";
    public const string Day = "day";
    public const string Month = "month";
    public const string Warning = "warning";
    public const string Stop = "stop";

    public static readonly IReadOnlyList<string> Scopes = [Agent, Project, Ticket, Tenant];
    public static readonly IReadOnlyList<string> Measures = [Tokens, Usd, Runs];
    public static readonly IReadOnlyList<string> Windows = [Run, Day, Month];
}

namespace Herdbook.Server.Governance.Budgets;

/// <summary>What is asked for before work starts.</summary>
/// <param name="Key">The asker's own; asking again with it reserves nothing more.</param>
/// <param name="Reserve">False only looks: the answer says whether it would be granted.</param>
internal sealed record CheckBody(
    string? Key, string? Agent, string? Project, string? Ticket, string? Run, decimal? Tokens, decimal? Usd, int? HoldSeconds, bool? Reserve);

internal sealed record SettleBody(string? Key, string? Run, decimal? Tokens, decimal? Usd);

internal sealed record KeyBody(string? Key);

internal sealed record BudgetBody(
    string? ScopeType, string? ScopeCode, string? Measure, string? WindowKind, decimal? LimitAmount, decimal? WarnShare, decimal? UnpricedUsdPerM, string? Note, bool? IsActive);

internal sealed record LiftBody(Guid? BudgetId, string? WindowKey, decimal? Extra, string? Reason);

using System.ComponentModel;

namespace Herdbook.Core.Herd.Work;

/// <summary>`metrics`: figures from the ledgers.</summary>
public sealed record MetricsRequest(
    [property: Description("cost_per_ticket, agent_performance, model_efficiency, review_effectiveness, sprint_velocity, pipeline_efficiency or headline.")] string Query,
    [property: Description("today, this_week (from Monday), this_sprint, last_30d, or two days as 2026-01-01..2026-01-31, both within; all time without it. Days are of UTC.")] string? Period = null,
    [property: Description("By what the figures are grouped: agent, model, project, ticket, sprint or day, where the query takes it.")] string? GroupBy = null);

/// <param name="Since">Inclusive; null for all time.</param>
/// <param name="Until">Exclusive; null for all time.</param>
/// <param name="Columns">The names of each row's values, in order.</param>
/// <param name="Rows">Values are text, whole numbers, decimals or null: null where there is nothing to divide by, or no price.</param>
public sealed record MetricsAnswer(
    string Query, string GroupBy, DateTimeOffset? Since, DateTimeOffset? Until, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows);

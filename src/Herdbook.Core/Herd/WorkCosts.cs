using Dapper;

namespace Herdbook.Core.Herd;

/// <summary>What a cost is asked of.</summary>
public enum WorkKind
{
    Pr,
    Ticket,
    Finding,
}

/// <summary>What a piece of work cost.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Sessions">Conversations that are linked to it; null of a finding.</param>
/// <param name="CostUsd">Null where nothing is booked or nothing has a price.</param>
/// <param name="Tokens">Null of a finding, and where nothing is booked.</param>
/// <param name="Findings">Of a pull request: findings that stand.</param>
/// <param name="UnpricedTokens">Tokens among them that have no price; null of a finding, and where nothing is booked.</param>
public sealed record WorkCost(string Code, string? Title, string? Status, long? Sessions, decimal? CostUsd, long? Tokens, long? Findings, decimal? CostPerFindingUsd, long? UnpricedTokens);

/// <summary>Cost per pull request, ticket and finding, dearest first, from the views herd.pr_cost, herd.ticket_cost and herd.finding_cost.</summary>
public sealed class WorkCosts(Book book)
{
    private const string OfPulls = """
        select pr_code as "Code", pr_title as "Title", pr_state as "Status", session_count as "Sessions", cost_usd as "CostUsd", token_count as "Tokens",
               finding_count as "Findings", cost_per_finding_usd as "CostPerFindingUsd", unpriced_tokens as "UnpricedTokens"
          from herd.pr_cost
         where @costly::boolean is not true or cost_usd is not null
         order by cost_usd desc nulls last, token_count desc nulls last, pr_code
         limit @most::integer
        """;

    private const string OfTickets = """
        select ticket_code as "Code", ticket_title as "Title", ticket_current_status as "Status", session_count as "Sessions", cost_usd as "CostUsd", token_count as "Tokens",
               null::bigint as "Findings", null::numeric as "CostPerFindingUsd", unpriced_tokens as "UnpricedTokens"
          from herd.ticket_cost
         where @costly::boolean is not true or cost_usd is not null
         order by cost_usd desc nulls last, token_count desc nulls last, ticket_code
         limit @most::integer
        """;

    private const string OfFindings = """
        select review_finding_code as "Code", finding_description as "Title", finding_outcome as "Status", null::bigint as "Sessions", cost_usd as "CostUsd", null::bigint as "Tokens",
               null::bigint as "Findings", null::numeric as "CostPerFindingUsd", null::bigint as "UnpricedTokens"
          from herd.finding_cost
         where @costly::boolean is not true or cost_usd is not null
         order by cost_usd desc nulls last, review_finding_code
         limit @most::integer
        """;

    /// <param name="costly">Only what has a cost.</param>
    /// <param name="most">At most so many.</param>
    public Task<IReadOnlyList<WorkCost>> ReadAsync(Tenant tenant, WorkKind kind, bool costly, int most, CancellationToken ct) => book.ReadAsync<IReadOnlyList<WorkCost>>(
        tenant,
        async (connection, token) => (await connection.QueryAsync<WorkCost>(new CommandDefinition(
            kind switch { WorkKind.Pr => OfPulls, WorkKind.Ticket => OfTickets, _ => OfFindings }, new { costly, most }, cancellationToken: token))).AsList(),
        ct);
}

using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Quality;

/// <summary>What Quality asks gold for. The agent of a filter is the one whose pull request is reviewed; the reviewer has a filter of their own.</summary>
internal static class QualityQueries
{
    private const string Limits = """
        day between $from::date and $to::date
           and ($agent::varchar is null or author_agent_code = $agent::varchar)
           and ($project::varchar is null or project_code = $project::varchar)
           and ($reviewer::varchar is null or reviewer_agent_code = $reviewer::varchar)
        """;

    private const string VerdictLimit = "($verdict::varchar is null or review_verdict = $verdict::varchar)";

    private const string FindingLimits = $"""
        kind = 'finding'
           and {Limits}
           and ($category::varchar is null or coalesce(finding_category, '(none)') = $category::varchar)
           and ($severity::varchar is null or coalesce(finding_severity, '(none)') = $severity::varchar)
           and ($outcome::varchar is null or coalesce(finding_outcome, '(none)') = $outcome::varchar)
           and ($pattern::varchar is null or finding_pattern_id = $pattern::varchar)
        """;

    /// <summary>Rounds are a pull request's, so its first reviewer counts; they belong to the day of its first review.</summary>
    private const string RoundLimits = """
        first_review_day between $from::date and $to::date
           and ($agent::varchar is null or author_agent_code = $agent::varchar)
           and ($project::varchar is null or project_code = $project::varchar)
           and ($reviewer::varchar is null or first_reviewer_agent_code = $reviewer::varchar)
           and ($rounds::varchar is null or round_count::varchar = $rounds::varchar)
        """;

    private const string Rounds = """
        count(*)::bigint as prs,
               count(*) filter (where is_first_pass)::bigint as first_pass,
               avg(round_count)::double as rounds,
               sum(finding_count)::bigint as pr_findings,
               median(minutes_to_approval)::double as approval_minutes
        """;

    /// <summary>One row.</summary>
    public static readonly InsightQuery Total = new("quality_total", "Quality in all", $"""
        select given.*, taken.*, found.*, spent.*
          from (select count(*)::bigint as reviews,
                       count(*) filter (where review_verdict = 'approved')::bigint as approved,
                       count(*) filter (where review_verdict = 'request_changes')::bigint as request_changes,
                       count(*) filter (where review_verdict = 'comment')::bigint as comment,
                       median(review_duration_minutes)::double as review_minutes
                  from herd_dm.mart_review where {Limits} and {VerdictLimit}) given,
               (select {Rounds} from herd_dm.mart_review_rounds where {RoundLimits}) taken,
               (select count(*)::bigint as findings,
                       count(*) filter (where finding_severity = 'blocking')::bigint as blocking,
                       count(*) filter (where finding_outcome = 'accepted')::bigint as accepted,
                       count(*) filter (where finding_outcome = 'disputed')::bigint as disputed,
                       count(*) filter (where finding_outcome = 'deferred')::bigint as deferred
                  from herd_dm.mart_cost_per_review_finding where {FindingLimits}) found,
               (select sum(cost_usd)::decimal(18,6) as cost_usd,
                       sum(imputed_cost_usd)::decimal(18,6) as imputed_cost_usd,
                       sum(unpriced_tokens)::bigint as unpriced_tokens
                  from herd_dm.mart_cost_per_review_finding where kind <> 'other_work' and review_code is not null and {Limits} and {VerdictLimit}) spent
        """);

    public static readonly InsightQuery Daily = new("quality_daily", "Verdicts by day", $"""
        select day,
               count(*) filter (where review_verdict = 'approved')::bigint as approved,
               count(*) filter (where review_verdict = 'request_changes')::bigint as request_changes,
               count(*) filter (where review_verdict = 'comment')::bigint as comment,
               sum(finding_count)::bigint as findings
          from herd_dm.mart_review
         where {Limits}
           and {VerdictLimit}
         group by 1
         order by 1
        """)
    { Sums = ["approved", "request_changes", "comment", "findings"] };

    /// <summary>A row for each bar: a share cannot be made of shares.</summary>
    public static readonly InsightQuery Passes = new("quality_passes", "First-pass rate", $"""
        select greatest(date_trunc($bucket::varchar, first_review_day)::date, $from::date) as day, {Rounds},
               count(*) filter (where is_first_pass)::double / count(*) as first_pass_share
          from herd_dm.mart_review_rounds
         where {RoundLimits}
         group by 1
         order by 1
        """)
    { Sums = ["prs", "first_pass"], About = "Pull requests first reviewed in these days, and the share of them that the first review approved; each bar has one row." };

    public static readonly InsightQuery ByRounds = new("quality_rounds", "Rounds of review", $"""
        select round_count::bigint as rounds,
               count(*)::bigint as prs,
               count(*) filter (where is_approved)::bigint as approved,
               sum(finding_count)::bigint as findings
          from herd_dm.mart_review_rounds
         where {RoundLimits}
         group by 1
         order by 1
        """)
    { Sums = ["prs", "approved", "findings"], About = "Pull requests by the reviews that they took." };

    public static readonly InsightQuery ByCategory = FoundBy("quality_by_category", "Findings by category", "coalesce(finding_category, '(none)') as category");

    public static readonly InsightQuery ByPattern = FoundBy("quality_by_pattern", "What is found again and again", "finding_pattern_id as pattern, coalesce(finding_category, '(none)') as category, min(finding_description) as example", "and finding_pattern_id is not null", "1, 2");

    public static readonly InsightQuery ByReviewer = new("quality_by_reviewer", "Reviewers", $"""
        select r.reviewer_agent_code,
               count(*)::bigint as reviews,
               count(*) filter (where review_verdict = 'approved')::bigint as approved,
               sum(finding_count)::bigint as findings,
               sum(blocking_count)::bigint as blocking,
               sum(accepted_count)::bigint as accepted,
               median(review_duration_minutes)::double as review_minutes,
               max(spent.cost_usd)::decimal(18,6) as cost_usd,
               max(spent.imputed_cost_usd)::decimal(18,6) as imputed_cost_usd,
               max(spent.unpriced_tokens)::bigint as unpriced_tokens
          from herd_dm.mart_review r
          left join (select reviewer_agent_code, sum(cost_usd) as cost_usd, sum(imputed_cost_usd) as imputed_cost_usd, sum(unpriced_tokens) as unpriced_tokens
                       from herd_dm.mart_cost_per_review_finding
                      where kind <> 'other_work' and review_code is not null and {Limits} and {VerdictLimit}
                      group by 1) spent on spent.reviewer_agent_code = r.reviewer_agent_code
         where day between $from::date and $to::date
           and ($agent::varchar is null or author_agent_code = $agent::varchar)
           and ($project::varchar is null or project_code = $project::varchar)
           and ($reviewer::varchar is null or r.reviewer_agent_code = $reviewer::varchar)
           and {VerdictLimit}
         group by 1
         order by reviews desc, 1
        """)
    { Sums = ["reviews", "approved", "findings", "blocking", "accepted", "cost_usd", "imputed_cost_usd", "unpriced_tokens"] };

    public static readonly InsightQuery ByAuthor = new("quality_by_author", "Authors", $"""
        select author_agent_code as agent_code, {Rounds},
               count(*) filter (where is_first_pass)::double / count(*) as first_pass_share
          from herd_dm.mart_review_rounds
         where {RoundLimits}
         group by 1
         order by prs desc, 1
        """)
    { Sums = ["prs", "first_pass", "pr_findings"] };

    public static readonly InsightQuery Reviews = new("quality_reviews", "Reviews", $"""
        select review_code, reviewed_at, pr_code, ticket_code, project_code, author_agent_code as agent_code, reviewer_agent_code, review_round, review_verdict, is_first_pass,
               finding_count, blocking_count, accepted_count, disputed_count, deferred_count, review_duration_minutes
          from herd_dm.mart_review
         where {Limits}
           and {VerdictLimit}
         order by reviewed_at desc, review_code
        """)
    { Sums = ["finding_count", "blocking_count", "accepted_count", "disputed_count", "deferred_count"] };

    public static readonly InsightQuery Findings = new("quality_findings", "Findings", $"""
        select review_finding_code, reviewed_at, finding_category, finding_severity, finding_outcome, finding_description, finding_file_path, finding_line_number,
               finding_pattern_id, pr_code, ticket_code, project_code, author_agent_code as agent_code, reviewer_agent_code, review_round, cost_usd, unpriced_tokens
          from herd_dm.mart_cost_per_review_finding
         where {FindingLimits}
         order by reviewed_at desc, review_finding_code
        """)
    { Sums = ["cost_usd", "unpriced_tokens"], About = "Each with its part of the cost of its review." };

    public static readonly InsightQuery Requests = OfRequests("quality_prs", "Pull requests first reviewed", "");

    public static readonly InsightQuery PassedAtOnce = OfRequests("quality_prs_passed", "Pull requests that the first review approved", "and is_first_pass");

    public static readonly IReadOnlyList<InsightQuery> All =
        [Total, Daily, Passes, ByRounds, ByCategory, ByPattern, ByReviewer, ByAuthor, Reviews, Findings, Requests, PassedAtOnce];

    private static InsightQuery FoundBy(string name, string title, string what, string which = "", string groups = "1") => new(name, title, $"""
        select {what},
               count(*)::bigint as findings,
               count(*) filter (where finding_severity = 'blocking')::bigint as blocking,
               count(*) filter (where finding_severity = 'advisory')::bigint as advisory,
               count(*) filter (where finding_outcome = 'accepted')::bigint as accepted,
               count(*) filter (where finding_outcome = 'disputed')::bigint as disputed,
               count(*) filter (where finding_outcome = 'deferred')::bigint as deferred,
               sum(cost_usd)::decimal(18,6) as cost_usd,
               sum(unpriced_tokens)::bigint as unpriced_tokens
          from herd_dm.mart_cost_per_review_finding
         where {FindingLimits}
           {which}
         group by {groups}
         order by findings desc, 1
        """)
    { Sums = ["findings", "blocking", "advisory", "accepted", "disputed", "deferred", "cost_usd", "unpriced_tokens"] };

    private static InsightQuery OfRequests(string name, string title, string which) => new(name, title, $"""
        select pr_code, first_review_day, ticket_code, project_code, author_agent_code as agent_code, first_reviewer_agent_code as reviewer_agent_code, first_verdict, last_verdict,
               is_first_pass, is_approved, round_count, changes_requested_count, finding_count, blocking_count, minutes_to_approval
          from herd_dm.mart_review_rounds
         where {RoundLimits}
           {which}
         order by first_review_day desc, pr_code
        """)
    { Sums = ["round_count", "changes_requested_count", "finding_count", "blocking_count"] };
}

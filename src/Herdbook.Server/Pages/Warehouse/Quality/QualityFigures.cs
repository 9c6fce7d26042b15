using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Quality;

/// <summary>What reviews came to in a period.</summary>
/// <param name="Requests">Pull requests that had their first review in it.</param>
/// <param name="FirstPass">Of these, those that the first review approved.</param>
/// <param name="Rounds">Reviews for each of these, the mean.</param>
/// <param name="RequestFindings">Findings on these, whenever they were made.</param>
/// <param name="ReviewMinutes">The median.</param>
public sealed record QualityFigures(
    long Reviews, long Approved, long ChangesAsked, long Comments, double? ReviewMinutes, long Requests, long FirstPass, double? Rounds, long RequestFindings, double? ApprovalMinutes,
    long Findings, long Blocking, long Accepted, long Disputed, long Deferred, decimal? Usd, decimal ImputedUsd, long UnpricedTokens)
{
    public double? FirstPassShare => Requests > 0 ? (double)FirstPass / Requests : null;

    public double? FindingsEach => Requests > 0 ? (double)RequestFindings / Requests : null;

    public double? AcceptedShare => Findings > 0 ? (double)Accepted / Findings : null;

    public decimal? UsdEach => Reviews > 0 ? Usd / Reviews : null;

    public static QualityFigures Of(InsightRow row) => new(
        row.Count("reviews"), row.Count("approved"), row.Count("request_changes"), row.Count("comment"), row.Number("review_minutes"), row.Count("prs"), row.Count("first_pass"),
        row.Number("rounds"), row.Count("pr_findings"), row.Number("approval_minutes"), row.Count("findings"), row.Count("blocking"), row.Count("accepted"), row.Count("disputed"),
        row.Count("deferred"), row.Money("cost_usd"), row.Money("imputed_cost_usd") ?? 0, row.Count("unpriced_tokens"));
}

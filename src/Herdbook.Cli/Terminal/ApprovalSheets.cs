using Herdbook.Core.Governance.Approvals;
using Spectre.Console;

namespace Herdbook.Cli.Terminal;

/// <summary>A request for approval on the terminal.</summary>
internal static class ApprovalSheets
{
    public static void Show(ApprovalStory story)
    {
        var request = story.Approval;
        var sheet = new Table().Border(TableBorder.Simple).HideHeaders().AddColumn("what").AddColumn("value");
        foreach (var (name, value) in Facts(request))
        {
            sheet.AddRow($"[grey]{name}[/]", Markup.Escape(value));
        }

        AnsiConsole.Write(sheet);
        foreach (var change in PayloadDiff.Of(request.PayloadBefore ?? story.Former?.Payload ?? "{}", request.Payload))
        {
            AnsiConsole.MarkupLineInterpolated($"  {change.Path}: [red]{change.Before ?? "–"}[/] → [green]{change.After ?? "removed"}[/]");
        }

        foreach (var said in story.Decisions)
        {
            AnsiConsole.MarkupLineInterpolated($"{said.DecidedAt:yyyy-MM-dd HH:mm} {said.Decider} {said.Decision}{(said.Reason is null ? "" : $": {said.Reason}")}");
        }

        foreach (var said in story.Comments)
        {
            AnsiConsole.MarkupLineInterpolated($"{said.CreatedAt:yyyy-MM-dd HH:mm} {said.Author}: {said.Body}");
        }

        foreach (var (decision, verdict) in story.Stamps)
        {
            AnsiConsole.MarkupLineInterpolated($"[grey]stamp of {decision.DecisionId} {(verdict.Verifies ? "verifies" : $"FAILS: {verdict.WhyNot}")}[/]");
        }
    }

    private static IEnumerable<(string Name, string Value)> Facts(Approval request)
    {
        yield return ("request", request.Id.ToString());
        yield return ("what", request.Name);
        yield return ("status", request.Status);
        yield return ("agent", request.AgentId);
        yield return ("asked", $"{request.CreatedAt:yyyy-MM-dd HH:mm} UTC by {request.Requester}");
        yield return ("risk", request.Risk);
        yield return ("for", ApprovalRight.Whom(request));
        yield return ("approvals", $"{request.Approvals} of {request.Quorum}");
        yield return ("policy", $"{request.PolicyName}, version {request.PolicyVersion}");
        yield return ("expires", request.ExpiresAt is { } expires ? $"{expires:yyyy-MM-dd HH:mm} UTC" : "never");
        yield return ("payload", request.Payload);
        yield return ("SHA-256", request.PayloadHash);
    }
}

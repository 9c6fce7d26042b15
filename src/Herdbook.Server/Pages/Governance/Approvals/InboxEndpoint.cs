using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Herdbook.Server.Pages.Governance.Approvals;

/// <summary>The inbox, and what its forms do. Each is a plain form: what is done is done by POST, and then the page is shown anew.</summary>
internal static class InboxEndpoint
{
    public static async Task<IResult> ShowAsync(HttpContext http, ApprovalReading reading, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var view = await ReadAsync(http, reading, directory, time, ct);
        return Page(view with { Said = Said(http.Request.Query) });
    }

    /// <summary>Decides one, from the inbox or from its own page, and goes back to where the form stood.</summary>
    public static async Task<IResult> DecideAsync(
        HttpContext http, Guid id, ApprovalDeciding deciding, ApprovalReading reading, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var typed = Typing(form);
        var (done, fault) = await TryAsync(() => deciding.DecideAsync(http.Caller(), id, Verdict(typed, form["payload_hash"]), ct));
        var links = new Links(http.Request.PathBase.Value ?? "");
        if (fault is null)
        {
            var said = done is ApprovalOutcome.Done { Approval.IsPending: true } ? "counted" : typed.Decision;
            var to = form["back"] == "request" ? links.Approval(id) : form["show"] == "open" ? Links.With(links.Approvals, ("show", "open")) : links.Approvals;
            return Results.LocalRedirect(Links.With(to, ("said", said), ("of", id.ToString())));
        }

        return form["back"] == "request"
            ? await RequestEndpoint.RefusedAsync(http, id, fault, typed, reading, directory, time, ct)
            : Page(await ReadAsync(http, reading, directory, time, ct, form["show"]) with { Fault = fault, FaultOf = id, Typed = typed }, StatusCodes.Status409Conflict);
    }

    /// <summary>Decides those that are chosen, each for itself.</summary>
    public static async Task<IResult> BatchAsync(HttpContext http, ApprovalDeciding deciding, ApprovalReading reading, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var typed = Typing(form);
        if (typed.Chosen.Count == 0)
        {
            return Page(await ReadAsync(http, reading, directory, time, ct, form["show"]) with { Fault = new FieldFault("No request is chosen.", null, "Tick those to decide."), Typed = typed }, StatusCodes.Status400BadRequest);
        }

        try
        {
            var outcomes = await deciding.DecideAsync(http.Caller(), [.. typed.Chosen.Select(chosen => (chosen, Verdict(typed, form[$"hash-{chosen}"])))], ct);
            var refused = outcomes.Where(told => told.Outcome is ApprovalOutcome.Refused).ToList();
            if (refused.Count == 0)
            {
                return Results.LocalRedirect(Links.With(new Links(http.Request.PathBase.Value ?? "").Approvals, ("show", form["show"] == "open" ? "open" : null), ("said", typed.Decision), ("count", $"{outcomes.Count}")));
            }

            var first = (ApprovalOutcome.Refused)refused[0].Outcome;
            var words = $"{outcomes.Count - refused.Count} of {outcomes.Count} were decided. {refused.Count} were not: {first.Message}";
            return Page(await ReadAsync(http, reading, directory, time, ct, form["show"]) with { Fault = new FieldFault(words, null, first.Remedy), Typed = typed }, StatusCodes.Status409Conflict);
        }
        catch (RefusedException e)
        {
            return Page(await ReadAsync(http, reading, directory, time, ct, form["show"]) with { Fault = new FieldFault(e.Message, null, e.Remedy), Typed = typed }, StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>What a command came to: done, or why not in the words of a form.</summary>
    public static async Task<(ApprovalOutcome? Outcome, FieldFault? Fault)> TryAsync(Func<Task<ApprovalOutcome>> command)
    {
        try
        {
            var outcome = await command();
            return outcome is ApprovalOutcome.Refused refused ? (outcome, new FieldFault(refused.Message, null, refused.Remedy)) : (outcome, null);
        }
        catch (RefusedException e)
        {
            return (null, new FieldFault(e.Message, null, e.Remedy));
        }
    }

    public static Typed Typing(IFormCollection form) => new(
        ApprovalVerdict.Word(form["decision"].ToString()), form["reason"].ToString().Trim(), form["payload"].ToString() is { Length: > 0 } payload ? payload : null,
        [.. form["chosen"].Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct()]);

    /// <summary>What was just done, in words that are ours: nothing of the address is shown.</summary>
    public static string? Said(IQueryCollection query)
    {
        var done = query["said"].ToString() switch
        {
            "approved" => "approved",
            "rejected" => "rejected",
            "modified" => "sent back with your changes",
            "counted" => "approved by you; it waits for others",
            "commented" => "commented on",
            "delegated" => "passed on",
            "withdrawn" => "taken back",
            _ => null,
        };
        return done is null ? null : int.TryParse(query["count"], out var count) && count > 0 ? $"{Figures.Count(count, "request")} {done}." : $"The request was {done}.";
    }

    private static ApprovalVerdict Verdict(Typed typed, string? hash) => new(
        typed.Decision, typed.Reason.Length > 0 ? typed.Reason : null, typed.Decision == ApprovalVerdict.Modified ? typed.Payload : null, hash is { Length: > 0 } seen ? seen : null);

    private static async Task<InboxView> ReadAsync(HttpContext http, ApprovalReading reading, HerdDirectory directory, TimeProvider time, CancellationToken ct, string? shown = null)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var reader = http.Caller();
        var show = (shown ?? http.Request.Query["show"].ToString()) switch { "open" => InboxShow.Open, "past" => InboxShow.Past, _ => InboxShow.Mine };
        var all = await reading.InboxAsync(reader, ct);
        var mine = reader.May(Permission.ApprovalsDecide) ? all.Where(item => item is { Right.May: true, Said: null }).ToList() : [];
        var items = show switch { InboxShow.Mine => mine, InboxShow.Open => all, _ => [] };
        var offset = long.TryParse(http.Request.Query["offset"], out var given) && given > 0 ? given : 0;
        var former = new Dictionary<Guid, Approval>();
        foreach (var item in items.Where(item => item.Approval is { Supersedes: not null, PayloadBefore: null }).Take(50))
        {
            if (await reading.FindAsync(reader.Tenant, item.Approval.Supersedes!.Value, ct) is { } found)
            {
                former[item.Approval.Id] = found;
            }
        }

        var past = show == InboxShow.Past ? await reading.PastAsync(reader.Tenant, InboxView.PastLimit, offset, ct) : null;
        return new InboxView(page, reader, show, items, mine.Count, all.Count, past, former) { Offset = offset };
    }

    private static RazorComponentResult<InboxPage> Page(InboxView view, int status = StatusCodes.Status200OK) => new(new { View = view }) { PreventStreamingRendering = true, StatusCode = status };
}

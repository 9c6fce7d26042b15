using Herdbook.Core;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Herdbook.Server.Pages.Governance.Approvals;

/// <summary>One request's page, and what its forms do.</summary>
internal static class RequestEndpoint
{
    public static async Task<IResult> ShowAsync(HttpContext http, Guid id, ApprovalReading reading, HerdDirectory directory, TimeProvider time, CancellationToken ct) =>
        await ReadAsync(http, id, reading, directory, time, ct) is { } view ? Page(view with { Said = InboxEndpoint.Said(http.Request.Query) }) : Results.NotFound();

    public static async Task<IResult> CommentAsync(HttpContext http, Guid id, ApprovalTalk talk, ApprovalReading reading, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        try
        {
            await talk.SayAsync(http.Caller(), id, form["body"].ToString(), ct);
            return Done(http, id, "commented");
        }
        catch (RefusedException e)
        {
            return await RefusedAsync(http, id, new FieldFault(e.Message, null, e.Remedy), Typed.Nothing, reading, directory, time, ct);
        }
    }

    public static async Task<IResult> DelegateAsync(HttpContext http, Guid id, ApprovalDelegating delegating, ApprovalReading reading, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (_, fault) = await InboxEndpoint.TryAsync(() => delegating.DelegateAsync(http.Caller(), id, form["to"].ToString().Trim(), form["reason"].ToString() is { Length: > 0 } reason ? reason : null, ct));
        return fault is null ? Done(http, id, "delegated") : await RefusedAsync(http, id, fault, Typed.Nothing, reading, directory, time, ct);
    }

    public static async Task<IResult> WithdrawAsync(HttpContext http, Guid id, ApprovalAsking asking, ApprovalReading reading, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var (_, fault) = await InboxEndpoint.TryAsync(() => asking.WithdrawAsync(http.Caller(), id, ct));
        return fault is null ? Done(http, id, "withdrawn") : await RefusedAsync(http, id, fault, Typed.Nothing, reading, directory, time, ct);
    }

    /// <summary>The page again, with what was refused and what was typed.</summary>
    public static async Task<IResult> RefusedAsync(HttpContext http, Guid id, FieldFault fault, Typed typed, ApprovalReading reading, HerdDirectory directory, TimeProvider time, CancellationToken ct) =>
        await ReadAsync(http, id, reading, directory, time, ct) is { } view ? Page(view with { Fault = fault, Typed = typed }, StatusCodes.Status409Conflict) : Results.NotFound();

    private static async Task<RequestView?> ReadAsync(HttpContext http, Guid id, ApprovalReading reading, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var reader = http.Caller();
        return await reading.StoryAsync(reader.Tenant, id, ct) is { } story
            ? new RequestView(await PageContext.OpenAsync(http, directory, time, ct), reader, story, await reading.RightAsync(reader, story.Approval, ct))
            : null;
    }

    private static IResult Done(HttpContext http, Guid id, string said) => Results.LocalRedirect(Links.With(new Links(http.Request.PathBase.Value ?? "").Approval(id), ("said", said)));

    private static RazorComponentResult<RequestPage> Page(RequestView view, int status = StatusCodes.Status200OK) => new(new { View = view }) { PreventStreamingRendering = true, StatusCode = status };
}

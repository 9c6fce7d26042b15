using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Access;

/// <summary>What the reader is shown of themselves.</summary>
/// <param name="User">Null for whoever came by a token of no user.</param>
/// <param name="Here">The session that the page was asked by.</param>
/// <param name="NeedsPassword">Whether the present password is asked for before a new one: not shortly after a sign-in by a link.</param>
public sealed record AccountView(PageContext Page, User? User, Guid? Here, IReadOnlyList<Session> Sessions, bool NeedsPassword)
{
    public string? Said { get; init; }

    public string? Fault { get; init; }
}

/// <summary>`/account`: what the reader may do, their password, and where they are signed in.</summary>
internal static class AccountEndpoint
{
    /// <summary>How long a sign-in by a link stands for a forgotten password.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(30);

    public static void MapAccount(this RouteGroupBuilder account)
    {
        account.MapGet("", (HttpContext http, AccessDesk desk, TimeProvider time, CancellationToken ct) => ShowAsync(http, desk, time, null, null, ct));
        account.MapPost("/password", SetPasswordAsync);
        account.MapPost("/sessions/end", EndAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, AccessDesk desk, TimeProvider time, string? said, string? fault, CancellationToken ct)
    {
        var view = await ViewAsync(http, desk, time, ct) with { Said = said, Fault = fault };
        return new RazorComponentResult<AccountPage>(new { View = view }) { PreventStreamingRendering = true, StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest };
    }

    private static async Task<AccountView> ViewAsync(HttpContext http, AccessDesk desk, TimeProvider time, CancellationToken ct)
    {
        var page = await desk.PageAsync(http, ct);
        var here = (http.Features.Get<Identity>() as UserIdentity)?.Session;
        var user = http.Caller().UserId is { } id ? await desk.Users.FindAsync(id, ct) : null;
        var sessions = user is null ? [] : await desk.Sessions.ListAsync(user.Id, ct);
        var byLink = sessions.Any(session => session.Id == here && session.How == "link" && session.CreatedAt > time.GetUtcNow().UtcDateTime - Fresh);
        return new AccountView(page, user, here, sessions, !byLink);
    }

    private static async Task<IResult> SetPasswordAsync(HttpContext http, AccessDesk desk, SignIn signIn, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var view = await ViewAsync(http, desk, time, ct);
        // A token is no person at a keyboard: passwords are changed in a session.
        if (view.User is not { } user || view.Here is not { } here)
        {
            return Results.NotFound();
        }

        var (password, again) = (form["password"].ToString(), form["again"].ToString());
        if (password != again)
        {
            return await ShowAsync(http, desk, time, null, "The two new passwords differ. Nothing was changed.", ct);
        }

        if (view.NeedsPassword && await desk.SignIns.AgainAsync(user, form["present"].ToString(), SignIn.PlaceOf(http), ct) is not SignInOutcome.Proved)
        {
            return await ShowAsync(http, desk, time, null, "The present password is another, or there were too many failures of late. Nothing was changed.", ct);
        }

        try
        {
            await desk.Users.SetPasswordAsync(http.Caller().Actor, user.Id, password, ct);
        }
        catch (RefusedException refused)
        {
            return await ShowAsync(http, desk, time, null, refused.Message, ct);
        }

        // Whoever knew the old one is out, and this session goes on under another secret.
        await desk.Sessions.EndAsync(http.Caller().Actor, user.Id, null, here, ct);
        await signIn.AsAsync(http, user, "password", ct);
        return Results.LocalRedirect(Links.Account);
    }

    private static async Task<IResult> EndAsync(HttpContext http, AccessDesk desk, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var view = await ViewAsync(http, desk, time, ct);
        if (view.User is not { } user)
        {
            return Results.NotFound();
        }

        await desk.Sessions.EndAsync(http.Caller().Actor, user.Id, Guid.TryParse(form["session"], out var one) ? one : null, view.Here, ct);
        return Results.LocalRedirect(Links.Account);
    }
}

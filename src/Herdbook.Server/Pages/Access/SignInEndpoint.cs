using System.Globalization;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Herdbook.Server.Access.OpenId;
using Herdbook.Server.Pages.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Pages.Access;

/// <summary>What the sign-in page shows.</summary>
/// <param name="Back">Where to go afterwards; an address of this server.</param>
/// <param name="Provider">What the provider of OpenID Connect is called; null where there is none.</param>
public sealed record SignInView(string Theme, string Email, string? Back, string? Said, string? Provider);

/// <summary>`/sign-in` by password, `/sign-in/once/…` by a link that is good once, `/sign-out`.</summary>
internal static class SignInEndpoint
{
    private const string Refused = "E-mail and password do not fit together, or the account may not sign in.";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup(Links.SignIn).AllowsAnyone("Whoever signs in is not signed in yet.").AddEndpointFilter(FormGuard.CheckAsync);
        open.MapGet("", Show);
        open.MapPost("", EnterAsync);
        open.MapGet("/once/{secret}", Ask);
        open.MapPost("/once/{secret}", UseAsync);
        open.MapGet("/openid", GoAsync);
        open.MapGet("/openid/callback", ReturnAsync);
        var inside = routes.MapGroup(Links.SignOut).Requires(Permission.SignedIn).AddEndpointFilter(FormGuard.CheckAsync);
        inside.MapGet("", AskToLeave);
        inside.MapPost("", LeaveAsync);
    }

    private static IResult Show(HttpContext http, string? back) => Shown(http, "", back, null, StatusCodes.Status200OK);

    private static async Task<IResult> EnterAsync(HttpContext http, string? back, SignIns signIns, SignIn signIn, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (email, password) = (form["email"].ToString(), form["password"].ToString());
        var outcome = await signIns.ByPasswordAsync(email, password, SignIn.PlaceOf(http), ct);
        if (outcome is SignInOutcome.Locked locked)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(locked.For.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return outcome switch
        {
            SignInOutcome.Proved proved => await EnteredAsync(http, proved.User, "password", Local(back), signIn, ct),
            SignInOutcome.Locked => Shown(http, email, back, "There were too many failures of late. Try again in a few minutes.", StatusCodes.Status429TooManyRequests),
            _ => Shown(http, email, back, Refused, StatusCodes.Status401Unauthorized),
        };
    }

    private static RazorComponentResult<OncePage> Ask(HttpContext http) => new(new { Theme = PageContext.ThemeOf(http) }) { PreventStreamingRendering = true };

    private static async Task<IResult> UseAsync(HttpContext http, string secret, SignIns signIns, SignIn signIn, CancellationToken ct) =>
        await signIns.ByLinkAsync(secret, SignIn.PlaceOf(http), ct) is SignInOutcome.Proved proved
            ? await EnteredAsync(http, proved.User, "link", Links.Account, signIn, ct)
            : Shown(http, "", null, "This link is good no more: it was used, it is too old, or a newer one was made.", StatusCodes.Status401Unauthorized);

    /// <summary>To the provider.</summary>
    private static async Task<IResult> GoAsync(HttpContext http, string? back, CancellationToken ct)
    {
        if (http.RequestServices.GetService<OpenIdSignIn>() is not { } openId)
        {
            return Results.NotFound();
        }

        try
        {
            var callback = $"{http.Request.Scheme}://{http.Request.Host}{Links.SignIn}/openid/callback";
            return Results.Redirect(await openId.BeginAsync(http, callback, ThemeCookie.IsLocal(back) ? back : null, ct));
        }
        catch (OpenIdException)
        {
            return Shown(http, "", back, "The provider does not answer. Try again in a minute, or sign in by your password.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>From the provider.</summary>
    private static async Task<IResult> ReturnAsync(HttpContext http, CancellationToken ct) =>
        http.RequestServices.GetService<OpenIdSignIn>() is not { } openId ? Results.NotFound()
        : await openId.FinishAsync(http, ct) is { } back ? Results.LocalRedirect(Local(back))
        : Shown(http, "", null, "The provider's answer did not let you in. Begin again; if it stays so, an administrator finds the reason in the audit log.", StatusCodes.Status401Unauthorized);

    private static RazorComponentResult<SignOutPage> AskToLeave(HttpContext http) =>
        new(new { Theme = PageContext.ThemeOf(http), http.Caller().Actor.Name }) { PreventStreamingRendering = true };

    private static async Task<IResult> LeaveAsync(HttpContext http, SignIn signIn, CancellationToken ct)
    {
        await signIn.OutAsync(http, ct);
        return Results.LocalRedirect(Links.SignIn);
    }

    private static async Task<IResult> EnteredAsync(HttpContext http, User user, string how, string back, SignIn signIn, CancellationToken ct)
    {
        await signIn.AsAsync(http, user, how, ct);
        return Results.LocalRedirect(back);
    }

    private static string Local(string? back) => ThemeCookie.IsLocal(back) ? back! : "/";

    private static RazorComponentResult<SignInPage> Shown(HttpContext http, string email, string? back, string? said, int status) =>
        new(new { View = new SignInView(PageContext.ThemeOf(http), email.Length > 200 ? "" : email, ThemeCookie.IsLocal(back) ? back : null, said, http.RequestServices.GetService<OpenIdSettings>()?.Name) }) { PreventStreamingRendering = true, StatusCode = status };
}

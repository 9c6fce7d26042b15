using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Access;

/// <summary>A link that is shown here and never again.</summary>
public sealed record OnceLink(string Email, string Address);

/// <summary>Every account.</summary>
public sealed record UsersView(PageContext Page, IReadOnlyList<UserLine> Users)
{
    public OnceLink? Link { get; init; }

    public string? Fault { get; init; }

    /// <summary>What was typed into the form that was refused.</summary>
    public (string Email, string Name, IReadOnlyList<string> Roles) Typed { get; init; } = ("", "", [AccessRoles.Viewer]);
}

/// <summary>One account.</summary>
public sealed record UserView(PageContext Page, User User, IReadOnlyList<Session> Sessions)
{
    public OnceLink? Link { get; init; }

    public string? Fault { get; init; }

    public string Address => $"{Links.Users}/{User.Id}";
}

/// <summary>`/users`: accounts, what they may do where, and whether they may sign in. For administrators of the book.</summary>
internal static class UsersEndpoint
{
    public static void MapUsers(this RouteGroupBuilder users)
    {
        users.MapGet("", async (HttpContext http, AccessDesk desk, CancellationToken ct) => Shown(await ViewAsync(http, desk, ct)));
        users.MapPost("", MakeAsync);
        users.MapGet("/{id:guid}", (HttpContext http, Guid id, AccessDesk desk, CancellationToken ct) => OneAsync(http, id, desk, null, null, ct));
        users.MapPost("/{id:guid}/roles", (HttpContext http, Guid id, AccessDesk desk, CancellationToken ct) => ChangeAsync(http, id, desk, SetRolesAsync, ct));
        users.MapPost("/{id:guid}/active", (HttpContext http, Guid id, AccessDesk desk, CancellationToken ct) => ChangeAsync(http, id, desk, SetActiveAsync, ct));
        users.MapPost("/{id:guid}/sign-out", (HttpContext http, Guid id, AccessDesk desk, CancellationToken ct) => ChangeAsync(http, id, desk, SignOutAsync, ct));
        users.MapPost("/{id:guid}/link", LinkAsync);
    }

    private static async Task<UsersView> ViewAsync(HttpContext http, AccessDesk desk, CancellationToken ct) => new(await desk.PageAsync(http, ct), await desk.Users.ListAsync(ct));

    private static async Task<IResult> MakeAsync(HttpContext http, AccessDesk desk, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var (email, name, roles) = (form["email"].ToString(), form["name"].ToString(), AccessDesk.Roles(form));
        try
        {
            var user = await desk.Users.MakeAsync(http.Caller().Actor, email, name, roles, null, ct);
            var secret = await desk.SignIns.MakeLinkAsync(http.Caller().Actor, user.Id, ct);
            return Shown(await ViewAsync(http, desk, ct) with { Link = new OnceLink(user.Email, AccessDesk.Once(http, secret)) });
        }
        catch (RefusedException refused)
        {
            return Shown(await ViewAsync(http, desk, ct) with { Fault = refused.Message, Typed = (email, name, roles) });
        }
    }

    private static async Task<IResult> LinkAsync(HttpContext http, Guid id, AccessDesk desk, CancellationToken ct)
    {
        try
        {
            return await OneAsync(http, id, desk, await desk.SignIns.MakeLinkAsync(http.Caller().Actor, id, ct), null, ct);
        }
        catch (RefusedException refused)
        {
            return await OneAsync(http, id, desk, null, refused.Message, ct);
        }
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, Guid id, AccessDesk desk, Func<HttpContext, IFormCollection, Guid, AccessDesk, CancellationToken, Task> change, CancellationToken ct)
    {
        try
        {
            await change(http, await http.Request.ReadFormAsync(ct), id, desk, ct);
            return Results.LocalRedirect($"{Links.Users}/{id}");
        }
        catch (RefusedException refused)
        {
            return await OneAsync(http, id, desk, null, refused.Message, ct);
        }
    }

    private static Task SetRolesAsync(HttpContext http, IFormCollection form, Guid id, AccessDesk desk, CancellationToken ct) =>
        desk.Users.SetRolesAsync(http.Caller().Actor, id, new Tenant(form["tenant"].ToString()), AccessDesk.Roles(form), ct);

    private static Task SetActiveAsync(HttpContext http, IFormCollection form, Guid id, AccessDesk desk, CancellationToken ct) =>
        desk.Users.SetActiveAsync(http.Caller().Actor, id, form["active"] == "yes", ct);

    private static Task SignOutAsync(HttpContext http, IFormCollection form, Guid id, AccessDesk desk, CancellationToken ct) =>
        desk.Sessions.EndAsync(http.Caller().Actor, id, null, null, ct);

    private static async Task<IResult> OneAsync(HttpContext http, Guid id, AccessDesk desk, string? secret, string? fault, CancellationToken ct)
    {
        if (await desk.Users.FindAsync(id, ct) is not { } user)
        {
            return Results.NotFound();
        }

        var view = new UserView(await desk.PageAsync(http, ct), user, await desk.Sessions.ListAsync(id, ct)) { Fault = fault, Link = secret is null ? null : new OnceLink(user.Email, AccessDesk.Once(http, secret)) };
        return new RazorComponentResult<UserPage>(new { View = view }) { PreventStreamingRendering = true, StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest };
    }

    private static RazorComponentResult<UsersPage> Shown(UsersView view) =>
        new(new { View = view }) { PreventStreamingRendering = true, StatusCode = view.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest };
}

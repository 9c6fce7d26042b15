using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Access;

/// <summary>The tokens of a tenant: all for those who manage them, else the reader's own.</summary>
/// <param name="ManagesAll">Whether the reader sees all, and makes such as belong to no user.</param>
public sealed record TokensView(PageContext Page, IReadOnlyList<ApiToken> Tokens, bool ManagesAll)
{
    /// <summary>A new token's text: shown here and never again.</summary>
    public string? Text { get; init; }

    public string? Fault { get; init; }

    public string Origin { get; init; } = "";
}

/// <summary>`/tokens`: what agents and programs show instead of a password.</summary>
internal static class TokensEndpoint
{
    public static void MapTokens(this RouteGroupBuilder tokens)
    {
        tokens.MapGet("", async (HttpContext http, AccessDesk desk, CancellationToken ct) => Shown(await ViewAsync(http, desk, ct)));
        tokens.MapPost("", MakeAsync);
        tokens.MapPost("/{id:guid}/revoke", RevokeAsync);
    }

    private static async Task<TokensView> ViewAsync(HttpContext http, AccessDesk desk, CancellationToken ct)
    {
        var caller = http.Caller();
        var all = await desk.Tokens.ListAsync(caller.Tenant, ct);
        var manages = caller.May(Permission.TokensManage);
        var shown = manages ? all : [.. all.Where(token => token.UserId is not null && token.UserId == caller.UserId)];
        return new TokensView(await desk.PageAsync(http, ct), shown, manages) { Origin = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}" };
    }

    private static async Task<IResult> MakeAsync(HttpContext http, AccessDesk desk, CancellationToken ct)
    {
        var caller = http.Caller();
        var form = await http.Request.ReadFormAsync(ct);
        var days = int.TryParse(form["days"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        var permissions = form["permissions"].ToString().Split((char[])[' ', ',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var agent = form["agent"].ToString().Trim();
        var own = form["own"] == "yes" || !caller.May(Permission.TokensManage);
        try
        {
            if (own && caller.UserId is null)
            {
                throw new RefusedException("token_scope", "A token of your own needs an account, and you have none here. No token was made.");
            }

            var wanted = new WantedToken(form["name"].ToString().Trim(), AccessDesk.Roles(form), permissions, own ? caller.UserId : null, agent.Length is > 0 and <= 100 ? agent : null, days is > 0 and <= 3650 ? TimeSpan.FromDays(days) : null);
            caller.RequireToGive(wanted);
            var (_, text) = await desk.Tokens.MakeAsync(caller.Tenant, caller.Actor, wanted, ct);
            return Shown(await ViewAsync(http, desk, ct) with { Text = text });
        }
        catch (RefusedException refused)
        {
            return Shown(await ViewAsync(http, desk, ct) with { Fault = refused.Message });
        }
    }

    private static async Task<IResult> RevokeAsync(HttpContext http, Guid id, AccessDesk desk, CancellationToken ct)
    {
        var caller = http.Caller();
        var owner = caller.May(Permission.TokensManage) ? (Guid?)null : caller.UserId ?? Guid.Empty;
        await desk.Tokens.RevokeAsync(caller.Tenant, caller.Actor, id, owner, ct);
        return Results.LocalRedirect(new Links(http.Request.PathBase.Value ?? "").Tokens);
    }

    private static RazorComponentResult<TokensPage> Shown(TokensView view) =>
        new(new { View = view }) { PreventStreamingRendering = true, StatusCode = view.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest };
}

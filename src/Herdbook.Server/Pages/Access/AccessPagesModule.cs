using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Pages.Access;

/// <summary>The pages of who may do what: users, tokens, and the reader's own account.</summary>
internal static class AccessPagesModule
{
    public static void AddAccessPages(this IServiceCollection services) => services.AddSingleton<AccessDesk>();

    public static void MapAccessPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGroup("/account").Requires(Permission.SignedIn).AddEndpointFilter(FormGuard.CheckAsync).MapAccount();
        pages.MapGroup("/users").Requires(Permission.UsersManage).AddEndpointFilter(FormGuard.CheckAsync).MapUsers();
        pages.MapGroup("/tokens").Requires(Permission.TokensOwn).AddEndpointFilter(FormGuard.CheckAsync).MapTokens();
    }
}

/// <summary>What these pages share.</summary>
internal sealed class AccessDesk(Users users, SignInSessions sessions, SignIns signIns, ApiTokens tokens, HerdDirectory directory, TimeProvider time)
{
    public Users Users => users;

    public SignInSessions Sessions => sessions;

    public SignIns SignIns => signIns;

    public ApiTokens Tokens => tokens;

    public Task<PageContext> PageAsync(HttpContext http, CancellationToken ct) => PageContext.OpenAsync(http, directory, time, ct);

    /// <summary>Where a link's secret is used, as it is sent to somebody.</summary>
    public static string Once(HttpContext http, string secret) => $"{http.Request.Scheme}://{http.Request.Host}{Links.SignIn}/once/{secret}";

    /// <summary>The ticked roles of a form.</summary>
    public static string[] Roles(IFormCollection form) => [.. form["role"].OfType<string>().Distinct()];
}

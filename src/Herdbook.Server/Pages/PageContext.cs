using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Overview;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages;

/// <summary>What a page knows of its reader and its place: everything a component needs beside its own figures.</summary>
public sealed record PageContext(Tenant Tenant, Links Links, string PathAndQuery, DateTimeOffset Now, string Theme, FrameFacts Facts, Palette Palette)
{
    private static readonly string[] Ends = ["from", "to"];

    /// <summary>Days in the address that are none. They limit nothing, and the page says so.</summary>
    public IReadOnlyList<string> NoDays { get; init; } = [];

    /// <summary>Who reads it; null where nobody signed in.</summary>
    public Caller? Caller { get; init; }

    /// <summary>The tenants that the reader may enter.</summary>
    public IReadOnlyList<TenantEntry> Tenants { get; init; } = [];

    /// <summary>As whom the reader writes.</summary>
    public Actor Actor => Caller?.Actor ?? throw new InvalidOperationException("Nobody signed in, and the page writes.");

    public bool IsDemo => Tenant == Tenant.Demo;

    public ImportRun? Running => Facts.Running;

    /// <summary>Whether the reader may do it: what is not is not offered.</summary>
    public bool May(Permission permission) => Caller?.May(permission) is true;

    /// <summary>Whether the reader may write rows of the table.</summary>
    public bool MayWrite(string table) => Caller?.MayRows(table, Permission.Write) is true;

    /// <summary>A project's title, else the last segment of its folder; where two share it, with the segment before.</summary>
    public string ProjectTitle(string code)
    {
        var title = Title(code);
        return Facts.Known.Any(name => name.Kind == "project" && name.Code != code && Title(name.Code) == title) ? Figures.LastSegments(code) : title;

        string Title(string of) => Facts.Known.FirstOrDefault(name => name.Kind == "project" && name.Code == of)?.Title ?? Figures.LastSegment(of);
    }

    /// <summary>Reads the frame's facts for the tenant of this request.</summary>
    public static async Task<PageContext> OpenAsync(HttpContext http, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var tenant = http.Features.Get<Tenant>() ?? Tenant.Default;
        var facts = await directory.FrameAsync(tenant, ct);
        return From(http, tenant, facts, time);
    }

    /// <summary>A context without a database behind it: for pages that say that it cannot be reached.</summary>
    public static PageContext WithoutFacts(HttpContext http, TimeProvider time) =>
        From(http, http.Features.Get<Tenant>() ?? Tenant.Default, new FrameFacts([], [], null), time);

    /// <summary>light, dark or system.</summary>
    public static string ThemeOf(HttpContext http) => http.Request.Cookies[ThemeCookie.Name] is "light" or "dark" ? http.Request.Cookies[ThemeCookie.Name]! : "system";

    private static PageContext From(HttpContext http, Tenant tenant, FrameFacts facts, TimeProvider time)
    {
        var theme = ThemeOf(http);
        var query = http.Request.QueryString.Value ?? "";
        return new PageContext(
            tenant, new Links(http.Request.PathBase.Value ?? ""), http.Request.PathBase + http.Request.Path + query, time.GetUtcNow(), theme, facts, new Palette(facts.Known))
        {
            Caller = http.CallerOrNull(),
            Tenants = http.Features.Get<Identity>() is { } identity ? [.. facts.Tenants.Where(entry => identity.In(new Tenant(entry.TenantId)) is not null)] : [],
            NoDays = [.. Ends.Select(name => http.Request.Query[name].ToString()).Where(day => day.Length > 0 && NamedRange.ParseDay(day) is null)],
        };
    }
}

/// <summary>The reader's choice of light or dark; without it the system decides.</summary>
internal static class ThemeCookie
{
    public const string Name = "herdbook-theme";

    /// <summary>Keeps the choice for a year and returns to the page it was made on; never to another site.</summary>
    public static IResult Choose(HttpContext http, string choice, string? back)
    {
        if (choice is "light" or "dark")
        {
            http.Response.Cookies.Append(Name, choice, new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, Path = "/" });
        }
        else
        {
            http.Response.Cookies.Delete(Name, new CookieOptions { Path = "/" });
        }

        return Results.LocalRedirect(IsLocal(back) ? back! : "/");
    }

    /// <summary>Whether it is an address of this server, and can lead nowhere else.</summary>
    public static bool IsLocal(string? back) =>
        back is ['/', ..] && !back.StartsWith("//", StringComparison.Ordinal) && !back.StartsWith("/\\", StringComparison.Ordinal)
        && !back.Any(char.IsControl);
}

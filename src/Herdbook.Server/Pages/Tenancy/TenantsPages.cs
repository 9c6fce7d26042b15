using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Core.Tenancy;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Herdbook.Server.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Herdbook.Server.Pages.Tenancy;

/// <summary>`/tenants`: every tenant of the book, and what an administrator does with it.</summary>
internal static class TenantsPages
{
    public static Task<IResult> ShowAsync(HttpContext http, TenantRegister register, HerdDirectory directory, TimeProvider time, CancellationToken ct) =>
        ShowAsync(http, register, directory, time, null, null, ct);

    public static async Task<IResult> CreateAsync(HttpContext http, TenantRegister register, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        try
        {
            await register.CreateAsync(http.Caller().Actor, form["slug"].ToString(), form["title"].ToString(), ct);
        }
        catch (RefusedException refused)
        {
            return await ShowAsync(http, register, directory, time, refused, null, ct);
        }

        return Results.LocalRedirect($"{http.Request.PathBase}/tenants");
    }

    public static async Task<IResult> ActAsync(
        string slug, HttpContext http, TenantDesk desk, TenantRegister register, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        try
        {
            await desk.ActAsync(http.Caller().Actor, slug, form["act"].ToString(), form["text"].ToString(), ct);
        }
        catch (RefusedException refused)
        {
            return await ShowAsync(http, register, directory, time, refused, slug, ct);
        }

        return Results.LocalRedirect($"{http.Request.PathBase}/tenants");
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, TenantRegister register, HerdDirectory directory, TimeProvider time, RefusedException? refused, string? slug, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var view = new TenantsView(page, await register.ListAsync(ct), refused?.Message, slug);
        return new RazorComponentResult<TenantsPage>(new { View = view })
        {
            PreventStreamingRendering = true,
            StatusCode = refused is null ? StatusCodes.Status200OK : Problem.Of(refused).Status,
        };
    }
}

/// <summary>Everything the page shows.</summary>
/// <param name="Fault">Why the last act was refused.</param>
/// <param name="Slug">On which tenant it was; null for a new one.</param>
public sealed record TenantsView(PageContext Page, IReadOnlyList<TenantState> Tenants, string? Fault, string? Slug)
{
    public string Act(TenantState tenant) => $"{Links.TenantsPage}/{tenant.Slug}";

    public static string Colour(TenantState tenant) => tenant.State switch
    {
        "active" => "ok",
        "suspended" => "warn",
        _ => "bad",
    };

    public static bool Moves(TenantState tenant) => tenant is { Slug: not "default", IsDemo: false, ErasedAt: null };
}

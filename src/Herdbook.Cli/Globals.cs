using System.CommandLine;
using Herdbook.Core;
using Herdbook.Core.Homes;

namespace Herdbook.Cli;

/// <summary>The options that every verb knows.</summary>
internal static class Globals
{
    public static readonly Option<string?> Home = new("--home")
    {
        Description = "The folder of the book (default: HERDBOOK_HOME, else the XDG data folder).",
        HelpName = "DIR",
        Recursive = true,
    };

    public static readonly Option<string> Tenant = new("--tenant")
    {
        Description = "Whose rows.",
        HelpName = "SLUG",
        DefaultValueFactory = _ => Core.Tenant.Default.Slug,
        Recursive = true,
    };

    public static HerdbookHome HomeOf(this ParseResult parsed) => HerdbookHome.Resolve(parsed.GetValue(Home));

    /// <summary>The tenant asked for, if the book has it.</summary>
    /// <exception cref="RefusedException">`tenant_unknown`.</exception>
    public static async Task<Tenant> TenantOfAsync(this ParseResult parsed, HomeSession session, CancellationToken ct)
    {
        var tenant = parsed.TenantOf();
        var known = await Tenants.ListAsync(session.Database, ct);
        return known.Contains(tenant.Slug)
            ? tenant
            : throw new RefusedException("tenant_unknown", $"This book has no tenant '{tenant}'. It has: {string.Join(", ", known)}.");
    }

    public static Tenant TenantOf(this ParseResult parsed) => new(parsed.GetValue(Tenant)!);

    /// <summary>Of a verb that can also speak to programs.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON." };
}

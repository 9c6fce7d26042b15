using System.CommandLine;
using Herdbook.Core;

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

    public static Tenant TenantOf(this ParseResult parsed) => new(parsed.GetValue(Tenant)!);

    /// <summary>Of a verb that can also speak to programs.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON." };
}

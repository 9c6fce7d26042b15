using System.Globalization;
using Herdbook.Core;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>The generation of a tenant's warehouse that its folder's `CURRENT` names.</summary>
/// <param name="File">A DuckDB file, `g17.duckdb`.</param>
/// <param name="PublishedAt">When it became current, UTC.</param>
/// <param name="Temporary">A folder for what is made on the way.</param>
internal sealed record GoldFolder(string File, DateTime PublishedAt, string Temporary)
{
    /// <summary>17, of `g17.duckdb`.</summary>
    public string Number => Path.GetFileNameWithoutExtension(File)[1..];

    /// <returns>Null where none is built.</returns>
    public static GoldFolder? Of(HerdbookHome home, Tenant tenant)
    {
        var root = Path.Combine(home.Root, "warehouse", tenant.Slug);
        var pointer = Path.Combine(root, "CURRENT");
        try
        {
            var name = System.IO.File.ReadAllText(pointer).Trim();
            var file = Path.Combine(root, name);
            return name.Length > 8 && name[0] == 'g' && int.TryParse(name.AsSpan(1, name.Length - 8), NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && name.EndsWith(".duckdb", StringComparison.Ordinal) && System.IO.File.Exists(file)
                ? new GoldFolder(file, System.IO.File.GetLastWriteTimeUtc(pointer), Path.Combine(root, "temporary"))
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}

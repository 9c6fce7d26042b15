using System.Security.Cryptography;
using System.Text;

namespace Herdbook.Catalog;

/// <summary>Names and literals as SQL. Every name that the engine writes passes here.</summary>
internal static class Quote
{
    private const int MaxNameBytes = 63;

    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Name));

    public static string Literal(string text) =>
        text.Contains('\\', StringComparison.Ordinal)
            ? $"E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'"
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A name for an object of a table; one too long for PostgreSQL keeps its beginning and ends in a digest of the whole.</summary>
    public static string Fit(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxNameBytes)
        {
            return name;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        return $"{name[..(MaxNameBytes - 9)]}_{digest}";
    }
}

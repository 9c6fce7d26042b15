using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Herdbook.Catalog.Rows;

/// <summary>
/// A row's place in an order, opaque to whoever carries it: the texts of the order's columns and of the key. It is good for the order that it
/// was made for alone.
/// </summary>
public static class RowCursor
{
    /// <param name="place">What <see cref="RowExtras.Cursor"/> gave for the row.</param>
    public static string Write(RowQuery query, IReadOnlyList<string?> place) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string?[]>([Mark(query), .. place]));

    /// <exception cref="RowRefusalException">`cursor_invalid`: made for another order, or not by us.</exception>
    internal static IReadOnlyList<string?> Read(RowQuery query, string cursor)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(cursor);
            if (JsonSerializer.Deserialize<string?[]>(bytes) is [{ } mark, .. var place] && mark == Mark(query) && place.Length == RowOrders.Total(query).Count)
            {
                return place;
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Invalid(e);
        }

        throw Invalid(null);
    }

    /// <summary>Of the table and the order.</summary>
    private static string Mark(RowQuery query)
    {
        var order = new StringBuilder(query.Table.FullName);
        foreach (var term in RowOrders.Total(query))
        {
            order.Append('|').Append(term.Through).Append('.').Append(term.Path.Column.Name).Append(term.Descending ? '-' : '+').Append(term.PutsNullsFirst ? '<' : '>');
            order.AppendJoin(' ', term.Path.Steps.Select(step => JsonSerializer.Serialize(step.Key) + step.AsText));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(order.ToString())).AsSpan(0, 4));
    }

    private static RowRefusalException Invalid(Exception? inner) => new("cursor_invalid", "The cursor in 'after' does not belong to this table and order.", inner)
    {
        Rule = "after",
        Remedy = "Take the cursor from the answer to the same request, or leave it out to begin at the first page.",
    };
}

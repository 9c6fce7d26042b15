using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Herdbook.Catalog.Rows;

/// <summary>
/// Text that names a row in its table: the key's text, or for a key of several columns a compact JSON array of their texts.
/// The same text as the SQL function <c>catalog.row_key</c> makes.
/// </summary>
/// <param name="Values">The texts of the key's columns, in the key's order.</param>
public sealed record RowKey(IReadOnlyList<string> Values)
{
    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code), '"', '\\']);

    public string Text => Values.Count == 1 ? Values[0] : Array(Values);

    /// <exception cref="RowRefusalException">`key_invalid`: not as many values as the key has columns, or one of them null.</exception>
    public static RowKey Of(TableDeclaration table, IReadOnlyList<string?> texts) =>
        texts.Count == table.Key.Count && texts.All(text => text is not null && IsStorable(text))
            ? new RowKey([.. texts.OfType<string>()])
            : throw Invalid(table, null);

    /// <exception cref="RowRefusalException">`key_invalid`.</exception>
    public static RowKey Parse(TableDeclaration table, string text)
    {
        if (table.Key.Count == 1)
        {
            return Of(table, [text]);
        }

        try
        {
            return JsonSerializer.Deserialize<string?[]>(text) is { } values ? Of(table, values) : throw Invalid(table, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Invalid(table, e);
        }
    }

    /// <summary>Whether PostgreSQL could hold the text: no U+0000, no half of a character.</summary>
    private static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True of the row with this key alone.</summary>
    public RowCondition Condition(TableDeclaration table) =>
        RowLogic.All([.. RowColumns.Of(table).Key.Zip(Values, (column, value) => new RowFilter(RowPath.Of(column), RowOperator.Eq, value))])!;

    public override string ToString() => Text;

    public bool Equals(RowKey? other) => other is not null && Values.SequenceEqual(other.Values, StringComparer.Ordinal);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>As PostgreSQL's to_json writes a text[]: nothing is escaped that need not be.</summary>
    private static string Array(IReadOnlyList<string> values)
    {
        var json = new StringBuilder("[");
        foreach (var value in values)
        {
            json.Append(json.Length > 1 ? ",\"" : "\"");
            if (value.AsSpan().ContainsAny(Escaped))
            {
                Escape(json, value);
            }
            else
            {
                json.Append(value);
            }

            json.Append('"');
        }

        return json.Append(']').ToString();
    }

    private static void Escape(StringBuilder json, string value)
    {
        foreach (var c in value)
        {
            json.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }
    }

    private static RowRefusalException Invalid(TableDeclaration table, Exception? inner) =>
        new("key_invalid", $"That is no key of {table.FullName}.", inner)
        {
            Column = string.Join(", ", table.Key),
            Remedy = table.Key.Count == 1
                ? $"Give the text of {table.Key[0]}."
                : $"Give a JSON array of {table.Key.Count} texts, in this order: {string.Join(", ", table.Key)}.",
        };
}

using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Users;

/// <summary>The functions that an expression from outside may call: none reads, writes, waits or makes large texts of small ones.</summary>
internal static class SafeFunctions
{
    private static readonly Dictionary<string, (int Least, int Most)> Functions = Taking(
        (0, 0, "now gen_random_uuid"),
        (1, 1, "length char_length octet_length lower upper abs ceil floor sign sqrt md5 jsonb_typeof jsonb_array_length cardinality isfinite"),
        (1, 2, "btrim ltrim rtrim round trunc"),
        (2, 2, "left right starts_with strpos mod date_part"),
        (2, 3, "substr date_trunc"),
        (3, 3, "split_part"));

    /// <summary>They are syntax in PostgreSQL, and stand in no schema.</summary>
    private static readonly Dictionary<string, (int Least, int Most)> Forms = Taking((1, 20, "coalesce greatest least"), (2, 2, "nullif"));

    /// <param name="list">Reads the arguments, brackets and all.</param>
    /// <exception cref="SafeExpressionException">The function is not known here, or takes another number of values.</exception>
    public static string Call(SafeToken name, Func<IReadOnlyList<string>> list)
    {
        var function = name.Text == "trim" ? "btrim" : name.Text;
        var form = Forms.TryGetValue(function, out var bounds);
        if (!form && !Functions.TryGetValue(function, out bounds))
        {
            throw new SafeExpressionException(name.At, $"The function '{Shown.Of(name.Text)}' is not among those that may be called here",
                Nearest.Remedy(name.Text, [.. Functions.Keys, .. Forms.Keys, "trim"], "function"));
        }

        var arguments = list();
        if (arguments.Count < bounds.Least || arguments.Count > bounds.Most)
        {
            throw new SafeExpressionException(name.At, $"'{name.Text}' takes {bounds.Least}{(bounds.Most > bounds.Least ? $" to {bounds.Most}" : "")} values and has {arguments.Count}", "Give it as many as it takes.");
        }

        // Such names as left are words of the language, and functions only in quotes.
        return $"{(form ? function : $"pg_catalog.{Quote.Name(function)}")}({string.Join(", ", arguments)})";
    }

    private static Dictionary<string, (int Least, int Most)> Taking(params (int Least, int Most, string Names)[] groups) =>
        groups.SelectMany(group => group.Names.Split(' '), (group, name) => (name, group)).ToDictionary(pair => pair.name, pair => (pair.group.Least, pair.group.Most), StringComparer.Ordinal);
}

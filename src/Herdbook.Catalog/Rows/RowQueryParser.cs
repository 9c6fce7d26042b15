using System.Globalization;
using System.Text.RegularExpressions;
using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Rows;

/// <summary>Reads a request's parameters, in PostgREST's grammar, over the catalog.</summary>
public static partial class RowQueryParser
{
    /// <summary>Parameters that are not about which rows: those of a write.</summary>
    private static readonly string[] OfWrites = ["columns", "on_conflict"];

    private static readonly string[] Logic = ["and", "or"];

    /// <exception cref="RowRefusalException">The first thing that is wrong, with its column, rule and remedy.</exception>
    public static RowQuery Parse(CatalogSet catalog, string table, IEnumerable<KeyValuePair<string, string>> query) =>
        Parse(catalog, Table(catalog, table), query);

    /// <inheritdoc cref="Parse(CatalogSet, string, IEnumerable{KeyValuePair{string, string}})"/>
    public static RowQuery Parse(CatalogSet catalog, TableDeclaration table, IEnumerable<KeyValuePair<string, string>> query)
    {
        var parameters = query as IReadOnlyList<KeyValuePair<string, string>> ?? [.. query];
        var root = new Node(table, 0);
        new SelectReader(catalog).Read(root, parameters.FirstOrDefault(parameter => parameter.Key == "select").Value ?? "*");
        var reading = new Reading();
        foreach (var (key, value) in parameters)
        {
            RefuseNul(key, value);
            if (key != "select" && !OfWrites.Contains(key, StringComparer.Ordinal))
            {
                reading.Read(root, key, value);
            }
        }

        return root.Query(reading.AsOf, reading.Deleted) with { After = reading.After };
    }

    /// <param name="name">With its module, or without it where only one table is called so.</param>
    /// <exception cref="RowRefusalException">`table_unknown`, with the nearest name.</exception>
    public static TableDeclaration Table(CatalogSet catalog, string name)
    {
        if (catalog.Find(name) is { } table)
        {
            return table;
        }

        var bare = name.Contains('.', StringComparison.Ordinal) ? [] : catalog.Tables.Where(table => table.Name == name).ToList();
        return bare.Count == 1 ? bare[0] : throw new RowRefusalException("table_unknown", $"There is no table '{Shown.Of(name)}'.")
        {
            Status = 404,
            Remedy = bare.Count > 1
                ? $"Say which: {string.Join(", ", bare.Select(table => table.FullName))}."
                : Nearest.Remedy(name, [.. catalog.Tables.Select(table => table.FullName)], "table"),
        };
    }

    private static void RefuseNul(string key, string value)
    {
        if (key.Contains('\0', StringComparison.Ordinal) || value.Contains('\0', StringComparison.Ordinal))
        {
            throw new RowRefusalException("value_invalid", "The request holds the character U+0000, which PostgreSQL cannot store.")
            {
                Rule = Shown.Of(key),
                Remedy = "Leave it out.",
            };
        }
    }

    /// <summary>What the parameters said so far that is not about one table alone.</summary>
    private sealed class Reading
    {
        private readonly FilterReader _filters = new();

        public DateTimeOffset? AsOf { get; private set; }

        public RowDeleted Deleted { get; private set; }

        public string? After { get; private set; }

        public void Read(Node root, string key, string value)
        {
            switch (key)
            {
                case "after" when !IsFilter(root, key, value):
                    After = value;
                    return;
                case "as_of" when !IsFilter(root, key, value):
                    AsOf = Time(value);
                    return;
                case "deleted" when !IsFilter(root, key, value):
                    Deleted = DeletedOf(value);
                    return;
                default:
                    ReadOf(root, new Scan(key, key), value);
                    return;
            }
        }

        /// <summary>A column that is called as a parameter is: its filter begins with an operator.</summary>
        private static bool IsFilter(Node root, string key, string value)
        {
            var word = value.AsSpan(0, Math.Max(value.IndexOfAny(['.', '(']), 0));
            return RowColumns.Of(root.Table).Find(key) is not null && (word is "not" || RowOperators.TryParse(word, out _));
        }

        private void ReadOf(Node root, Scan key, string value)
        {
            var node = root;
            while (true)
            {
                var name = key.Name("a column");
                if (key.Ended && Reserved(node, name, value))
                {
                    return;
                }

                var negated = name == "not" && key.Take(".");
                if (negated)
                {
                    name = key.Name("and or or");
                }

                if (key.Ended && Logic.Contains(name, StringComparer.Ordinal) && RowColumns.Of(node.Table).Find(name) is null)
                {
                    _filters.ReadLogic(node, name, negated, value);
                    return;
                }

                if (!negated && key.Take("."))
                {
                    node = Embedded(node, name, key);
                    continue;
                }

                _filters.Read(node, name, key, value);
                return;
            }
        }

        /// <summary>The embed that a path names, by one word or, with its module, by two.</summary>
        private static Node Embedded(Node node, string name, Scan key)
        {
            if (node.Embedded(name) is { } embedded)
            {
                return embedded;
            }

            var at = key.At;
            if (key.TryWord() is { Length: > 0 } second && key.Take(".") && node.Embedded($"{name}.{second}") is { } whole)
            {
                return whole;
            }

            key.Back(at);
            throw new RowRefusalException("embed_unknown", $"'{Shown.Of(name)}' is not embedded in this request.")
            {
                Rule = "select",
                Remedy = node.EmbedNames.Any() && Nearest.Of(name, node.EmbedNames) is { } near
                    ? $"Did you mean '{near}'?"
                    : $"Put it into select first: select=*,{Shown.Of(name)}(*).",
            };
        }

        private static bool Reserved(Node node, string name, string value)
        {
            switch (name)
            {
                case "order":
                    node.Order.AddRange(OrderReader.Read(node, value));
                    return true;
                case "limit":
                    node.Limit = Bound(name, value);
                    return true;
                case "offset":
                    node.Offset = Bound(name, value);
                    return true;
                default:
                    return false;
            }
        }

        private static long Bound(string name, string value) =>
            long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bound)
                ? bound
                : throw new RowRefusalException("query_syntax", $"'{name}' is a number of rows, 0 or more, and not '{Shown.Of(value)}'.") { Rule = name, Remedy = $"As in {name}=25." };

        private static DateTimeOffset Time(string value)
        {
            // In an address a plus is a space: a zone may have lost its sign.
            var text = LostPlus().Replace(value, "+$1");
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : throw new RowRefusalException("query_syntax", $"'as_of' is a time, and not '{Shown.Of(value)}'.") { Rule = "as_of", Remedy = "As in as_of=2026-11-21T09:30:00Z." };
        }

        private static RowDeleted DeletedOf(string value) => value switch
        {
            "exclude" => RowDeleted.Exclude,
            "include" => RowDeleted.Include,
            "only" => RowDeleted.Only,
            _ => throw new RowRefusalException("query_syntax", $"'deleted' is exclude, include or only, and not '{Shown.Of(value)}'.") { Rule = "deleted", Remedy = "As in deleted=include." },
        };
    }

    [GeneratedRegex(@"(?<=\d) (\d\d:?\d\d)\z")]
    private static partial Regex LostPlus();
}

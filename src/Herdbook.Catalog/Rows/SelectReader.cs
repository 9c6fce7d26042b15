using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Rows;

/// <summary>Reads <c>select</c>: columns, JSON paths, casts, aggregates and embeds.</summary>
internal sealed class SelectReader(CatalogSet catalog)
{
    private readonly RowLinks _links = RowLinks.Of(catalog);
    private int _embeds;
    private int _items;

    public void Read(Node root, string value)
    {
        var scan = new Scan("select", value);
        ReadItems(root, scan);
        scan.ExpectEnd();
    }

    private void ReadItems(Node node, Scan scan)
    {
        if (scan.Ended || scan.Next == ')')
        {
            return;
        }

        do
        {
            RowBounds.Check(++_items, RowBounds.MaxItems, "items in select");
            ReadItem(node, scan);
        }
        while (scan.Take(","));
    }

    private void ReadItem(Node node, Scan scan)
    {
        if (scan.Take("*"))
        {
            foreach (var column in RowColumns.Of(node.Table).Readable)
            {
                node.Add(RowField.Of(column));
            }

            return;
        }

        var spread = scan.Take("...");
        var at = scan.At;
        string? alias = scan.Name("a column, a relation or *", ".");
        if (scan.Next == ':' && !scan.Rest.StartsWith("::", StringComparison.Ordinal))
        {
            scan.Take(":");
            at = scan.At;
            _ = scan.Name("a column or a relation", ".");
        }
        else
        {
            alias = null;
        }

        var isAggregate = IsAggregate(node, scan, at);
        if (!isAggregate && scan.Next is '(' or '!')
        {
            scan.Back(at);
            ReadEmbed(node, scan, alias, spread);
            return;
        }

        scan.Back(at);
        if (spread)
        {
            throw scan.Fault("a relation is expected after '...'");
        }

        node.Add(ReadField(node, scan, alias));
    }

    /// <summary>Whether a function with empty brackets ends here, and not an embed of nothing.</summary>
    private static bool IsAggregate(Node node, Scan scan, int start)
    {
        if (!scan.Rest.StartsWith("()", StringComparison.Ordinal))
        {
            return false;
        }

        var word = scan.Between(start);
        var dot = word.LastIndexOf('.');
        return dot >= 0 ? FunctionOf(word[(dot + 1)..]) is not null || RowColumns.Of(node.Table).Find(word[..dot]) is not null : word is "count";
    }

    private void ReadEmbed(Node node, Scan scan, string? alias, bool spread)
    {
        var target = scan.Name("a relation", ".");
        string? hint = null;
        var inner = false;
        while (scan.Take("!"))
        {
            var word = scan.Name("a hint, inner or left", ".");
            switch (word)
            {
                case "inner":
                    inner = true;
                    break;
                case "left":
                    break;
                default:
                    hint = word;
                    break;
            }
        }

        RowBounds.Check(++_embeds, RowBounds.MaxEmbeds, "embeds");
        RowBounds.Check(node.Depth + 1, RowBounds.MaxEmbedDepth, "embeds within each other");
        var link = _links.Find(node.Table, target, hint);
        if (spread && link.Many)
        {
            throw new RowRefusalException("embed_spread", $"'{Shown.Of(target)}' is related to {node.Table.FullName} by many rows, which cannot be spread into one.")
            {
                Rule = "select",
                Remedy = $"Embed it as an array: {Shown.Of(target)}(…).",
            };
        }

        var name = alias ?? (link.Column == target ? target : link.To.Name);
        var embed = new Node(link.To, node.Depth + 1) { Link = link, Name = name, Inner = inner, Spread = spread };
        scan.Expect("(", "after a relation");
        ReadItems(embed, scan);
        scan.Expect(")", "after the columns of a relation");
        node.Add(embed);
    }

    private static RowItem ReadField(Node node, Scan scan, string? alias)
    {
        if (scan.Take("count()"))
        {
            return new RowAggregate(alias ?? "count", RowFunction.Count, null, null, Cast(scan));
        }

        var path = Paths.Read(node.Table, scan);
        var cast = Cast(scan);
        if (!scan.Take("."))
        {
            return new RowField(alias ?? Paths.NameOf(path), path, cast);
        }

        var word = scan.Name("a function");
        var function = FunctionOf(word) ?? throw new RowRefusalException("function_unknown", $"There is no function '{Shown.Of(word)}'.")
        {
            Column = path.Column.Name,
            Rule = "select",
            Remedy = Nearest.Remedy(word, [.. Enum.GetValues<RowFunction>().Select(Word)], "function"),
        };
        scan.Expect("()", "after a function");
        RowTypes.CheckFunction(path, cast, function);
        return new RowAggregate(alias ?? Word(function), function, path, cast, Cast(scan));
    }

    private static string? Cast(Scan scan) => scan.Take("::") ? RowTypes.Cast(scan.Until(",).")) : null;

    private static RowFunction? FunctionOf(string word) => word switch
    {
        "count" => RowFunction.Count,
        "sum" => RowFunction.Sum,
        "avg" => RowFunction.Avg,
        "min" => RowFunction.Min,
        "max" => RowFunction.Max,
        _ => null,
    };

    private static string Word(RowFunction function) => function.ToString().ToLowerInvariant();
}

namespace Herdbook.Catalog.Rows;

/// <summary>Reads <c>order</c>: <c>a.desc.nullslast,b->>c,related(d).asc</c>.</summary>
internal static class OrderReader
{
    public static List<RowOrder> Read(Node node, string value)
    {
        var scan = new Scan("order", value);
        var terms = new List<RowOrder>();
        if (scan.Ended)
        {
            return terms;
        }

        do
        {
            RowBounds.Check(terms.Count + 1, RowBounds.MaxPath, "terms in an order");
            terms.Add(Term(node, scan));
        }
        while (scan.Take(","));
        scan.ExpectEnd();
        return terms;
    }

    private static RowOrder Term(Node node, Scan scan)
    {
        var at = scan.At;
        var name = scan.Name("a column", ".");
        if (scan.Next == '(')
        {
            return Through(node, name, scan);
        }

        scan.Back(at);
        var path = Paths.Read(node.Table, scan);
        RowTypes.CheckOrder(path);
        return Directed(scan, path, null);
    }

    private static RowOrder Through(Node node, string name, Scan scan)
    {
        var embed = node.Embedded(name) ?? throw new RowRefusalException("embed_unknown", $"'{Yaml.Shown.Of(name)}' is not embedded in this request.")
        {
            Rule = "order",
            Remedy = $"Put it into select first: select=*,{Yaml.Shown.Of(name)}(*).",
        };
        if (embed.Link!.Many)
        {
            throw new RowRefusalException("order_related", $"{node.Table.FullName} is related to '{embed.Name}' by many rows, which give no order.")
            {
                Rule = "order",
                Remedy = $"Order the embedded rows themselves: {embed.Name}.order=….",
            };
        }

        scan.Take("(");
        var path = Paths.Read(embed.Table, scan);
        RowTypes.CheckOrder(path);
        scan.Expect(")", "after the column of a relation");
        return Directed(scan, path, embed.Name);
    }

    private static RowOrder Directed(Scan scan, RowPath path, string? through)
    {
        var descending = false;
        bool? nullsFirst = null;
        for (var word = Word(scan); word is not null; word = Word(scan))
        {
            switch (word)
            {
                case "asc":
                    descending = false;
                    break;
                case "desc":
                    descending = true;
                    break;
                case "nullsfirst":
                    nullsFirst = true;
                    break;
                case "nullslast":
                    nullsFirst = false;
                    break;
                default:
                    throw scan.Fault("asc, desc, nullsfirst or nullslast is expected");
            }
        }

        return new RowOrder(path, through, descending, nullsFirst);
    }

    private static string? Word(Scan scan) => scan.Take(".") ? scan.TryWord() : null;
}

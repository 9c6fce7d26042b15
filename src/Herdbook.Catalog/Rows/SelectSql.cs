using System.Globalization;

namespace Herdbook.Catalog.Rows;

/// <summary>
/// A select in two levels: within, the page of rows with the columns that are needed, filtered, ordered and bounded; around it, the answer's
/// form. So related rows are looked up for the rows of the page alone.
/// </summary>
internal sealed class SelectSql(SqlText sql)
{
    /// <summary>A function takes a hundred arguments, which is fifty names with their values.</summary>
    private const int PairsPerCall = 50;

    /// <summary>What the rows show with spread embeds flattened into them.</summary>
    public static IReadOnlyList<RowItem> Flat(RowQuery query)
    {
        var flat = new List<RowItem>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Flatten(query, flat, names);
        return flat;
    }

    public void Rows(RowQuery query, RowFormat format, RowExtras extras, string? written)
    {
        var page = sql.Alias();
        var shown = new Page(query);
        sql.Add("select ");
        if (format == RowFormat.Text)
        {
            Texts(shown, page);
        }
        else
        {
            sql.Add(format == RowFormat.JsonStripped ? "json_strip_nulls(" : "");
            Object(shown, page, format);
            sql.Add(format == RowFormat.JsonStripped ? ") as row" : " as row");
        }

        sql.Add(extras.HasFlag(RowExtras.Version) ? $", {page}.version" : "").Add(extras.HasFlag(RowExtras.Cursor) ? $", {page}.cursor" : "");
        sql.Add(" from (");
        Inner(shown, extras, written, null);
        sql.Add($") {page}");
    }

    /// <summary>The page's rows with columns c0, c1… for the items and k0, k1… for what embeds are found by.</summary>
    private void Inner(Page page, RowExtras extras, string? written, Action<string>? match)
    {
        var query = page.Query;
        var alias = sql.Alias();
        sql.Add("select ");
        var first = true;
        foreach (var (item, number) in page.Columns)
        {
            sql.Add(first ? "" : ", ");
            first = false;
            Item(alias, item);
            sql.Add($" as c{number}");
        }

        foreach (var (embed, number) in page.Embeds)
        {
            sql.Add(first ? "" : ", ").Column(alias, embed.Link.Near).Add($" as k{number}");
            first = false;
        }

        if (extras.HasFlag(RowExtras.Version))
        {
            sql.Add(first ? "" : ", ").Add($"{alias}.xmin::text as version");
        }

        sql.From(query, alias, written);
        sql.Standing(query, alias);
        match?.Invoke(alias);
        EmbedSql.Conditions(sql, query, alias);
        Ordered(query, alias);
        Bounded(query);
    }

    private void Item(string alias, RowItem item)
    {
        switch (item)
        {
            case RowField field:
                sql.Path(alias, field.Path).Add(field.Cast is null ? "" : $"::{field.Cast}");
                break;
            default:
                throw new InvalidOperationException($"No SQL for {item.GetType().Name}.");
        }
    }

    private void Ordered(RowQuery query, string alias)
    {
        var first = true;
        foreach (var term in RowOrders.Total(query))
        {
            sql.Add(first ? " order by " : ", ").Path(alias, term.Path);
            first = false;
            sql.Add(term.Descending ? " desc" : "").Add(term.NullsFirst is { } nullsFirst && nullsFirst != term.Descending ? nullsFirst ? " nulls first" : " nulls last" : "");
        }
    }

    private void Bounded(RowQuery query)
    {
        if (query.Limit is { } limit)
        {
            sql.Add(" limit ").Value(limit.ToString(CultureInfo.InvariantCulture), "bigint");
        }

        if (query.Offset > 0)
        {
            sql.Add(" offset ").Value(query.Offset.ToString(CultureInfo.InvariantCulture), "bigint");
        }
    }

    private void Object(Page page, string alias, RowFormat format)
    {
        var calls = page.Shown.Chunk(PairsPerCall).ToList();
        if (calls.Count == 0)
        {
            sql.Add("json_build_object()");
        }

        for (var call = 0; call < calls.Count; call++)
        {
            // The members of several calls are put together as text, which keeps their order.
            sql.Add((calls.Count, call) switch
            {
                (1, _) => "",
                (_, 0) => "(left(",
                _ => " || ', ' || substr(",
            });
            sql.Add("json_build_object(");
            for (var i = 0; i < calls[call].Length; i++)
            {
                var (item, number) = calls[call][i];
                sql.Add(i == 0 ? "" : ", ");
                Name(item);
                sql.Add(", ");
                Shown(item, number, alias, format);
            }

            sql.Add(")").Add((calls.Count, call) switch
            {
                (1, _) => "",
                (_, 0) => "::text, -1)",
                _ when call < calls.Count - 1 => "::text, 2)",
                _ => "::text, 2))::json",
            });
        }
    }

    private void Texts(Page page, string alias)
    {
        for (var i = 0; i < page.Shown.Count; i++)
        {
            sql.Add(i == 0 ? "" : ", ");
            Shown(page.Shown[i].Item, page.Shown[i].Number, alias, RowFormat.Json);
            sql.Add("::text");
        }
    }

    private void Shown(RowItem item, int number, string alias, RowFormat format)
    {
        if (item is not RowEmbed embed)
        {
            sql.Add($"{alias}.c{number}");
            return;
        }

        sql.Add(embed.Link.Many ? "array_to_json(array(" : "(");
        Related(embed, number, alias, format);
        sql.Add(embed.Link.Many ? "))" : ")");
    }

    private void Related(RowEmbed embed, int number, string alias, RowFormat format)
    {
        var page = sql.Alias();
        var shown = new Page(embed.Query with { Limit = embed.Link.Many ? Math.Min(embed.Query.Limit ?? RowBounds.DefaultLimit, RowBounds.MaxLimit) : 1 });
        sql.Add("select ");
        Object(shown, page, format);
        sql.Add(" from (");
        Inner(shown, RowExtras.None, null, far =>
        {
            sql.Add(" and ");
            EmbedSql.Match(sql, embed, far, alias, $"k{number}", embed.Query);
        });
        sql.Add($") {page}");
    }

    /// <summary>A name in the answer: the declaration's stands in the SQL, one that the request made up is a value.</summary>
    private void Name(RowItem item)
    {
        if (item is RowField { Path.Steps.Count: 0 } field && field.Path.Column.Name == item.Name)
        {
            sql.Add(Quote.Literal(item.Name));
        }
        else
        {
            sql.Value(item.Name, "text");
        }
    }

    private static void Flatten(RowQuery query, List<RowItem> flat, HashSet<string> names)
    {
        foreach (var item in query.Select)
        {
            if (item is RowEmbed { Spread: true } spread)
            {
                Flatten(spread.Query, flat, names);
                continue;
            }

            if (!names.Add(item.Name))
            {
                throw new RowRefusalException("select_duplicate", $"Two things in the answer would be called '{Yaml.Shown.Of(item.Name)}'.")
                {
                    Rule = "select",
                    Remedy = "Give one of them a name of its own: select=alias:column.",
                };
            }

            flat.Add(item);
        }
    }

    /// <summary>A query with numbers for its columns.</summary>
    private sealed class Page
    {
        public Page(RowQuery query)
        {
            Query = query;
            Shown = [.. Flat(query).Select((item, number) => (item, number))];
            Columns = [.. Shown.Where(shown => shown.Item is not RowEmbed)];
            Embeds = [.. Shown.Where(shown => shown.Item is RowEmbed).Select(shown => ((RowEmbed)shown.Item, shown.Number))];
        }

        public RowQuery Query { get; }

        public IReadOnlyList<(RowItem Item, int Number)> Shown { get; }

        public IReadOnlyList<(RowItem Item, int Number)> Columns { get; }

        public IReadOnlyList<(RowEmbed Embed, int Number)> Embeds { get; }
    }
}

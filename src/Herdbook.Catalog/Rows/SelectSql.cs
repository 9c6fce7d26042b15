using System.Globalization;

namespace Herdbook.Catalog.Rows;

/// <summary>
/// A select in two levels: within, the page of rows with the columns that are needed, filtered, ordered and bounded; around it, the answer's
/// form. So related rows are looked up for the rows of the page alone.
/// </summary>
internal sealed class SelectSql(SqlText sql)
{
    public void Rows(RowQuery query, RowFormat format, RowExtras extras, string? written)
    {
        var outer = sql.Alias();
        var page = new Page(query);
        sql.Add("select ");
        if (format == RowFormat.Text)
        {
            Texts(page, outer);
            Extras(outer, extras).Add(" from (");
            Inner(page, extras, written, null);
            sql.Add($") {outer}");
            return;
        }

        sql.Add(format == RowFormat.JsonStripped ? "json_strip_nulls(" : "");
        var named = Object(page, outer);
        sql.Add(format == RowFormat.JsonStripped ? ") as row" : " as row");
        Extras(outer, extras).Add(" from (");
        Inner(page, extras, written, null);
        sql.Add($") {outer}");
        Named(page, outer, named);
    }

    private SqlText Extras(string outer, RowExtras extras) =>
        sql.Add(extras.HasFlag(RowExtras.Version) ? $", {outer}.version" : "").Add(extras.HasFlag(RowExtras.Cursor) ? $", {outer}.cursor" : "");

    /// <summary>The page's rows: columns c0, c1… for items and k0, k1… for what embeds are found by.</summary>
    /// <param name="match">Writes what ties the row at an alias to the one that it is embedded in.</param>
    private void Inner(Page page, RowExtras extras, string? written, Action<string>? match)
    {
        var query = page.Query;
        var alias = sql.Alias();
        var spreads = page.Spreads.Select(spread => (Spread: spread, Alias: sql.Alias())).ToList();
        sql.Add("select ");
        for (var i = 0; i < page.Slots.Count; i++)
        {
            sql.Add(i == 0 ? "" : ", ");
            Slot(page.Slots[i], query, alias, spreads);
        }

        if (extras.HasFlag(RowExtras.Version))
        {
            sql.Add(page.Slots.Count == 0 ? "" : ", ").Add($"{alias}.xmin::text as version");
        }

        if (extras.HasFlag(RowExtras.Cursor))
        {
            sql.Add(page.Slots.Count == 0 && !extras.HasFlag(RowExtras.Version) ? "" : ", ").Place(query, alias).Add(" as cursor");
        }

        sql.From(query, alias, written);
        foreach (var (spread, its) in spreads)
        {
            sql.Add(" left join lateral (");
            Inner(spread.Page, RowExtras.None, null, far => Tie(spread.Embed, far, alias, spread.Embed.Link.Near, query));
            sql.Add($") {its} on true");
        }

        sql.Standing(query, alias, written is not null);
        match?.Invoke(alias);
        EmbedSql.Conditions(sql, query, alias);
        if (query.After is { Length: > 0 } cursor)
        {
            sql.Add(" and ").After(query, alias, cursor);
        }

        GroupBy(page);
        sql.OrderBy(query, alias);
        Bounded(query);
    }

    private void Slot(Slot slot, RowQuery query, string alias, List<(Spread Spread, string Alias)> spreads)
    {
        if (slot.Spread is { } spread)
        {
            var letter = slot.IsKey ? 'k' : 'c';
            sql.Add($"{spreads.First(known => known.Spread == spread).Alias}.{letter}{slot.SpreadNumber} as {letter}{slot.Number}");
            return;
        }

        switch (slot.Item)
        {
            case RowField field:
                sql.Path(alias, field.Path).Add(field.Cast is null ? "" : $"::{field.Cast}");
                break;
            case RowAggregate figure:
                Figure(figure, alias);
                break;
            case RowEmbed embed when query.Aggregates:
                // Rows are grouped by what is embedded, and json has no equality.
                sql.Add("(");
                Related(embed, alias, embed.Link.Near);
                sql.Add(")::jsonb");
                break;
            case RowEmbed embed:
                sql.Column(alias, embed.Link.Near).Add($" as k{slot.Number}");
                return;
            default:
                throw new InvalidOperationException($"No SQL for {slot.Item.GetType().Name}.");
        }

        sql.Add($" as c{slot.Number}");
    }

    private void Figure(RowAggregate figure, string alias)
    {
        sql.Add(figure.Function switch
        {
            RowFunction.Count => "count(",
            RowFunction.Sum => "sum(",
            RowFunction.Avg => "avg(",
            RowFunction.Min => "min(",
            _ => "max(",
        });
        if (figure.Path is { } path)
        {
            sql.Path(alias, path).Add(figure.Cast is null ? "" : $"::{figure.Cast}");
        }
        else
        {
            sql.Add("*");
        }

        sql.Add(")").Add(figure.ResultCast is null ? "" : $"::{figure.ResultCast}");
    }

    private void GroupBy(Page page)
    {
        if (!page.Query.Aggregates)
        {
            return;
        }

        var grouped = page.Slots.Select((slot, at) => (slot, at)).Where(pair => pair.slot.Item is not RowAggregate)
            .Select(pair => (pair.at + 1).ToString(CultureInfo.InvariantCulture)).ToList();
        sql.Add(grouped.Count == 0 ? "" : $" group by {string.Join(", ", grouped)}");
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

    /// <summary>
    /// The row as an object. Where every name is the catalog's own, it is made of a row whose columns are called so: that is quicker, and as
    /// compact as JSON can be. Names that the request made up are values.
    /// </summary>
    /// <returns>The alias of that row, which <see cref="Named"/> makes; null where there is none.</returns>
    private string? Object(Page page, string alias)
    {
        if (page.Slots.Count > 0 && page.Slots.All(slot => IsDeclared(slot.Item)))
        {
            var named = sql.Alias();
            sql.Add($"row_to_json({named})");
            return named;
        }

        JsonObject.Write(sql, page.Slots, slot => sql.Value(slot.Item.Name, "text"), slot => Shown(slot, page.Query, alias));
        return null;
    }

    private void Named(Page page, string alias, string? named)
    {
        if (named is null)
        {
            return;
        }

        for (var i = 0; i < page.Slots.Count; i++)
        {
            sql.Add(i == 0 ? " cross join lateral (select " : ", ");
            Shown(page.Slots[i], page.Query, alias);
            sql.Add(" as ").Add(Quote.Name(page.Slots[i].Item.Name));
        }

        sql.Add($") {named}");
    }

    /// <summary>Whether its name in the answer stands in the catalog, or is a function's.</summary>
    private static bool IsDeclared(RowItem item) => item switch
    {
        RowField field => field.Name == field.Path.Column.Name,
        RowEmbed embed => embed.Name == embed.Link.To.Name || embed.Name == embed.Link.Column,
        RowAggregate { Name: "count" or "sum" or "avg" or "min" or "max" } => true,
        _ => false,
    };

    private void Texts(Page page, string alias)
    {
        for (var i = 0; i < page.Slots.Count; i++)
        {
            sql.Add(i == 0 ? "" : ", ");
            Shown(page.Slots[i], page.Query, alias);
            sql.Add("::text");
        }
    }

    private void Shown(Slot slot, RowQuery query, string alias)
    {
        if (slot.Item is RowEmbed embed && !query.Aggregates)
        {
            Related(embed, alias, $"k{slot.Number}");
        }
        else
        {
            sql.Add($"{alias}.c{slot.Number}");
        }
    }

    /// <summary>The related rows as one JSON value: an object or null, or an array.</summary>
    private void Related(RowEmbed embed, string near, string nearColumn)
    {
        var outer = sql.Alias();
        var page = new Page(embed.Query with { Limit = embed.Link.Many ? embed.Query.Limit ?? RowBounds.DefaultLimit : 1 });
        sql.Add(embed.Link.Many ? "array_to_json(array(select " : "(select ");
        var named = Object(page, outer);
        sql.Add(" from (");
        Inner(page, RowExtras.None, null, far => Tie(embed, far, near, nearColumn, embed.Query));
        sql.Add($") {outer}");
        Named(page, outer, named);
        sql.Add(embed.Link.Many ? "))" : ")");
    }

    private void Tie(RowEmbed embed, string far, string near, string nearColumn, RowQuery of)
    {
        sql.Add(" and ");
        EmbedSql.Match(sql, embed, far, near, nearColumn, of);
    }
}

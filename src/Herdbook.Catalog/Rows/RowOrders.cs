namespace Herdbook.Catalog.Rows;

/// <summary>The order that rows come in, and the place of a row in it.</summary>
internal static class RowOrders
{
    /// <summary>
    /// What was asked, then the key's columns that it leaves out, in the direction of the last term: total, so that pages neither overlap nor
    /// leave a row out, and one index can serve it.
    /// </summary>
    public static IReadOnlyList<RowOrder> Total(RowQuery query)
    {
        if (query.Aggregates)
        {
            return query.Order;
        }

        var down = query.Order.Count > 0 && query.Order[^1].Descending;
        return
        [
            .. query.Order,
            .. RowColumns.Of(query.Table).Key
                .Where(column => !query.Order.Any(term => term is { Through: null, Path.Steps.Count: 0 } && term.Path.Column.Name == column.Name))
                .Select(column => new RowOrder(RowPath.Of(column), null, down, null)),
        ];
    }

    /// <summary><c>order by</c> with every term; nothing where there is none.</summary>
    public static SqlText OrderBy(this SqlText sql, RowQuery query, string alias)
    {
        var terms = Total(query);
        for (var i = 0; i < terms.Count; i++)
        {
            sql.Add(i == 0 ? " order by " : ", ");
            if (query.Aggregates)
            {
                sql.Add(Grouped(query, terms[i]));
            }
            else
            {
                sql.Term(query, alias, terms[i]);
            }

            sql.Add(terms[i].Descending ? " desc" : "");
            if (CanBeNull(query, terms[i]) && terms[i].PutsNullsFirst != terms[i].Descending)
            {
                sql.Add(terms[i].PutsNullsFirst ? " nulls first" : " nulls last");
            }
        }

        return sql;
    }

    /// <summary>An array of the texts of the row's place.</summary>
    public static SqlText Place(this SqlText sql, RowQuery query, string alias)
    {
        var first = true;
        foreach (var term in Total(query))
        {
            sql.Add(first ? "array[" : ", ").Term(query, alias, term).Add("::text");
            first = false;
        }

        return sql.Add("]");
    }

    /// <summary>True of the rows after the one at the cursor.</summary>
    public static SqlText After(this SqlText sql, RowQuery query, string alias, string cursor)
    {
        if (query.Aggregates)
        {
            throw new RowRefusalException("cursor_invalid", "Sums have no cursor: they are not rows.") { Rule = "after", Remedy = "Use limit and offset." };
        }

        var terms = Total(query);
        var place = RowCursor.Read(query, cursor);
        if (terms.All(term => term.Descending == terms[0].Descending && !CanBeNull(query, term)))
        {
            return Whole(sql, query, alias, terms, place);
        }

        sql.Add("(");
        for (var i = 0; i < terms.Count; i++)
        {
            sql.Add(i == 0 ? "(" : " or (");
            for (var before = 0; before < i; before++)
            {
                Same(sql, query, alias, terms[before], place[before]).Add(" and ");
            }

            Beyond(sql, query, alias, terms[i], place[i]).Add(")");
        }

        return sql.Add(")");
    }

    /// <summary>One comparison of all, which an index can begin at.</summary>
    private static SqlText Whole(SqlText sql, RowQuery query, string alias, IReadOnlyList<RowOrder> terms, IReadOnlyList<string?> place)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            sql.Add(i == 0 ? "(" : ", ").Term(query, alias, terms[i]);
        }

        for (var i = 0; i < terms.Count; i++)
        {
            sql.Add(i > 0 ? ", " : terms[0].Descending ? ") < (" : ") > (").Value(place[i], Type(terms[i]));
        }

        return sql.Add(")");
    }

    private static SqlText Same(SqlText sql, RowQuery query, string alias, RowOrder term, string? value) =>
        value is null
            ? sql.Term(query, alias, term).Add(" is null")
            : sql.Term(query, alias, term).Add(" = ").Value(value, Type(term));

    private static SqlText Beyond(SqlText sql, RowQuery query, string alias, RowOrder term, string? value)
    {
        if (value is null)
        {
            return term.PutsNullsFirst ? sql.Term(query, alias, term).Add(" is not null") : sql.Add("false");
        }

        if (!term.PutsNullsFirst && CanBeNull(query, term))
        {
            sql.Add("(").Term(query, alias, term).Add(" is null or ");
            return sql.Term(query, alias, term).Add(term.Descending ? " < " : " > ").Value(value, Type(term)).Add(")");
        }

        return sql.Term(query, alias, term).Add(term.Descending ? " < " : " > ").Value(value, Type(term));
    }

    private static SqlText Term(this SqlText sql, RowQuery query, string alias, RowOrder term)
    {
        if (term.Through is not { } name)
        {
            return sql.Path(alias, term.Path);
        }

        var embed = query.Embeds.First(embed => embed.Name == name);
        var far = sql.Alias();
        sql.Add("(select ").Path(far, term.Path).From(embed.Query, far).Standing(embed.Query, far).Add(" and ");
        EmbedSql.Match(sql, embed, far, alias, embed.Link.Near, query);
        return EmbedSql.Conditions(sql, embed.Query, far).Add(" limit 1)");
    }

    /// <summary>The number of the item that the rows are grouped by.</summary>
    private static string Grouped(RowQuery query, RowOrder term)
    {
        var place = query.Shown.ToList().FindIndex(item => item is RowField field
            && term.Through is null && field.Path.Column.Name == term.Path.Column.Name && field.Path.Steps.SequenceEqual(term.Path.Steps));
        if (place < 0 || query.Select.Any(item => item is RowEmbed { Spread: true }))
        {
            throw new RowRefusalException("order_aggregate", $"'{term.Path.Column.Name}' gives sums no order: they are not grouped by it.")
            {
                Column = term.Path.Column.Name,
                Rule = "order",
                Remedy = "Order by a column of select that is not summed up.",
            };
        }

        return (place + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static bool CanBeNull(RowQuery query, RowOrder term) =>
        term.Through is not null || term.Path.Steps.Count > 0 || query.Table.Kind == TableKind.View
        || !(term.Path.Column.Required || term.Path.Column.Identity || query.Table.Key.Contains(term.Path.Column.Name));

    private static string Type(RowOrder term) => RowTypes.Operand(RowTypes.TypeOf(term.Path));
}

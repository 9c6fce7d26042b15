namespace Herdbook.Catalog.Rows;

/// <summary>How rows of a related table are found from a row.</summary>
internal static class EmbedSql
{
    /// <summary>Whether the row at <paramref name="alias"/> has a row of the embed.</summary>
    public static SqlText Exists(SqlText sql, string alias, RowEmbed embed, RowQuery of)
    {
        var far = sql.Alias();
        sql.Add("exists (select").From(embed.Query, far).Standing(embed.Query, far);
        sql.Add(" and ");
        Match(sql, embed, far, alias, embed.Link.Near, of);
        return Conditions(sql, embed.Query, far).Add(")");
    }

    /// <summary>The far row belongs to the near one.</summary>
    /// <param name="nearColumn">How the near row's column is called at its alias.</param>
    public static SqlText Match(SqlText sql, RowEmbed embed, string far, string near, string nearColumn, RowQuery of)
    {
        sql.Column(far, embed.Link.Far);
        if (embed.Link.Through is not { } junction)
        {
            return sql.Add(" = ").Column(near, nearColumn);
        }

        var between = RowQuery.All(junction.Table) with { AsOf = of.AsOf, Deleted = of.Deleted == RowDeleted.Only ? RowDeleted.Include : of.Deleted };
        var alias = sql.Alias();
        sql.Add(" in (select ").Column(alias, junction.Far).From(between, alias).Standing(between, alias);
        return sql.Add(" and ").Column(alias, junction.Near).Add(" = ").Column(near, nearColumn).Add(")");
    }

    /// <summary>A query's own filters and the embeds that it must have, each after <c>and</c>.</summary>
    public static SqlText Conditions(SqlText sql, RowQuery query, string alias)
    {
        if (query.Where is { } where)
        {
            sql.Add(" and ").Condition(alias, where, query);
        }

        foreach (var embed in query.Embeds.Where(embed => embed.Inner))
        {
            Exists(sql.Add(" and "), alias, embed, query);
        }

        return sql;
    }
}

namespace Herdbook.Catalog.Rows;

/// <summary>Conditions as SQL over a table's alias.</summary>
internal static class ConditionSql
{
    /// <summary>The value at the end of a path.</summary>
    public static SqlText Path(this SqlText sql, string alias, RowPath path)
    {
        if (path.Steps.Count == 0)
        {
            return sql.Column(alias, path.Column.Name);
        }

        sql.Add(RowTypes.KindOf(path.Column.Type) == RowKind.Array ? "(to_jsonb(" : "(").Column(alias, path.Column.Name);
        if (RowTypes.KindOf(path.Column.Type) == RowKind.Array)
        {
            sql.Add(")");
        }

        foreach (var step in path.Steps)
        {
            sql.Add(step.AsText ? " ->> " : " -> ").Value(step.Key, step.IsIndex ? "integer" : "text");
        }

        return sql.Add(")");
    }

    /// <param name="embeds">The embeds that a condition may ask about.</param>
    public static SqlText Condition(this SqlText sql, string alias, RowCondition condition, RowQuery of)
    {
        switch (condition)
        {
            case RowLogic { Terms.Count: 0 } none:
                return sql.Add(none.Any ? "false" : "true");
            case RowLogic logic:
                sql.Add("(");
                for (var i = 0; i < logic.Terms.Count; i++)
                {
                    sql.Add(i == 0 ? "" : logic.Any ? " or " : " and ").Condition(alias, logic.Terms[i], of);
                }

                return sql.Add(")");
            case RowNot not:
                return sql.Add("(not ").Condition(alias, not.Term, of).Add(")");
            case RowEmbedExists exists:
                return EmbedSql.Exists(sql, alias, of.Embeds.First(embed => embed.Name == exists.Embed), of);
            case RowFilter filter:
                return Filter(sql, alias, filter);
            default:
                throw new InvalidOperationException($"No SQL for {condition.GetType().Name}.");
        }
    }

    private static SqlText Filter(SqlText sql, string alias, RowFilter filter)
    {
        var type = RowTypes.Operand(RowTypes.TypeOf(filter.Path));
        var column = filter.Path.Column.Name;
        sql.Add("(");
        switch (filter.Operator)
        {
            case RowOperator.Is:
                return sql.Path(alias, filter.Path).Add(filter.Value switch
                {
                    "null" => " is null)",
                    "not_null" => " is not null)",
                    "true" => " is true)",
                    "false" => " is false)",
                    "unknown" => " is unknown)",
                    _ => throw new InvalidOperationException("The parser lets no other word pass."),
                });
            case RowOperator.In:
                return In(sql, alias, filter, type).Add(")");
            case var op when op.IsTextSearch():
                return TextSearch(sql, alias, filter).Add(")");
            case var op when filter.Quantifier != RowQuantifier.None:
                return sql.Path(alias, filter.Path).Add($" {op.Sql()} {(filter.Quantifier == RowQuantifier.Any ? "any" : "all")}(")
                    .Value(ArrayText.Write(filter.Values!.Select(value => Pattern(op, value))), type + "[]", column).Add("))");
            default:
                return sql.Path(alias, filter.Path).Add($" {filter.Operator.Sql()} ").Value(Pattern(filter.Operator, filter.Value), type, column).Add(")");
        }
    }

    /// <summary>An array's column is compared with each array by itself: an array of arrays would be one of two dimensions.</summary>
    private static SqlText In(SqlText sql, string alias, RowFilter filter, string type)
    {
        if (!type.EndsWith("[]", StringComparison.Ordinal))
        {
            return sql.Path(alias, filter.Path).Add(" = any(").Value(ArrayText.Write(filter.Values!), type + "[]", filter.Path.Column.Name).Add(")");
        }

        sql.Add("false");
        foreach (var value in filter.Values!)
        {
            sql.Add(" or ").Path(alias, filter.Path).Add(" = ").Value(value, type, filter.Path.Column.Name);
        }

        return sql;
    }

    private static SqlText TextSearch(SqlText sql, string alias, RowFilter filter)
    {
        SqlText Configured() => filter.Configuration is { } configuration
            ? sql.Value(configuration, "regconfig", filter.Path.Column.Name).Add(", ")
            : sql;

        sql.Add("to_tsvector(");
        Configured().Path(alias, filter.Path).Add($") @@ {filter.Operator.Sql()}(");
        return Configured().Value(filter.Value, "text", filter.Path.Column.Name).Add(")");
    }

    /// <summary>In an address a star stands for like's percent sign.</summary>
    private static string Pattern(RowOperator op, string value) =>
        op is RowOperator.Like or RowOperator.Ilike ? value.Replace('*', '%') : value;
}

using System.Globalization;

namespace Herdbook.Warehouse.Project;

/// <summary>The SQL of generic tests.</summary>
internal static class TestSql
{
    /// <summary>A query of the rows that fail.</summary>
    /// <param name="inline">Renders an expression of a template, as `ref('dim_date')`.</param>
    /// <param name="custom">Renders the project's own test of that name, where it has one.</param>
    public static string Of(DataTest test, Relation model, Func<string, string> inline, Func<IReadOnlyDictionary<string, object?>, string>? custom)
    {
        var from = test.Where is { } where ? $"(select * from {model.Sql} where {where}) t" : $"{model.Sql} t";
        if (custom is not null)
        {
            return custom(test.Arguments);
        }

        if (RowCondition(test) is { } condition)
        {
            return $"select t.* from {from} where {condition}";
        }

        switch (test.Kind)
        {
            case "unique":
                var keys = string.Join(", ", Columns(test).Select(Expression));
                var known = string.Join(" and ", Columns(test).Select(column => $"{Expression(column)} is not null"));
                return $"select {keys}, count(*) as times from {from} where {known} group by {keys} having count(*) > 1";
            case "relationships":
                var to = inline(Text(test, "to"));
                var column = Expression(test.Column ?? throw Missing(test, "column"));
                var field = Expression(Text(test, "field"));
                return $"select t.* from {from} where {column} is not null and not exists (select 1 from {to} r where r.{field} = t.{column})";
            default:
                throw ProjectFault.At(test.Path, test.Line, $"There is no test '{test.Kind}'.",
                    ProjectWords.Suggest(test.Kind, ["unique", "not_null", "accepted_values", "relationships", "expression"]) ?? "Use unique, not_null, accepted_values, relationships, expression, or a macro test_" + test.Kind + ".");
        }
    }

    /// <summary>What a failing row meets, where a row is enough to tell; tests of one model are then counted in one scan.</summary>
    public static string? RowCondition(DataTest test) => test.Kind switch
    {
        "not_null" => $"{Expression(test.Column ?? throw Missing(test, "column"))} is null",
        "accepted_values" => $"{Expression(test.Column ?? throw Missing(test, "column"))} not in ({string.Join(", ", Values(test).Select(value => Literal(value, test)))})",
        "expression" => $"not coalesce(({Sql(test)}), true)",
        _ => null,
    };

    /// <summary>A value as a template writes it.</summary>
    public static string Word(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        string text => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'",
        object?[] list => $"[{string.Join(", ", list.Select(Word))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "none",
    };

    /// <summary>With a column before it, as dbt_utils takes it: `{expression: ">= 0"}` at a column.</summary>
    private static string Sql(DataTest test)
    {
        var expression = Text(test, "expression").Trim();
        return test.Column is { } column && expression is ['<' or '>' or '=' or '!', ..] ? $"{Expression(column)} {expression}"
            : test.Column is { } of && (expression.StartsWith("in ", StringComparison.OrdinalIgnoreCase) || expression.StartsWith("is ", StringComparison.OrdinalIgnoreCase)
                || expression.StartsWith("between ", StringComparison.OrdinalIgnoreCase) || expression.StartsWith("like ", StringComparison.OrdinalIgnoreCase)) ? $"{Expression(of)} {expression}"
            : expression;
    }

    private static IReadOnlyList<string> Columns(DataTest test) =>
        (test.Arguments.GetValueOrDefault("columns") ?? test.Arguments.GetValueOrDefault("combination_of_columns")) switch
        {
            object?[] list => [.. list.OfType<string>()],
            string one => [one],
            _ => [test.Column ?? throw Missing(test, "column")],
        };

    private static object?[] Values(DataTest test) => test.Arguments.GetValueOrDefault("values") as object?[] ?? throw Missing(test, "values");

    private static string Text(DataTest test, string name) => test.Arguments.GetValueOrDefault(name) is { } value
        ? Convert.ToString(value, CultureInfo.InvariantCulture)!
        : throw Missing(test, name);

    private static string Literal(object? value, DataTest test) => value switch
    {
        string text => test.Arguments.GetValueOrDefault("quote") is false ? text : Relation.Literal(text),
        bool flag => flag ? "true" : "false",
        null => "null",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>A plain name is quoted, anything else is an expression of the author's.</summary>
    private static string Expression(string column) =>
        column.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? Relation.Quote(column) : column;

    private static Exception Missing(DataTest test, string name) => ProjectFault.At(test.Path, test.Line, $"The test '{test.Kind}' needs {name}.");
}

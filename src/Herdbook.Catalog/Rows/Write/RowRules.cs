using System.Globalization;

namespace Herdbook.Catalog.Rows.Write;

/// <summary>A rule of a table, as PostgreSQL's constraint and as the declaration's words.</summary>
/// <param name="Name">In the declaration's words: <c>oneOf</c>, <c>min/max</c>, <c>pattern</c>, <c>shape</c>, <c>refers</c>, <c>key</c>, <c>unique</c>, <c>subject</c>, or the check's own name.</param>
/// <param name="Columns">Those that it is about; none when only the database knows.</param>
/// <param name="Says">What holds of them, as in "is one of XS, S, M".</param>
public sealed record RowRule(string Name, IReadOnlyList<string> Columns, string Says)
{
    /// <summary>The allowed values of a <c>oneOf</c>.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>The table that a <c>refers</c> names, and the column of it that is compared.</summary>
    public ReferenceDeclaration? Refers { get; init; }
}

/// <summary>Finds the declaration's rule for a constraint that PostgreSQL names.</summary>
public static class RowRules
{
    /// <summary>The rule, or null for a constraint that the declaration does not know.</summary>
    public static RowRule? Find(TableDeclaration table, string constraint) =>
        All(table).FirstOrDefault(rule => Quote.Fit($"{table.Name}_{rule.Suffix}") == constraint).Rule;

    private static IEnumerable<(string Suffix, RowRule Rule)> All(TableDeclaration table)
    {
        yield return ("pkey", new RowRule("key", table.Key, "names one row"));
        foreach (var unique in table.Unique)
        {
            yield return ($"{string.Join('_', unique.Columns)}_key", new RowRule("unique", unique.Columns, unique.Where is null ? "is unique" : $"is unique where {unique.Where}"));
        }

        foreach (var column in table.Columns)
        {
            foreach (var rule in Of(column))
            {
                yield return rule;
            }
        }

        if (table.Subject is { } subject)
        {
            yield return ("subject_whole", new RowRule("subject", [subject.TypeColumn, subject.IdColumn], "are both given, or neither"));
        }

        foreach (var check in table.Checks)
        {
            yield return ($"{check.Name}_check", new RowRule(check.Name, [.. table.Columns.Select(column => column.Name).Where(name => Mentions(check.Sql, name))], $"meets {check.Sql}"));
        }
    }

    private static IEnumerable<(string Suffix, RowRule Rule)> Of(ColumnDeclaration column)
    {
        string[] only = [column.Name];
        if (column.OneOf is { } values)
        {
            yield return ($"{column.Name}_one_of", new RowRule("oneOf", only, $"is one of {string.Join(", ", values)}") { Allowed = values });
        }

        if (column.Min is not null || column.Max is not null)
        {
            yield return ($"{column.Name}_range", new RowRule("min/max", only, Range(column)));
        }

        if (column.Pattern is { } pattern)
        {
            yield return ($"{column.Name}_pattern", new RowRule("pattern", only, $"matches {pattern}"));
        }

        if (column.Shape is { } shape)
        {
            yield return ($"{column.Name}_shape", new RowRule("shape", only, $"has the shape {shape}"));
        }

        if (column.Refers is { } refers)
        {
            yield return ($"{column.Name}_fkey", new RowRule("refers", only, $"names a row of {refers.Table}") { Refers = refers });
        }
    }

    private static string Range(ColumnDeclaration column) => (column.Min, column.Max) switch
    {
        ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $"lies between {min} and {max}"),
        ({ } min, null) => string.Create(CultureInfo.InvariantCulture, $"is {min} or more"),
        (_, var max) => string.Create(CultureInfo.InvariantCulture, $"is {max} or less"),
    };

    private static bool Mentions(string sql, string name)
    {
        for (var at = sql.IndexOf(name, StringComparison.Ordinal); at >= 0; at = sql.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var after = at + name.Length;
            if ((at == 0 || !IsWord(sql[at - 1])) && (after == sql.Length || !IsWord(sql[after])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}

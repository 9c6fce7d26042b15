using System.Text.RegularExpressions;
using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Users;

/// <summary>
/// What a declaration may hold that came over the network: data, never code. SQL in it is read as a <see cref="SafeExpression"/> and written
/// again; what runs as more than an expression is refused.
/// </summary>
internal sealed partial class OutsideRules(TableDeclaration table, List<CatalogError> errors)
{
    public const int MaxColumns = 300;
    public const int MaxIndexes = 32;
    public const int MaxChecks = 100;
    public const int MaxPattern = 200;

    /// <summary>Operator classes of PostgreSQL and pgvector that need no name of a schema.</summary>
    private static readonly HashSet<string> OperatorClasses = new(StringComparer.Ordinal)
    {
        "jsonb_ops", "jsonb_path_ops", "array_ops", "text_pattern_ops", "varchar_pattern_ops", "inet_ops",
        "vector_l2_ops", "vector_ip_ops", "vector_cosine_ops", "vector_l1_ops",
    };

    private static readonly HashSet<string> StorageParameters = new(StringComparer.Ordinal) { "fillfactor", "fastupdate", "pages_per_range", "lists", "m", "ef_construction" };

    /// <summary>The declaration with its expressions written anew; of use only when no error was added.</summary>
    public TableDeclaration Checked()
    {
        Sizes();
        Code();
        return table with
        {
            Columns = [.. table.Columns.Select(Column)],
            Checks = [.. table.Checks.Select(check => check with { Sql = Safe(check.Sql, check.At, $"check {check.Name}") })],
            Indexes = [.. table.Indexes.Select(Index)],
            Unique = [.. table.Unique.Select(Index)],
        };
    }

    private void Sizes()
    {
        Bound(table.Columns.Count, MaxColumns, "columns");
        Bound(table.Indexes.Count + table.Unique.Count, MaxIndexes, "indexes and unique rules");
        Bound(table.Checks.Count, MaxChecks, "checks");
    }

    private void Code()
    {
        if (table.Kind == TableKind.View || table.Select is not null)
        {
            Error(table.At, "A view is SQL that others would run.", "Declare it in the home's folder of tables, which is yours alone.");
        }

        if (table.Functions.Count > 0)
        {
            Error(table.Functions[0].At, "A function is SQL that others would run.", "Declare it in the home's folder of tables, which is yours alone.");
        }

        if (table.Triggers.Count > 0)
        {
            Error(table.Triggers[0].At, "A trigger is SQL that others would run.", "Declare it in the home's folder of tables, which is yours alone.");
        }

        if (table.Writer != TableWriter.Anyone)
        {
            Error(table.At, "'writer' is for tables that a program keeps.", "Remove 'writer'.");
        }
    }

    private ColumnDeclaration Column(ColumnDeclaration column)
    {
        foreach (var pattern in Patterns.Of(column))
        {
            Pattern(column, pattern);
        }

        return column with
        {
            Default = column.Default is { IsSql: true } value ? value with { Text = Safe(value.Text, column.At, $"default of {column.Name}") } : column.Default,
            Generated = column.Generated is { } generated ? Safe(generated, column.At, $"generated of {column.Name}") : null,
            Convert = column.Convert is { } convert ? Safe(convert, column.At, $"convert of {column.Name}") : null,
        };
    }

    /// <summary>A back reference makes matching exponential; without one PostgreSQL's engine takes time by the length of pattern and text.</summary>
    private void Pattern(ColumnDeclaration column, string pattern)
    {
        if (pattern.Length > MaxPattern)
        {
            Error(column.At, $"The pattern of '{column.Name}' is longer than {MaxPattern} characters.", "Shorten it.");
        }

        if (BackReference().IsMatch(pattern) || LargeRepeat().IsMatch(pattern) || pattern.StartsWith("***", StringComparison.Ordinal))
        {
            Error(column.At, $"The pattern of '{column.Name}' has a back reference, a directive or a large repetition, which can take without end.", "Write it without; repeat 99 times at most.");
        }
    }

    private IndexDeclaration Index(IndexDeclaration index)
    {
        if (index.Ops is { } ops && !OperatorClasses.Contains(ops))
        {
            Error(index.At, $"'{Shown.Of(ops)}' is no operator class that is known here.", Nearest.Remedy(ops, OperatorClasses, "operator class"));
        }

        foreach (var (name, value) in index.With)
        {
            if (!StorageParameters.Contains(name) || !Plain().IsMatch(value))
            {
                Error(index.At, $"'{Shown.Of(name)}: {Shown.Of(value)}' is no parameter of an index that is known here.", $"Known: {string.Join(", ", StorageParameters)}, each with a whole number, true or false.");
            }
        }

        return index with
        {
            Expressions = [.. index.Expressions.Select(expression => Safe(expression, index.At, "expression of an index"))],
            Where = index.Where is { } where ? Safe(where, index.At, "where of an index") : null,
        };
    }

    private string Safe(string text, SourceMark at, string what)
    {
        try
        {
            return SafeExpression.Sql(table, text);
        }
        catch (SafeExpressionException refused)
        {
            Error(at, $"{char.ToUpperInvariant(what[0])}{what[1..]}, character {refused.At}: {refused.Message}.", refused.Remedy);
            return "null";
        }
    }

    private void Bound(int count, int most, string what)
    {
        if (count > most)
        {
            Error(table.At, $"The table has {count} {what}; {most} is the most.", "Split it.");
        }
    }

    private void Error(SourceMark at, string message, string remedy) => errors.Add(new CatalogError(at.File, at.Line, at.Column, message, remedy));

    [GeneratedRegex(@"\\[1-9]")]
    private static partial Regex BackReference();

    [GeneratedRegex(@"\{\d*,?\d{3,}")]
    private static partial Regex LargeRepeat();

    [GeneratedRegex(@"^(?:\d{1,6}|true|false|on|off)$")]
    private static partial Regex Plain();
}

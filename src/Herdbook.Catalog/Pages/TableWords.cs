using System.Globalization;

namespace Herdbook.Catalog.Pages;

/// <summary>What a declaration says of its columns and rules, in short words for readers.</summary>
public static class TableWords
{
    /// <summary>The type as a declaration writes it: <c>timestamptz</c>, <c>varchar(50)</c>.</summary>
    public static string Type(ColumnDeclaration column) => column.Type
        .Replace("timestamp with time zone", "timestamptz", StringComparison.Ordinal)
        .Replace("character varying", "varchar", StringComparison.Ordinal);

    /// <summary>Every rule of the column, each in a few words; empty where anything of its type will do.</summary>
    public static IEnumerable<string> Rules(TableDeclaration table, ColumnDeclaration column)
    {
        if (table.Key.Contains(column.Name) || column.Name == ImplicitColumns.Tenant)
        {
            yield return "key";
        }
        else if (column.Required && table.Kind != TableKind.View)
        {
            yield return "required";
        }

        if (column.Identity)
        {
            yield return "numbered by the database";
        }

        if (column.Generated is { } computed)
        {
            yield return $"computed: {computed}";
        }

        if (column.Default is { } value)
        {
            yield return $"default {(value.IsSql ? value.Text : Literal(value.Text))}";
        }

        if (column.OneOf is { } values)
        {
            yield return $"one of {string.Join(", ", values)}";
        }

        if ((column.Min ?? column.Max) is not null)
        {
            yield return (column.Min, column.Max) switch
            {
                ({ } min, { } max) => $"{Number(min)} to {Number(max)}",
                ({ } min, null) => $"from {Number(min)}",
                _ => $"to {Number(column.Max!.Value)}",
            };
        }

        if (column.Pattern is { } pattern)
        {
            yield return $"matches {pattern}";
        }

        if (column.Unit is { } unit)
        {
            yield return $"in {unit}";
        }

        if (column.Secret)
        {
            yield return "never shown";
        }

        if (column.Deprecated is { } instead)
        {
            yield return $"deprecated: {instead}";
        }
    }

    /// <summary>What the column names, such as <c>herd.agent_def</c>, with what happens beside; null where it names no row.</summary>
    public static string? Link(ColumnDeclaration column) => column.Refers is not { } reference
        ? null
        : string.Join(", ", new[]
        {
            reference.Column is { } other ? $"{reference.Table}.{other}" : reference.Table,
            reference.Enforced ? null : "shown only",
            reference.OnDelete == "restrict" ? null : reference.OnDelete,
            reference.Register ? "registered where missing" : null,
        }.OfType<string>());

    /// <summary>The columns and expressions of a unique rule or an index, with its condition.</summary>
    public static string Index(IndexDeclaration index)
    {
        var columns = string.Join(", ", [.. index.Columns, .. index.Expressions]);
        var options = string.Concat(index.With.Select(option => $" {option.Key} = {option.Value}"));
        return $"{columns}{(index.Using == "btree" ? "" : $", {index.Using}{(index.Ops is null ? "" : $" {index.Ops}")}{options}")}{(index.Where is null ? "" : $", where {index.Where}")}";
    }

    /// <summary>What may happen to the rows, in a few words.</summary>
    public static string Kind(TableDeclaration table) => table.Kind switch
    {
        TableKind.Entity => "entity: rows change, and are deleted softly",
        TableKind.Version => "version: rows never change",
        TableKind.Ledger => "ledger: rows are only added",
        TableKind.Junction => "junction: rows are added, and deleted softly",
        TableKind.Cache => $"cache: rebuilt from {table.RebuildFrom}",
        _ => "view: computed when it is read",
    };

    private static string Literal(string text) => text.Length == 0 ? "''" : text;

    private static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}

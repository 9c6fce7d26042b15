using Herdbook.Catalog;

namespace Herdbook.Server.Pages.Tables;

/// <summary>How a column's values are read, shown and asked for: of its type, its allowed values, its format and its unit.</summary>
public enum ValueForm
{
    Text,
    Markdown,
    Code,
    Url,
    Email,

    /// <summary>One of the allowed values.</summary>
    Word,
    Boolean,
    WholeNumber,
    Number,
    Money,
    Percent,
    Bytes,

    /// <summary>A number of milliseconds, seconds, minutes, hours or days, as its unit says.</summary>
    Duration,
    Day,
    Time,
    Uuid,
    Json,

    /// <summary>An array.</summary>
    List,
    Vector,

    /// <summary>What PostgreSQL writes as text and pages show as that: intervals, addresses, bytes, transaction numbers.</summary>
    Other,
}

public static class ValueForms
{
    /// <summary>The form of a column. A format counts only on a type that can carry it.</summary>
    public static ValueForm Of(ColumnDeclaration column)
    {
        var type = column.Type;
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            return ValueForm.List;
        }

        if (type.StartsWith("vector", StringComparison.Ordinal))
        {
            return ValueForm.Vector;
        }

        return type switch
        {
            "boolean" => ValueForm.Boolean,
            "smallint" or "integer" or "bigint" => Figure(column, ValueForm.WholeNumber),
            "real" or "double precision" => Figure(column, ValueForm.Number),
            "date" => ValueForm.Day,
            "timestamp with time zone" => ValueForm.Time,
            "uuid" => ValueForm.Uuid,
            "jsonb" => ValueForm.Json,
            _ when type.StartsWith("numeric", StringComparison.Ordinal) => Figure(column, ValueForm.Number),
            "text" => Text(column),
            _ when type.StartsWith("character varying", StringComparison.Ordinal) => Text(column),
            _ => ValueForm.Other,
        };
    }

    /// <summary>A quantity: right-aligned, and grouped by thousands. A number that names or numbers a row, or a year, is none.</summary>
    public static bool IsFigure(this ColumnDeclaration column) =>
        column.IsNumber() && column is { Refers: null, Identity: false }
        && !column.Name.EndsWith("_id", StringComparison.Ordinal) && column.Name is not ("id" or "year") && !column.Name.EndsWith("_year", StringComparison.Ordinal);

    /// <summary>A number by its type, whatever it counts or names.</summary>
    public static bool IsNumber(this ColumnDeclaration column) =>
        Of(column) is ValueForm.WholeNumber or ValueForm.Number or ValueForm.Money or ValueForm.Percent or ValueForm.Bytes or ValueForm.Duration;

    /// <summary>Text that a reader writes parts of when looking for it.</summary>
    public static bool IsText(this ColumnDeclaration column) =>
        Of(column) is ValueForm.Text or ValueForm.Markdown or ValueForm.Code or ValueForm.Url or ValueForm.Email;

    private static ValueForm Text(ColumnDeclaration column) => column switch
    {
        { OneOf.Count: > 0 } => ValueForm.Word,
        { Format: "markdown" } => ValueForm.Markdown,
        { Format: "code" } => ValueForm.Code,
        { Format: "url" } => ValueForm.Url,
        { Format: "email" } => ValueForm.Email,
        _ => ValueForm.Text,
    };

    private static ValueForm Figure(ColumnDeclaration column, ValueForm plain) => column switch
    {
        { Format: "money" } or { Format: null, Unit: "USD" } => ValueForm.Money,
        { Format: "percent" } => ValueForm.Percent,
        { Format: "bytes" } or { Unit: "bytes" or "B" } => ValueForm.Bytes,
        { Format: "duration" } when Spans.Of(column.Unit) is not null => ValueForm.Duration,
        { Format: null, Unit: { } unit } when Spans.Of(unit) is not null => ValueForm.Duration,
        _ => plain,
    };
}

/// <summary>Units of time, by the words that columns use.</summary>
internal static class Spans
{
    /// <summary>The length of one unit in seconds, or null where the word is no unit of time.</summary>
    public static double? Of(string? unit) => unit switch
    {
        "ms" or "milliseconds" => 0.001,
        "s" or "sec" or "seconds" => 1,
        "min" or "minutes" => 60,
        "h" or "hours" => 3_600,
        "d" or "days" => 86_400,
        _ => null,
    };
}

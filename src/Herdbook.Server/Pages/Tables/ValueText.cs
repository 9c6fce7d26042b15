using System.Globalization;
using System.Text.Json;
using Herdbook.Catalog;

namespace Herdbook.Server.Pages.Tables;

/// <summary>Values of JSON rows as texts.</summary>
public static class ValueText
{
    /// <summary>The value as PostgreSQL reads it back: a string's own text, else the JSON. Null for null and for what the row lacks.</summary>
    public static string? Of(JsonElement row, string column) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(column, out var value) ? Of(value) : null;

    public static string? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    /// <summary>A number as people read it; the second is exact and has its unit. Money has a currency only where one is known.</summary>
    /// <param name="isUnitSaid">A column's head says the unit, so the figure need not.</param>
    public static (string Shown, string Exact) Figure(ColumnDeclaration column, string raw, string? currency = null, bool isUnitSaid = false)
    {
        var unit = currency ?? column.Unit;
        if (!decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return (raw, raw);
        }

        var exact = Digits(value) + (unit is null ? "" : " " + unit);
        return ValueForms.Of(column) switch
        {
            ValueForm.Money when unit is "USD" or "$" => (Figures.Money(value), exact),
            ValueForm.Money => (value.ToString("#,##0.00##", CultureInfo.InvariantCulture) + (unit is null ? "" : " " + unit), exact),
            // A share has the bound 1; what is declared otherwise is counted in hundredths already.
            ValueForm.Percent when column.Max is 1 => ((value * 100).ToString("#,##0.##", CultureInfo.InvariantCulture) + " %", raw),
            ValueForm.Percent => (value.ToString("#,##0.##", CultureInfo.InvariantCulture) + " %", raw),
            ValueForm.Bytes when value is >= 0 and < long.MaxValue => (Figures.Bytes((long)value), Digits(value) + " bytes"),
            ValueForm.Duration when Span(column, value) is { } span => (span, exact),
            _ => (isUnitSaid ? Digits(value) : exact, exact),
        };
    }

    /// <summary>1,234,567.25: grouped, with as many decimals as were stored.</summary>
    private static string Digits(decimal value) => value.ToString("#,##0.############", CultureInfo.InvariantCulture);

    private static string? Span(ColumnDeclaration column, decimal value) =>
        Spans.Of(column.Unit) is { } seconds && value >= 0 && (double)value * seconds < TimeSpan.MaxValue.TotalSeconds / 2
            ? Figures.Duration(TimeSpan.FromSeconds((double)value * seconds))
            : null;
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Server.Pages.Tables;

namespace Herdbook.Server.Pages.Rows;

/// <summary>Values as the texts that fields hold, and back.</summary>
internal static class FieldText
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The field's text for a row's value; "" for none. A secret has none.</summary>
    public static string Of(FormField field, JsonElement row)
    {
        if (field.Kind == FieldKind.Secret || row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(field.Column.Name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return "";
        }

        return field.Kind switch
        {
            FieldKind.Json => JsonSerializer.Serialize(value, Pretty),
            FieldKind.List => Lines(value),
            FieldKind.Time => Local(value.GetString() ?? ""),
            _ => Lf(ValueText.Of(value) ?? ""),
        };
    }

    /// <summary>As it came from a browser: line ends are LF, and a moment has one form however it was written.</summary>
    public static string Read(FormField field, string sent)
    {
        var text = Lf(sent);
        return field.Kind switch
        {
            FieldKind.Area or FieldKind.Secret => text,
            FieldKind.Line or FieldKind.Choice or FieldKind.Reference => text,
            FieldKind.Time => Local(text.Trim()),
            _ => text.Trim(),
        };
    }

    /// <summary>A mark of a text, to see later whether it has changed: "" for "".</summary>
    public static string MarkOf(string text) =>
        text.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    /// <summary>Writes the value of a field's text; what is no value of the column's type PostgreSQL refuses by itself.</summary>
    /// <exception cref="FormatException">The text is no JSON where JSON is asked for.</exception>
    public static void Write(Utf8JsonWriter json, FormField field, string text)
    {
        if (text.Length == 0)
        {
            json.WriteNullValue();
            return;
        }

        switch (field.Kind)
        {
            case FieldKind.Json:
                json.WriteRawValue(Json(text));
                break;
            case FieldKind.List:
                Items(json, text);
                break;
            case FieldKind.Check:
                json.WriteBooleanValue(text == "true");
                break;
            case FieldKind.Time:
                json.WriteStringValue(IsLocal(text) ? text + "Z" : text);
                break;
            default:
                json.WriteStringValue(text);
                break;
        }
    }

    /// <summary>Browsers send each line end as CR and LF, whatever the text had.</summary>
    private static string Lf(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>What a default gives, as a form says it.</summary>
    public static string? Default(ColumnDeclaration column) => column.Default switch
    {
        null => null,
        { IsSql: true, Text: "now()" } => "the present moment",
        { IsSql: true, Text: "gen_random_uuid()" } => "a new UUID",
        { IsSql: true } => "computed by the database",
        { Text: "" } => "empty text",
        { Text: var text } => text,
    };

    private static void Items(Utf8JsonWriter json, string text)
    {
        if (text[0] == '[')
        {
            json.WriteRawValue(Json(text));
            return;
        }

        json.WriteStartArray();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
    }

    /// <summary>An item on each line, where every item can stand so; else a JSON array.</summary>
    private static string Lines(JsonElement value)
    {
        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(ValueText.Of).ToList() : null;
        return items is { Count: > 0 } && !items[0]!.StartsWith('[')
            && items.All(item => item is { Length: > 0 } && item.Trim() == item && !item.Contains('\n', StringComparison.Ordinal))
            ? string.Join('\n', items)
            : JsonSerializer.Serialize(value, Plain);
    }

    private static string Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException e)
        {
            var where = e.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $" (line {line + 1}, byte {e.BytePositionInLine + 1})") : "";
            throw new FormatException($"That is no JSON{where}. A text in it stands in double quotes.", e);
        }
    }

    /// <summary>A moment as a browser's field holds it: in UTC, to the millisecond, without what is zero.</summary>
    private static string Local(string text)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) || (!IsLocal(text) && !text.Contains('T', StringComparison.Ordinal)))
        {
            return text;
        }

        var utc = at.UtcDateTime;
        return utc.ToString(utc.Millisecond != 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff" : utc.Second != 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
    }

    private static bool IsLocal(string text) => text.Length is >= 16 and <= 23 && text[10] == 'T' && text.All(sign => char.IsAsciiDigit(sign) || sign is '-' or ':' or '.' or 'T');
}

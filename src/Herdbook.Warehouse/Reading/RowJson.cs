using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Reading;

/// <summary>
/// Rows as JSON objects. Integers and decimals of any width are JSON numbers with all their digits; moments are ISO 8601; a JSON column is
/// its own JSON; a BLOB is Base64; NaN and infinities, which JSON lacks, are text. Of columns with equal names the later gets a number.
/// </summary>
public static class RowJson
{
    private const int Piece = 64 << 10;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>An array of objects, a row on each line; `[]` where there is none.</summary>
    public static Task WriteArrayAsync(DuckDbResult result, Stream output, CancellationToken ct) => WriteAsync(result, output, isArray: true, ct);

    /// <summary>An object on each line.</summary>
    public static Task WriteLinesAsync(DuckDbResult result, Stream output, CancellationToken ct) => WriteAsync(result, output, isArray: false, ct);

    /// <summary>One value as JSON.</summary>
    public static string Text(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            Write(json, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static async Task WriteAsync(DuckDbResult result, Stream output, bool isArray, CancellationToken ct)
    {
        var names = Names(result.Columns);
        var buffer = new ArrayBufferWriter<byte>(Piece * 2);
        using var json = new Utf8JsonWriter(buffer, s_options);
        var isFirst = true;
        if (isArray)
        {
            buffer.Write("["u8);
        }

        while (result.Fetch(ct) is { } fetched)
        {
            using var chunk = fetched;
            for (var row = 0; row < chunk.RowCount; row++)
            {
                buffer.Write(isArray ? isFirst ? "\n"u8 : ",\n"u8 : ""u8);
                isFirst = false;
                WriteRow(json, chunk, row, names);
                buffer.Write(isArray ? ""u8 : "\n"u8);
                if (buffer.WrittenCount > Piece)
                {
                    await output.WriteAsync(buffer.WrittenMemory, ct);
                    buffer.ResetWrittenCount();
                }
            }
        }

        buffer.Write(!isArray ? ""u8 : isFirst ? "]\n"u8 : "\n]\n"u8);
        await output.WriteAsync(buffer.WrittenMemory, ct);
        await output.FlushAsync(ct);
    }

    private static JsonEncodedText[] Names(IReadOnlyList<DuckDbColumn> columns)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. columns.Select(column =>
        {
            var name = column.Name;
            for (var i = 2; !taken.Add(name); i++)
            {
                name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{column.Name}_{i}");
            }

            return JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        })];
    }

    private static void WriteRow(Utf8JsonWriter json, DuckDbChunk chunk, int row, JsonEncodedText[] names)
    {
        json.Reset();
        json.WriteStartObject();
        for (var i = 0; i < names.Length; i++)
        {
            json.WritePropertyName(names[i]);
            WriteCell(json, chunk[i], row);
        }

        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteCell(Utf8JsonWriter json, DuckDbVector cells, int row)
    {
        if (cells.IsNull(row))
        {
            json.WriteNullValue();
            return;
        }

        switch (cells.Type.Id)
        {
            case DuckDbTypeId.Varchar when cells.Type.IsJson:
                WriteJson(json, cells.GetBytes(row));
                break;
            case DuckDbTypeId.Varchar:
                json.WriteStringValue(cells.GetBytes(row));
                break;
            case DuckDbTypeId.BigInt or DuckDbTypeId.Integer or DuckDbTypeId.SmallInt or DuckDbTypeId.TinyInt:
                json.WriteNumberValue(cells.GetInt64(row));
                break;
            default:
                Write(json, cells.GetValue(row));
                break;
        }
    }

    private static void WriteJson(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        if (JsonDocument.TryParseValue(ref reader, out var document))
        {
            using (document)
            {
                document.RootElement.WriteTo(json);
            }
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool yes:
                json.WriteBooleanValue(yes);
                break;
            case double number when !double.IsFinite(number):
                json.WriteStringValue(PlainText.Of(number));
                break;
            case float number when !float.IsFinite(number):
                json.WriteStringValue(PlainText.Of(number));
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or Int128 or UInt128 or float or double or DuckDbDecimal:
                json.WriteRawValue(PlainText.Of(value), skipInputValidation: true);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case object?[] list:
                json.WriteStartArray();
                Array.ForEach(list, item => Write(json, item));
                json.WriteEndArray();
                break;
            case Dictionary<string, object?> members:
                json.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    json.WritePropertyName(name);
                    Write(json, member);
                }

                json.WriteEndObject();
                break;
            case KeyValuePair<object, object?>[] pairs:
                json.WriteStartObject();
                foreach (var (key, member) in pairs)
                {
                    json.WritePropertyName(PlainText.Of(key));
                    Write(json, member);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(PlainText.Of(value));
                break;
        }
    }
}

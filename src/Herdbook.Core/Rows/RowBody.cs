using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core.Rows.Bodies;

namespace Herdbook.Core.Rows;

/// <summary>How rows are written in a body.</summary>
public enum RowBodyFormat
{
    /// <summary>An object, or an array of objects.</summary>
    Json,

    /// <summary>An object on each line.</summary>
    Ndjson,

    /// <summary>RFC 4180, with a heading.</summary>
    Csv,
}

/// <summary>Rows to write, read as they arrive.</summary>
public sealed record RowBody(Stream Content, RowBodyFormat Format)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static RowBody Json(ReadOnlyMemory<byte> json) => new(new MemoryStream(json.ToArray(), writable: false), RowBodyFormat.Json);

    /// <summary>One row from texts, as a form gives them: null is null, and every other text is read by the column's type; of jsonb it is JSON.</summary>
    public static RowBody Texts(TableDeclaration table, IEnumerable<KeyValuePair<string, string?>> texts)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            foreach (var (name, text) in texts)
            {
                json.WritePropertyName(name);
                Write(json, table.Column(name), text);
            }

            json.WriteEndObject();
        }

        return Json(bytes.WrittenMemory);
    }

    internal RowSource Open(TableDeclaration table, RowInsertOptions options) => Format switch
    {
        RowBodyFormat.Ndjson => new NdjsonRows(Content, table, options),
        RowBodyFormat.Csv => new CsvRows(Content, table, options),
        _ => new JsonRows(Content, table, options),
    };

    private static void Write(Utf8JsonWriter json, ColumnDeclaration? column, string? text)
    {
        if (text is null)
        {
            json.WriteNullValue();
        }
        else if (column?.Type != "jsonb")
        {
            json.WriteStringValue(text);
        }
        else
        {
            try
            {
                json.WriteRawValue(text);
            }
            catch (JsonException e)
            {
                throw new RowRefusalException("body_invalid", $"{column.Name} is jsonb, and that is no JSON. Nothing was changed.", e) { Column = column.Name, Rule = "JSON", Remedy = "Write JSON; a text in it stands in double quotes." };
            }
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;

namespace Herdbook.Core.Rows.Bodies;

/// <summary>
/// CSV with a heading, as RFC 4180 has it. An unquoted <c>NULL</c> is null, as PostgREST reads it, and so is an unquoted field with nothing
/// in it, as PostgreSQL's COPY reads it; <c>""</c> is the empty text and <c>"NULL"</c> the word. A jsonb field is JSON.
/// </summary>
internal sealed class CsvRows(Stream body, TableDeclaration table, RowInsertOptions options) : RowSource(table, options)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ByteFeed _feed = new(body);
    private readonly CsvRecord _record = new();
    private ColumnDeclaration?[]? _heading;
    private IReadOnlyList<ColumnDeclaration> _columns = [];
    private long _line = 1;

    protected override RowPlace Next => new(Rows + 1, _line);

    protected override IReadOnlyList<ColumnDeclaration> Columns(RowChunk chunk) => _columns;

    protected override async ValueTask ReadAsync(RowChunk chunk, CancellationToken ct)
    {
        while (!chunk.IsFull)
        {
            if (Record(chunk))
            {
                continue;
            }

            if (_feed.Ended)
            {
                if (_heading is null)
                {
                    throw new RowRefusalException("body_empty", "The body is empty. Nothing was changed.") { Remedy = "Begin with a line of column names." };
                }

                return;
            }

            await _feed.MoreAsync(ct);
        }
    }

    private bool Record(RowChunk chunk)
    {
        var bytes = _feed.Unread;
        if (bytes.IsEmpty)
        {
            return false;
        }

        try
        {
            if (!_record.Read(bytes, _feed.Ended))
            {
                return false;
            }
        }
        catch (CsvFaultException e)
        {
            throw new RowPlace(Rows + 1, _line + e.Line).Refuse("body_invalid", $"this is no CSV: {e.Message}.", remedy: "Put fields with quotes, commas or line ends in quotes, and double the quotes within.", inner: e);
        }

        bytes = bytes[.._record.Length];
        if (!Utf8.IsValid(bytes))
        {
            throw Next.Refuse("body_encoding", "there are bytes that are no UTF-8.", remedy: "Send the body in UTF-8.");
        }

        // A line with nothing in it is a row only where there is one column to be null.
        if (_heading is null)
        {
            Head(bytes);
        }
        else if (_record.Fields is not [{ Length: 0, Quoted: false }] || _heading.Length == 1)
        {
            Row(bytes, chunk);
        }

        _line += _record.Lines;
        _feed.Advance(bytes.Length);
        return true;
    }

    private void Head(ReadOnlySpan<byte> bytes)
    {
        var inputs = RowInputs.Of(Table);
        _heading = new ColumnDeclaration?[_record.Fields.Count];
        for (var i = 0; i < _heading.Length; i++)
        {
            var name = Encoding.UTF8.GetString(CsvRecord.Text(bytes, _record.Fields[i]));
            if (Listed is null && Options.PassOver && inputs.Place(name) is >= 0 and var there && !inputs.IsWritable(there))
            {
                _heading[i] = null;
            }
            else if (Listed is null)
            {
                _heading[i] = inputs.Columns[inputs.WritablePlace(name)];
            }
            else
            {
                _heading[i] = Listed.FirstOrDefault(column => column.Name == name);
            }

            if (_heading[i] is { } column && Array.IndexOf(_heading, column) < i)
            {
                throw new RowRefusalException("column_twice", $"The heading names {column.Name} twice. Nothing was changed.") { Column = column.Name, Rule = "each column once", Remedy = "Name it once." };
            }
        }

        var given = _heading.OfType<ColumnDeclaration>().ToHashSet();
        _columns = [.. inputs.Columns.Where(given.Contains)];
    }

    private void Row(ReadOnlySpan<byte> bytes, RowChunk chunk)
    {
        if (_record.Fields.Count != _heading!.Length)
        {
            throw Next.Refuse("fields_differ", string.Create(CultureInfo.InvariantCulture, $"it has {_record.Fields.Count} fields, and the heading {_heading.Length}."),
                rule: "as many fields as the heading", remedy: "Put fields that hold a comma or a line end in quotes.");
        }

        using var json = new Utf8JsonWriter(chunk.BeginRow(), Plain);
        json.WriteStartObject();
        for (var i = 0; i < _heading.Length; i++)
        {
            if (_heading[i] is { } column)
            {
                json.WritePropertyName(column.Name);
                Field(json, bytes, _record.Fields[i], column);
            }
        }

        json.WriteEndObject();
        json.Flush();
        chunk.EndRow(Next);
        Rows++;
    }

    private void Field(Utf8JsonWriter json, ReadOnlySpan<byte> bytes, CsvField field, ColumnDeclaration column)
    {
        var raw = bytes.Slice(field.Start, field.Length);
        if (!field.Quoted && (raw.IsEmpty || raw.SequenceEqual("NULL"u8)))
        {
            json.WriteNullValue();
            return;
        }

        if (raw.Contains((byte)0))
        {
            throw Next.Refuse("text_nul", "there is a NUL character, which no text in PostgreSQL can hold.", column.Name, "no NUL", "Leave it out.");
        }

        var text = CsvRecord.Text(bytes, field);
        if (column.Type == "jsonb" || (column.Type.StartsWith("vector(", StringComparison.Ordinal) && text is [(byte)'[', ..]))
        {
            Json(text, column);
            json.WriteRawValue(text, skipInputValidation: true);
            return;
        }

        json.WriteStringValue(text);
    }

    /// <summary>The same bounds as for a value in a JSON body.</summary>
    private void Json(byte[] text, ColumnDeclaration column)
    {
        try
        {
            RowScan.LookInto(text, Next, column);
        }
        catch (JsonException e)
        {
            throw RowScan.Invalid(Next, e, column);
        }
    }
}

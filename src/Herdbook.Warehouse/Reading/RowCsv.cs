using System.Buffers;
using System.Text;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Reading;

/// <summary>Rows as RFC 4180: a heading, CRLF, quotes where needed. A null is empty; an empty text is `""`.</summary>
public static class RowCsv
{
    private const int Piece = 64 << 10;

    private static readonly SearchValues<byte> s_quoted = SearchValues.Create(",\"\r\n"u8);

    public static async Task WriteAsync(DuckDbResult result, Stream output, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>(Piece * 2);
        for (var i = 0; i < result.Columns.Count; i++)
        {
            Write(buffer, i, Encoding.UTF8.GetBytes(result.Columns[i].Name), isText: true);
        }

        buffer.Write("\r\n"u8);
        while (result.Fetch(ct) is { } fetched)
        {
            using var chunk = fetched;
            for (var row = 0; row < chunk.RowCount; row++)
            {
                WriteRow(buffer, chunk, row);
                if (buffer.WrittenCount > Piece)
                {
                    await output.WriteAsync(buffer.WrittenMemory, ct);
                    buffer.ResetWrittenCount();
                }
            }
        }

        await output.WriteAsync(buffer.WrittenMemory, ct);
        await output.FlushAsync(ct);
    }

    private static void WriteRow(ArrayBufferWriter<byte> buffer, DuckDbChunk chunk, int row)
    {
        for (var i = 0; i < chunk.ColumnCount; i++)
        {
            var cells = chunk[i];
            if (cells.IsNull(row))
            {
                buffer.Write(i == 0 ? ""u8 : ","u8);
            }
            else if (cells.Type.Id == DuckDbTypeId.Varchar)
            {
                Write(buffer, i, cells.GetBytes(row), isText: true);
            }
            else
            {
                Write(buffer, i, Encoding.UTF8.GetBytes(PlainText.Of(cells.GetValue(row))), isText: false);
            }
        }

        buffer.Write("\r\n"u8);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, int column, ReadOnlySpan<byte> text, bool isText)
    {
        buffer.Write(column == 0 ? ""u8 : ","u8);
        if (text.IsEmpty ? !isText : !text.ContainsAny(s_quoted))
        {
            buffer.Write(text);
            return;
        }

        buffer.Write("\""u8);
        for (var quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            buffer.Write(text[..(quote + 1)]);
            buffer.Write("\""u8);
            text = text[(quote + 1)..];
        }

        buffer.Write(text);
        buffer.Write("\""u8);
    }
}

using System.Buffers;
using System.Text;
using Herdbook.Catalog.Rows;

namespace Herdbook.Core.Rows;

/// <summary>The forms in which rows leave.</summary>
public enum RowForm
{
    /// <summary>An array of objects.</summary>
    Json,

    /// <summary>The same without members that are null.</summary>
    JsonStripped,

    /// <summary>An object a line.</summary>
    Ndjson,

    /// <summary>RFC 4180 with a header; null is nothing, an empty text is "".</summary>
    Csv,
}

/// <summary>Writes rows one after another in one form.</summary>
public sealed class RowWriting(RowForm form, RowQuery query)
{
    private static readonly SearchValues<byte> ToQuote = SearchValues.Create(",\"\r\n"u8);

    /// <summary>How many were written.</summary>
    public long Rows { get; private set; }

    public void Begin(IBufferWriter<byte> to)
    {
        switch (form)
        {
            case RowForm.Json or RowForm.JsonStripped:
                to.Write("["u8);
                break;
            case RowForm.Csv:
                var first = true;
                foreach (var name in RowSql.Header(query))
                {
                    to.Write(first ? ""u8 : ","u8);
                    Quoted(to, Encoding.UTF8.GetBytes(name));
                    first = false;
                }

                to.Write("\n"u8);
                break;
            default:
                break;
        }
    }

    public void Row(IBufferWriter<byte> to, RowAnswer row) => Row(to, row.Width, row.Bytes);

    /// <param name="items">UTF-8: the row's JSON, or a text for each item.</param>
    public void Row(IBufferWriter<byte> to, IReadOnlyList<byte[]?> items) => Row(to, items.Count, item => items[item]);

    private void Row(IBufferWriter<byte> to, int width, Func<int, byte[]?> bytes)
    {
        switch (form)
        {
            case RowForm.Json or RowForm.JsonStripped:
                to.Write(Rows == 0 ? ""u8 : ",\n"u8);
                to.Write(bytes(0));
                break;
            case RowForm.Ndjson:
                to.Write(bytes(0));
                to.Write("\n"u8);
                break;
            default:
                for (var item = 0; item < width; item++)
                {
                    to.Write(item == 0 ? ""u8 : ","u8);
                    Quoted(to, bytes(item));
                }

                to.Write("\n"u8);
                break;
        }

        Rows++;
    }

    public void End(IBufferWriter<byte> to)
    {
        if (form is RowForm.Json or RowForm.JsonStripped)
        {
            to.Write("]"u8);
        }
    }

    private static void Quoted(IBufferWriter<byte> to, byte[]? text)
    {
        if (text is null)
        {
            return;
        }

        // The bare word NULL is null where it is read.
        if (text.Length > 0 && !text.AsSpan().ContainsAny(ToQuote) && !text.AsSpan().SequenceEqual("NULL"u8))
        {
            to.Write(text);
            return;
        }

        to.Write("\""u8);
        var rest = text.AsSpan();
        for (var quote = rest.IndexOf((byte)'"'); quote >= 0; quote = rest.IndexOf((byte)'"'))
        {
            to.Write(rest[..(quote + 1)]);
            to.Write("\""u8);
            rest = rest[(quote + 1)..];
        }

        to.Write(rest);
        to.Write("\""u8);
    }
}

/// <summary>Which format of the database a form is made of.</summary>
public static class RowForms
{
    public static RowFormat Format(this RowForm form) => form switch
    {
        RowForm.Csv => RowFormat.Text,
        RowForm.JsonStripped => RowFormat.JsonStripped,
        _ => RowFormat.Json,
    };
}

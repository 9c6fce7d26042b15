using System.Text.Json;
using System.Text.Unicode;

namespace Herdbook.Intake;

/// <summary>
/// Turns the lines of one file into rows, whatever the source. A line is taken whole or rejected whole;
/// a line with several whole objects is taken as several lines. What it must know to go on is in <see cref="Save"/>.
/// </summary>
internal abstract class LineParser(Redaction redaction)
{
    private const int MaxDepth = 128;
    private const int RejectTextLength = 4096;

    protected static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };

    /// <summary>What a reader must know to go on here, as JSON; it is committed with every chunk.</summary>
    public abstract string Save();

    /// <summary>Ends a chunk: what was held back is taken or given up.</summary>
    public virtual void EndChunk(ChunkRows rows)
    {
    }

    /// <summary>Adds what the line tells to <paramref name="rows"/>, or a reject.</summary>
    /// <param name="number">The line's number in its file, from 1.</param>
    public void Read(in Line line, int number, ChunkRows rows)
    {
        if (line.TooLarge)
        {
            var bound = $"The line has {line.Length:N0} bytes; at most {line.Bound:N0} are taken.";
            rows.Rejects.Add(new(number, line.Offset, line.Length, "too_large", bound, Shown(line.Bytes)));
            return;
        }

        var bytes = Trimmed(line.Bytes);
        if (bytes.IsEmpty)
        {
            return;
        }

        if (!Utf8.IsValid(bytes.Span))
        {
            rows.Rejects.Add(new(number, line.Offset, line.Length, "invalid_utf8", "The line holds bytes that are no UTF-8.", Shown(bytes)));
            return;
        }

        var json = JsonText.Storable(redaction.Apply(bytes));
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Strict);
        }
        catch (JsonException)
        {
            Repair(json, number, line.Offset, rows);
            return;
        }

        using (document)
        {
            TakeOrReject(document.RootElement, json, number, line.Offset, rows);
        }
    }

    /// <summary>Takes every whole object of a line that is not one; the rest, from the first fault on, is rejected.</summary>
    private void Repair(ReadOnlyMemory<byte> json, int number, long offset, ChunkRows rows)
    {
        var at = 0;
        while (true)
        {
            while (at < json.Length && json.Span[at] is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                at++;
            }

            if (at == json.Length)
            {
                return;
            }

            var rest = json[at..];
            var (length, reason, detail) = WholeValue(rest.Span);
            if (reason is not null)
            {
                rows.Rejects.Add(new(number, offset + at, rest.Length, reason, detail!, Shown(rest)));
                return;
            }

            using var document = JsonDocument.Parse(rest[..length], Strict);
            TakeOrReject(document.RootElement, rest[..length], number, offset + at, rows);
            at += length;
        }
    }

    private static (int Length, string? Reason, string? Detail) WholeValue(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        var deepest = 0;
        try
        {
            while (reader.Read())
            {
                deepest = Math.Max(deepest, reader.CurrentDepth);
                if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                {
                    return ((int)reader.BytesConsumed, null, null);
                }
            }

            return (0, "torn", "The line ends in the middle of an object.");
        }
        catch (JsonException e)
        {
            return deepest >= MaxDepth - 1
                ? (0, "too_deep", $"The line nests deeper than {MaxDepth} levels.")
                : (0, "not_json", $"The line is no JSON: at byte {e.BytePositionInLine}.");
        }
    }

    /// <summary>Adds what one object of a line tells. It must add nothing before the last thing that may reject it.</summary>
    /// <exception cref="LineRejectedException">It is not what its type promises.</exception>
    protected abstract void Take(JsonElement root, ReadOnlyMemory<byte> json, int number, long offset, ChunkRows rows);

    protected void TakeOrReject(JsonElement root, ReadOnlyMemory<byte> json, int number, long offset, ChunkRows rows)
    {
        try
        {
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new LineRejectedException("not_an_object", "The line is JSON, and no object.");
            }

            Take(root, json, number, offset, rows);
        }
        catch (LineRejectedException e)
        {
            rows.Rejects.Add(new(number, offset, json.Length, e.Reason, e.Message, Shown(json)));
        }
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> line)
    {
        if (line.Span.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        var start = 0;
        var end = line.Length;
        while (start < end && line.Span[start] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            start++;
        }

        while (end > start && line.Span[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            end--;
        }

        return line[start..end];
    }

    private string Shown(ReadOnlyMemory<byte> text) => redaction.Apply(JsonText.Shown(text.Span, RejectTextLength));
}

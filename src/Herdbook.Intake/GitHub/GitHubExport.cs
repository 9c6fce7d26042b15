using System.Text;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Intake.ClaudeCode;

namespace Herdbook.Intake.GitHub;

/// <summary>
/// Reads a file of GitHub's objects: lines of JSON (`.jsonl`, `.ndjson`), or one or more JSON documents, each an object, an array, or a page
/// with `items`. What cannot be taken is rejected with its reason, and the rest is read.
/// </summary>
internal sealed class GitHubExport(string? repository)
{
    /// <summary>In bytes; larger ones are to be split.</summary>
    private const long Largest = 512L << 20;

    private const int RejectTextLength = 4096;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 128 };

    public List<GitHubPayload> Payloads { get; } = [];

    public List<RejectRow> Rejects { get; } = [];

    /// <summary>Objects read, whatever became of them.</summary>
    public int Read { get; private set; }

    /// <summary>Deliveries that tell nothing that is booked.</summary>
    public int Passed { get; private set; }

    public bool IsLines { get; private init; }

    /// <exception cref="RefusedException">`file_too_large`.</exception>
    public static GitHubExport Of(string path, byte[] bytes, string? repository, CancellationToken ct)
    {
        var export = new GitHubExport(repository) { IsLines = Path.GetExtension(path) is ".jsonl" or ".ndjson" };
        if (export.IsLines)
        {
            export.Lines(bytes, ct);
        }
        else
        {
            export.Documents(bytes, ct);
        }

        return export;
    }

    /// <exception cref="RefusedException">`file_too_large`.</exception>
    public static async Task<byte[]> BytesAsync(string path, CancellationToken ct)
    {
        var length = new FileInfo(path).Length;
        return length <= Largest
            ? await File.ReadAllBytesAsync(path, ct)
            : throw new RefusedException("file_too_large", $"{path} has {length} bytes; at most {Largest} are read as one. Nothing of it was imported; split it, or write it as lines of JSON in several files.");
    }

    private void Lines(byte[] bytes, CancellationToken ct)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        using var reader = new LineReader(stream, 0);
        for (var number = 1; reader.Next(ct) is { } line; number++)
        {
            if (line.TooLarge)
            {
                Reject(number, line.Offset, line.Length, line.Bytes.Span, "too_large", $"The line has {line.Length} bytes; at most {LineReader.MaxLineBytes} are read.");
            }
            else if (!line.Bytes.Span.Trim(" \t\r"u8).IsEmpty)
            {
                try
                {
                    using var document = JsonDocument.Parse(JsonText.Storable(line.Bytes), Json);
                    Take(document.RootElement, number, line.Offset);
                }
                catch (JsonException e)
                {
                    Reject(number, line.Offset, line.Length, line.Bytes.Span, "not_json", $"The line is no JSON: at byte {e.BytePositionInLine}.");
                }
            }
        }
    }

    private void Documents(byte[] bytes, CancellationToken ct)
    {
        var number = 0;
        var at = 0L;
        try
        {
            var text = JsonText.Storable(bytes);
            var mark = text.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
            var reader = new Utf8JsonReader(text.Span[mark..], new JsonReaderOptions { MaxDepth = 128, AllowMultipleValues = true });
            while (reader.Read())
            {
                ct.ThrowIfCancellationRequested();
                at = mark + reader.TokenStartIndex;
                var value = JsonElement.ParseValue(ref reader);
                foreach (var item in Items(value))
                {
                    Take(item, ++number, at);
                }
            }
        }
        catch (JsonException e)
        {
            Reject(number + 1, at, bytes.Length - at, bytes.AsSpan((int)at), "not_json", $"The document is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray()
        : value.ValueKind == JsonValueKind.Object && value.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [value];

    private void Take(JsonElement item, int number, long offset)
    {
        Read++;
        try
        {
            if (GitHubPayload.ReadObject(item, repository) is { } payload)
            {
                Payloads.Add(payload);
            }
            else
            {
                Passed++;
            }
        }
        catch (LineRejectedException e)
        {
            var text = Encoding.UTF8.GetBytes(item.GetRawText());
            Reject(number, offset, text.Length, text, e.Reason, e.Message);
        }
    }

    private void Reject(int number, long offset, long length, ReadOnlySpan<byte> text, string reason, string detail) =>
        Rejects.Add(new RejectRow(number, offset, (int)Math.Min(length, int.MaxValue), reason, detail, JsonText.Shown(text, RejectTextLength)));
}

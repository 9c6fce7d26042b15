using System.Text;
using Herdbook.Intake.Booking;

namespace Herdbook.Intake.Push;

/// <summary>
/// What one frame tells. Where lines lie in their file is known only if nothing was redacted; where the frame lies is always known,
/// so the mark moves by frames.
/// </summary>
internal sealed class PushedChunk
{
    private const int ShownLength = 4096;

    private readonly PushFrame _frame;
    private readonly int _line;
    private readonly string _text;

    public PushedChunk(SourceFormat format, PushFrame frame, SourceFile mark, Redaction redaction, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        _frame = frame;
        _line = mark.Line + 1;
        _text = redaction.Apply(JsonText.Shown(bytes.Span, ShownLength));
        var whole = SourceFormat.IsWhole(frame.Path);
        var parser = format.Open(frame.Path, mark.State, redaction);
        var before = parser.Save();
        using var reader = new LineReader(new MemoryStream(bytes.ToArray(), writable: false), 0, whole);
        var torn = false;
        while (reader.Next(ct) is { } line)
        {
            var rejects = Rows.Rejects.Count;
            parser.Read(line with { Offset = frame.Offset + line.Offset }, mark.Line + ++Lines, Rows);
            torn = !line.Terminated && frame.End == frame.Size && Rows.Rejects.Count > rejects;
        }

        parser.EndChunk(Rows);
        // A last line that is not whole is rejected for now, and sent again when its file has grown.
        var taken = torn && Lines == 1;
        Progress = new Progress(
            frame.Size, frame.ModifiedNs, taken ? frame.Offset : frame.End, mark.Line + (taken ? 0 : Lines), frame.Head, taken ? before : parser.Save(),
            frame.End == frame.Size ? "read" : "reading");
    }

    public ChunkRows Rows { get; } = new();

    public Progress Progress { get; }

    public int Lines { get; private set; }

    /// <summary>A single line that PostgreSQL cannot store.</summary>
    public ChunkRows Refused(string why)
    {
        var rows = new ChunkRows();
        rows.Rejects.Add(new RejectRow(_line, _frame.Offset, _frame.End - _frame.Offset, "wrong_type", $"The database cannot store a value of it: {why}.", _text));
        return rows;
    }
}

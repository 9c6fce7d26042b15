using System.Buffers;

namespace Herdbook.Intake.Push;

/// <summary>A file of this machine, and how far the server has it.</summary>
internal sealed class PushFile
{
    private static readonly byte[] Feed = "\n"u8.ToArray();

    private readonly SourceFormat _format;
    private readonly string _machine;
    private readonly Redaction _redaction;
    private readonly TranscriptFile _file;
    private int _maxLines = int.MaxValue;
    private int _lines;
    private bool _anew;

    private PushFile(SourceFormat format, string machine, TranscriptFile file, Redaction redaction, long offset, bool anew)
    {
        (_format, _machine, _file, _redaction, Offset, _anew) = (format, machine, file, redaction, offset, anew);
    }

    public string Path => _file.Path;

    /// <summary>What comes before this byte is the server's.</summary>
    public long Offset { get; private set; }

    /// <summary>Frames that the server did not take, one after the other.</summary>
    public int Tries { get; private set; }

    /// <summary>Null where the server has all of it, or where it cannot be read.</summary>
    public static PushFile? Open(
        SourceFormat format, string machine, TranscriptFile file, PushMark mark, Redaction redaction, List<(string Path, string Reason)> failures)
    {
        if (mark.Size == file.Size && mark.ModifiedNs == file.ModifiedNs)
        {
            return null;
        }

        try
        {
            using var stream = Stream(file.Path);
            var anew = mark.Offset > 0 && (SourceFormat.IsWhole(file.Path) || mark.Offset > file.Size
                || (mark.Head is { } head && !head.AsSpan().SequenceEqual(FileHead.Digest(stream, mark.Offset))));
            return new PushFile(format, machine, file, redaction, anew ? 0 : mark.Offset, anew);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failures.Add((file.Path, e.Message));
            return null;
        }
    }

    /// <summary>Writes the next frame; null where the file cannot be read.</summary>
    public async Task<long?> WriteAsync(Stream to, int most, List<(string Path, string Reason)> failures, CancellationToken ct)
    {
        try
        {
            await using var stream = Stream(_file.Path);
            var bytes = new ArrayBufferWriter<byte>();
            var end = Collect(stream, bytes, most, ct);
            var frame = new PushFrame
            {
                Source = _format.Code,
                Machine = _machine,
                Path = _file.Path,
                Offset = Offset,
                End = end,
                Size = Math.Max(_file.Size, end),
                ModifiedNs = _file.ModifiedNs,
                Head = FileHead.Digest(stream, end),
                Anew = _anew,
                Length = bytes.WrittenCount,
            };
            await PushBody.WriteAsync(to, frame, bytes.WrittenMemory, ct);
            return bytes.WrittenCount;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            failures.Add((_file.Path, e.Message));
            return null;
        }
    }

    /// <summary>Takes in what the server answered. True where there is more to send.</summary>
    public bool GoOn(PushMark mark)
    {
        if (mark.Divide)
        {
            _maxLines = Math.Max(1, _lines / 2);
            Tries++;
            return true;
        }

        if (!mark.Taken)
        {
            _anew = mark.Offset > _file.Size;
            Offset = _anew ? 0 : mark.Offset;
            Tries++;
            return Offset < _file.Size || _anew;
        }

        var stuck = mark.Offset == Offset; // a torn last line: it is judged again when the file has grown
        (Offset, _anew, Tries) = (mark.Offset, false, 0);
        _maxLines = (int)Math.Min(int.MaxValue, _maxLines * 2L);
        return !stuck && Offset < _file.Size;
    }

    /// <summary>Whole lines, up to the bound; a last line without an end makes a frame of its own. Returns where the frame ends.</summary>
    private long Collect(FileStream stream, ArrayBufferWriter<byte> bytes, int most, CancellationToken ct)
    {
        var whole = SourceFormat.IsWhole(_file.Path);
        using var reader = new LineReader(stream, Offset, whole);
        var end = Offset;
        _lines = 0;
        while (end < _file.Size && end - Offset < most && _lines < _maxLines && reader.Next(ct) is { } line)
        {
            if (!line.Terminated && _lines > 0)
            {
                break;
            }

            _lines++;
            bytes.Write(_redaction.Apply(line.Bytes).Span);
            if (line.Terminated)
            {
                bytes.Write(Feed);
            }

            end = line.End;
        }

        return end;
    }

    private static FileStream Stream(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
}

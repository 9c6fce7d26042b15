using Herdbook.Intake.Booking;
using Npgsql;

namespace Herdbook.Intake;

/// <summary>Reads one file from where its mark stands to its end, chunk by chunk. Memory is bounded by the chunk, whatever the file.</summary>
internal sealed class FileImport(
    SourceFormat format, TranscriptFile file, SourceBook sources, ChunkBook chunks, ImportOptions options, ImportProgress progress, TimeProvider time)
{
    // Where a chunk ends follows from where it began: a reader that was killed makes the same chunks as one that was not.
    private const int ChunkBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan StillWriting = TimeSpan.FromSeconds(10);

    private readonly bool _whole = SourceFormat.IsWhole(file.Path);
    private int _maxLines = int.MaxValue;

    /// <summary>What was read since the mark.</summary>
    private sealed record Chunk(ChunkRows Rows, string State, long End, int Line, bool AtEnd, bool TailPending);

    public async Task ReadAsync(KnownFile known, CancellationToken ct)
    {
        await using var stream = new FileStream(
            file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        var size = stream.Length;
        var modified = TranscriptFolders.Nanoseconds(File.GetLastWriteTimeUtc(stream.SafeFileHandle));
        var id = known.Id;
        var mark = known.Size is null ? SourceFile.Unread(id) : await sources.MarkAsync(id, ct);
        if ((_whole && mark.Offset > 0) || mark.Offset > size || (mark.HeadDigest is { } digest && !digest.AsSpan().SequenceEqual(FileHead.Digest(stream, mark.Offset))))
        {
            await sources.RewindAsync(id, ct);
            mark = await sources.MarkAsync(id, ct);
        }

        using var reader = new LineReader(stream, mark.Offset, _whole);
        while (true)
        {
            var chunk = ReadChunk(reader, mark, modified, ct);
            var status = !chunk.AtEnd ? "reading" : chunk.TailPending ? "tail_pending" : "read";
            var next = new Progress(size, modified, chunk.End, chunk.Line, FileHead.Digest(stream, chunk.End), chunk.State, status);
            Booked? booked;
            try
            {
                booked = await Patience.WithAsync(() => chunks.WriteAsync(mark, chunk.Rows, next, ct), time, ct);
            }
            catch (PostgresException e) when (IsAboutData(e))
            {
                if (chunk.Line - mark.Line > 1)
                {
                    _maxLines = Math.Max(1, (chunk.Line - mark.Line) / 2);
                    reader.Restart(mark.Offset);
                    continue;
                }

                var refused = Refused(chunk, mark, e);
                booked = await Patience.WithAsync(() => chunks.WriteAsync(mark, refused, next, ct), time, ct);
            }

            if (booked is not { } done)
            {
                // Somebody else has read on meanwhile: go on where they stand.
                mark = await sources.MarkAsync(id, ct);
                reader.Restart(mark.Offset);
                continue;
            }

            progress.Chunk(chunk.End - mark.Offset, chunk.Line - mark.Line, done.Events, done.Bookings, done.Rejects);
            if (chunk.AtEnd)
            {
                return;
            }

            _maxLines = (int)Math.Min(int.MaxValue, _maxLines * 2L);
            mark = mark with { Offset = chunk.End, Line = chunk.Line, State = next.State };
        }
    }

    private Chunk ReadChunk(LineReader reader, SourceFile mark, long modified, CancellationToken ct)
    {
        var parser = format.Open(file.Path, mark.State, options.Redaction);
        var rows = new ChunkRows();
        var (end, number) = (mark.Offset, mark.Line);
        while (end - mark.Offset < ChunkBytes && number - mark.Line < _maxLines)
        {
            if (reader.Next(ct) is not { } line)
            {
                parser.EndChunk(rows);
                return new Chunk(rows, parser.Save(), end, number, AtEnd: true, TailPending: false);
            }

            if (!line.Terminated)
            {
                return Tail(line, parser, rows, end, number, modified);
            }

            parser.Read(line, ++number, rows);
            end = line.End;
        }

        parser.EndChunk(rows);
        return new Chunk(rows, parser.Save(), end, number, AtEnd: false, TailPending: false);
    }

    /// <summary>
    /// A last line without an end is taken if it is whole. If not, the mark stays before it: it is rejected for now,
    /// and judged again when the file has grown. While somebody may still be writing it, it is left alone.
    /// </summary>
    private Chunk Tail(Line line, LineParser parser, ChunkRows rows, long end, int number, long modified)
    {
        parser.EndChunk(rows);
        var before = parser.Save();
        var changed = DateTimeOffset.UnixEpoch.AddTicks(modified / 100);
        var written = options.Following && time.GetUtcNow() - changed < StillWriting;
        if (written && !_whole)
        {
            return new Chunk(rows, before, end, number, AtEnd: true, TailPending: true);
        }

        var rejects = rows.Rejects.Count;
        parser.Read(line, number + 1, rows);
        parser.EndChunk(rows);
        if (written && rows.Rejects.Count > rejects)
        {
            return new Chunk(new ChunkRows(), before, end, number, AtEnd: true, TailPending: true);
        }

        return rows.Rejects.Count > rejects
            ? new Chunk(rows, before, end, number, AtEnd: true, TailPending: false)
            : new Chunk(rows, parser.Save(), line.End, number + 1, AtEnd: true, TailPending: false);
    }

    /// <summary>A single line that PostgreSQL cannot store: it is kept as a reject, and the file goes on.</summary>
    private static ChunkRows Refused(Chunk chunk, SourceFile mark, PostgresException error)
    {
        var rows = new ChunkRows();
        rows.Rejects.AddRange(chunk.Rows.Rejects);
        var text = JsonText.Shown(System.Text.Encoding.UTF8.GetBytes(chunk.Rows.Events.Count == 0 ? "" : chunk.Rows.Events[0].Payload ?? ""), 4096);
        rows.Rejects.Add(new RejectRow(
            chunk.Line, mark.Offset, chunk.End - mark.Offset, "wrong_type", $"The database cannot store a value of it: {error.MessageText}.", text));
        return rows;
    }

    /// <summary>Classes 22 (data exception) and 54 (limit exceeded): the rows are at fault, not the moment.</summary>
    internal static bool IsAboutData(PostgresException e) =>
        e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("54", StringComparison.Ordinal);
}

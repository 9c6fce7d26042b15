namespace Herdbook.Intake;

/// <summary>What an import has done so far. Counters only grow; each is exact, together they may be a chunk apart.</summary>
public sealed class ImportProgress
{
    private long bytesRead;
    private long lines;
    private long events;
    private long bookings;
    private long rejects;
    private int filesRead;
    private int filesFailed;

    public int FilesFound { get; init; }

    /// <summary>Files that have to be read, wholly or in part; the others are as they were.</summary>
    public int FilesChanged { get; init; }

    /// <summary>Bytes that have to be read.</summary>
    public long BytesFound { get; init; }

    public int FilesRead => filesRead;

    public int FilesFailed => filesFailed;

    public long BytesRead => Interlocked.Read(ref bytesRead);

    public long Lines => Interlocked.Read(ref lines);

    public long Events => Interlocked.Read(ref events);

    /// <summary>Rows booked in the token ledger.</summary>
    public long Bookings => Interlocked.Read(ref bookings);

    public long Rejects => Interlocked.Read(ref rejects);

    internal void Chunk(long bytes, int lineCount, int eventCount, int bookingCount, int rejectCount)
    {
        Interlocked.Add(ref bytesRead, bytes);
        Interlocked.Add(ref lines, lineCount);
        Interlocked.Add(ref events, eventCount);
        Interlocked.Add(ref bookings, bookingCount);
        Interlocked.Add(ref rejects, rejectCount);
    }

    internal void File(bool failed) => Interlocked.Increment(ref failed ? ref filesFailed : ref filesRead);
}

/// <summary>The result of an import.</summary>
/// <param name="Progress">What was read and booked by it.</param>
/// <param name="KnownRejects">Lines of all the files found that stand in the reject table, from this import and earlier ones.</param>
/// <param name="Failures">Files that could not be read to their end, with the reason; what was read of them is kept.</param>
public sealed record ImportSummary(ImportProgress Progress, long KnownRejects, TimeSpan Took, IReadOnlyList<(string Path, string Reason)> Failures);

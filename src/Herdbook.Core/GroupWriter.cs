using System.Collections.Concurrent;
using Npgsql;

namespace Herdbook.Core;

/// <summary>
/// Commits what several callers bring in one transaction: while one group is being written the next gathers. A caller goes on when its
/// rows are committed, never before. What has different keys is never in one group.
/// </summary>
/// <param name="write">Books the rows in one transaction; it must be safe to run again.</param>
/// <param name="sizeOf">About what a row takes in memory, in bytes.</param>
/// <param name="writers">
/// How many groups of one key are written at once. Two: one is written while PostgreSQL makes the other durable; the second begins where
/// enough waits to pay for a commit of its own. One: where groups change the same rows, and would wait for each other.
/// </param>
public sealed class GroupWriter<TKey, TRow>(Func<TKey, List<TRow>, CancellationToken, Task> write, Func<TRow, int> sizeOf, int writers = 2)
    where TKey : notnull
{
    // A group is large enough to pay for its commit, and small enough that nobody waits long for one.
    private const int MostRows = 4_000;
    private const long MostGroupBytes = 16L << 20;
    private const long MostWaitingBytes = 64L << 20;

    private const int RowsForAnother = 3;

    private readonly ConcurrentDictionary<TKey, Lane> _lanes = new();
    private long _waiting;

    private sealed record Wanted(List<TRow> Rows, long Bytes, TaskCompletionSource Done);

    private sealed class Lane
    {
        public Queue<Wanted> Queue { get; } = new();

        /// <summary>Rows in the queue.</summary>
        public int Rows { get; set; }

        public int Running { get; set; }
    }

    /// <summary>Ends when the rows are durable.</summary>
    /// <returns>False if too much waits already: nothing was kept.</returns>
    public async Task<bool> WriteAsync(TKey key, List<TRow> rows, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (rows.Count == 0)
        {
            return true;
        }

        var bytes = rows.Sum(row => (long)sizeOf(row));
        if (Interlocked.Add(ref _waiting, bytes) > MostWaitingBytes && bytes != Interlocked.Read(ref _waiting))
        {
            Interlocked.Add(ref _waiting, -bytes);
            return false;
        }

        var wanted = new Wanted(rows, bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var lane = _lanes.GetOrAdd(key, _ => new Lane());
        lock (lane)
        {
            lane.Queue.Enqueue(wanted);
            lane.Rows += rows.Count;
            if (lane.Running == 0 || (lane.Running < writers && lane.Rows >= RowsForAnother))
            {
                lane.Running++;
                _ = Task.Run(() => DrainAsync(key, lane), CancellationToken.None);
            }
        }

        await wanted.Done.Task.WaitAsync(ct);
        return true;
    }

    private async Task DrainAsync(TKey key, Lane lane)
    {
        while (Take(lane) is { } group)
        {
            await CommitAsync(key, group);

            // Those who were waiting run first, so that what they bring next is in the next group.
            await Task.Yield();
        }
    }

    private static List<Wanted>? Take(Lane lane)
    {
        lock (lane)
        {
            if (lane.Queue.Count == 0)
            {
                lane.Running--;
                return null;
            }

            var group = new List<Wanted>();
            var (rows, bytes) = (0, 0L);
            while (lane.Queue.TryPeek(out var next) && (group.Count == 0 || (rows + next.Rows.Count <= MostRows && bytes + next.Bytes <= MostGroupBytes)))
            {
                group.Add(lane.Queue.Dequeue());
                rows += next.Rows.Count;
                bytes += next.Bytes;
            }

            lane.Rows -= rows;
            return group;
        }
    }

    private async Task CommitAsync(TKey key, List<Wanted> group)
    {
        try
        {
            await write(key, group.Count == 1 ? group[0].Rows : [.. group.SelectMany(wanted => wanted.Rows)], CancellationToken.None);
            group.ForEach(Done);
        }
        catch (PostgresException e) when (group.Count > 1 && !e.IsTransient)
        {
            // One caller's rows must not cost the others theirs.
            foreach (var wanted in group)
            {
                await CommitAsync(key, [wanted]);
            }
        }
        catch (Exception e)
        {
            foreach (var wanted in group)
            {
                Interlocked.Add(ref _waiting, -wanted.Bytes);
                wanted.Done.SetException(e);
            }
        }
    }

    private void Done(Wanted wanted)
    {
        Interlocked.Add(ref _waiting, -wanted.Bytes);
        wanted.Done.SetResult();
    }
}

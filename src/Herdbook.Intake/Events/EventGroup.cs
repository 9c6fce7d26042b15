using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Intake.Booking;
using Npgsql;

namespace Herdbook.Intake.Events;

/// <summary>Lines of one request, until they are booked.</summary>
/// <param name="key">What the sender calls them together; null for none.</param>
/// <param name="now">The time of lines that tell none.</param>
internal sealed class EventRequest(List<(int Number, Line Line)> lines, int bytes, string? key, DateTimeOffset now)
{
    public List<(int Number, Line Line)> Lines => lines;

    /// <summary>About what it takes in memory, parsed, in bytes.</summary>
    public int Size => 1_000 + (bytes * 2);

    /// <summary>What became of it; it is there once the lines are committed.</summary>
    public EventAnswer? Answer { get; private set; }

    public ChunkRows Read(int from, int to, EventGroup group, Dictionary<string, InstanceFacts> instances)
    {
        var parser = new EventParser(new EventsState(), group.Options.Redaction, now, group.Agent, group.Own, key);
        var rows = new ChunkRows { Instances = instances };
        for (var i = from; i < to; i++)
        {
            parser.Read(lines[i].Line, lines[i].Number, rows);
        }

        return rows;
    }

    /// <summary>The first answer stands: booking the same again adds nothing, and would say so.</summary>
    public void Done(int events, int bookings, IReadOnlyList<LineFault> faults) => Answer ??= new EventAnswer(lines.Count, events, bookings, faults);
}

/// <summary>Who sends what may be booked in one transaction, and how it is read.</summary>
internal sealed record EventGroup(Tenant Tenant, Actor Actor, string? Agent, bool Own, ImportOptions Options)
{
    /// <summary>Books the requests and answers each; several of them together, or not at all.</summary>
    /// <exception cref="PostgresException">Of several requests, one holds a value that the database refuses: nothing was booked.</exception>
    public Task WriteAsync(Book book, List<EventRequest> requests, CancellationToken ct)
    {
        var chunks = new ChunkBook(book, Tenant, EventIntake.Source, Options.Subscription ? "imputed" : "list");
        return requests.Count == 1 ? AloneAsync(chunks, requests[0], ct) : TogetherAsync(chunks, requests, ct);
    }

    private async Task TogetherAsync(ChunkBook chunks, List<EventRequest> requests, CancellationToken ct)
    {
        var instances = new Dictionary<string, InstanceFacts>(StringComparer.Ordinal);
        var all = new ChunkRows { Instances = instances };
        var parts = requests.ConvertAll(request => request.Read(0, request.Lines.Count, this, instances));
        parts.ForEach(all.Add);
        var fresh = new FreshRows();
        if (instances.Count > 0)
        {
            await chunks.WriteAsync(all, Actor, Told(requests.Sum(request => request.Lines.Count)), fresh, ct);
        }

        foreach (var (request, rows) in requests.Zip(parts))
        {
            request.Done(fresh.TakeEvents(rows), fresh.TakeBookings(rows), [.. Faults(rows)]);
        }
    }

    /// <summary>A line with a value that the database refuses must not cost the others theirs: what was refused is halved until it is that line alone.</summary>
    private async Task AloneAsync(ChunkBook chunks, EventRequest request, CancellationToken ct)
    {
        var (events, bookings, faults) = (0, 0, new List<LineFault>());
        var waiting = new Stack<(int From, int To)>([(0, request.Lines.Count)]);
        while (waiting.TryPop(out var range))
        {
            var rows = request.Read(range.From, range.To, this, new Dictionary<string, InstanceFacts>(StringComparer.Ordinal));
            try
            {
                var booked = rows.Instances.Count == 0 ? default : await chunks.WriteAsync(rows, Actor, Told(range.To - range.From), ct);
                (events, bookings) = (events + booked.Events, bookings + booked.Bookings);
                faults.AddRange(Faults(rows));
            }
            catch (PostgresException e) when (FileImport.IsAboutData(e))
            {
                if (range.To - range.From > 1)
                {
                    var middle = (range.From + range.To) / 2;
                    waiting.Push((middle, range.To));
                    waiting.Push((range.From, middle));
                    continue;
                }

                faults.Add(new LineFault(request.Lines[range.From].Number, "wrong_type", $"The database cannot store a value of it: {e.MessageText}."));
            }
        }

        request.Done(events, bookings, faults);
    }

    private static AuditEvent Told(int lines) => new AuditEvent("intake.events").With("lines", lines);

    private static IEnumerable<LineFault> Faults(ChunkRows rows) => rows.Rejects.Select(r => new LineFault(r.Line, r.Reason, r.Detail));
}

using System.Collections.Concurrent;
using Herdbook.Core;
using Herdbook.Core.Herd.Prices;

namespace Herdbook.Intake.Events;

/// <summary>A line that was not taken, with the reason.</summary>
/// <param name="Line">From 1.</param>
public sealed record LineFault(int Line, string Reason, string Detail);

/// <summary>What became of lines that were sent.</summary>
/// <param name="Lines">Lines that hold anything.</param>
/// <param name="Events">Steps that were new.</param>
/// <param name="Bookings">Rows that were booked in the token ledger.</param>
public sealed record EventAnswer(int Lines, int Events, int Bookings, IReadOnlyList<LineFault> Faults);

/// <summary>Who sends lines, and how they are to be read.</summary>
/// <param name="Agent">Who ran, where a line does not say.</param>
/// <param name="Own">Whether lines may name no other agent.</param>
/// <param name="Key">What the sender calls these lines together; null for none.</param>
public sealed record EventSender(Tenant Tenant, Actor Actor, string? Agent, bool Own, string? Key);

/// <summary>
/// Books lines of Herdbook's own format as they come in. What was answered is durable; the same lines again add nothing. One for all requests:
/// what comes together from one sender is committed together.
/// </summary>
public sealed class EventIntake
{
    /// <summary>The word for this source on every row that it books.</summary>
    public const string Source = "events";

    private readonly Book _book;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Tenant, bool> _priced = new();
    private readonly GroupWriter<EventGroup, EventRequest> _requests;

    public EventIntake(Book book, TimeProvider time)
    {
        (_book, _time) = (book, time);
        _requests = new GroupWriter<EventGroup, EventRequest>((group, requests, ct) => group.WriteAsync(book, requests, ct), request => request.Size, writers: 1);
    }

    /// <summary>Takes every line that can be taken, and tells of each that cannot: in one transaction, or in several where PostgreSQL refuses a value of one.</summary>
    public async Task<EventAnswer> TakeAsync(EventSender sender, ReadOnlyMemory<byte> body, ImportOptions options, CancellationToken ct)
    {
        if (_priced.TryAdd(sender.Tenant, true))
        {
            await PriceBook.EnsureListAsync(_book, sender.Tenant, _time, ct);
        }

        var request = new EventRequest(Split(body, ct), body.Length, sender.Key, _time.GetUtcNow());
        if (request.Lines.Count == 0)
        {
            return new EventAnswer(0, 0, 0, []);
        }

        var group = new EventGroup(sender.Tenant, sender.Actor, sender.Agent, sender.Own, options);
        if (!await _requests.WriteAsync(group, [request], ct))
        {
            // Too much waits for a group already.
            await group.WriteAsync(_book, [request], ct);
        }

        return request.Answer!;
    }

    private static List<(int Number, Line Line)> Split(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var lines = new List<(int, Line)>();
        var (at, number) = (0, 0);
        while (at < body.Length)
        {
            ct.ThrowIfCancellationRequested();
            var feed = body.Span[at..].IndexOf((byte)'\n');
            var length = feed < 0 ? body.Length - at : feed;
            number++;
            if (!body.Span.Slice(at, length).Trim(" \t\r"u8).IsEmpty)
            {
                lines.Add((number, new Line(body.Slice(at, length), at, length, feed >= 0)));
            }

            at += length + 1;
        }

        return lines;
    }
}

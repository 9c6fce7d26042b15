using System.Collections.Concurrent;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Budgets;
using Herdbook.Core.Herd.Prices;
using Herdbook.Intake.Booking;
using Npgsql;

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

/// <summary>Books lines of Herdbook's own format as they come in. What was answered is durable; the same lines again add nothing.</summary>
public sealed class EventIntake(Book book, TimeProvider time)
{
    /// <summary>The word for this source on every row that it books.</summary>
    public const string Source = "events";

    private readonly ConcurrentDictionary<Tenant, bool> _priced = new();

    /// <summary>Takes every line that can be taken, and tells of each that cannot: in one transaction, or in several where PostgreSQL refuses a value of one.</summary>
    public async Task<EventAnswer> TakeAsync(EventSender sender, ReadOnlyMemory<byte> body, ImportOptions options, CancellationToken ct)
    {
        if (_priced.TryAdd(sender.Tenant, true))
        {
            await PriceBook.EnsureListAsync(book, sender.Tenant, time, ct);
        }

        var lines = Split(body, ct);
        var now = time.GetUtcNow();
        var chunks = new ChunkBook(book, sender.Tenant, Source, options.Subscription ? "imputed" : "list");
        var (events, bookings, faults) = (0, 0, new List<LineFault>());
        var waiting = new Stack<(int From, int To)>([(0, lines.Count)]);
        while (waiting.TryPop(out var range))
        {
            var rows = Read(lines, range, sender, options, now);
            var told = rows.Rejects.Select(r => new LineFault(r.Line, r.Reason, r.Detail));
            try
            {
                var booked = rows.Instances.Count == 0
                    ? default
                    : await chunks.WriteAsync(rows, sender.Actor, new AuditEvent("intake.events").With("lines", range.To - range.From), ct);
                (events, bookings) = (events + booked.Events, bookings + booked.Bookings);
                faults.AddRange(told);
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

                faults.Add(new LineFault(lines[range.From].Number, "wrong_type", $"The database cannot store a value of it: {e.MessageText}."));
            }
        }

        if (bookings > 0)
        {
            await new BudgetEvaluation(book, time).RunAsync(sender.Tenant, ct);
        }

        return new EventAnswer(lines.Count, events, bookings, faults);
    }

    private static ChunkRows Read(List<(int Number, Line Line)> lines, (int From, int To) range, EventSender sender, ImportOptions options, DateTimeOffset now)
    {
        var parser = new EventParser(new EventsState(), options.Redaction, now, sender.Agent, sender.Own, sender.Key);
        var rows = new ChunkRows();
        for (var i = range.From; i < range.To; i++)
        {
            parser.Read(lines[i].Line, lines[i].Number, rows);
        }

        return rows;
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

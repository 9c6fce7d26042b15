using System.Text.Json;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Server.Governance.Audit;

namespace Herdbook.Server.Pages.Governance.Audit;

/// <summary>What the reader looks for. Days are UTC's, both included.</summary>
public sealed record AuditAsked(string? Actor, string? Event, string? Table, string? Key, DateOnly? From, DateOnly? To)
{
    public AuditFilter Filter => new(
        Actor, null, Event, Table, Key, From?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), To?.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));

    public bool IsAll => this is { Actor: null, Event: null, Table: null, Key: null, From: null, To: null };
}

/// <summary>The log.</summary>
/// <param name="More">Whether older entries follow.</param>
/// <param name="IsFirst">Whether the page begins with the latest.</param>
public sealed record AuditView(PageContext Page, AuditAsked Asked, IReadOnlyList<AuditRow> Rows, bool More, bool IsFirst, SealStatus Seal)
{
    public string Address(AuditAsked asked, Guid? after = null) => Links.With(
        Page.Links.Audit, ("actor", asked.Actor), ("event", asked.Event), ("table", asked.Table), ("key", asked.Key), ("from", asked.From is { } from ? Figures.Day(from) : null),
        ("to", asked.To is { } to ? Figures.Day(to) : null), ("after", after?.ToString()));
}

/// <summary>One entry with the rows that its transaction wrote.</summary>
public sealed record EntryView(PageContext Page, AuditRow Row, IReadOnlyList<AuditedRow> Rows)
{
    public JsonElement Data
    {
        get
        {
            using var document = JsonDocument.Parse(Row.Entry.EventData);
            return document.RootElement.Clone();
        }
    }
}

/// <summary>The whole history of one row: its changes, and entries about it that changed nothing in it.</summary>
/// <param name="Older">The booking before which older changes stand; null where there are none.</param>
public sealed record RowHistoryView(PageContext Page, string Table, string Key, IReadOnlyList<RowChange> Changes, IReadOnlyList<AuditRow> Entries, long? Older)
{
    /// <summary>Both, the latest first.</summary>
    public IEnumerable<(DateTime At, RowChange? Change, AuditRow? Entry)> Story
    {
        get
        {
            var told = Changes.Select(change => change.Entry).ToHashSet();
            return Changes.Select(change => (change.ChangedAt, (RowChange?)change, (AuditRow?)null))
                .Concat(Entries.Where(entry => !told.Contains(entry.Entry.Id)).Select(entry => (entry.Entry.CreatedAt, (RowChange?)null, (AuditRow?)entry)))
                .OrderByDescending(part => part.Item1);
        }
    }
}

/// <summary>The state of the seal, and the last verification.</summary>
public sealed record SealView(PageContext Page, SealStatus Seal, VerificationRun? Run);

using System.Runtime.InteropServices;

namespace Herdbook.Intake.Booking;

/// <summary>What a transaction booked that was not known before, so that of several senders who share it each can be told what was new of theirs.</summary>
internal sealed class FreshRows
{
    private readonly Dictionary<Guid, int> _events = [];
    private readonly Dictionary<(string Message, string Request), int> _calls = [];

    public void Clear()
    {
        _events.Clear();
        _calls.Clear();
    }

    public void AddEvent(Guid key) => CollectionsMarshal.GetValueRefOrAddDefault(_events, key, out _)++;

    public void AddCall(string message, string request) => CollectionsMarshal.GetValueRefOrAddDefault(_calls, (message, request), out _)++;

    /// <summary>Takes out the events that these rows tell, and counts them: what two tell counts for the first who asks.</summary>
    public int TakeEvents(ChunkRows rows)
    {
        var count = 0;
        foreach (var told in rows.Events)
        {
            if (_events.TryGetValue(told.Key, out var left) && left > 0)
            {
                _events[told.Key] = left - 1;
                count++;
            }
        }

        return count;
    }

    /// <summary>Takes out the ledger's rows of the calls that these rows tell, by either of their names, and counts them.</summary>
    public int TakeBookings(ChunkRows rows)
    {
        if (rows.Usage.Count == 0 || _calls.Count == 0)
        {
            return 0;
        }

        var messages = rows.Usage.Values.Select(u => u.MessageId).Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
        var requests = rows.Usage.Values.Select(u => u.RequestId).Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
        var mine = _calls.Where(c => messages.Contains(c.Key.Message) || requests.Contains(c.Key.Request)).ToList();
        mine.ForEach(c => _calls.Remove(c.Key));
        return mine.Sum(c => c.Value);
    }
}

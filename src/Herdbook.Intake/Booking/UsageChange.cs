namespace Herdbook.Intake.Booking;

/// <param name="WasBooked">One of its tellings was booked before, as a call of other ids.</param>
internal sealed record ChangedCall(Call Call, bool WasBooked);

/// <summary>What has to be written when something new is told.</summary>
/// <param name="Calls">Calls that are new or are now known better.</param>
/// <param name="Gone">Calls that are no more, because they turned out to be another.</param>
/// <param name="Kept">Tellings that do not count and are not kept yet as they are now.</param>
internal sealed record UsageChange(
    IReadOnlyList<ChangedCall> Calls, IReadOnlyList<(string Message, string Request)> Gone, IReadOnlyList<(UsageRow Row, (string Message, string Request) Call)> Kept)
{
    /// <summary>Compares what is booked with what the tellings, old and new, come to.</summary>
    /// <param name="told">What is told now.</param>
    /// <param name="near">The known tellings that share an id with what is told now: only their calls can change.</param>
    /// <param name="kept">Known tellings that do not count, and the calls that they belong to: all that share an id with those.</param>
    /// <param name="booked">Calls that are booked, as far.</param>
    public static UsageChange Between(
        Dictionary<(UsageSource, string, string), UsageRow> told,
        HashSet<(UsageSource, string, string)> near,
        IReadOnlyList<(UsageRow Row, (string Message, string Request) Call)> kept,
        IReadOnlyList<Call> booked)
    {
        var all = new Dictionary<(UsageSource, string, string), UsageRow>();
        foreach (var row in kept.Select(k => k.Row).Concat(booked.Select(b => b.Telling)).Concat(told.Values))
        {
            UsageBook.Merge(all, row);
        }

        var belonging = CallTruth.Belonging(all.Values);
        var affected = all.Values.Where(r => told.ContainsKey(r.Key) || near.Contains(r.Key)).Select(r => belonging[r]).ToHashSet();
        var members = all.Values.Where(r => affected.Contains(belonging[r])).ToLookup(r => belonging[r]);
        var before = booked.ToDictionary(b => b.Key);
        var formerly = booked.Select(b => b.Telling.Key).ToHashSet();
        var known = kept.ToDictionary(k => k.Row.Key);

        var calls = new List<ChangedCall>();
        var losing = new List<(UsageRow, (string, string))>();
        foreach (var call in members)
        {
            var truth = CallTruth.Of(call.Key, call);
            if (!before.TryGetValue(call.Key, out var was) || was != truth)
            {
                calls.Add(new ChangedCall(truth, was is null && call.Any(m => formerly.Contains(m.Key))));
            }

            losing.AddRange(call
                .Where(m => m.Key != truth.Telling.Key && (!known.TryGetValue(m.Key, out var k) || k.Row != m || k.Call != call.Key))
                .Select(m => (m, call.Key)));
        }

        var gone = booked
            .Where(b => (told.ContainsKey(b.Telling.Key) || near.Contains(b.Telling.Key)) && !members.Contains(b.Key))
            .Select(b => b.Key)
            .ToList();
        return new UsageChange(calls, gone, losing);
    }
}

namespace Herdbook.Intake.Booking;

/// <summary>One call, known by its ids, with the telling that is booked.</summary>
/// <param name="ProviderCostUsd">The provider's own figure, if one told it: it is the cost, whatever the prices say.</param>
internal sealed record Call(string MessageId, string RequestId, UsageRow Telling, decimal? ProviderCostUsd)
{
    public (string Message, string Request) Key => (MessageId, RequestId);
}

/// <summary>
/// Which tellings are of one call, and which of them counts: a function of the set of tellings, so the order in which they come
/// does not matter. A call with both ids is itself. A telling with one id is the call of another source that has it and both ids
/// (of several, the first in ordinal order); if there is none, it is a call of its own. Of tellings that only look like calls of other sources,
/// each is one of these, the nearest in time first; those that are left over are calls of their own.
/// The figures are those of the best source (provider, transcript, telemetry) that told any tokens, the largest of its tellings;
/// the cost is the provider's, if it told one, else what the prices make of these figures.
/// </summary>
internal static class CallTruth
{
    /// <summary>What each telling belongs to. The tellings are of distinct <see cref="UsageRow.Key"/>.</summary>
    public static Dictionary<UsageRow, (string Message, string Request)> Belonging(IReadOnlyCollection<UsageRow> tellings)
    {
        var full = tellings.Where(t => t.IsFull)
            .OrderBy(t => t.MessageId, StringComparer.Ordinal).ThenBy(t => t.RequestId, StringComparer.Ordinal).ToArray();
        var byMessage = full.ToLookup(t => t.MessageId, StringComparer.Ordinal);
        var byRequest = full.ToLookup(t => t.RequestId, StringComparer.Ordinal);
        var alike = Alike(tellings, byRequest);
        return tellings.ToDictionary(t => t, t =>
        {
            if (t.IsFull)
            {
                return (t.MessageId, t.RequestId);
            }

            if (t.IsLikeness)
            {
                return alike.TryGetValue(t, out var one) ? (one.MessageId, one.RequestId) : (t.MessageId, t.RequestId);
            }

            var others = t.MessageId.Length > 0 ? byMessage[t.MessageId] : byRequest[t.RequestId];
            return others.FirstOrDefault(o => o.Source != t.Source) is { } whole ? (whole.MessageId, whole.RequestId) : (t.MessageId, t.RequestId);
        });
    }

    /// <summary>Pairs those that look like calls with these calls, no two with one: the nearest in time first, then in ordinal order.</summary>
    private static Dictionary<UsageRow, UsageRow> Alike(IEnumerable<UsageRow> tellings, ILookup<string, UsageRow> byRequest)
    {
        var pairs = new Dictionary<UsageRow, UsageRow>();
        var taken = new HashSet<(UsageSource, UsageRow)>();
        foreach (var (one, other) in tellings.Where(t => t.IsLikeness)
            .SelectMany(t => byRequest[t.RequestId].Where(o => o.Source != t.Source), (one, other) => (One: one, Other: other))
            .OrderBy(pair => (pair.One.At - pair.Other.At).Duration())
            .ThenBy(pair => pair.One.MessageId, StringComparer.Ordinal).ThenBy(pair => pair.One.Source).ThenBy(pair => pair.Other.MessageId, StringComparer.Ordinal).ThenBy(pair => pair.Other.Source))
        {
            if (!pairs.ContainsKey(one) && taken.Add((one.Source, other)))
            {
                pairs[one] = other;
            }
        }

        return pairs;
    }

    /// <summary>The truth about one call.</summary>
    /// <param name="tellings">All of the call, one at least.</param>
    public static Call Of((string Message, string Request) key, IEnumerable<UsageRow> tellings)
    {
        UsageRow? best = null;
        decimal? cost = null;
        foreach (var telling in tellings)
        {
            best = best is null || IsBetter(telling, best) ? telling : best;
            if (telling is { Source: UsageSource.Provider, CostUsd: { } told })
            {
                cost = cost is { } known ? Math.Max(known, told) : told;
            }
        }

        return new Call(key.Message, key.Request, best!, cost);
    }

    private static bool IsBetter(UsageRow one, UsageRow other)
    {
        if (one.Total > 0 != other.Total > 0)
        {
            return one.Total > 0;
        }

        if (one.Source != other.Source)
        {
            return one.Source < other.Source;
        }

        var bySize = UsageRow.Compare(one, other);
        if (bySize != 0)
        {
            return bySize > 0;
        }

        var byMessage = string.CompareOrdinal(one.MessageId, other.MessageId);
        return (byMessage != 0 ? byMessage : string.CompareOrdinal(one.RequestId, other.RequestId)) > 0;
    }
}

namespace Herdbook.Intake.Otlp.Booking;

/// <summary>A step of a trace, as it is kept.</summary>
internal sealed record TraceStep(
    string TraceId, string SpanId, string? ParentId, string Name, string Kind, DateTime? StartedAt, long? DurationNs, string Status, string? Session,
    string? Agent, string? Tool, string? ToolCallId, string? Model, string? MessageId, string? RequestId, long? Input, long? Output, long? CacheRead,
    long? CacheCreate, long? CacheCreate1h, decimal? ToldCost, string? Service, DateTime BookedAt)
{
    public DateTime Began => StartedAt ?? BookedAt;

    public DateTime Ended => Began.AddTicks((DurationNs ?? 0) / 100);

    /// <summary>Whether it tells what a call of a model used. An agent's or a workflow's figures repeat those of the calls within.</summary>
    public bool IsCall => Kind is RunKinds.Model or RunKinds.Embedding && (Input ?? 0) + (Output ?? 0) + (CacheRead ?? 0) + (CacheCreate ?? 0) > 0;

    /// <summary>What the call is booked by where it has no id of its own.</summary>
    public string OwnKey => $"span:{TraceId}/{SpanId}";
}

/// <summary>A run, as one trace tells it.</summary>
internal sealed record ToldRun(string Code, string Agent, string? Model, DateTime Began, DateTime Ended, string Title, string TraceId, bool Failed);

/// <summary>
/// What a whole trace says: the run that it is, and the calls in it. It depends on the trace alone, not on the order its spans came in.
/// </summary>
internal sealed class TraceRuns
{
    /// <summary>Stands before the trace of a run without a session. It comes after every letter: once the session is told, the call is booked there.</summary>
    public const string Sessionless = "~";

    private TraceRuns(ToldRun run, string? forsaken) => (Run, Forsaken) = (run, forsaken);

    public ToldRun Run { get; }

    /// <summary>The code that the run has while its session is not told; null where it is told still under it.</summary>
    public string? Forsaken { get; }

    /// <summary>The calls with the least in them: of a call that is told by a wrapper and within it, the inner one.</summary>
    public List<TraceStep> Calls { get; } = [];

    /// <summary>Those that tell what calls within them used, with each of these. One that came first is booked: its calls then come under its key.</summary>
    public List<(TraceStep Wrapper, TraceStep Inner)> Wrappers { get; } = [];

    /// <param name="steps">Of one trace.</param>
    /// <returns>Null where nothing of it is a step of a run.</returns>
    public static TraceRuns? Of(IReadOnlyCollection<TraceStep> steps)
    {
        var ordered = steps.OrderBy(step => step.Began).ThenBy(step => step.SpanId, StringComparer.Ordinal).ToArray();
        if (ordered.FirstOrDefault(step => step.Kind != RunKinds.Other) is not { } first)
        {
            return null;
        }

        var byId = ordered.ToDictionary(step => step.SpanId, StringComparer.Ordinal);
        var session = ordered.Select(step => step.Session).OfType<string>().Min(StringComparer.Ordinal);
        var root = ordered.FirstOrDefault(step => step.ParentId is null) ?? first;
        var agent = ordered.Where(step => step.Agent is not null).OrderBy(step => step.Kind != RunKinds.Agent).FirstOrDefault()?.Agent
            ?? ordered.Select(step => step.Service).OfType<string>().FirstOrDefault() ?? "telemetry";
        var model = ordered.LastOrDefault(step => step is { Kind: RunKinds.Model, Model: not null })?.Model;
        var lone = Sessionless + first.TraceId;
        var told = new TraceRuns(
            new ToldRun(session ?? lone, agent, model, ordered[0].Began, ordered.Max(step => step.Ended), root.Name, first.TraceId, root.Status == "error"),
            session is null ? null : lone);
        told.Find([.. ordered.Where(step => step.IsCall)], byId);
        return told;
    }

    private void Find(TraceStep[] calls, Dictionary<string, TraceStep> byId)
    {
        var pairs = new List<(TraceStep Wrapper, TraceStep Inner)>();
        foreach (var call in calls)
        {
            // A trace may be forged into a ring: no walk is longer than the trace.
            var at = call;
            for (var depth = 0; depth < byId.Count && at.ParentId is { } parent && byId.TryGetValue(parent, out var next) && next != call; depth++)
            {
                at = next;
                if (at.IsCall)
                {
                    pairs.Add((at, call));
                }
            }
        }

        var wrappers = pairs.Select(pair => pair.Wrapper.SpanId).ToHashSet(StringComparer.Ordinal);
        Calls.AddRange(calls.Where(call => !wrappers.Contains(call.SpanId)));
        Wrappers.AddRange(pairs.Where(pair => !wrappers.Contains(pair.Inner.SpanId)));
    }
}

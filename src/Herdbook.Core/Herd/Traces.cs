using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd;

/// <summary>A span of a trace, with its place in the tree.</summary>
public sealed record TraceSpan
{
    /// <summary>In hexadecimal, as all ids here.</summary>
    public string SpanId { get; init; } = "";

    public string? ParentSpanId { get; init; }

    public string SpanName { get; init; } = "";

    /// <summary>agent, workflow, tool, retrieval, model, embedding or other.</summary>
    public string RunKind { get; init; } = "";

    public DateTime? StartedAt { get; init; }

    public long? DurationNs { get; init; }

    /// <summary>unset, ok or error.</summary>
    public string SpanStatus { get; init; } = "";

    public string? StatusMessage { get; init; }

    public string? SessionCode { get; init; }

    public string? AgentName { get; init; }

    public string? ToolName { get; init; }

    public string? ModelCode { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public long? CacheReadTokens { get; init; }

    public long? CacheCreateTokens { get; init; }

    public string? ServiceName { get; init; }

    /// <summary>How many spans stand above it: 0 for a root, and for one whose parent never came.</summary>
    public int Depth { get; init; }
}

/// <summary>A trace as the tree of its spans, each after its parent, those of one parent in the order of their time.</summary>
/// <param name="IsWhole">False where it has more spans than are read.</param>
public sealed record Trace(string TraceId, IReadOnlyList<TraceSpan> Spans, bool IsWhole)
{
    /// <summary>The run that it is booked as.</summary>
    public string RunCode => Spans.Select(span => span.SessionCode).OfType<string>().Min(StringComparer.Ordinal) ?? $"~{TraceId}";

    public DateTime? StartedAt => Spans.Min(span => span.StartedAt);

    public DateTime? EndedAt => Spans.Max(span => span.StartedAt?.AddTicks((span.DurationNs ?? 0) / 100));
}

/// <summary>Traces to read.</summary>
public sealed class Traces(Book book)
{
    /// <summary>Spans of a trace that are read at most.</summary>
    public const int Most = 5_000;

    private const string Spans = """
        select s.span_id, s.parent_span_id, s.span_name, s.run_kind, s.started_at, s.duration_ns, s.span_status, s.status_message, s.session_code, s.agent_name,
               s.tool_name, s.model_code, s.input_tokens, s.output_tokens, s.cache_read_tokens, s.cache_create_tokens, r.service_name
          from intake.span s
          left join intake.telemetry_resource r on r.resource_key = s.resource_key
         where s.trace_id = @trace
         order by s.started_at nulls last, s.span_id
         limit @limit
        """;

    /// <summary>The trace of that id, in hexadecimal; null where no span of it is kept.</summary>
    public async Task<Trace?> ReadAsync(Tenant tenant, string trace, CancellationToken ct)
    {
        var id = trace.ToLowerInvariant();
        var spans = await book.ReadAsync(
            tenant,
            async (NpgsqlConnection connection, CancellationToken token) =>
                (await connection.QueryAsync<TraceSpan>(new CommandDefinition(Spans, new { trace = id, limit = Most + 1 }, cancellationToken: token))).AsList(),
            ct);
        return spans.Count == 0 ? null : new Trace(id, Tree([.. spans.Take(Most)]), spans.Count <= Most);
    }

    private static List<TraceSpan> Tree(TraceSpan[] spans)
    {
        var known = spans.Select(span => span.SpanId).ToHashSet(StringComparer.Ordinal);
        var children = spans.ToLookup(span => span.ParentSpanId is { } parent && parent != span.SpanId && known.Contains(parent) ? parent : "", StringComparer.Ordinal);
        var (tree, placed) = (new List<TraceSpan>(spans.Length), new HashSet<string>(StringComparer.Ordinal));
        Place("", 0);

        // Whoever hangs in a ring of parents has no root: each such ring begins with its first span.
        foreach (var span in spans.Where(span => !placed.Contains(span.SpanId)))
        {
            Walk(span, 0);
        }

        return tree;

        void Place(string parent, int depth)
        {
            foreach (var span in children[parent])
            {
                Walk(span, depth);
            }
        }

        void Walk(TraceSpan first, int from)
        {
            var waiting = new Stack<(TraceSpan Span, int Depth)>([(first, from)]);
            while (waiting.TryPop(out var next))
            {
                if (!placed.Add(next.Span.SpanId))
                {
                    continue;
                }

                tree.Add(next.Span with { Depth = next.Depth });
                foreach (var child in children[next.Span.SpanId].Reverse())
                {
                    waiting.Push((child, next.Depth + 1));
                }
            }
        }
    }
}

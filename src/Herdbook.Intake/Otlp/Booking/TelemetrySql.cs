namespace Herdbook.Intake.Otlp.Booking;

/// <summary>Statements that settle what telemetry tells.</summary>
internal static class TelemetrySql
{
    /// <summary>$1 signal. Where the settling stands.</summary>
    public const string Mark = """
        select coalesce((select m.settled_to from intake.settle_mark m where m.signal = $1), '0'::xid8)::text
        """;

    /// <summary>
    /// $1 up to where everything is decided, $2 signal. Whether more came than that. The upper bound leaves nothing out; by it the planner takes the
    /// index, whatever it knows of $1.
    /// </summary>
    public const string Open = """
        select case $2 when 'spans' then exists (select from intake.span s where s.booked_xid >= $1::xid8 and s.booked_xid <= '18446744073709551615'::xid8)
                       else exists (select from intake.telemetry_log l where l.booked_xid >= $1::xid8 and l.booked_xid <= '18446744073709551615'::xid8) end
        """;

    /// <summary>$1 signal, $2 up to where it is settled.</summary>
    public const string Advance = """
        insert into intake.settle_mark as m (signal, settled_to, settled_at) values ($1, $2::xid8, now())
        on conflict (tenant_id, signal) do update set settled_to = excluded.settled_to, settled_at = excluded.settled_at
        """;

    /// <summary>$1 from, $2 below, $3 at most. The traces that gained steps of runs, by the transactions that brought them.</summary>
    public const string DueTraces = """
        select s.trace_id, s.booked_xid::text
          from intake.span s
         where s.booked_xid >= $1::xid8 and s.booked_xid < $2::xid8 and s.run_kind <> 'other'
         order by s.booked_xid
         limit $3
        """;

    /// <summary>
    /// $1 traces, each once. Every step of their runs, and where the others hang, so that a step's parents are known. Looked up trace by trace:
    /// whatever the planner takes many traces for, it does not read the whole table for them.
    /// </summary>
    public const string Steps = """
        select s.trace_id, s.span_id, s.parent_span_id, s.span_name, s.run_kind, s.started_at, s.duration_ns, s.span_status, s.session_code,
               s.agent_name, s.tool_name, s.tool_call_id, s.model_code, s.message_id, s.request_id, s.input_tokens, s.output_tokens,
               s.cache_read_tokens, s.cache_create_tokens, s.cache_create_1h_tokens, s.told_cost_usd, r.service_name, s.booked_at
          from unnest($1::text[]) as t (id)
         cross join lateral (select * from intake.span k where k.trace_id = t.id offset 0) s
          left join intake.telemetry_resource r on r.resource_key = s.resource_key
        """;

    /// <summary>
    /// $1 from, $2 below, $3 at most. Log records that tell the use of a call. One that names neither answer nor request cannot be matched with what
    /// a transcript tells, save Codex's, which the book matches by their tokens: where the run is known from its transcript, that is the truth.
    /// </summary>
    public const string DueLogs = """
        select l.log_key, l.event_name, l.occurred_at, l.session_code, l.model_code, l.message_id, l.request_id, l.input_tokens, l.output_tokens,
               l.cache_read_tokens, l.cache_create_tokens, l.told_cost_usd, r.service_name, l.booked_at, l.booked_xid::text
          from intake.telemetry_log l
          left join intake.telemetry_resource r on r.resource_key = l.resource_key
         where l.booked_xid >= $1::xid8 and l.booked_xid < $2::xid8 and l.input_tokens is not null
           and (l.message_id is not null or l.request_id is not null or l.event_name = 'codex.sse_event'
                or not exists (select from herd.agent_instance i where i.agent_instance_code = l.session_code and i.source is distinct from 'otlp'))
         order by l.booked_xid
         limit $3
        """;

    /// <summary>$1 calls' own keys. Which of them are booked.</summary>
    public const string Booked = """
        select u.message_id from intake.usage u where u.message_id = any($1::text[]) and u.request_id = ''
        """;
}

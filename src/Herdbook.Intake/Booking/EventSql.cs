namespace Herdbook.Intake.Booking;

/// <summary>Statements that book what happened: events, links to tickets and pull requests, rejects.</summary>
internal static class EventSql
{
    /// <summary>
    /// $1 instance, $2 key, $3 parent key, $4 time, $5 type, $6 message, $7 payload, $8 tool use, $9 tool, $10 error, $11 duration,
    /// $12 model, $13 message id, $14 request id, $15 line, $16 source, $17 source file. An event that is known adds nothing.
    /// </summary>
    public const string Events = """
        insert into agent.events (
          session_id, event_key, parent_event_key, occurred_at, event_type, event_source, message, payload, tool_use_id, tool_name, is_error,
          duration_ms, model_code, message_id, request_id, source_file_id, source_line)
        select s.id, e.key, e.parent, e.at, e.type, $16, e.message, e.payload, e.tool_use, e.tool, e.error, e.duration, e.model, e.message_id,
               e.request_id, $17, e.line
          from unnest($1::text[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::jsonb[], $8::text[], $9::text[],
                      $10::boolean[], $11::bigint[], $12::text[], $13::text[], $14::text[], $15::integer[]) with ordinality
            as e (instance, key, parent, at, type, message, payload, tool_use, tool, error, duration, model, message_id, request_id, line, place)
          join agent.sessions s on s.agent_instance_code = e.instance
         order by e.place
        on conflict (tenant_id, session_id, event_key) do nothing
        """;

    /// <summary>The same, and gives back the keys of those that were new.</summary>
    public const string EventsNamed = $"{Events}\nreturning event_key";

    /// <summary>$1 instance, $2 ticket, $3 time, $4 why.</summary>
    public const string TicketLinks = """
        insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_activity_comment, created_at)
        select t.instance, t.ticket, 'linked', t.why, t.at
          from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[]) as t (instance, ticket, at, why)
         where not exists (select 1 from herd.agent_instance_ticket_activity k
                            where k.agent_instance_code = t.instance and k.ticket_code = t.ticket and k.ticket_event_type = 'linked')
        """;

    /// <summary>$1 code, $2 instance, $3 branch, $4 ticket, $5 whether the instance opened it. What is known is kept, what was missing is filled.</summary>
    public const string PullRequests = """
        insert into herd.pr_def as p (pr_code, creator_agent_instance_code, pr_branch_name, ticket_code)
        select distinct on (code) code, case when created then instance end, branch, ticket
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[]) as t (code, instance, branch, ticket, created)
         order by code, created desc
        on conflict (tenant_id, pr_code) do update set
          creator_agent_instance_code = coalesce(p.creator_agent_instance_code, excluded.creator_agent_instance_code),
          pr_branch_name = coalesce(p.pr_branch_name, excluded.pr_branch_name),
          ticket_code = coalesce(p.ticket_code, excluded.ticket_code)
        where (p.creator_agent_instance_code is null and excluded.creator_agent_instance_code is not null)
           or (p.pr_branch_name is null and excluded.pr_branch_name is not null)
           or (p.ticket_code is null and excluded.ticket_code is not null)
        """;

    /// <summary>$1 instance, $2 code, $3 created or linked, $4 address, $5 time.</summary>
    public const string PullRequestLinks = """
        insert into herd.agent_instance_pr_activity (agent_instance_code, pr_code, pr_event_type, pr_activity_detail, created_at)
        select distinct on (t.instance, t.code, t.type) t.instance, t.code, t.type, t.detail, t.at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as t (instance, code, type, detail, at)
         where not exists (select 1 from herd.agent_instance_pr_activity k
                            where k.agent_instance_code = t.instance and k.pr_code = t.code and k.pr_event_type = t.type)
         order by t.instance, t.code, t.type, t.at
        """;

    /// <summary>$1 source file, $2 from this byte on. What is read again is judged again.</summary>
    public const string ForgetRejects = """
        update intake.reject set deleted_at = now() where source_file_id = $1 and byte_offset >= $2 and deleted_at is null
        """;

    /// <summary>$1 source file, $2 line, $3 offset, $4 length, $5 reason, $6 detail, $7 text.</summary>
    public const string Rejects = """
        insert into intake.reject (source_file_id, line_number, byte_offset, line_bytes, reason, detail, line_text)
        select $1, r.* from unnest($2::integer[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[]) as r
        """;
}

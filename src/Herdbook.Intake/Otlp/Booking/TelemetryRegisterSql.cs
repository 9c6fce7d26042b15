namespace Herdbook.Intake.Otlp.Booking;

/// <summary>
/// Statements that make known the runs that telemetry tells of. Each may be run again without effect, and the order in which traces come does
/// not matter: what is told of the earliest moment names the run, what is told of the latest says where it stands.
/// </summary>
internal static class TelemetryRegisterSql
{
    /// <summary>One settler of a tenant at a time, on however many servers.</summary>
    public const string Lock = "select pg_advisory_xact_lock(hashtextextended('herdbook.telemetry:' || current_setting('herdbook.tenant'), 0))";

    /// <summary>$1 code, $2 agent, $3 model, $4 started, $5 last, $6 title. A run that was not known is booked as spawned.</summary>
    public const string Instances = """
        with told as (
          select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[])
            as t (code, agent, model, started, last, title)
        ), booked as (
          insert into herd.agent_instance as i (
            agent_instance_code, root_agent_instance_code, agent_code, model_code, agent_instance_started_at, agent_instance_ended_at,
            agent_instance_title, source)
          select code, code, agent, model, started, last, title, 'otlp' from told order by code
          on conflict (tenant_id, agent_instance_code) do update set
            agent_code = case when i.source = 'otlp' and (excluded.agent_instance_started_at, excluded.agent_code) < (i.agent_instance_started_at, i.agent_code)
                              then excluded.agent_code else i.agent_code end,
            agent_instance_title = case when i.source = 'otlp' and (excluded.agent_instance_started_at, excluded.agent_instance_title) < (i.agent_instance_started_at, i.agent_instance_title)
                                        then excluded.agent_instance_title else coalesce(i.agent_instance_title, excluded.agent_instance_title) end,
            model_code = case when excluded.agent_instance_ended_at >= coalesce(i.agent_instance_ended_at, '-infinity')
                              then coalesce(excluded.model_code, i.model_code) else coalesce(i.model_code, excluded.model_code) end,
            agent_instance_started_at = least(i.agent_instance_started_at, excluded.agent_instance_started_at),
            agent_instance_ended_at = greatest(i.agent_instance_ended_at, excluded.agent_instance_ended_at),
            deleted_at = null
          returning i.agent_instance_code, i.agent_instance_started_at, xmax = 0 as fresh
        )
        insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type, lifecycle_detail, created_at)
        select agent_instance_code, 'spawned', 'first seen in telemetry', coalesce(agent_instance_started_at, now())
          from booked
         where fresh
         order by agent_instance_code
        """;

    /// <summary>$1 code, $2 title, $3 started, $4 last, $5 trace, $6 whether it ended badly. Of a session that a transcript tells too, only the times and the trace.</summary>
    public const string Sessions = """
        insert into agent.sessions as s (
          global_id, agent_instance_code, session_type, subject_type, subject_id, status, title, title_source, title_at, started_at, ended_at,
          last_event_at, trace_id, source)
        select code, code, 'run', 'herd.agent_instance', code, case when failed then 'failed' else 'completed' end, title, 'prompt', started, started, last, last, trace, 'otlp'
          from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::boolean[]) as t (code, title, started, last, trace, failed)
         order by code
        on conflict (tenant_id, agent_instance_code) do update set
          (title, title_at) = (
            select t.title, t.at
              from (values (s.title, s.title_at), (excluded.title, excluded.title_at)) as t (title, at)
             where s.source = 'otlp'
             union all select s.title, s.title_at where s.source is distinct from 'otlp'
             order by 2, 1
             limit 1),
          status = case when s.source = 'otlp' and excluded.last_event_at >= s.last_event_at then excluded.status else s.status end,
          started_at = least(s.started_at, excluded.started_at),
          ended_at = greatest(s.ended_at, excluded.ended_at),
          last_event_at = greatest(s.last_event_at, excluded.last_event_at),
          trace_id = least(s.trace_id, excluded.trace_id),
          deleted_at = null
        """;

    /// <summary>$1 codes of runs that were taken for runs of their own until their session was told. What they used is booked there now.</summary>
    public const string ForsakeSessions = "update agent.sessions set deleted_at = now() where agent_instance_code = any($1::text[]) and deleted_at is null";

    /// <summary>$1 likewise.</summary>
    public const string ForsakeInstances = "update herd.agent_instance set deleted_at = now() where agent_instance_code = any($1::text[]) and deleted_at is null";
}

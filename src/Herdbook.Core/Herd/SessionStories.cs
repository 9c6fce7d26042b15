using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd;

/// <summary>Single conversations: their family, events, calls, and one event's payload at a time.</summary>
public sealed class SessionStories(Book book)
{
    private const string Family = $$"""
        with self as (
            select coalesce(root_agent_instance_code, agent_instance_code) as root
              from herd.agent_instance
             where agent_instance_code = @code
        ), member as (
            select instance.*
              from self
              join herd.agent_instance instance on instance.root_agent_instance_code = self.root or instance.agent_instance_code = self.root
        ), spent as (
            select agent_instance_code,
                   array_agg(distinct model_code order by model_code) filter (where model_code is not null) as models,
                   {{LedgerSql.Sums}}
              from herd.agent_instance_token_activity
             where agent_instance_code in (select agent_instance_code from member)
             group by 1
        ), counted as (
            select session_id,
                   count(*) as events,
                   count(*) filter (where event_type = 'tool_call') as tool_calls,
                   count(*) filter (where is_error) as errors
              from agent.events
             where session_id in (select session.id from member join agent.sessions session on session.agent_instance_code = member.agent_instance_code)
             group by 1
        )
        select member.agent_instance_code as code,
               session.id as session_id,
               coalesce(member.root_agent_instance_code, member.agent_instance_code) as root_code,
               member.spawned_by_agent_instance_code as spawned_by,
               member.parent_tool_use_id,
               member.agent_code,
               coalesce(session.title, member.agent_instance_title) as title,
               session.status,
               member.project_code,
               member.ticket_code,
               session.git_branch as branch,
               session.working_folder,
               session.tool_version,
               session.trace_id,
               coalesce(session.source, member.source) as source,
               coalesce(session.started_at, member.agent_instance_started_at) as started_at,
               coalesce(session.last_event_at, session.ended_at, member.agent_instance_ended_at) as ended_at,
               coalesce(spent.models, '{}') as models,
               coalesce(spent.calls, 0) as calls,
               coalesce(spent.input_tokens, 0) as input_tokens,
               coalesce(spent.output_tokens, 0) as output_tokens,
               coalesce(spent.cache_creation_tokens, 0) as cache_creation_tokens,
               coalesce(spent.cache_read_tokens, 0) as cache_read_tokens,
               spent.cost_usd, spent.imputed_usd,
               coalesce(spent.unpriced_tokens, 0) as unpriced_tokens,
               coalesce(counted.events, 0) as events,
               coalesce(counted.tool_calls, 0) as tool_calls,
               coalesce(counted.errors, 0) as errors
          from member
          left join agent.sessions session on session.agent_instance_code = member.agent_instance_code
          left join spent on spent.agent_instance_code = member.agent_instance_code
          left join counted on counted.session_id = session.id
         order by started_at nulls last, code
        """;

    private const string Events = """
        select id, occurred_at, event_type, message, tool_use_id, tool_name, is_error, duration_ms, model_code, message_id, request_id
          from agent.events
         where session_id = @session
         order by occurred_at, id
        """;

    private const string Calls = $$"""
        select message_id, request_id,
               max(model_code) as model_code,
               {{LedgerSql.Sums}}
          from herd.agent_instance_token_activity
         where agent_instance_code = @code
         group by message_id, request_id
        """;

    private const string Ties = """
        select distinct 'pr' as kind, activity.pr_code as code, pr.pr_title as title
          from herd.agent_instance_pr_activity activity
          left join herd.pr_def pr on pr.pr_code = activity.pr_code
         where activity.agent_instance_code = any(@codes) and activity.pr_code is not null
        union
        select 'ticket', named.ticket_code, ticket.ticket_title
          from (select ticket_code from herd.agent_instance_ticket_activity where agent_instance_code = any(@codes)
                union
                select ticket_code from herd.agent_instance where agent_instance_code = any(@codes)) named
          left join herd.ticket_def ticket on ticket.ticket_code = named.ticket_code
         where named.ticket_code is not null
         order by 1, 2
        """;

    private const string OneEvent = """
        select event.id, event.occurred_at, event.event_type, event.message, event.tool_use_id, event.tool_name, event.is_error, event.duration_ms,
               event.model_code, event.message_id, event.request_id,
               event.payload::text as payload, event.session_id, session.agent_instance_code as session_code,
               source.source_path, event.source_line
          from agent.events event
          join agent.sessions session on session.id = event.session_id
          left join intake.source_file source on source.source_file_id = event.source_file_id
         where event.id = @id
        """;

    private const string ResultOf = """
        select id, occurred_at, event_type, message, tool_use_id, tool_name, is_error, duration_ms, payload::text as payload
          from agent.events
         where session_id = @session and tool_use_id = @tool and tool_use_id is not null and event_type = 'tool_result'
         order by occurred_at, id
         limit 1
        """;

    static SessionStories() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Null when the tenant has no such conversation or subagent.</summary>
    public Task<SessionStory?> ReadAsync(Tenant tenant, string code, CancellationToken ct) =>
        book.ReadAsync(tenant, (connection, token) => ReadAsync(connection, code, token), ct);

    /// <summary>Null when the tenant has no such event.</summary>
    public Task<EventDetail?> EventAsync(Tenant tenant, long id, CancellationToken ct) =>
        book.ReadAsync(tenant, (connection, token) => EventAsync(connection, id, token), ct);

    private static async Task<SessionStory?> ReadAsync(NpgsqlConnection connection, string code, CancellationToken ct)
    {
        var family = (await connection.QueryAsync<SessionMember>(new CommandDefinition(Family, new { code }, cancellationToken: ct))).AsList();
        if (family.Find(member => member.Code == code) is not { } self)
        {
            return null;
        }

        var codes = self.IsMain ? family.Select(member => member.Code).ToArray() : [code];
        var events = await connection.QueryAsync<SessionEvent>(new CommandDefinition(Events, new { session = self.SessionId ?? 0 }, cancellationToken: ct));
        var calls = await connection.QueryAsync<CallUsage>(new CommandDefinition(Calls, new { code }, cancellationToken: ct));
        var ties = await connection.QueryAsync<SessionTie>(new CommandDefinition(Ties, new { codes }, cancellationToken: ct));
        return new SessionStory(self, family, events.AsList(), calls.AsList(), ties.AsList());
    }

    private static async Task<EventDetail?> EventAsync(NpgsqlConnection connection, long id, CancellationToken ct)
    {
        var row = await connection.QuerySingleOrDefaultAsync<EventRow>(new CommandDefinition(OneEvent, new { id }, cancellationToken: ct));
        if (row is null)
        {
            return null;
        }

        var result = row is { EventType: "tool_call", ToolUseId: { } tool }
            ? await connection.QuerySingleOrDefaultAsync<EventRow>(new CommandDefinition(ResultOf, new { session = row.SessionId, tool }, cancellationToken: ct))
            : null;
        return new EventDetail(row, row.Payload, result, result?.Payload, row.SessionCode, row.SourcePath, row.SourceLine);
    }

    private sealed record EventRow : SessionEvent
    {
        public string? Payload { get; init; }

        public long SessionId { get; init; }

        public string SessionCode { get; init; } = "";

        public string? SourcePath { get; init; }

        public int? SourceLine { get; init; }
    }
}

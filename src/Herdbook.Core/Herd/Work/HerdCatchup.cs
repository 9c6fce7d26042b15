using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd.Work;

/// <summary>What happened while an agent was away.</summary>
public sealed class HerdCatchup(Book book)
{
    /// <summary>When the agent's present instance began; of the newest one without an end.</summary>
    private const string Began = """
        select agent_instance_started_at
          from herd.agent_instance
         where agent_code = @agent and agent_instance_ended_at is null
           and (@instance::text is null or agent_instance_code = @instance::text)
         order by agent_instance_started_at desc nulls last
         limit 1
        """;

    /// <summary>The agent's own last event before that, of whatever ledger.</summary>
    private const string LastActive = """
        with mine as materialized (
            select agent_instance_code from herd.agent_instance where agent_code = @agent
        )
        select max(at)
          from (select max(e.created_at) as at from mine join herd.agent_instance_lifecycle_activity e on e.agent_instance_code = mine.agent_instance_code
                 where e.created_at < coalesce(@began::timestamptz, 'infinity')
                union all
                select max(e.created_at) from mine join herd.agent_instance_ticket_activity e on e.agent_instance_code = mine.agent_instance_code
                 where e.created_at < coalesce(@began::timestamptz, 'infinity')
                union all
                select max(e.created_at) from mine join herd.agent_instance_pr_activity e on e.agent_instance_code = mine.agent_instance_code
                 where e.created_at < coalesce(@began::timestamptz, 'infinity')
                union all
                select max(e.created_at) from mine join herd.agent_instance_review_activity e on e.agent_instance_code = mine.agent_instance_code
                 where e.created_at < coalesce(@began::timestamptz, 'infinity')
                union all
                select max(e.created_at) from mine join herd.agent_instance_token_activity e on e.agent_instance_code = mine.agent_instance_code
                 where e.created_at < coalesce(@began::timestamptz, 'infinity')) each
        """;

    /// <summary>Of others' and one's own, the latest first.</summary>
    private const string Events = """
        with met as materialized (
            select e.created_at as at, 'lifecycle' as kind, e.agent_instance_code, null::text as who, null::text as subject, e.lifecycle_event_type as event, e.lifecycle_detail as detail
              from herd.agent_instance_lifecycle_activity e
             where @since::timestamptz is null or e.created_at > @since::timestamptz
            union all
            select e.created_at, 'ticket', e.agent_instance_code, null, e.ticket_code, e.ticket_event_type,
                   concat_ws(' · ', e.ticket_status, 'by ' || e.blocker_ticket_code, e.blocker_description, 'to ' || e.handoff_to_agent_code, e.ticket_activity_comment)
              from herd.agent_instance_ticket_activity e
             where @since::timestamptz is null or e.created_at > @since::timestamptz
            union all
            select e.created_at, 'pull_request', e.agent_instance_code, null, e.pr_code, e.pr_event_type, e.pr_activity_detail
              from herd.agent_instance_pr_activity e
             where @since::timestamptz is null or e.created_at > @since::timestamptz
            union all
            select e.created_at, 'review', e.agent_instance_code, null, e.pr_code, e.review_event_type, e.review_activity_detail
              from herd.agent_instance_review_activity e
             where @since::timestamptz is null or e.created_at > @since::timestamptz
            union all
            select d.created_at, 'decision', null, d.decided_by, d.decision_id, d.decision_type, concat_ws(' · ', d.decision, d.rationale)
              from herd.decision_record d
             where d.deleted_at is null and (@since::timestamptz is null or d.created_at > @since::timestamptz)
        )
        select met.at, met.kind, coalesce(i.agent_code, met.who) as agent_code, met.agent_instance_code, met.subject, met.event as type, met.detail, count(*) over () as total
          from met
          left join herd.agent_instance i on i.agent_instance_code = met.agent_instance_code
         order by met.at desc, met.kind, met.subject
         limit @limit
        """;

    static HerdCatchup() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>The latest events, the oldest of them first, on one snapshot.</summary>
    /// <exception cref="RefusedException">`agent_missing`, `instance_unknown`, `instance_over`, `herd_request`.</exception>
    public Task<CatchupAnswer> ReadAsync(HerdCaller caller, CatchupRequest request, CancellationToken ct)
    {
        var limit = HerdWords.Within(request.Limit, "limit", 1, 500);
        return book.ReadAsync(
            caller.Tenant,
            async (connection, token) =>
            {
                var agent = (await HerdIdentity.PeekAsync(connection, caller, token))?.Agent ?? caller.Agent
                    ?? throw new RefusedException("agent_missing", "Nothing says whose absence is meant. Name the agent in as_agent, or use a token that belongs to an agent.");
                var since = request.Since?.ToUniversalTime() ?? await SinceAsync(connection, agent, caller.Instance, token);
                var events = (await connection.QueryAsync<Met>(new CommandDefinition(Events, new { since, limit }, cancellationToken: token))).AsList();
                return new CatchupAnswer(agent, since, [.. events.Select(met => met.Event()).Reverse()], events.Count == 0 ? 0 : events[0].Total);
            },
            ct);
    }

    private static async Task<DateTimeOffset?> SinceAsync(NpgsqlConnection connection, string agent, string? instance, CancellationToken ct)
    {
        var began = await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(Began, new { agent, instance }, cancellationToken: ct));
        var last = await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(LastActive, new { agent, began }, cancellationToken: ct));
        return last is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : null;
    }

    /// <summary>As the query gives it.</summary>
    private sealed record Met
    {
        public DateTimeOffset At { get; init; }

        public string Kind { get; init; } = "";

        public string? AgentCode { get; init; }

        public string? AgentInstanceCode { get; init; }

        public string? Subject { get; init; }

        public string? Type { get; init; }

        public string? Detail { get; init; }

        public long Total { get; init; }

        public HerdEvent Event() => new() { At = At, Kind = Kind, AgentCode = AgentCode, AgentInstanceCode = AgentInstanceCode, Subject = Subject, Event = Type, Detail = Detail };
    }
}

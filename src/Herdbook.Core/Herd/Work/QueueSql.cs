namespace Herdbook.Core.Herd.Work;

/// <summary>The ready queue: what is in it, and how one ticket is taken from it by one instance alone.</summary>
internal static class QueueSql
{
    /// <summary>
    /// Nothing that is not over stands in the way of the ticket t. Scalars, so that each ticket looks up its own few blockers by key: as a
    /// join, all open tickets would be read for one.
    /// </summary>
    private const string Free = $"""
        coalesce((
                   select false
                     from herd.ticket_dependency d
                    where d.ticket_code = t.ticket_code and d.deleted_at is null
                      and coalesce((select coalesce(b.ticket_current_status, 'todo') not in ({HerdWords.Over})
                                      from herd.ticket_def b
                                     where b.ticket_code = d.blocker_ticket_code and b.deleted_at is null), false)
                    limit 1), true)
        """;

    /// <summary>A ticket that this agent may take: assigned to nobody else, of the project that is asked for.</summary>
    private const string Mine = """
        t.deleted_at is null
               and ($4::text is null or t.assigned_agent_code is null or t.assigned_agent_code = $4::text)
               and ($5::text is null or t.project_code = $5::text)
        """;

    private const string Picked = "t.ticket_code, t.current_sprint_code, t.assigned_agent_code, t.ticket_title, t.ticket_description, t.ticket_acceptance_criteria";

    /// <summary>
    /// What follows a pick: the claim's row decides. Where a heartbeat came between, or somebody else's claim, it stays as it is and nothing
    /// else happens. $1 instance, $2 now, $3 end of the lease.
    /// </summary>
    private const string Take = """
        , before as materialized (
            select c.ticket_code, c.agent_instance_code
              from herd.ticket_claim c
             where c.ticket_code = (select ticket_code from pick) and c.leased_until <= $2::timestamptz
        ), claimed as (
            insert into herd.ticket_claim as c (ticket_code, agent_instance_code, fence, claimed_at, heartbeat_at, leased_until, created_at)
            select ticket_code, $1::text, 1, $2::timestamptz, $2::timestamptz, $3::timestamptz, $2::timestamptz from pick
            on conflict (tenant_id, ticket_code) do update set
              agent_instance_code = excluded.agent_instance_code, fence = c.fence + 1, claimed_at = excluded.claimed_at, heartbeat_at = excluded.heartbeat_at,
              leased_until = excluded.leased_until
             where c.leased_until is null or c.leased_until <= $2::timestamptz
            returning c.ticket_code, c.fence
        ), moved as (
            update herd.ticket_def t
               set ticket_current_status = 'in_progress'
             where t.ticket_code = (select ticket_code from claimed) and t.ticket_current_status is distinct from 'in_progress'
            returning t.ticket_code
        ), begun as (
            update herd.agent_instance i
               set ticket_code = (select ticket_code from claimed)
             where i.agent_instance_code = $1::text and i.ticket_code is null and exists (select from claimed)
            returning i.agent_instance_code
        ), told as (
            insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_status, sprint_code, ticket_activity_comment, created_at)
            select before.agent_instance_code, claimed.ticket_code, 'claim_expired', 'in_progress', pick.current_sprint_code, 'its lease ran out', $2::timestamptz
              from claimed join before on before.ticket_code = claimed.ticket_code join pick on pick.ticket_code = claimed.ticket_code
            union all
            select $1::text, claimed.ticket_code, 'claimed', 'in_progress', pick.current_sprint_code, 'fence ' || claimed.fence, $2::timestamptz
              from claimed join pick on pick.ticket_code = claimed.ticket_code
        )
        select pick.ticket_code, claimed.fence, before.agent_instance_code, pick.ticket_title, pick.ticket_description, pick.ticket_acceptance_criteria,
               case when pick.assigned_agent_code is not null then
                   (select e.ticket_activity_comment
                      from herd.agent_instance_ticket_activity e
                     where e.ticket_code = pick.ticket_code and e.ticket_event_type = 'handed_off'
                     order by e.created_at desc, e.booking_id desc
                     limit 1)
               end
          from pick
          left join claimed on claimed.ticket_code = pick.ticket_code
          left join before on before.ticket_code = pick.ticket_code
        """;

    /// <summary>The orphan whose lease ran out first, else the most urgent ticket that is ready. What others take at this moment is passed over. $4 agent, $5 project.</summary>
    public const string ClaimAny = $"""
        with orphan as materialized (
            select {Picked}
              from herd.ticket_claim c
              join herd.ticket_def t on t.ticket_code = c.ticket_code
             where c.leased_until is not null and c.leased_until <= $2::timestamptz and t.ticket_current_status = 'in_progress' and {Mine}
             order by c.leased_until
             limit 1
               for no key update of t skip locked
        ), fresh as materialized (
            select {Picked}
              from herd.ticket_def t
             where not exists (select from orphan)
               and t.ticket_current_status in ('todo', 'assigned') and {Mine} and {Free}
             order by t.ticket_priority, t.created_at, t.ticket_code
             limit 1
               for no key update of t skip locked
        ), pick as materialized (
            select * from orphan union all select * from fresh
        )
        {Take}
        """;

    /// <summary>The ticket $4, which is locked and known to be free.</summary>
    public const string ClaimOne = $"""
        with pick as materialized (
            select {Picked}
              from herd.ticket_def t
             where t.ticket_code = $4
        )
        {Take}
        """;

    /// <summary>Plans are made for the queue as it is: one that was made while it was empty would be kept, and be ruinous once it is full.</summary>
    public const string PlanAnew = "select set_config('plan_cache_mode', 'force_custom_plan', true)";

    /// <summary>$1 limit, $2 now, $3 rows to pass over, $4 agent, $5 project.</summary>
    public const string Ready = $"""
        with ready as materialized (
            select t.ticket_code, t.ticket_title, t.ticket_current_status, t.ticket_priority, t.ticket_tshirt_size, t.project_code, t.current_sprint_code, t.assigned_agent_code,
                   t.created_at, 1 as turn
              from herd.ticket_def t
             where t.ticket_current_status in ('todo', 'assigned') and {Mine} and {Free}
            union all
            select t.ticket_code, t.ticket_title, t.ticket_current_status, t.ticket_priority, t.ticket_tshirt_size, t.project_code, t.current_sprint_code, t.assigned_agent_code,
                   t.created_at, 0
              from herd.ticket_claim c
              join herd.ticket_def t on t.ticket_code = c.ticket_code
             where c.leased_until is not null and c.leased_until <= $2::timestamptz and t.ticket_current_status = 'in_progress' and {Mine}
        )
        select ticket_code, ticket_title, ticket_current_status, ticket_priority::integer, ticket_tshirt_size, project_code, current_sprint_code, assigned_agent_code, count(*) over ()
          from ready
         order by turn, ticket_priority, created_at, ticket_code
         limit $1 offset $3
        """;

    /// <summary>Only the holder of the fence, and only while its lease holds. $1 ticket, $2 instance, $3 fence, $4 now, $5 end of the lease.</summary>
    public const string Beat = """
        update herd.ticket_claim
           set heartbeat_at = $4::timestamptz, leased_until = greatest(leased_until, $5::timestamptz)
         where ticket_code = $1 and agent_instance_code = $2 and fence = $3 and leased_until > $4::timestamptz
        returning leased_until
        """;
}

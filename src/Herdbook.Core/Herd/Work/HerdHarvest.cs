using Dapper;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Herd.Work;

/// <summary>What an instance used, read from the transcripts of its project.</summary>
public sealed class HerdHarvest(Book book, TimeProvider time, ITranscriptHarvest? transcripts)
{
    private const string Find = "select agent_instance_started_at as started_at, agent_instance_ended_at as ended_at from herd.agent_instance where agent_instance_code = @instance";

    /// <summary>Conversations of the folder that began while the instance ran, and that nothing else is known to have started, are its own.</summary>
    private const string Adopt = """
        update herd.agent_instance c
           set spawned_by_agent_instance_code = @instance
         where c.project_code = @project and c.root_agent_instance_code = c.agent_instance_code and c.spawned_by_agent_instance_code is null
           and c.agent_instance_code <> @instance and c.source is distinct from 'herd'
           and c.agent_instance_started_at >= @started and c.agent_instance_started_at <= @ended
        """;

    private const string Own = "select agent_instance_code from herd.agent_instance where spawned_by_agent_instance_code = @instance and source is distinct from 'herd' order by 1";

    /// <summary>The instance's own bookings and those of its conversations with all their subagents, each once.</summary>
    private const string Figures = """
        with own as materialized (
            select i.agent_instance_code
              from herd.agent_instance c
              join herd.agent_instance i on i.root_agent_instance_code = c.agent_instance_code
             where c.spawned_by_agent_instance_code = @instance and c.source is distinct from 'herd'
            union
            select @instance::text
        )
        select coalesce(sum(a.token_input_count), 0)::bigint as input, coalesce(sum(a.token_output_count), 0)::bigint as output,
               coalesce(sum(a.token_cache_read_count), 0)::bigint as cache_read, coalesce(sum(a.token_cache_create_count), 0)::bigint as cache_create,
               sum(a.token_cost_usd) as usd, coalesce(sum(a.token_unpriced_count), 0)::bigint as unpriced
          from own
          join herd.agent_instance_token_activity a on a.agent_instance_code = own.agent_instance_code
        """;

    static HerdHarvest() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Books what is new in the project's transcripts, and sums what the instance used. Asking again books nothing again.</summary>
    /// <exception cref="RefusedException">`instance_unknown`, `path_not_found`, `harvest_absent`, `herd_request`.</exception>
    public async Task<HarvestAnswer> HarvestAsync(HerdCaller caller, HarvestRequest request, CancellationToken ct)
    {
        var instance = HerdWords.Need(request.AgentInstanceCode, "agent_instance_code", 300);
        var path = HerdWords.Need(request.ProjectPath, "project_path", 4_000).TrimEnd('/');
        var life = await LifeAsync(caller.Tenant, instance, ct);
        var booked = await (transcripts ?? throw new RefusedException("harvest_absent", "No intake of transcripts runs here. Nothing was booked; ask the server, or use herdbook import claude-code."))
            .BookAsync(caller.Tenant, path, ct);
        var what = new AuditEvent("herd.harvest_tokens").About("herd.agent_instance", instance).With("files", booked.Files).With("bookings", booked.Bookings);
        return await book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var own = new { instance, project = path, started = life.StartedAt ?? DateTime.UnixEpoch, ended = life.EndedAt ?? time.GetUtcNow().UtcDateTime };
                var adopted = await connection.ExecuteAsync(new CommandDefinition(Adopt, own, cancellationToken: token));
                if (adopted == 0)
                {
                    what.Nothing();
                }

                var conversations = (await connection.QueryAsync<string>(new CommandDefinition(Own, own, cancellationToken: token))).AsList();
                var sums = await connection.QuerySingleAsync<Sums>(new CommandDefinition(Figures, own, cancellationToken: token));
                return new HarvestAnswer(instance, booked.Files, booked.Bookings, conversations, sums.Input, sums.Output, sums.CacheRead, sums.CacheCreate, sums.Usd, sums.Unpriced);
            },
            ct);
    }

    private Task<Life> LifeAsync(Tenant tenant, string instance, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) => await connection.QuerySingleOrDefaultAsync<Life>(new CommandDefinition(Find, new { instance }, cancellationToken: token))
            ?? throw new RefusedException("instance_unknown", $"There is no instance {instance}. Nothing was booked; herd_status with the scope agent:CODE lists an agent's."),
        ct);

    private sealed record Life
    {
        public DateTime? StartedAt { get; init; }

        public DateTime? EndedAt { get; init; }
    }

    private sealed record Sums
    {
        public long Input { get; init; }

        public long Output { get; init; }

        public long CacheRead { get; init; }

        public long CacheCreate { get; init; }

        public decimal? Usd { get; init; }

        public long Unpriced { get; init; }
    }
}

using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd.Work;

/// <summary>The instance that a caller acts as: the named one, else the newest of its agent that has no end, else a new one.</summary>
internal static class HerdIdentity
{
    private const string Register = "insert into herd.agent_def (agent_code, agent_status) values (@agent, 'active') on conflict do nothing";

    private const string FindAgent = "select agent_code, coalesce(agent_status, 'active') as status, default_model_code as model from herd.agent_def where agent_code = @agent and deleted_at is null";

    private const string FindInstance = """
        select agent_instance_code, agent_code, agent_instance_ended_at is not null as is_over
          from herd.agent_instance
         where agent_instance_code = @instance
        """;

    private const string Newest = """
        select agent_instance_code
          from herd.agent_instance
         where agent_code = @agent and agent_instance_ended_at is null and agent_instance_started_at is not null
           and root_agent_instance_code is not distinct from agent_instance_code
         order by agent_instance_started_at desc, agent_instance_code desc
         limit 1
        """;

    /// <summary>Who asks at once as the same agent waits here, so that one instance is made and not two.</summary>
    private const string Gate = "select pg_advisory_xact_lock(hashtextextended('herd/instance/' || current_setting('herdbook.tenant') || '/' || @agent, 0))";

    private const string Insert = """
        insert into herd.agent_instance
               (agent_instance_code, agent_code, model_code, ticket_code, project_code, spawned_by_agent_instance_code, agent_instance_started_at, root_agent_instance_code, source,
                agent_instance_title)
        values (@code, @agent, @model, @ticket, @project, @spawnedBy, @now, @code, 'herd', @title)
        """;

    private const string Born = """
        insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type, lifecycle_detail, created_at)
        values (@code, 'spawned', @detail, @now)
        """;

    static HerdIdentity() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <returns>The instance's code and its agent's.</returns>
    /// <exception cref="RefusedException">`agent_missing`, `agent_unknown`, `agent_decommissioned`, `instance_unknown`, `instance_over`.</exception>
    public static async Task<HerdInstance> ActAsync(NpgsqlConnection connection, HerdCaller caller, DateTimeOffset now, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(QueueSql.PlanAnew, cancellationToken: ct));
        if (caller.Instance is { } named)
        {
            return await NamedAsync(connection, caller, named, ct);
        }

        var agent = caller.Agent ?? throw new RefusedException("agent_missing",
            "Nothing says which agent acts. Nothing was done; name it in as_agent, or use a token that belongs to an agent (herdbook tokens make --agent CODE).");
        var known = await AgentAsync(connection, agent, caller.IsBound, ct);
        if (await NewestAsync(connection, agent, ct) is { } running)
        {
            return new HerdInstance(running, agent);
        }

        await connection.ExecuteAsync(new CommandDefinition(Gate, new { agent }, cancellationToken: ct));
        if (await NewestAsync(connection, agent, ct) is { } meanwhile)
        {
            return new HerdInstance(meanwhile, agent);
        }

        return new HerdInstance(await MakeAsync(connection, agent, known.Model, null, null, null, "first command", now, ct), agent);
    }

    /// <summary>The instance that would act, where there is one; nothing is made.</summary>
    public static async Task<HerdInstance?> PeekAsync(NpgsqlConnection connection, HerdCaller caller, CancellationToken ct)
    {
        if (caller.Instance is { } named)
        {
            return await NamedAsync(connection, caller, named, ct);
        }

        return caller.Agent is { } agent && await NewestAsync(connection, agent, ct) is { } running ? new HerdInstance(running, agent) : null;
    }

    /// <summary>An agent that may work.</summary>
    /// <param name="register">Whether one that is not known is made known.</param>
    /// <exception cref="RefusedException">`agent_unknown`, `agent_decommissioned`.</exception>
    public static async Task<KnownAgent> AgentAsync(NpgsqlConnection connection, string agent, bool register, CancellationToken ct)
    {
        var known = await connection.QuerySingleOrDefaultAsync<KnownAgent>(new CommandDefinition(FindAgent, new { agent }, cancellationToken: ct));
        if (known is null && register)
        {
            await connection.ExecuteAsync(new CommandDefinition(Register, new { agent }, cancellationToken: ct));
            known = await connection.QuerySingleOrDefaultAsync<KnownAgent>(new CommandDefinition(FindAgent, new { agent }, cancellationToken: ct));
        }

        if (known is null)
        {
            throw new RefusedException("agent_unknown", $"There is no agent {agent}. Nothing was done; herd_status with the scope agents lists those that there are, and a row in herd.agent_def makes one.");
        }

        return known.Status == HerdWords.Decommissioned
            ? throw new RefusedException("agent_decommissioned", $"The agent {agent} was decommissioned and does not return. Nothing was done; choose another agent.")
            : known;
    }

    /// <summary>A new instance with its `spawned` event. Its code is inst- and eight hexadecimal digits.</summary>
    public static async Task<string> MakeAsync(
        NpgsqlConnection connection, string agent, string? model, string? ticket, string? project, string? spawnedBy, string detail, DateTimeOffset now, CancellationToken ct)
    {
        var code = $"inst-{Guid.NewGuid().ToString("N")[..8]}";
        await connection.ExecuteAsync(new CommandDefinition(Insert, new { code, agent, model, ticket, project, spawnedBy, now, title = $"{agent}: {ticket ?? "work"}" }, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(Born, new { code, detail, now }, cancellationToken: ct));
        return code;
    }

    private static async Task<HerdInstance> NamedAsync(NpgsqlConnection connection, HerdCaller caller, string named, CancellationToken ct)
    {
        var found = await connection.QuerySingleOrDefaultAsync<FoundInstance>(new CommandDefinition(FindInstance, new { instance = named }, cancellationToken: ct));
        if (found?.AgentCode is null || (caller.Agent is { } agent && found.AgentCode != agent))
        {
            throw new RefusedException("instance_unknown",
                $"There is no instance {named}{(caller.Agent is null ? "" : $" of the agent {caller.Agent}")}. Nothing was done; leave out as_instance to act as the newest one, or herd_spawn one.");
        }

        return found.IsOver
            ? throw new RefusedException("instance_over", $"The instance {named} has ended. Nothing was done; leave out as_instance, and a new one begins.")
            : new HerdInstance(named, found.AgentCode);
    }

    private static Task<string?> NewestAsync(NpgsqlConnection connection, string agent, CancellationToken ct) =>
        connection.ExecuteScalarAsync<string?>(new CommandDefinition(Newest, new { agent }, cancellationToken: ct));

    private sealed record FoundInstance
    {
        public string AgentInstanceCode { get; init; } = "";

        public string? AgentCode { get; init; }

        public bool IsOver { get; init; }
    }
}

/// <summary>An instance and its agent.</summary>
internal sealed record HerdInstance(string Code, string Agent);

/// <summary>An agent that may work.</summary>
internal sealed record KnownAgent
{
    public string AgentCode { get; init; } = "";

    public string Status { get; init; } = "";

    public string? Model { get; init; }
}

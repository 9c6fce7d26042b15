using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd;

/// <summary>A model, agent or project that the ledger has met, under the name it is shown by.</summary>
public sealed record KnownName
{
    /// <summary>model, agent or project.</summary>
    public string Kind { get; init; } = "";

    public string Code { get; init; } = "";

    public string? Title { get; init; }
}

/// <summary>A tenant of this book.</summary>
public sealed record TenantEntry
{
    public string TenantId { get; init; } = "";

    public string? Title { get; init; }

    public bool IsDemo { get; init; }
}

/// <summary>A conversation to jump to.</summary>
public sealed record RecentConversation
{
    public string Code { get; init; } = "";

    public string? Title { get; init; }

    public string? ProjectCode { get; init; }

    public DateTime? StartedAt { get; init; }
}

/// <summary>What every page's frame shows.</summary>
/// <param name="Known">In the order in which the book met them, so a colour given by this order stays.</param>
/// <param name="Running">The import under way, if any.</param>
public sealed record FrameFacts(IReadOnlyList<KnownName> Known, IReadOnlyList<TenantEntry> Tenants, ImportRun? Running);

/// <summary>Names, tenants and recent conversations: what a reader can go to.</summary>
public sealed class HerdDirectory(Book book)
{
    private const string Known = """
        select kind, code, title
          from (select 'model' as kind, model_code as code, null::text as title, created_at
                  from herd.model_def model
                 where exists (select 1 from herd.agent_instance_token_activity used where used.model_code = model.model_code)
                union all
                select 'agent', agent_code, null, created_at
                  from herd.agent_def agent
                 where exists (select 1 from herd.agent_instance used where used.agent_code = agent.agent_code)
                union all
                select 'project', project_code, project_title, created_at
                  from herd.project_def project
                 where exists (select 1 from herd.agent_instance used where used.project_code = project.project_code)) met
         order by kind, created_at nulls last, code
        """;

    private const string Tenants = """
        select tenant_id, title, is_demo
          from catalog.tenant
         where erased_at is null
         order by is_demo, tenant_id
        """;

    private const string Recent = """
        select instance.agent_instance_code as code,
               coalesce(session.title, instance.agent_instance_title) as title,
               instance.project_code,
               instance.agent_instance_started_at as started_at
          from herd.agent_instance instance
          left join agent.sessions session on session.agent_instance_code = instance.agent_instance_code
         where instance.root_agent_instance_code = instance.agent_instance_code
           and (@text::text is null
                or coalesce(session.title, instance.agent_instance_title) ilike '%' || @text::text || '%'
                or instance.agent_instance_code ilike @text::text || '%')
         order by coalesce(session.last_event_at, instance.agent_instance_started_at) desc nulls last
         limit @limit
        """;

    static HerdDirectory() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public Task<FrameFacts> FrameAsync(Tenant tenant, CancellationToken ct) => book.ReadAsync(tenant, FrameAsync, ct);

    /// <summary>The conversations that moved last; <paramref name="text"/> narrows by title or the start of the code.</summary>
    public Task<IReadOnlyList<RecentConversation>> RecentAsync(Tenant tenant, string? text, int limit, CancellationToken ct) =>
        book.ReadAsync<IReadOnlyList<RecentConversation>>(
            tenant,
            async (connection, token) => (await connection.QueryAsync<RecentConversation>(new CommandDefinition(
                Recent, new { text = LikePattern.Escape(text), limit }, cancellationToken: token))).AsList(),
            ct);

    private static async Task<FrameFacts> FrameAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var known = await connection.QueryAsync<KnownName>(new CommandDefinition(Known, cancellationToken: ct));
        var tenants = await connection.QueryAsync<TenantEntry>(new CommandDefinition(Tenants, cancellationToken: ct));
        var running = await IntakeBook.RunningAsync(connection, ct);
        return new FrameFacts(known.AsList(), tenants.AsList(), running);
    }
}

/// <summary>Text from outside inside a LIKE pattern.</summary>
internal static class LikePattern
{
    /// <summary>Escapes %, _ and \ so that they mean themselves; null for nothing to look for.</summary>
    public static string? Escape(string? text) =>
        string.IsNullOrWhiteSpace(text)
            ? null
            : text.Trim().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}

using Dapper;

namespace Herdbook.Core.Herd;

/// <summary>Two pieces of work that belong together, why, and how sure that is.</summary>
public sealed record WorkLinkEntry
{
    /// <summary>commit, session or pr.</summary>
    public string FromType { get; init; } = "";

    public string FromCode { get; init; } = "";

    public string? FromTitle { get; init; }

    /// <summary>checkpoint, session, pr or ticket.</summary>
    public string ToType { get; init; } = "";

    public string ToCode { get; init; } = "";

    public string? ToTitle { get; init; }

    public string LinkReason { get; init; } = "";

    /// <summary>From 0 to 1.</summary>
    public decimal LinkConfidence { get; init; }

    public string? LinkEvidence { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <summary>Links that the filter lets through.</summary>
    public long OfAll { get; init; }
}

/// <summary>What belongs to a piece of work, the surest first; of all work, the last found first.</summary>
public sealed class WorkLinkList(Book book)
{
    public const int PageSize = 100;

    private const string Titles = """
        coalesce(fc.commit_subject, fi.agent_instance_title, fp.pr_title) as from_title,
               coalesce(ti.agent_instance_title, tp.pr_title, tt.ticket_title) as to_title
          from shown s
          left join herd.commit_def fc on s.from_type = 'commit' and fc.commit_hash = s.from_code
          left join herd.agent_instance fi on s.from_type = 'session' and fi.agent_instance_code = s.from_code
          left join herd.pr_def fp on s.from_type = 'pr' and fp.pr_code = s.from_code
          left join herd.agent_instance ti on s.to_type = 'session' and ti.agent_instance_code = s.to_code
          left join herd.pr_def tp on s.to_type = 'pr' and tp.pr_code = s.to_code
          left join herd.ticket_def tt on s.to_type = 'ticket' and tt.ticket_code = s.to_code
        """;

    private const string OfOne = $"""
        with found as materialized (
          select k.from_type, k.from_code, k.to_type, k.to_code, k.link_reason, k.link_confidence, k.link_evidence, k.created_at
            from herd.work_link k
           where k.deleted_at is null and k.from_type = @type and k.from_code = @code
          union
          select k.from_type, k.from_code, k.to_type, k.to_code, k.link_reason, k.link_confidence, k.link_evidence, k.created_at
            from herd.work_link k
           where k.deleted_at is null and k.to_type = @type and k.to_code = @code
        ), shown as materialized (
          select f.*, count(*) over () as of_all
            from found f
           order by f.link_confidence desc, f.from_type, f.from_code, f.to_type, f.to_code, f.link_reason
          offset @skip limit @most
        )
        select s.*, {Titles}
         order by s.link_confidence desc, s.from_type, s.from_code, s.to_type, s.to_code, s.link_reason
        """;

    private const string OfAllWork = $"""
        with shown as materialized (
          select k.from_type, k.from_code, k.to_type, k.to_code, k.link_reason, k.link_confidence, k.link_evidence, k.created_at,
                 (select count(*) from herd.work_link a where a.deleted_at is null) as of_all
            from herd.work_link k
           where k.deleted_at is null
           order by k.created_at desc, k.from_type, k.from_code, k.to_type, k.to_code, k.link_reason
          offset @skip limit @most
        )
        select s.*, {Titles}
         order by s.created_at desc, s.from_type, s.from_code, s.to_type, s.to_code, s.link_reason
        """;

    static WorkLinkList() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <param name="of">Only links of this piece of work; null for all.</param>
    /// <param name="page">From 1.</param>
    public Task<IReadOnlyList<WorkLinkEntry>> ReadAsync(Tenant tenant, (string Type, string Code)? of, int page, CancellationToken ct) => book.ReadAsync<IReadOnlyList<WorkLinkEntry>>(
        tenant,
        async (connection, token) => (await connection.QueryAsync<WorkLinkEntry>(new CommandDefinition(
            of is null ? OfAllWork : OfOne, new { type = of?.Type, code = of?.Code, skip = (page - 1) * PageSize, most = PageSize }, cancellationToken: token))).AsList(),
        ct);
}

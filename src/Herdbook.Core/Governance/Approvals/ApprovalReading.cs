using Dapper;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>Which requests a list shows; null limits nothing.</summary>
/// <param name="Limit">1 to 200.</param>
public sealed record ApprovalFilter(string? Status = null, string? Reviewer = null, string? Agent = null, string? Checkpoint = null, int Limit = 20, long Offset = 0);

/// <summary>A page of a list.</summary>
/// <param name="Total">How many there are on all pages.</param>
public sealed record ApprovalPage(IReadOnlyList<Approval> Approvals, long Total);

/// <summary>One decision of one person.</summary>
public sealed record ApprovalSaid
{
    public Guid RequestId { get; init; }

    public string Decision { get; init; } = "";

    public string Decider { get; init; } = "";

    public string DeciderKind { get; init; } = "";

    public string DeciderPerson { get; init; } = "";

    public string? OnBehalfOf { get; init; }

    public string? Reason { get; init; }

    public string? Modifications { get; init; }

    public DateTime DecidedAt { get; init; }

    public string Outcome { get; init; } = "";
}

/// <summary>How the outcome was sent.</summary>
public sealed record ApprovalDelivery
{
    public Guid Id { get; init; }

    public string Event { get; init; } = "";

    public string Url { get; init; } = "";

    public int Attempts { get; init; }

    public DateTime NextAttemptAt { get; init; }

    public DateTime? DeliveredAt { get; init; }

    public DateTime? GivenUpAt { get; init; }

    public int? LastStatus { get; init; }

    public string? LastError { get; init; }
}

/// <summary>A request with everything that happened to it.</summary>
/// <param name="Stamps">The decisions of governance, each with what its stamp says.</param>
/// <param name="Former">The request that it asks anew, where it does.</param>
/// <param name="Later">The requests that ask it anew.</param>
public sealed record ApprovalStory(
    Approval Approval,
    IReadOnlyList<ApprovalSaid> Decisions,
    IReadOnlyList<ApprovalComment> Comments,
    IReadOnlyList<ApprovalDelegation> Delegations,
    IReadOnlyList<(GovernanceDecision Decision, StampVerdict Verdict)> Stamps,
    IReadOnlyList<ApprovalDelivery> Deliveries,
    Approval? Former,
    IReadOnlyList<Guid> Later);

/// <summary>A request in the caller's inbox.</summary>
/// <param name="Said">What the caller said to it, while it waits for others; null where they said nothing.</param>
public sealed record InboxItem(Approval Approval, ApprovalRight Right, string? Said);

/// <summary>Reads requests. Each method sees one snapshot.</summary>
public sealed class ApprovalReading(Book book, AuditKeys keys, TimeProvider time)
{
    public const int InboxLimit = 300;

    private const string Where = """
        where r.deleted_at is null
          and (@status::text is null or r.status = @status)
          and (@reviewer::text is null or lower(r.reviewer_id) = lower(@reviewer) or lower(@reviewer) = any(lower(r.reviewers::text)::text[]))
          and (@agent::text is null or r.agent_id = @agent)
          and (@checkpoint::text is null or r.checkpoint_type = @checkpoint)
        """;

    private const string Page = $"""
        select {ApprovalSql.Columns}
          from governance.approval_requests r
        {Where}
         order by r.created_at desc, r.id desc
         limit @limit offset @offset
        """;

    private const string Count = $"""
        select count(*)
          from governance.approval_requests r
        {Where}
        """;

    private const string Pending = $"""
        select {ApprovalSql.Columns}
          from governance.approval_requests r
         where r.status = 'pending' and r.deleted_at is null
         order by r.created_at, r.id
         limit @limit
        """;

    private const string Past = $"""
        select {ApprovalSql.Columns}
          from governance.approval_requests r
         where r.status <> 'pending' and r.deleted_at is null
         order by coalesce(r.decided_at, r.closed_at) desc, r.id desc
         limit @limit offset @offset
        """;

    private const string PastCount = "select count(*) from governance.approval_requests r where r.status <> 'pending' and r.deleted_at is null";

    private const string Mine = """
        select d.request_id, d.decision
          from governance.approval_decisions d
          join governance.approval_requests r on r.id = d.request_id
         where d.decider_person = @person and r.status = 'pending'
        """;

    private const string Said = """
        select request_id, decision, decider, decider_kind, decider_person, on_behalf_of, reason, modifications::text as modifications, decided_at, outcome
          from governance.approval_decisions
         where request_id = @id
         order by decided_at, id
        """;

    private const string Deliveries = """
        select id, event, url, attempts, next_attempt_at, delivered_at, given_up_at, last_status, last_error
          from governance.webhook_deliveries
         where request_id = @id
         order by created_at
        """;

    private const string Later = "select id from governance.approval_requests where supersedes = @id and deleted_at is null order by created_at";

    static ApprovalReading() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>The latest first.</summary>
    public Task<ApprovalPage> ListAsync(Tenant tenant, ApprovalFilter filter, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            var values = new { status = filter.Status, reviewer = filter.Reviewer, agent = filter.Agent, checkpoint = filter.Checkpoint, limit = Math.Clamp(filter.Limit, 1, 200), offset = Math.Max(0, filter.Offset) };
            var rows = (await connection.QueryAsync<Approval>(new CommandDefinition(Page, values, cancellationToken: token))).AsList();
            return new ApprovalPage(rows, await connection.ExecuteScalarAsync<long>(new CommandDefinition(Count, values, cancellationToken: token)));
        },
        ct);

    /// <summary>Null where the tenant has none such.</summary>
    public Task<Approval?> FindAsync(Tenant tenant, Guid id, CancellationToken ct) => book.ReadAsync(tenant, (connection, token) => OneAsync(connection, id, token), ct);

    /// <summary>What waits, the oldest first, with the caller's right to decide it; 300 at most.</summary>
    public Task<IReadOnlyList<InboxItem>> InboxAsync(Caller caller, CancellationToken ct) => book.ReadAsync<IReadOnlyList<InboxItem>>(
        caller.Tenant,
        async (connection, token) =>
        {
            var passed = await ApprovalDelegating.ToAsync(connection, caller, null, ApprovalTime.Now(time), token);
            var said = (await connection.QueryAsync<(Guid Request, string Decision)>(new CommandDefinition(Mine, new { person = ApprovalPerson.Of(caller) }, cancellationToken: token))).ToDictionary();
            var pending = await connection.QueryAsync<Approval>(new CommandDefinition(Pending, new { limit = InboxLimit }, cancellationToken: token));
            return [.. pending.Select(request => new InboxItem(
                request, ApprovalRight.Of(request, caller, passed.Where(delegation => delegation.RequestId is null || delegation.RequestId == request.Id)), said.GetValueOrDefault(request.Id)))];
        },
        ct);

    /// <summary>What waits no more, the latest first.</summary>
    public Task<ApprovalPage> PastAsync(Tenant tenant, int limit, long offset, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            var rows = (await connection.QueryAsync<Approval>(new CommandDefinition(Past, new { limit, offset }, cancellationToken: token))).AsList();
            return new ApprovalPage(rows, await connection.ExecuteScalarAsync<long>(new CommandDefinition(PastCount, cancellationToken: token)));
        },
        ct);

    /// <summary>Whether the caller may decide it now.</summary>
    public Task<ApprovalRight> RightAsync(Caller caller, Approval request, CancellationToken ct) => book.ReadAsync(
        caller.Tenant, (connection, token) => ApprovalDelegating.RightAsync(connection, caller, request, ApprovalTime.Now(time), token), ct);

    /// <summary>Null where the tenant has none such.</summary>
    public Task<ApprovalStory?> StoryAsync(Tenant tenant, Guid id, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            if (await OneAsync(connection, id, token) is not { } request)
            {
                return null;
            }

            var said = (await connection.QueryAsync<ApprovalSaid>(new CommandDefinition(Said, new { id }, cancellationToken: token))).AsList();
            var decisions = (await connection.QueryAsync<GovernanceDecision>(new CommandDefinition(GovernanceDecisions.OfRequest, new { id }, cancellationToken: token))).AsList();
            var deliveries = (await connection.QueryAsync<ApprovalDelivery>(new CommandDefinition(Deliveries, new { id }, cancellationToken: token))).AsList();
            return new ApprovalStory(
                request,
                said,
                await ApprovalTalk.OfAsync(connection, id, token),
                await ApprovalDelegating.OfAsync(connection, id, token),
                [.. decisions.Select(decision => (decision, decision.Verify(keys)))],
                deliveries,
                request.Supersedes is { } former ? await OneAsync(connection, former, token) : null,
                (await connection.QueryAsync<Guid>(new CommandDefinition(Later, new { id }, cancellationToken: token))).AsList());
        },
        ct);

    private static Task<Approval?> OneAsync(NpgsqlConnection connection, Guid id, CancellationToken ct) =>
        connection.QueryFirstOrDefaultAsync<Approval?>(new CommandDefinition(ApprovalSql.One, new { id }, cancellationToken: ct));
}

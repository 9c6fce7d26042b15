using Dapper;
using Herdbook.Core.Governance.Access;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>Whether something may run.</summary>
public abstract record ApprovalGate
{
    private ApprovalGate()
    {
    }

    /// <summary>It was approved, exactly so.</summary>
    public sealed record Open(Approval Approval) : ApprovalGate;

    /// <summary>Nobody has decided yet.</summary>
    public sealed record Waits(Approval Approval) : ApprovalGate;

    /// <summary>It was rejected, modified, withdrawn, or expired.</summary>
    public sealed record Closed(Approval Approval) : ApprovalGate;

    /// <summary>What is to run is not what was asked: it needs an approval of its own.</summary>
    public sealed record Changed(Approval Approval, string Hash) : ApprovalGate;
}

/// <summary>
/// The gate that other modules put before what needs a person's approval: what was approved is what runs. The payload's hash is compared, so
/// an approval of one payload opens nothing for another.
/// </summary>
public sealed class RequireApproval(Book book, ApprovalAsking asking, ApprovalReading reading)
{
    private const string Latest = $"""
        select {ApprovalSql.Columns}
          from governance.approval_requests r
         where r.subject_type = @type and r.subject_id = @subject and r.checkpoint_type = @checkpoint and r.payload_hash = @hash and r.deleted_at is null
         order by r.created_at desc, r.id desc
         limit 1
        """;

    static RequireApproval() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Whether the payload is what the request was approved for. Null where the tenant has no such request.</summary>
    /// <param name="hash">As <see cref="CanonicalJson.Hash"/> gives it.</param>
    public async Task<ApprovalGate?> CheckAsync(Tenant tenant, Guid id, string hash, CancellationToken ct) =>
        await reading.FindAsync(tenant, id, ct) is { } request ? Of(request, hash) : null;

    /// <summary>
    /// Opens where the latest request about the question's subject with the same payload was approved; asks where there is none yet.
    /// The subject must be given.
    /// </summary>
    /// <exception cref="RefusedException">As <see cref="ApprovalAsking.AskAsync"/>.</exception>
    public async Task<ApprovalGate> RequireAsync(Caller caller, ApprovalQuestion question, CancellationToken ct)
    {
        if (question.SubjectType is null || question.SubjectId is null)
        {
            throw ApprovalQuestionRules.Wrong("a gate needs subject_type and subject_id");
        }

        var hash = CanonicalJson.Hash(question.Payload);
        var values = new { type = question.SubjectType, subject = question.SubjectId, checkpoint = question.CheckpointType, hash };
        var latest = await book.ReadAsync(
            caller.Tenant, (connection, token) => connection.QueryFirstOrDefaultAsync<Approval?>(new CommandDefinition(Latest, values, cancellationToken: token)), ct);
        return Of(latest ?? (await asking.AskAsync(caller, question, ct)).OrThrow(), hash);
    }

    private static ApprovalGate Of(Approval request, string hash) => request switch
    {
        _ when request.PayloadHash != hash => new ApprovalGate.Changed(request, hash),
        { Status: "approved" } => new ApprovalGate.Open(request),
        { IsPending: true } => new ApprovalGate.Waits(request),
        _ => new ApprovalGate.Closed(request),
    };
}

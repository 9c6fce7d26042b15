using Dapper;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>Asks for approval, and takes a question back.</summary>
public sealed class ApprovalAsking(Book book, TimeProvider time)
{
    public const int MaxPayload = 1 << 20;

    private const string ByKey = $"select {ApprovalSql.Columns} from governance.approval_requests r where r.requester = @requester and r.request_key = @key";

    private const string Earlier = "select requester from governance.approval_requests where id = @id and deleted_at is null";

    private const string Add = """
        insert into governance.approval_requests
               (id, execution_id, agent_id, checkpoint_type, state_snapshot, reviewer_id, reviewer_strategy, created_at, conversation_id, title, risk,
                requester, requester_kind, requester_user, requester_agent, request_key, subject_type, subject_id, payload, payload_hash, payload_before, supersedes,
                policy_name, policy_version, required_roles, reviewers, quorum, asker_owner_may, remind_at, escalate_at, escalate_role, escalate_reviewers, expires_at, callback_url)
        values (@id, @execution, @agent, @checkpoint, @snapshot::jsonb, @reviewer, @strategy, @now, @conversation, @title, @risk,
                @requester, @requesterKind, @requesterUser, @requesterAgent, @key, @subjectType, @subjectId, @payload::jsonb, @hash, @before::jsonb, @supersedes,
                @policyName, @policyVersion, @roles, @reviewers, @quorum, @ownerMay, @remindAt, @escalateAt, @escalateRole, @escalateReviewers, @expiresAt, @callback)
        on conflict do nothing
        """;

    private const string Withdraw = """
        update governance.approval_requests set status = 'withdrawn', closed_at = @now, closed_by = @by
         where id = @id
        """;

    static ApprovalAsking() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Asks. With a key that the asker used before, the former request comes back, and nothing new is made.</summary>
    /// <exception cref="RefusedException">`approval_question`, `approval_payload`, `approval_key_reused`, `approval_callback`.</exception>
    public async Task<ApprovalOutcome> AskAsync(Caller caller, ApprovalQuestion question, CancellationToken ct)
    {
        ApprovalQuestionRules.Check(question, caller);
        var hash = CanonicalJson.Hash(question.Payload);
        var what = new AuditEvent("approvals.request");
        try
        {
            return await book.WriteAsync(caller.Tenant, caller.Actor, what, (connection, token) => AskAsync(connection, caller, question, hash, what, token), ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation && e.Message.Contains("subject", StringComparison.OrdinalIgnoreCase))
        {
            throw ApprovalQuestionRules.Wrong($"subject_type '{question.SubjectType}' is no table of the catalog", e);
        }
    }

    private async Task<ApprovalOutcome> AskAsync(NpgsqlConnection connection, Caller caller, ApprovalQuestion question, string hash, AuditEvent what, CancellationToken ct)
    {
        var now = Now();
        var id = Guid.CreateVersion7();
        if (question.Supersedes is { } earlier && await connection.ExecuteScalarAsync<string?>(new CommandDefinition(Earlier, new { id = earlier }, cancellationToken: ct)) is null)
        {
            throw ApprovalQuestionRules.Wrong($"there is no request {earlier} that this one could ask anew");
        }

        var policies = await ApprovalPolicies.HoldingAsync(connection, ct);
        var policy = policies.For(question.CheckpointType, question.Risk);
        var made = await connection.ExecuteAsync(new CommandDefinition(Add, Values(id, caller, question, hash, policies.Version, policy, now), cancellationToken: ct));
        if (made == 0)
        {
            what.Nothing();
            var former = await connection.QueryFirstAsync<Approval>(new CommandDefinition(ByKey, new { requester = caller.Actor.Name, key = question.Key }, cancellationToken: ct));
            return former.PayloadHash == hash && former.CheckpointType == question.CheckpointType
                ? new ApprovalOutcome.Done(former, Repeated: true)
                : new ApprovalOutcome.Refused("approval_key_reused", $"The key was used before for another question, request {former.Id}. Nothing was asked.", "Use a new key for a new question.");
        }

        var request = await connection.QueryFirstAsync<Approval>(new CommandDefinition(ApprovalSql.One, new { id }, cancellationToken: ct));
        what.About("governance.approval_requests", id.ToString()).With("checkpoint", request.CheckpointType).With("risk", request.Risk).With("payload_hash", hash)
            .With("policy", policy.Name).With("policy_version", policies.Version);
        await ApprovalOutbox.RingAsync(connection, caller.Tenant, id, ct);
        return new ApprovalOutcome.Done(request);
    }

    private static object Values(Guid id, Caller caller, ApprovalQuestion question, string hash, long version, ApprovalPolicy policy, DateTime now) => new
    {
        id,
        execution = question.ExecutionId ?? id.ToString(),
        agent = caller.AgentCode ?? question.AgentId ?? caller.Actor.Name,
        checkpoint = question.CheckpointType,
        snapshot = question.StateSnapshot,
        reviewer = policy.Reviewers.Count > 0 ? policy.Reviewers[0] : null,
        strategy = policy.Reviewers.Count > 0 ? "named_individual" : "role_based",
        now,
        conversation = question.ConversationId,
        title = question.Title,
        risk = question.Risk,
        requester = caller.Actor.Name,
        requesterKind = caller.Actor.Kind.Word(),
        requesterUser = caller.UserId,
        requesterAgent = caller.AgentCode,
        key = question.Key,
        subjectType = question.SubjectType,
        subjectId = question.SubjectId,
        payload = question.Payload,
        hash,
        before = question.PayloadBefore,
        supersedes = question.Supersedes,
        policyName = policy.Name,
        policyVersion = ReferenceEquals(policy, ApprovalPolicy.BuiltIn) ? 0 : version,
        roles = policy.Role is { } role ? new[] { role } : [],
        reviewers = policy.Reviewers.ToArray(),
        quorum = policy.Quorum,
        ownerMay = policy.OwnerDecidesForAgent,
        remindAt = now + policy.RemindAfter,
        escalateAt = now + policy.EscalateAfter,
        escalateRole = policy.EscalateRole,
        escalateReviewers = policy.EscalateReviewers.ToArray(),
        expiresAt = Sooner(now + policy.ExpiresAfter, question.ExpiresAt),
        callback = question.CallbackUrl,
    };

    /// <summary>Takes a question back. Only who asked it, or whoever may write policies, may; and only while nobody has decided.</summary>
    public Task<ApprovalOutcome> WithdrawAsync(Caller caller, Guid id, CancellationToken ct)
    {
        var what = new AuditEvent("approvals.withdraw").About("governance.approval_requests", id.ToString());
        return book.WriteAsync(
            caller.Tenant,
            caller.Actor,
            what,
            async (connection, token) =>
            {
                var outcome = await WithdrawAsync(connection, caller, id, token);
                if (outcome is not ApprovalOutcome.Done { Repeated: false })
                {
                    what.Nothing();
                }

                return outcome;
            },
            ct);
    }

    private async Task<ApprovalOutcome> WithdrawAsync(NpgsqlConnection connection, Caller caller, Guid id, CancellationToken ct)
    {
        if (await connection.QueryFirstOrDefaultAsync<Approval?>(new CommandDefinition(ApprovalSql.Hold, new { id }, cancellationToken: ct)) is not { } request)
        {
            return ApprovalRefusals.Unknown(id);
        }

        if (!request.IsAskedBy(caller) && !caller.May(Permission.PoliciesWrite))
        {
            return new ApprovalOutcome.Refused("approval_not_yours", "Only who asked takes a question back. Nothing was changed.", "Comment on it, or reject it if you are asked.");
        }

        if (request.Status == "withdrawn")
        {
            return new ApprovalOutcome.Done(request, Repeated: true);
        }

        if (!request.IsPending)
        {
            return ApprovalRefusals.Decided(request);
        }

        var now = Later(Now(), request.CreatedAt);
        await connection.ExecuteAsync(new CommandDefinition(Withdraw, new { id, now, by = caller.Actor.Name }, cancellationToken: ct));
        request = request with { Status = "withdrawn", ClosedAt = now, ClosedBy = caller.Actor.Name };
        await ApprovalOutbox.TellAsync(connection, caller.Tenant, request, now, ct);
        return new ApprovalOutcome.Done(request);
    }

    private DateTime Now() => ApprovalTime.Now(time);

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    private static DateTime? Sooner(DateTime? a, DateTime? b) => a is null || (b is not null && b < a) ? b : a;
}

/// <summary>Times as the book keeps them.</summary>
internal static class ApprovalTime
{
    /// <summary>UTC to the microsecond: what is written reads back the same.</summary>
    public static DateTime Now(TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }
}

/// <summary>Refusals that several commands share.</summary>
internal static class ApprovalRefusals
{
    public static ApprovalOutcome.Refused Unknown(Guid id) =>
        new("approval_unknown", $"There is no request {id} here. Nothing was changed.", "GET /v1/governance/approvals lists those that there are.");

    public static ApprovalOutcome.Refused Decided(Approval request) => request.Status == "expired"
        ? Expired(request)
        : new("approval_decided", $"The request is {request.Status} already. Nothing was changed.", "What was decided stands. Ask anew if it must be decided again.");

    public static ApprovalOutcome.Refused Expired(Approval request) =>
        new("approval_expired", $"The request expired at {ApprovalJson.Time(request.ExpiresAt)} and can no longer be decided. Nothing was changed.", "Whoever asked may ask anew.");
}

using System.Text.Json.Nodes;
using Dapper;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>
/// Decides requests. One decides after the other: the request's row is held from the first look to the commit, so exactly as many approvals
/// count as the quorum asks, and there is one outcome.
/// </summary>
/// <param name="keys">They sign the stamps.</param>
public sealed class ApprovalDeciding(Book book, AuditKeys keys, TimeProvider time)
{
    public const int MaxBatch = 200;

    private const string Said = "select decision, payload_hash, modifications::text as modifications from governance.approval_decisions where request_id = @id and decider_person = @person";

    private const string Approvals = "select count(*) from governance.approval_decisions where request_id = @id and decision = 'approved'";

    private const string Add = """
        insert into governance.approval_decisions
               (request_id, decision, decider, decider_person, decider_kind, on_behalf_of, reason, payload_hash, modifications, decided_at, outcome)
        values (@id, @decision, @decider, @person, @kind, @behalf, @reason, @hash, @modifications::jsonb, @now, @outcome)
        """;

    private const string Settle = """
        update governance.approval_requests
           set status = @decision, decision = @decision, decided_at = @now, reviewer_comments = @reason, reviewer_id = coalesce(reviewer_id, @decider), modifications = @modifications::jsonb
         where id = @id
        """;

    static ApprovalDeciding() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Decides one. The same decision by the same person again changes nothing and is no error.</summary>
    /// <exception cref="RefusedException">`approval_verdict`, `approval_reason`, `approval_payload`: the verdict itself is none.</exception>
    public async Task<ApprovalOutcome> DecideAsync(Caller caller, Guid id, ApprovalVerdict verdict, CancellationToken ct)
    {
        verdict.Check();
        var what = new AuditEvent("approvals.decide").About("governance.approval_requests", id.ToString());
        var outcome = await book.WriteAsync(caller.Tenant, caller.Actor, what, (connection, token) => DecideAsync(connection, caller, id, verdict, what, token), ct);
        if (outcome is ApprovalOutcome.Refused { Code: "approval_own" or "approval_not_asked" or "approval_expired" } refused)
        {
            await book.AppendAsync(
                caller.Tenant, caller.Actor, new AuditEvent("approvals.refuse").About("governance.approval_requests", id.ToString()).With("decision", verdict.Decision).With("code", refused.Code), ct);
        }

        return outcome;
    }

    /// <summary>Decides several, each for itself: what is refused stops none of the others.</summary>
    /// <exception cref="RefusedException">`approval_batch`: none, or more than 200.</exception>
    public async Task<IReadOnlyList<(Guid Id, ApprovalOutcome Outcome)>> DecideAsync(Caller caller, IReadOnlyList<(Guid Id, ApprovalVerdict Verdict)> batch, CancellationToken ct)
    {
        if (batch.Count is 0 or > MaxBatch)
        {
            throw new RefusedException("approval_batch", $"A batch has 1 to {MaxBatch} decisions, not {batch.Count}. Nothing was decided.");
        }

        var outcomes = new List<(Guid, ApprovalOutcome)>(batch.Count);
        foreach (var (id, verdict) in batch)
        {
            try
            {
                outcomes.Add((id, await DecideAsync(caller, id, verdict, ct)));
            }
            catch (RefusedException e)
            {
                outcomes.Add((id, new ApprovalOutcome.Refused(e.Code, e.Message, e.Remedy ?? "")));
            }
        }

        return outcomes;
    }

    private async Task<ApprovalOutcome> DecideAsync(NpgsqlConnection connection, Caller caller, Guid id, ApprovalVerdict verdict, AuditEvent what, CancellationToken ct)
    {
        if (await connection.QueryFirstOrDefaultAsync<Approval?>(new CommandDefinition(ApprovalSql.Hold, new { id }, cancellationToken: ct)) is not { } request)
        {
            what.Nothing();
            return ApprovalRefusals.Unknown(id);
        }

        if (await RepeatedAsync(connection, caller, request, verdict, ct) is { } repeated)
        {
            what.Nothing();
            return repeated;
        }

        var now = ApprovalTime.Now(time);
        now = now > request.CreatedAt ? now : request.CreatedAt;
        if (request.IsPending && request.ExpiresAt <= now)
        {
            // It is the clock that closes it: a wrong time of ours refuses, and changes nothing for good.
            what.Nothing();
            return ApprovalRefusals.Expired(request);
        }

        var right = await ApprovalDelegating.RightAsync(connection, caller, request, now, ct);
        if (RefusalOf(caller, request, verdict, right) is { } refused)
        {
            what.Nothing();
            return refused;
        }

        var settled = await BookAsync(connection, caller, request, verdict, right.OnBehalfOf, now, ct);
        what.With("decision", verdict.Decision).With("outcome", settled.Status).With("approvals", settled.Approvals).With("quorum", (long)settled.Quorum).With("payload_hash", request.PayloadHash);
        if (right.OnBehalfOf is { } behalf)
        {
            what.With("on_behalf_of", behalf);
        }

        return new ApprovalOutcome.Done(settled);
    }

    /// <summary>What the same person said before: the same again is done, another is refused.</summary>
    private static async Task<ApprovalOutcome?> RepeatedAsync(NpgsqlConnection connection, Caller caller, Approval request, ApprovalVerdict verdict, CancellationToken ct)
    {
        var said = await connection.QueryFirstOrDefaultAsync<(string Decision, string PayloadHash, string? Modifications)?>(
            new CommandDefinition(Said, new { id = request.Id, person = ApprovalPerson.Of(caller) }, cancellationToken: ct));
        if (said is not { } before)
        {
            return null;
        }

        var same = before.Decision == verdict.Decision && (verdict.Payload is null || before.Modifications is null || CanonicalJson.Hash(verdict.Payload) == CanonicalJson.Hash(before.Modifications));
        return same
            ? new ApprovalOutcome.Done(request, Repeated: true)
            : new ApprovalOutcome.Refused("approval_voted", $"You {before.Decision} this request already. Nothing was changed.", "What was decided stands; comment on it, or ask for it to be asked anew.");
    }

    private static ApprovalOutcome.Refused? RefusalOf(Caller caller, Approval request, ApprovalVerdict verdict, ApprovalRight right)
    {
        if (!request.IsPending)
        {
            return ApprovalRefusals.Decided(request);
        }

        if (!right.May)
        {
            return request.IsAskedBy(caller)
                ? new ApprovalOutcome.Refused("approval_own", $"{right.WhyNot} Nothing was decided.", "Somebody else must decide it.")
                : new ApprovalOutcome.Refused("approval_not_asked", $"You are not asked. {right.WhyNot} Nothing was decided.", "Ask one of them to delegate it to you.");
        }

        if (verdict.PayloadHash is { } seen && seen != request.PayloadHash)
        {
            return new ApprovalOutcome.Refused("approval_payload_changed", "What you decided on is not what is asked. Nothing was decided.", "Look at the request again, and decide on what it holds.");
        }

        return verdict.Decision == ApprovalVerdict.Modified && CanonicalJson.Hash(verdict.Payload!) == request.PayloadHash
            ? new ApprovalOutcome.Refused("approval_verdict", "The payload is the same as what was asked. Nothing was decided.", "Approve it, or change it.")
            : null;
    }

    private async Task<Approval> BookAsync(NpgsqlConnection connection, Caller caller, Approval request, ApprovalVerdict verdict, string? behalf, DateTime now, CancellationToken ct)
    {
        var id = request.Id;
        var approvals = await connection.ExecuteScalarAsync<long>(new CommandDefinition(Approvals, new { id }, cancellationToken: ct)) + (verdict.Decision == ApprovalVerdict.Approved ? 1 : 0);
        var ends = verdict.Decision != ApprovalVerdict.Approved || approvals >= request.Quorum;
        var outcome = ends ? verdict.Decision : "pending";
        var modifications = verdict.Decision == ApprovalVerdict.Modified ? verdict.Payload : null;
        await connection.ExecuteAsync(new CommandDefinition(
            Add,
            new
            {
                id,
                decision = verdict.Decision,
                decider = caller.Actor.Name,
                person = ApprovalPerson.Of(caller),
                kind = caller.Actor.Kind.Word(),
                behalf,
                reason = verdict.Reason,
                hash = request.PayloadHash,
                modifications,
                now,
                outcome,
            },
            cancellationToken: ct));
        if (ends)
        {
            await connection.ExecuteAsync(new CommandDefinition(Settle, new { id, decision = verdict.Decision, now, reason = verdict.Reason, decider = caller.Actor.Name, modifications }, cancellationToken: ct));
            request = request with
            {
                Status = verdict.Decision,
                Decision = verdict.Decision,
                DecidedAt = now,
                ReviewerComments = verdict.Reason,
                ReviewerId = request.ReviewerId ?? caller.Actor.Name,
                Modifications = modifications,
            };
        }

        request = request with { Approvals = approvals };
        var stamp = new JsonObject { ["decision"] = verdict.Decision, ["outcome"] = outcome, ["approvals"] = approvals, ["quorum"] = request.Quorum, ["on_behalf_of"] = behalf };
        if (modifications is not null)
        {
            stamp["modifications_hash"] = CanonicalJson.Hash(modifications);
        }

        await GovernanceDecisions.BookAsync(
            connection, keys, request, verdict.Decision == ApprovalVerdict.Approved ? "approval" : "denial",
            outcome switch { ApprovalVerdict.Approved => "approved", ApprovalVerdict.Rejected => "denied", _ => "deferred" },
            caller.Actor.Name, caller.Actor.Kind.Word(), verdict.Reason, now, stamp, ct);
        await ApprovalOutbox.TellAsync(connection, caller.Tenant, request, now, ct);
        return request;
    }
}

using System.Text.Json.Nodes;
using Dapper;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>Passes the right to decide on: of one request, or of all for a while. What was passed on cannot be passed further.</summary>
public sealed class ApprovalDelegating(Book book, AuditKeys keys, TimeProvider time)
{
    private const string Columns = "id, delegator, delegator_person, delegator_roles, delegate, request_id, from_at, until_at, reason, revoked_at";

    private const string To = $"""
        select {Columns}
          from governance.approval_delegations
         where lower(delegate) = lower(@name) and revoked_at is null and deleted_at is null and from_at <= @now and (until_at is null or until_at > @now)
           and (request_id is null or request_id = @request or @request is null)
         order by created_at
        """;

    private const string Of = $"""
        select {Columns}
          from governance.approval_delegations
         where (lower(delegator) = lower(@name) or lower(delegate) = lower(@name)) and request_id is null and revoked_at is null and deleted_at is null and until_at > @now
         order by from_at
        """;

    private const string OfRequest = $"select {Columns} from governance.approval_delegations where request_id = @id and deleted_at is null order by created_at";

    private const string Add = """
        insert into governance.approval_delegations (id, delegator, delegator_person, delegator_roles, delegate, request_id, from_at, until_at, reason, created_at)
        values (@id, @delegator, @person, @roles, @to, @request, @from, @until, @reason, @now)
        """;

    private const string Revoke = """
        update governance.approval_delegations set revoked_at = @now
         where id = @id and delegator_person = @person and revoked_at is null and deleted_at is null
        """;

    static ApprovalDelegating() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Passes one request on. Only who may decide it themselves can.</summary>
    /// <param name="to">The name of a person as the audit log has it; of a user the e-mail address.</param>
    /// <exception cref="RefusedException">`approval_delegation`: to nobody, or to oneself.</exception>
    public async Task<ApprovalOutcome> DelegateAsync(Caller caller, Guid id, string to, string? reason, CancellationToken ct)
    {
        Check(caller, to, reason);
        var what = new AuditEvent("approvals.delegate").About("governance.approval_requests", id.ToString()).With("to", to);
        return await book.WriteAsync(
            caller.Tenant,
            caller.Actor,
            what,
            async (connection, token) =>
            {
                var outcome = await DelegateAsync(connection, caller, id, to, reason, token);
                if (outcome is ApprovalOutcome.Refused)
                {
                    what.Nothing();
                }

                return outcome;
            },
            ct);
    }

    /// <summary>Passes all on for a while: whoever is away names who decides for them.</summary>
    /// <param name="from">UTC.</param>
    /// <param name="until">UTC, after <paramref name="from"/>.</param>
    /// <exception cref="RefusedException">`approval_delegation`.</exception>
    public Task<ApprovalDelegation> DelegateAllAsync(Caller caller, string to, DateTime from, DateTime until, string? reason, CancellationToken ct)
    {
        Check(caller, to, reason);
        if (ApprovalPerson.NameOf(caller) is null)
        {
            throw new RefusedException("approval_delegation", "Only a person or an agent passes a right on; this token is neither's. Nothing was passed on.");
        }

        var now = ApprovalTime.Now(time);
        if (until <= from || until <= now || until - from > TimeSpan.FromDays(366))
        {
            throw new RefusedException("approval_delegation", "A delegation of everything ends after it begins, in the future, and within a year. Nothing was passed on.");
        }

        var made = new ApprovalDelegation
        {
            Id = Guid.CreateVersion7(),
            Delegator = ApprovalPerson.NameOf(caller) ?? caller.Actor.Name,
            DelegatorPerson = ApprovalPerson.Of(caller),
            DelegatorRoles = [.. ApprovalPerson.RolesOf(caller)],
            Delegate = to,
            FromAt = from,
            UntilAt = until,
            Reason = reason,
        };
        var what = new AuditEvent("approvals.delegate_all").About("governance.approval_delegations", made.Id.ToString()).With("to", to).With("until", GovernanceStamp.Time(until));
        return book.WriteAsync(
            caller.Tenant,
            caller.Actor,
            what,
            async (connection, token) =>
            {
                await AddAsync(connection, made, now, token);
                return made;
            },
            ct);
    }

    /// <summary>Takes a delegation back. False where the caller gave none such.</summary>
    public Task<bool> RevokeAsync(Caller caller, Guid id, CancellationToken ct)
    {
        var what = new AuditEvent("approvals.revoke_delegation").About("governance.approval_delegations", id.ToString());
        return book.WriteAsync(
            caller.Tenant,
            caller.Actor,
            what,
            async (connection, token) =>
            {
                var done = await connection.ExecuteAsync(new CommandDefinition(Revoke, new { id, person = ApprovalPerson.Of(caller), now = ApprovalTime.Now(time) }, cancellationToken: token)) > 0;
                if (!done)
                {
                    what.Nothing();
                }

                return done;
            },
            ct);
    }

    /// <summary>Those of everything that the caller gave or got, and that have not ended.</summary>
    public Task<IReadOnlyList<ApprovalDelegation>> StandingAsync(Caller caller, CancellationToken ct) => book.ReadAsync<IReadOnlyList<ApprovalDelegation>>(
        caller.Tenant,
        async (connection, token) => (await connection.QueryAsync<ApprovalDelegation>(new CommandDefinition(Of, new { name = caller.Actor.Name, now = ApprovalTime.Now(time) }, cancellationToken: token))).AsList(),
        ct);

    internal static async Task<IReadOnlyList<ApprovalDelegation>> OfAsync(NpgsqlConnection connection, Guid request, CancellationToken ct) =>
        (await connection.QueryAsync<ApprovalDelegation>(new CommandDefinition(OfRequest, new { id = request }, cancellationToken: ct))).AsList();

    /// <summary>Those to the caller that hold now: for one request, or of every request.</summary>
    internal static async Task<IReadOnlyList<ApprovalDelegation>> ToAsync(NpgsqlConnection connection, Caller caller, Guid? request, DateTime now, CancellationToken ct) =>
        ApprovalPerson.NameOf(caller) is { } name ? (await connection.QueryAsync<ApprovalDelegation>(new CommandDefinition(To, new { name, request, now }, cancellationToken: ct))).AsList() : [];

    internal static async Task<ApprovalRight> RightAsync(NpgsqlConnection connection, Caller caller, Approval request, DateTime now, CancellationToken ct) =>
        ApprovalRight.Of(request, caller, await ToAsync(connection, caller, request.Id, now, ct));

    private async Task<ApprovalOutcome> DelegateAsync(NpgsqlConnection connection, Caller caller, Guid id, string to, string? reason, CancellationToken ct)
    {
        if (await connection.QueryFirstOrDefaultAsync<Approval?>(new CommandDefinition(ApprovalSql.Hold, new { id }, cancellationToken: ct)) is not { } request)
        {
            return ApprovalRefusals.Unknown(id);
        }

        var now = ApprovalTime.Now(time);
        if (!request.IsPending || request.ExpiresAt <= now)
        {
            return request.IsPending ? ApprovalRefusals.Expired(request) : ApprovalRefusals.Decided(request);
        }

        var right = ApprovalRight.Of(request, caller, []);
        if (!right.May)
        {
            return new ApprovalOutcome.Refused("approval_not_asked", $"{right.WhyNot} Nothing was passed on.", "Only who may decide it themselves passes it on.");
        }

        if (string.Equals(to, request.Requester, StringComparison.OrdinalIgnoreCase))
        {
            return new ApprovalOutcome.Refused("approval_own", $"{to} asked it, and nobody decides what they asked. Nothing was passed on.", "Name somebody else.");
        }

        var made = new ApprovalDelegation { Id = Guid.CreateVersion7(), Delegator = ApprovalPerson.NameOf(caller) ?? caller.Actor.Name, DelegatorPerson = ApprovalPerson.Of(caller), DelegatorRoles = [.. ApprovalPerson.RolesOf(caller)], Delegate = to, RequestId = id, FromAt = now, Reason = reason };
        await AddAsync(connection, made, now, ct);
        await GovernanceDecisions.BookAsync(connection, keys, request, "delegation", "deferred", caller.Actor.Name, caller.Actor.Kind.Word(), reason, now, new JsonObject { ["delegate"] = to }, ct);
        await ApprovalOutbox.RingAsync(connection, caller.Tenant, id, ct);
        return new ApprovalOutcome.Done(request);
    }

    private static Task AddAsync(NpgsqlConnection connection, ApprovalDelegation made, DateTime now, CancellationToken ct) => connection.ExecuteAsync(new CommandDefinition(
        Add,
        new { id = made.Id, delegator = made.Delegator, person = made.DelegatorPerson, roles = made.DelegatorRoles, to = made.Delegate, request = made.RequestId, from = made.FromAt, until = made.UntilAt, reason = made.Reason, now },
        cancellationToken: ct));

    private static void Check(Caller caller, string to, string? reason)
    {
        if (to.Trim().Length is 0 or > 100 || reason?.Length > ApprovalVerdict.MaxReason)
        {
            throw new RefusedException("approval_delegation", "A delegation names one person, in 100 letters at most. Nothing was passed on.");
        }

        if (string.Equals(to, caller.Actor.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException("approval_delegation", "You would pass it on to yourself. Nothing was passed on.");
        }
    }
}

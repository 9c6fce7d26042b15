using Dapper;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Herd.Work;

/// <summary>What was decided, and why.</summary>
public sealed class HerdDecisions(Book book, TimeProvider time)
{
    private const int MostLetters = 20_000;

    private const string Insert = """
        insert into herd.decision_record (decision_id, decision_type, context, decision, rationale, alternatives_considered, decided_by, ticket_code, created_at)
        values (@id, @type, @context, @decision, @rationale, @alternatives, @by, @ticket, @now)
        """;

    /// <summary>Books a decision in the name of the agent that acts, or of the person where none does.</summary>
    /// <exception cref="RefusedException">`herd_request`, `ticket_unknown`, and those of the agent that acts.</exception>
    public Task<DecisionAnswer> RecordAsync(HerdCaller caller, DecisionRequest request, CancellationToken ct)
    {
        var decision = HerdWords.Need(request.Decision, "decision", MostLetters);
        var rationale = HerdWords.Need(request.Rationale, "rationale", MostLetters);
        var context = HerdWords.Maybe(request.Context, "context", MostLetters);
        var type = HerdWords.Maybe(request.DecisionType, "decision_type", 100);
        var alternatives = HerdWords.Maybe(request.AlternativesConsidered, "alternatives_considered", MostLetters);
        var id = $"dec-{Guid.CreateVersion7():N}";
        var what = new AuditEvent("herd.record_decision").About("herd.decision_record", id);
        return book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var by = caller.Agent is null && caller.Instance is null ? caller.Actor.Name : (await HerdIdentity.ActAsync(connection, caller, now, token)).Agent;
                var ticket = HerdWords.Maybe(request.Ticket, "ticket", 200);
                if (ticket is not null)
                {
                    await TicketRow.LockAsync(connection, ticket, token);
                }

                await connection.ExecuteAsync(new CommandDefinition(Insert, new { id, type, context, decision, rationale, alternatives, by, ticket, now }, cancellationToken: token));
                what.With("decided_by", by);
                return new DecisionAnswer(id, by, now);
            },
            ct);
    }
}

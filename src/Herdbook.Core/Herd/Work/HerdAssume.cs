namespace Herdbook.Core.Herd.Work;

/// <summary>An agent's identity, as a prompt for whoever is to act as it.</summary>
public sealed class HerdAssume(Book book, TimeProvider time)
{
    /// <exception cref="RefusedException">`agent_missing`, `agent_unknown`, `agent_decommissioned`.</exception>
    public Task<AssumeAnswer> ReadAsync(HerdCaller caller, AssumeRequest request, CancellationToken ct)
    {
        var agent = HerdWords.Maybe(request.Agent, "agent", 200);
        return book.ReadAsync(
            caller.Tenant,
            async (connection, token) =>
            {
                var whose = agent ?? (await HerdIdentity.PeekAsync(connection, caller, token))?.Agent ?? caller.Agent
                    ?? throw new RefusedException("agent_missing", "Nothing says whose identity is meant. Name the agent, or use a token that belongs to one.");
                return await AssumeReading.ReadAsync(connection, whose, time.GetUtcNow(), token);
            },
            ct);
    }
}

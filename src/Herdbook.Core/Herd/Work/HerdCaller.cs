using Herdbook.Core.Governance.Access;

namespace Herdbook.Core.Herd.Work;

/// <summary>Who gives a command of the herd.</summary>
/// <param name="Agent">The agent that acts; null where none does, which only some commands take.</param>
/// <param name="Instance">The instance that acts; null for the newest one of the agent that has no end.</param>
/// <param name="IsBound">Whether the agent comes of the caller's token: it is registered where the book does not know it yet.</param>
public sealed record HerdCaller(Tenant Tenant, Actor Actor, string? Agent = null, string? Instance = null, bool IsBound = false)
{
    /// <summary>A token that belongs to an agent acts as that agent and no other; anyone else names the agent that acts.</summary>
    /// <param name="agent">The agent that was named, if one was.</param>
    /// <param name="instance">The instance that was named, if one was.</param>
    /// <exception cref="RefusedException">`agent_other`.</exception>
    public static HerdCaller Of(Caller caller, string? agent, string? instance)
    {
        if (caller.AgentCode is { } own && agent is not null && agent != own)
        {
            throw new RefusedException("agent_other", $"This token belongs to the agent {own} and cannot act as {agent}. Nothing was done; leave out as_agent.");
        }

        return new HerdCaller(caller.Tenant, caller.Actor, caller.AgentCode ?? agent, instance, caller.AgentCode is not null);
    }
}

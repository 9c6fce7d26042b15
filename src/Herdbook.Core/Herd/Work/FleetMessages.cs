using System.ComponentModel;

namespace Herdbook.Core.Herd.Work;

/// <summary>`spawn`: new instances of agents, so many of them or one for a ticket.</summary>
public sealed record SpawnRequest(
    [property: Description("An agent's code, or a role: any active agent that has it.")] string Role,
    [property: Description("How many, 1 to 100; 1 without it.")] int? Count = null,
    [property: Description("The ticket that the one instance is for; it becomes in_progress.")] string? Ticket = null,
    [property: Description("The model to run on; the agent's own without it.")] string? Model = null);

public sealed record SpawnedInstance(string AgentInstanceCode, string AgentCode, string? ModelCode);

/// <param name="Ticket">What the instance has to know, where it is for a ticket.</param>
/// <param name="Identity">The agent's identity as a prompt, where the instance is for a ticket.</param>
public sealed record SpawnAnswer(IReadOnlyList<SpawnedInstance> Instances, TicketStory? Ticket, string? Identity);

/// <summary>`standdown`: an instance ends; its agent may return.</summary>
public sealed record StanddownRequest(
    [property: Description("The agent, all of whose instances end; without it, the instance that asks.")] string? Agent = null,
    [property: Description("How it went: success, failure or anything else in a word.")] string? Outcome = null,
    [property: Description("Why.")] string? Reason = null);

/// <summary>`decommission`: an agent ends, and never returns.</summary>
public sealed record DecommissionRequest(
    [property: Description("The agent.")] string Agent,
    [property: Description("Why.")] string? Reason = null);

/// <param name="Instances">Those that ended.</param>
/// <param name="Released">Tickets that are free again.</param>
public sealed record EndAnswer(string AgentCode, IReadOnlyList<string> Instances, IReadOnlyList<string> Released);

/// <summary>`assume`: an agent's identity as a prompt.</summary>
public sealed record AssumeRequest(
    [property: Description("The agent; without it, the one that asks.")] string? Agent = null);

/// <param name="Prompt">Markdown: role, craft, personality, skills, tickets, hand-offs, decisions of the last 7 days.</param>
public sealed record AssumeAnswer(string AgentCode, string? AgentRole, string? ModelCode, string Prompt);

/// <summary>`harvest_tokens`: books the transcripts of a project, and says what an instance used.</summary>
public sealed record HarvestRequest(
    [property: Description("The instance.")] string AgentInstanceCode,
    [property: Description("The project's folder, as the agent worked in it.")] string ProjectPath);

/// <param name="Bookings">Rows that were booked now; none where all was known.</param>
/// <param name="Conversations">Conversations of the project that began while the instance ran, and count as its own.</param>
/// <param name="UnpricedTokens">Tokens without a price; they are in no cost.</param>
public sealed record HarvestAnswer(
    string AgentInstanceCode, int Files, long Bookings, IReadOnlyList<string> Conversations, long InputTokens, long OutputTokens, long CacheReadTokens, long CacheCreateTokens,
    decimal? CostUsd, long UnpricedTokens);

using System.Text;
using Dapper;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using ModelContextProtocol.Protocol;

namespace Herdbook.Server.Mcp.Prompts;

/// <summary>What every agent of the team keeps to: how to work with the book, what the team's setup says, and what was decided lately.</summary>
internal sealed class StandingInstructions(Book book, TimeProvider time) : IMcpPrompts
{
    private const string OfTeam = """
        select setup.title, member.agent_slug, member.role_key, member.instructions
          from control.team_setup setup
          join control.team_setup_member member on member.setup_id = setup.setup_id
         where not setup.is_preview and (@agent::text is null or member.agent_slug = @agent::text)
         order by setup.created_at desc, setup.setup_id, member.agent_slug
         limit 12
        """;

    private const string Decided = """
        select decision_id, decision as said, rationale, decided_by
          from herd.decision_record
         where created_at >= @since and deleted_at is null
         order by created_at desc, decision_id
         limit 20
        """;

    private const string Always = """
        # Standing instructions

        You work in a team whose book of record is Herdbook; its tools are at hand.

        - Before you begin, find out what is known: `search`, the ticket, and the decisions below. Do not ask people what the book can tell.
        - Work on what is ready and take it before you begin, so that nobody does it twice.
        - Say what you do as you do it: started, blocked and by what, pushed, done. Blocked without a reason helps nobody.
        - Before anything that costs much, ask `budgets_check`. Before anything that cannot be taken back, ask `approvals_request`, wait, and run exactly what was approved.
        - Record a decision with its reasons when you make one that others must keep to.
        - Nothing that is booked is rewritten: book a correction.
        """;

    /// <summary>How far back decisions count as recent.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    public IEnumerable<McpPrompt> Prompts =>
    [
        new("standing_instructions", "The team's standing instructions", "What every agent of the team keeps to: how to work with the book, the team's own instructions, and the decisions of the last seven days.")
        {
            Needs = Permission.WorkRead,
            Arguments = [new PromptArgument { Name = "agent", Description = "The agent that they are for; without it, the token's own or all.", Required = false }],
            Write = WriteAsync,
        },
    ];

    private Task<string> WriteAsync(Caller caller, IReadOnlyDictionary<string, string> arguments, CancellationToken ct) => book.ReadAsync(caller.Tenant, async (connection, token) =>
    {
        var agent = arguments.GetValueOrDefault("agent") is { Length: > 0 } named ? named : caller.AgentCode;
        var text = new StringBuilder(Always).AppendLine();
        // The team's setup is of another module than the herd: who may not read it does not learn it here.
        if (caller.MayRows("control.team_setup_member", Permission.Read))
        {
            foreach (var member in await connection.QueryAsync<Member>(new CommandDefinition(OfTeam, new { agent }, cancellationToken: token)))
            {
                text.AppendLine().AppendLine($"## {member.AgentSlug}, {member.RoleKey} of the team: {member.Title}").AppendLine().AppendLine(member.Instructions.Trim());
            }
        }

        var decisions = (await connection.QueryAsync<Decision>(new CommandDefinition(Decided, new { since = time.GetUtcNow() - Lately }, cancellationToken: token))).AsList();
        text.AppendLine().AppendLine("## Decided in the last seven days").AppendLine();
        foreach (var made in decisions)
        {
            text.AppendLine($"- {made.DecisionId}: {made.Said}{(made.Rationale is { Length: > 0 } why ? $" Because: {why}" : "")}{(made.DecidedBy is { Length: > 0 } by ? $" ({by})" : "")}");
        }

        return (decisions.Count == 0 ? text.AppendLine("Nothing.") : text).ToString();
    }, ct);

    private sealed record Member
    {
        public string Title { get; init; } = "";

        public string AgentSlug { get; init; } = "";

        public string RoleKey { get; init; } = "";

        public string Instructions { get; init; } = "";
    }

    private sealed record Decision
    {
        public string DecisionId { get; init; } = "";

        public string? Said { get; init; }

        public string? Rationale { get; init; }

        public string? DecidedBy { get; init; }
    }
}

using System.Globalization;
using System.Text;
using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd.Work;

/// <summary>Writes an agent's identity from what the book holds of it, inside a transaction that somebody else holds.</summary>
internal static class AssumeReading
{
    private const int DecisionDays = 7;

    private const string Agent = "select agent_role, agent_branch_prefix, agent_email, default_model_code from herd.agent_def where agent_code = @agent and deleted_at is null";

    /// <summary>What its newest instance had loaded, else the craft of its role's name or its own, in its newest version.</summary>
    private const string Craft = """
        select v.craft_version_content
          from herd.craft_version v
          left join herd.agent_instance i on i.craft_version_code = v.craft_version_code and i.agent_code = @agent
         where i.agent_instance_code is not null or v.craft_code in (@agent, @role)
         order by i.agent_instance_started_at desc nulls last, v.craft_code = @agent desc, v.created_at desc
         limit 1
        """;

    private const string Personality = """
        select v.personality_version_content
          from herd.personality_version v
          left join herd.agent_instance i on i.personality_version_code = v.personality_version_code and i.agent_code = @agent
         where i.agent_instance_code is not null or v.personality_code in (@agent, @role)
         order by i.agent_instance_started_at desc nulls last, v.personality_code = @agent desc, v.created_at desc
         limit 1
        """;

    private const string Skills = """
        select a.skillset_code as set, coalesce(d.skillset_description, '') as about, k.skill_code as skill, coalesce(s.skill_description, '') as teaches
          from herd.agent_skillset a
          join herd.skillset_def d on d.skillset_code = a.skillset_code and d.deleted_at is null
          left join herd.skill_skillset k on k.skillset_code = a.skillset_code and k.deleted_at is null
          left join herd.skill_def s on s.skill_code = k.skill_code and s.deleted_at is null
         where a.agent_code = @agent and a.deleted_at is null
         order by a.skillset_code, k.skill_order, k.skill_code
        """;

    private const string Handoffs = """
        select e.ticket_code as subject, i.agent_code, e.ticket_activity_comment as detail, e.created_at as at
          from herd.agent_instance_ticket_activity e
          left join herd.agent_instance i on i.agent_instance_code = e.agent_instance_code
          join herd.ticket_def t on t.ticket_code = e.ticket_code
         where e.handoff_to_agent_code = @agent and e.ticket_event_type = 'handed_off' and t.assigned_agent_code = @agent and t.deleted_at is null
         order by e.created_at desc, e.booking_id desc
         limit 20
        """;

    private const string Decisions = """
        select decision_id as subject, decided_by as agent_code, concat_ws(': ', nullif(decision_type, ''), decision) || coalesce(' Because ' || rationale, '') as detail, created_at as at
          from herd.decision_record
         where deleted_at is null and created_at >= @since
         order by created_at desc, decision_id
         limit 30
        """;

    static AssumeReading() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <exception cref="RefusedException">`agent_unknown`, `agent_decommissioned`.</exception>
    public static async Task<AssumeAnswer> ReadAsync(NpgsqlConnection connection, string agent, DateTimeOffset now, CancellationToken ct)
    {
        await HerdIdentity.AgentAsync(connection, agent, register: false, ct);
        var self = await connection.QuerySingleAsync<Self>(new CommandDefinition(Agent, new { agent }, cancellationToken: ct));
        var about = new { agent, role = self.AgentRole };
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# You are {agent}\n\n");
        Line(text, "Role", self.AgentRole);
        Line(text, "Branches begin with", self.AgentBranchPrefix);
        Line(text, "Commits bear", self.AgentEmail);
        Line(text, "Model", self.DefaultModelCode);
        Part(text, "Craft", await connection.ExecuteScalarAsync<string?>(new CommandDefinition(Craft, about, cancellationToken: ct)));
        Part(text, "Personality", await connection.ExecuteScalarAsync<string?>(new CommandDefinition(Personality, about, cancellationToken: ct)));
        Part(text, "Skills", SkillLines((await connection.QueryAsync<SkillRow>(new CommandDefinition(Skills, about, cancellationToken: ct))).AsList()));
        var tickets = await TicketReading.OfAgentAsync(connection, agent, now, ct);
        Part(text, "Your tickets", string.Join('\n', tickets.Select(ticket => $"- {ticket.TicketCode} ({ticket.Status}, priority {ticket.Priority}): {ticket.TicketTitle ?? "no title"}")));
        Part(text, "Handed to you", Lines((await connection.QueryAsync<HerdEvent>(new CommandDefinition(Handoffs, about, cancellationToken: ct))).AsList()));
        var since = now.AddDays(-DecisionDays);
        Part(text, "Decisions of the last 7 days", Lines((await connection.QueryAsync<HerdEvent>(new CommandDefinition(Decisions, new { since }, cancellationToken: ct))).AsList()));
        text.Append("\n## How you work here\n\nSay what you do with herd_log. Take work with herd_claim, send herd_heartbeat while you are at it, and say the claim's fence with every write about the ticket. ")
            .Append("Book decisions with herd_record_decision. When a call is refused, its message says what to do next. End with herd_standdown.\n");
        return new AssumeAnswer(agent, self.AgentRole, self.DefaultModelCode, text.ToString());
    }

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        }
    }

    private static void Part(StringBuilder text, string title, string? body)
    {
        if (!string.IsNullOrWhiteSpace(body))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{body.Trim()}\n");
        }
    }

    private static string Lines(List<HerdEvent> events) =>
        string.Join('\n', events.Select(e => $"- {e.At.UtcDateTime:yyyy-MM-dd HH:mm}Z {e.Subject} ({e.AgentCode ?? "unknown"}): {e.Detail}"));

    private static string SkillLines(List<SkillRow> skills) => string.Join('\n', skills.GroupBy(skill => (skill.Set, skill.About)).Select(set =>
        $"- {set.Key.Set}{(set.Key.About.Length > 0 ? ": " + set.Key.About : "")}"
        + string.Concat(set.Where(skill => skill.Skill is not null).Select(skill => $"\n  - {skill.Skill}{(skill.Teaches.Length > 0 ? ": " + skill.Teaches : "")}"))));

    private sealed record Self
    {
        public string? AgentRole { get; init; }

        public string? AgentBranchPrefix { get; init; }

        public string? AgentEmail { get; init; }

        public string? DefaultModelCode { get; init; }
    }

    private sealed record SkillRow
    {
        public string Set { get; init; } = "";

        public string About { get; init; } = "";

        public string? Skill { get; init; }

        public string Teaches { get; init; } = "";
    }
}

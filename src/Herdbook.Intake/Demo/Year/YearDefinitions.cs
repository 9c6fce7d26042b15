using Npgsql;
using static Herdbook.Intake.Demo.Year.YearColumns;

namespace Herdbook.Intake.Demo.Year;

/// <summary>Books who and what is in the made-up year, with what became of it: models and their prices, agents, crafts, initiatives, projects, sprints.</summary>
internal sealed class YearDefinitions(YearCalendar calendar)
{
    private const int ContextWindow = 200_000;

    private readonly record struct Named(string Code, string Title, string About, string? Group, DateTimeOffset At);

    private readonly record struct Change(string Code, string Title, string Status, bool Gone, DateTimeOffset At);

    private readonly record struct AgentChange(string Code, string Role, string Status, string Model, DateTimeOffset At);

    private readonly record struct Wording(string Code, string Content, DateTimeOffset At);

    public async Task BookAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await ModelsAsync(connection, ct);
        await TextsAsync(connection, YearDefinitionSql.Crafts, YearDefinitionSql.CraftVersions, YearCast.Crafts, ct);
        await TextsAsync(connection, YearDefinitionSql.Personalities, YearDefinitionSql.PersonalityVersions, YearCast.Personalities, ct);
        await TextsAsync(connection, YearDefinitionSql.Skillsets, YearDefinitionSql.SkillsetVersions, YearCast.Skillsets, ct);
        await TextsAsync(connection, YearDefinitionSql.Skills, YearDefinitionSql.SkillVersions, YearCast.Skills, ct);
        var places = YearCast.Places;
        await connection.BookAsync(YearDefinitionSql.SkillPlaces, places, ct,
            Text(places, p => p.Skill), Text(places, p => p.Skillset), Whole(places, p => p.Order), Time(places, p => Skill(p.Skill)));
        await AgentsAsync(connection, ct);
        await InitiativesAsync(connection, ct);
        await ProjectsAsync(connection, ct);
        await SprintsAsync(connection, ct);
    }

    private async Task ModelsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var prices = YearCast.HousePrices.Select(p => (p.Input, p.Output, p.Read, p.Create, At: p.From == 0 ? calendar.Start : calendar.At(p.From))).ToArray();
        var models = prices[..1].Select(p => (Code: YearCast.House, Price: ((decimal, decimal, decimal, decimal)?)(p.Input, p.Output, p.Read, p.Create), p.At))
            .Append((DemoWorld.Unlisted, null, calendar.At(0.9))).ToArray();
        await connection.BookAsync(YearDefinitionSql.Models, models, ct,
            Text(models, m => m.Code), Text(models, _ => "meadow"), Whole(models, _ => ContextWindow), Amount(models, m => m.Price?.Item1),
            Amount(models, m => m.Price?.Item2), Amount(models, m => m.Price?.Item3), Amount(models, m => m.Price?.Item4), Time(models, m => m.At));
        await connection.BookInTurnAsync(YearDefinitionSql.ModelChanges, prices.Skip(1), _ => YearCast.House, ct,
            Text(prices, _ => YearCast.House), Amount(prices, p => p.Input), Amount(prices, p => p.Output), Amount(prices, p => p.Read),
            Amount(prices, p => p.Create), Time(prices, p => p.At));
        await connection.BookAsync(YearDefinitionSql.Prices, prices, ct,
            Text(prices, _ => YearCast.House), Time(prices, p => p.At), Amount(prices, p => p.Input), Amount(prices, p => p.Output),
            Amount(prices, p => p.Read), Amount(prices, p => p.Create), Amount(prices, p => p.Create * 1.6m));
    }

    private async Task TextsAsync(NpgsqlConnection connection, string definitions, string versions, IReadOnlyList<YearText> texts, CancellationToken ct)
    {
        await connection.BookAsync(definitions, texts, ct,
            Text(texts, t => t.Code), Text(texts, t => t.Description), Time(texts, t => Moment(t.Versions[0].From)));
        Wording[] rows = [.. texts.SelectMany(t => t.Versions.Select(v => new Wording(t.Code, v.Content, Moment(v.From))))];
        await connection.BookAsync(versions, rows, ct, Text(rows, r => r.Code), Text(rows, r => r.Content), Time(rows, r => r.At));
    }

    private async Task AgentsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var agents = YearCast.Agents;
        await connection.BookAsync(YearDefinitionSql.Agents, agents, ct,
            Text(agents, a => a.Code), Text(agents, a => a.Role), Text(agents, a => $"herd/{a.Code}"), Text(agents, a => $"{a.Code}@herd.meadow.example"),
            Text(agents, a => YearCast.ModelAt(a, a.Joins)), Time(agents, a => Moment(a.Joins)));
        AgentChange[] changes =
        [
            .. agents.SelectMany(a => a.Models.Skip(1).Where(m => m.From < a.Leaves).Select(m => new AgentChange(a.Code, a.Role, "active", m.Model, Moment(m.From)))),
            .. agents.Where(a => a.Leaves < 1).Select(a => new AgentChange(a.Code, a.Role, "decommissioned", YearCast.ModelAt(a, a.Leaves), Moment(a.Leaves))),
            new("kelp", "docs and guides", "active", "claude-haiku-4-5", Moment(0.63)),
        ];
        var ordered = changes.OrderBy(c => c.At).ToArray();
        await connection.BookInTurnAsync(YearDefinitionSql.AgentChanges, ordered, c => c.Code, ct,
            Text(ordered, c => c.Code), Text(ordered, c => c.Role), Text(ordered, c => c.Status), Text(ordered, c => c.Model), Time(ordered, c => c.At));
        var has = agents.SelectMany(a => a.Skillsets.Select(s => (Agent: a, Skillset: s))).ToArray();
        await connection.BookAsync(YearDefinitionSql.AgentSkillsets, has, ct,
            Text(has, h => h.Agent.Code), Text(has, h => h.Skillset), Time(has, h => Moment(h.Agent.Joins)));
        var taken = has.Where(h => h.Agent.Leaves < 1).ToArray();
        await connection.BookAsync(YearDefinitionSql.AgentSkillsetsTaken, taken, ct,
            Text(taken, h => h.Agent.Code), Text(taken, h => h.Skillset), Time(taken, h => Moment(h.Agent.Leaves)));
    }

    private async Task InitiativesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        Named[] initiatives =
        [
            new("sell-more", "Sell more", "Everything between the visitor and the paid order.", null, calendar.Start),
            new("true-books", "True books", "Figures that an auditor can follow.", null, calendar.Start),
            new("on-the-road", "On the road", "Tools for those who deliver.", null, calendar.Start),
            new("steady-ground", "Steady ground", "What the rest stands on.", null, calendar.Start),
            new("new-markets", "New markets", "Three more countries.", null, calendar.At(0.1)),
        ];
        await connection.BookAsync(YearDefinitionSql.Initiatives, initiatives, ct,
            Text(initiatives, i => i.Code), Text(initiatives, i => i.Title), Text(initiatives, i => i.About), Text(initiatives, _ => "active"), Time(initiatives, i => i.At));
        Change[] changes =
        [
            new("sell-more", "Sell more, return less", "active", false, calendar.At(0.4)),
            new("new-markets", "New markets", "cancelled", false, calendar.At(0.55)),
            new("on-the-road", "On the road", "paused", false, calendar.At(0.69)),
            new("new-markets", "New markets", "cancelled", true, calendar.At(0.6)),
        ];
        await connection.BookInTurnAsync(YearDefinitionSql.InitiativeChanges, changes, c => c.Code, ct,
            Text(changes, c => c.Code), Text(changes, c => c.Title), Text(changes, c => c.Status), Flag(changes, c => c.Gone), Time(changes, c => c.At));
    }

    private async Task ProjectsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        string[] groups = ["sell-more", "sell-more", "true-books", "true-books", "on-the-road", "steady-ground"];
        Named[] projects = [.. DemoWorld.Projects.Zip(groups, (p, g) => new Named(p.Folder, p.Repository[(p.Repository.IndexOf('/') + 1)..], p.Repository, g, calendar.Start))];
        await connection.BookAsync(YearDefinitionSql.Projects, projects, ct,
            Text(projects, p => p.Code), Text(projects, p => p.Group), Text(projects, p => p.Title), Text(projects, p => p.About), Time(projects, p => p.At));
        Change[] changes =
        [
            new(projects[3].Code, "event-pipeline", "active", false, calendar.At(0.3)),
            new(projects[4].Code, projects[4].Title, "paused", false, calendar.At(0.7)),
        ];
        await connection.BookInTurnAsync(YearDefinitionSql.ProjectChanges, changes, c => c.Code, ct,
            Text(changes, c => c.Code), Text(changes, c => c.Title), Text(changes, c => c.Status), Time(changes, c => c.At));
    }

    private async Task SprintsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var sprints = calendar.Sprints;
        await connection.BookAsync(YearDefinitionSql.Sprints, sprints, ct,
            Text(sprints, s => s.Code), Text(sprints, s => s.Title), Text(sprints, s => s.Goal), Time(sprints, s => s.Starts), Time(sprints, s => s.PlannedEnd),
            Time(sprints, s => s.Number == 1 ? calendar.Start : s.Starts.AddDays(-3)));
        var ended = sprints.Where(s => s.Ends <= calendar.Now && s != sprints[^1]).ToArray();
        await connection.BookAsync(YearDefinitionSql.SprintsEnded, ended, ct, Text(ended, s => s.Code), Time(ended, s => s.Ends));
    }

    private DateTimeOffset Skill(string code) => Moment(YearCast.Skills.First(s => s.Code == code).Versions[0].From);

    private DateTimeOffset Moment(double part) => part <= 0 ? calendar.Start : calendar.At(part);
}

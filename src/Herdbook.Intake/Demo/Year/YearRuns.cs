namespace Herdbook.Intake.Demo.Year;

/// <summary>Starts runs of agents: an instance, its life, and its tokens.</summary>
internal sealed class YearRuns(YearCalendar calendar, YearRows rows)
{
    private readonly YearTokens _tokens = new(calendar, rows);
    private readonly Dictionary<string, DateTimeOffset> _free = [];
    private readonly HashSet<string> _codes = [];

    /// <summary>When an agent has done what it is at.</summary>
    public DateTimeOffset FreeAt(YearAgent agent) => _free.GetValueOrDefault(agent.Code, calendar.Start);

    /// <summary>Nothing else is begun by the agent before that moment.</summary>
    public void Occupy(YearAgent agent, DateTimeOffset until)
    {
        if (until > FreeAt(agent))
        {
            _free[agent.Code] = until;
        }
    }

    /// <param name="calls">Of a model.</param>
    public InstanceRow Start(
        YearAgent agent, string? ticket, string project, string? spawnedBy, string title, DateTimeOffset at, DateTimeOffset until, int calls, DemoDice dice)
    {
        var outcome = dice.Between(0, 99) switch { < 90 => "success", < 96 => "partial", _ => "failure" };
        var code = $"inst-{dice.Hex(8)}";
        while (!_codes.Add(code))
        {
            code = $"inst-{dice.Hex(8)}";
        }

        var instance = new InstanceRow(code, agent, YearCast.ModelAt(agent, Part(at)), ticket, project, spawnedBy, title, at, until, outcome);
        rows.Instances.Add(instance);
        rows.Lifecycle.Add(new(instance.Code, "spawned", spawnedBy is null ? "by a person" : $"by {spawnedBy}", at));
        rows.Lifecycle.Add(new(instance.Code, "stood_down", outcome, until));
        _tokens.Spend(instance, calls, dice);
        return instance;
    }

    /// <summary>The part of the span that has passed at a moment: 0 at its begin, 1 now.</summary>
    public double Part(DateTimeOffset at) => (at - calendar.Start) / (calendar.Now - calendar.Start);
}

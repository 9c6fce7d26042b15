using System.Globalization;

namespace Herdbook.Intake.Demo.Year;

/// <summary>
/// A year of the invented company's fleet, made up from a seed: sprint by sprint the tickets that were taken in, worked on, blocked,
/// reviewed and done. What would lie in the future is told too, and left out when it is booked.
/// </summary>
internal sealed class YearFleet
{
    private const int TicketsASprint = 57;

    private readonly int _seed;
    private readonly YearRows _rows = new();
    private readonly YearRuns _runs;
    private readonly YearDelivery _delivery;
    private readonly Dictionary<int, InstanceRow> _planning = [];
    private readonly Dictionary<string, int> _numbers = [];
    private int _ticket;

    private YearFleet(YearCalendar calendar, int seed)
    {
        // Apart from the transcripts' dice, so that no id is given twice.
        (Calendar, _seed) = (calendar, unchecked((seed * 7_919) + 104_729));
        _runs = new YearRuns(calendar, _rows);
        _delivery = new YearDelivery(_rows, _runs, new YearReviewing(_rows, _runs));
    }

    public YearCalendar Calendar { get; }

    /// <summary>The same seed and day give the same rows.</summary>
    public static (YearCalendar Calendar, YearRows Rows) Make(DateTimeOffset now, DemoOptions options, CancellationToken ct)
    {
        var fleet = new YearFleet(new YearCalendar(now, options.Days), options.Seed);
        foreach (var sprint in fleet.Calendar.Sprints)
        {
            fleet.Plan(sprint, new DemoDice(fleet._seed + (500_000 * sprint.Number)));
        }

        foreach (var sprint in fleet.Calendar.Sprints)
        {
            ct.ThrowIfCancellationRequested();
            fleet.Run(sprint);
        }

        fleet.Backlog();
        fleet.Remarks();
        return (fleet.Calendar, fleet._rows);
    }

    private void Run(YearSprint sprint)
    {
        var dice = new DemoDice(_seed + (1_000_000 * sprint.Number));
        // The last sprint's plan is as full as any; most of it lies in the future.
        var count = TicketsASprint + dice.Between(-5, 7);
        for (var i = 0; i < count; i++)
        {
            var late = dice.Chance(10);
            Ticket(sprint, late ? sprint.Starts.AddHours(dice.Between(30, 200)) : sprint.Starts.AddMinutes(25 + i), late);
        }
    }

    /// <summary>A run that plans the sprint at its begin, and is still there to close the last.</summary>
    private void Plan(YearSprint sprint, DemoDice dice)
    {
        var planner = YearCast.Agents.First(a => a.Code == YearCast.Planner);
        var platform = YearCast.Agents.First(a => a.Role == "platform").Project;
        var starts = sprint.Number > 1 && Calendar.Sprints[sprint.Number - 2] is { Slips: true } slipped ? slipped.Ends : sprint.Starts;
        _planning[sprint.Number] = _runs.Start(planner, null, platform, null, $"Plan {sprint.Title}: {sprint.Goal}", sprint.Starts, starts.AddHours(3), 5, dice);
    }

    private void Ticket(YearSprint sprint, DateTimeOffset planned, bool late)
    {
        var dice = new DemoDice(_seed + ++_ticket);
        var agent = Worker(_runs.Part(planned), dice);
        var project = dice.Chance(72) ? DemoWorld.Projects.First(p => p.Folder == agent.Project) : dice.Of(DemoWorld.Projects);
        var (row, kind) = New(project, late ? planned.AddMinutes(-dice.Between(20, 300)) : Calendar.Start.AddSeconds((planned - Calendar.Start).TotalSeconds * dice.Between(85, 99) / 100), dice);
        var ticket = new YearTicket(_rows, row, sprint);
        var planner = _planning[sprint.Number];
        var taken = late ? _runs.Start(planner.Agent, row.Code, project.Folder, null, $"Take in {row.Code}", planned.AddMinutes(-2), planned.AddMinutes(4), 1, dice) : planner;
        ticket.Become("assigned", "assigned", taken.Code, planned, comment: late ? "came up during the sprint" : null);
        if (dice.Chance(3))
        {
            var dropped = _delivery.Work(ticket, planner.Agent, $"Is {row.Code} still wanted?", planned.AddHours(dice.Between(5, 100)), 6, 1, dice);
            ticket.Become("cancelled", "transitioned", dropped.Code, dropped.Ended.AddMinutes(-1), comment: "nobody needs it any more");
        }
        else
        {
            Work(ticket, project, agent, sprint, kind, dice);
        }

        ticket.Settle(Calendar.Sprints, planned, next => _planning[next.Number].Code);
    }

    private void Work(YearTicket ticket, DemoProject project, YearAgent agent, YearSprint sprint, string kind, DemoDice dice)
    {
        var hours = ticket.Row.Size switch { "XS" => 2, "S" => 5, "M" => 10, "L" => 18, _ => 30 };
        var free = _runs.FreeAt(agent);
        var at = YearCalendar.After(free > ticket.At ? free : ticket.At, 5, 90, dice);
        var minutes = dice.Between(12, 30 + (hours * 8));
        var branch = $"herd/{agent.Code}/{ticket.Row.Code.ToLowerInvariant()}-{kind}";
        var run = _runs.Start(agent, ticket.Row.Code, project.Folder, null, ticket.Row.Title, at, at.AddMinutes(minutes), dice.Between(3, 6 + (hours / 4)), dice);
        ticket.Become("in_progress", "transitioned", run.Code, at.AddSeconds(40));
        if (dice.Chance(sprint.Slips ? 45 : 11))
        {
            run = Block(ticket, agent, run, sprint.Slips, dice);
        }

        if (dice.Chance(5) && Worker(_runs.Part(run.Ended), dice) is var other && other != agent)
        {
            ticket.HandOver(run.Code, other.Code, run.Ended.AddMinutes(-3));
            agent = other;
            run = _delivery.Work(ticket, agent, $"Take over {ticket.Row.Code}", run.Ended, dice.Between(25, 160), dice.Between(3, 6), dice);
        }

        _runs.Occupy(agent, at.AddHours(dice.Between(hours / 2, hours * 3 / 2) * (sprint.Slips ? 6.5 : 3.9)));
        if (kind == "chore" ? dice.Chance(40) : dice.Chance(88))
        {
            Reopen(ticket, agent, _delivery.Deliver(ticket, project, agent, run, branch, dice), dice);
        }
        else
        {
            ticket.Become("done", "transitioned", run.Code, run.Ended.AddSeconds(-20), comment: "nothing to merge");
        }
    }

    /// <summary>The work stops and goes on in another run when what stood in the way is gone.</summary>
    private InstanceRow Block(YearTicket ticket, YearAgent agent, InstanceRow run, bool lasting, DemoDice dice)
    {
        var at = run.Started.AddSeconds((run.Ended - run.Started).TotalSeconds * 0.6);
        var other = dice.Chance(40) && _rows.Tickets.Count > 20 ? _rows.Tickets[^dice.Between(2, 20)].Code : null;
        var why = other is null ? dice.Of(YearWords.Blockers) : $"{other} comes first";
        ticket.Become("blocked", "blocked", run.Code, at, other, why);
        var rest = _delivery.Work(ticket, agent, $"Go on with {ticket.Row.Code}", at.AddHours(dice.Between(4, lasting ? 90 : 44)), dice.Between(15, 110), dice.Between(2, 5), dice);
        ticket.Become("in_progress", "unblocked", rest.Code, rest.Started.AddSeconds(30));
        return rest;
    }

    private void Reopen(YearTicket ticket, YearAgent agent, DateTimeOffset done, DemoDice dice)
    {
        if (!dice.Chance(3))
        {
            return;
        }

        var tester = YearCast.Agents.First(a => a.Role == "qa");
        var again = _delivery.Work(ticket, tester, $"Try {ticket.Row.Code}", done.AddHours(dice.Between(20, 90)), 12, 1, dice);
        ticket.Become("in_progress", "transitioned", again.Code, again.Ended.AddMinutes(-2), comment: "it comes back under load");
        var mended = _delivery.Work(ticket, agent, $"Mend {ticket.Row.Code}", again.Ended, dice.Between(10, 60), 2, dice);
        ticket.Become("done", "transitioned", mended.Code, mended.Ended.AddSeconds(-30));
    }

    private (TicketRow Row, string Kind) New(DemoProject project, DateTimeOffset at, DemoDice dice)
    {
        var (key, things) = YearWords.Projects[project.Folder[(project.Folder.LastIndexOf('/') + 1)..]];
        var (kind, title, ask) = dice.Of(YearWords.Jobs);
        var number = _numbers[key] = _numbers.GetValueOrDefault(key, 1_000) + 1;
        var size = dice.Between(0, 99) switch { < 14 => "XS", < 44 => "S", < 78 => "M", < 94 => "L", _ => "XL" };
        var text = string.Format(CultureInfo.InvariantCulture, title, dice.Of(things));
        var row = new TicketRow($"{key}-{number}", project.Folder, char.ToUpperInvariant(text[0]) + text[1..], ask, size, dice.Of(YearWords.Criteria), at < Calendar.Start ? Calendar.Start : at);
        _rows.Tickets.Add(row);
        return (row, kind);
    }

    /// <summary>Who is there at that part of the span, the less busy of two; who leaves soon is given nothing new.</summary>
    private YearAgent Worker(double part, DemoDice dice)
    {
        var there = YearCast.Agents.Where(a => a.Joins <= Math.Max(part, 0) && part < a.Leaves - 0.08 && a.Role is not ("reviewer" or "lead")).ToArray();
        var (one, other) = (dice.Of(there), dice.Of(there));
        return _runs.FreeAt(one) <= _runs.FreeAt(other) ? one : other;
    }

    /// <summary>Wishes that nobody has taken up, some of them twice.</summary>
    private void Backlog()
    {
        var dice = new DemoDice(_seed + 77);
        for (var i = 0; i < 3 * Calendar.Sprints.Count; i++)
        {
            var (row, _) = New(dice.Of(DemoWorld.Projects), Calendar.At(dice.Between(4, 98) / 100d).AddMinutes(dice.Between(0, 480)), dice);
            if (i % 6 == 0)
            {
                var at = row.At.AddHours(dice.Between(5, 400));
                _rows.TicketChanges.Add(new(row.Code, at, row.Title + " (duplicate)", row.Size, "duplicate", null));
                _rows.TicketChanges.Add(new(row.Code, at.AddMinutes(5), row.Title + " (duplicate)", row.Size, "duplicate", null, Deleted: true));
            }
            else if (i % 6 == 1)
            {
                _rows.TicketChanges.Add(new(row.Code, row.At.AddHours(dice.Between(2, 90)), "Renamed: " + row.Title, dice.Of<string>(["S", "M", "L"]), "todo", null));
            }
        }
    }

    private void Remarks()
    {
        var dice = new DemoDice(_seed + 78);
        for (var i = 0; i < 4 * Calendar.Sprints.Count; i++)
        {
            var (type, text) = dice.Of(YearWords.Observations);
            var at = Calendar.At(dice.Between(2, 99) / 100d).AddMinutes(dice.Between(0, 540));
            var agent = Worker(_runs.Part(at), dice);
            _rows.Observations.Add(new($"obs-{i + 1:0000}", agent.Code, type, text, Math.Round(dice.Between(45, 98) / 100d, 2), at, i % 17 == 5 ? at.AddDays(3) : null));
        }

        for (var i = 0; i < 2 * Calendar.Sprints.Count; i++)
        {
            var (type, context, decision, rationale, alternatives) = YearWords.Decisions[i % YearWords.Decisions.Count];
            var at = Calendar.At(dice.Between(1, 98) / 100d).AddMinutes(dice.Between(0, 540));
            _rows.Decisions.Add(new($"dec-{i + 1:0000}", type, context, decision, rationale, alternatives, dice.Chance(60) ? YearCast.Planner : "dana", _rows.Tickets.FindLast(t => t.At < at)?.Code, at));
        }

        // The cause of the one expensive week, found by the agent that caused it.
        var found = Calendar.Dear.AddDays(4).AddHours(15);
        _rows.Observations.Add(new("obs-cache", YearCast.Spender, "risk", "Since Monday's deploy of the proxy no call has read from the cache: every prompt is sent and paid in full.", 0.97, found));
        _rows.Decisions.Add(new("dec-cache", "incident", "The cost of a week was many times that of the one before.", "Cache headers pass the proxy again, and a test says so.", "The proxy dropped the header that marks what is cached.", "A budget that stops the agents; another proxy.", "dana", null, found.AddHours(1)));
    }
}

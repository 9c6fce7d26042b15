namespace Herdbook.Intake.Demo;

/// <param name="Folder">Laid out as Claude Code lays out its own: projects/&lt;folder&gt;/&lt;session&gt;.jsonl.</param>
internal sealed record DemoTranscripts(string Folder, int Conversations);

/// <summary>
/// A fleet to look at before there is one: transcripts of an invented company's agents over the last 60 days. They are ordinary
/// transcript files, so what the pages show of them went through the same intake as anything else.
/// </summary>
internal static class DemoFleet
{
    private const int Seed = 20_260_101;
    private const int Days = 60;
    private const int Conversations = 150;

    /// <summary>Writes the transcripts. The same <paramref name="now"/> gives the same bytes; ids are the same whenever it is run.</summary>
    public static DemoTranscripts Write(string folder, DateTimeOffset now, CancellationToken ct)
    {
        var plan = new DemoDice(Seed);
        var pullRequests = new Dictionary<DemoTask, int>();
        for (var number = 0; number < Conversations; number++)
        {
            ct.ThrowIfCancellationRequested();
            var project = plan.Of(DemoWorld.Projects);
            var task = plan.Of(project.Tasks);
            var start = Start(number, now, plan);
            var model = Model(project, plan);
            var flaw = Flaw(number);
            int? pullRequest = plan.Chance(40) ? PullRequest(task, pullRequests) : null;

            // Each conversation has its own dice: one that the present cuts short shifts no other.
            var dice = new DemoDice(Seed + 1 + number);
            var clock = new DemoClock(start, now);
            var projectFolder = Path.Combine(folder, "projects", project.Folder.Replace('/', '-'));
            new DemoConversation(projectFolder, project, task, model, pullRequest, flaw, dice, clock).Write();
        }

        return new DemoTranscripts(folder, Conversations);
    }

    /// <summary>Spread evenly over the days, denser on working days and in working hours; the last ones are under way now.</summary>
    private static DateTimeOffset Start(int number, DateTimeOffset now, DemoDice plan)
    {
        var daysAgo = Days - 1 - (number * Days / Conversations);
        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-daysAgo);
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && plan.Chance(75))
        {
            day = day.AddDays(-2);
        }

        var start = day.AddMinutes(plan.Between(7 * 60, 18 * 60)).AddSeconds(plan.Between(0, 59));
        var latest = now.AddMinutes(-plan.Between(6, 50));
        return start < latest ? start : latest;
    }

    private static string Model(DemoProject project, DemoDice plan) => plan.Between(0, 99) switch
    {
        < 12 when project.Language is "kt" or "ts" => DemoWorld.Unlisted,
        < 52 => DemoWorld.Opus,
        < 92 => DemoWorld.Sonnet,
        _ => DemoWorld.Haiku,
    };

    private static DemoFlaw Flaw(int number) => number switch
    {
        17 or 64 or 103 or 141 => DemoFlaw.ServiceError,
        29 or 118 => DemoFlaw.TornLine,
        73 => DemoFlaw.JoinedLines,
        96 => DemoFlaw.Noise,
        _ => DemoFlaw.None,
    };

    private static int PullRequest(DemoTask task, Dictionary<DemoTask, int> known)
    {
        if (!known.TryGetValue(task, out var number))
        {
            known.Add(task, number = 200 + (known.Count * 3));
        }

        return number;
    }
}

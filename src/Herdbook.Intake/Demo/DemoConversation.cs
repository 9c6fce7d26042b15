using System.Globalization;

namespace Herdbook.Intake.Demo;

/// <summary>What is special about one conversation, beside what chance gives every one.</summary>
internal enum DemoFlaw
{
    None,

    /// <summary>The service failed and the request was repeated.</summary>
    ServiceError,

    /// <summary>A line was cut off by a crash.</summary>
    TornLine,

    /// <summary>Two objects stand on one line.</summary>
    JoinedLines,

    /// <summary>A line is no JSON at all.</summary>
    Noise,
}

/// <summary>One conversation, from its first prompt to its pull request, as a transcript with its subagents.</summary>
internal sealed class DemoConversation(
    string projectFolder, DemoProject project, DemoTask task, string modelCode, int? pullRequest, DemoFlaw flaw, DemoDice dice, DemoClock clock)
{
    private static readonly string[] FollowUps =
    [
        "Now write tests for the cases that are not covered yet.",
        "The build fails on CI, please look at it.",
        "Can this be simpler? I do not want a new dependency.",
        "Good. Go through the error messages once more, users will read them.",
        "What happens when two of these run at once?",
        "Please update the documentation too.",
        "Rename it as we said in the review and run everything again.",
    ];

    private readonly DemoTools tools = new(project, task, dice);

    /// <summary>The session's id: the file's name.</summary>
    public string SessionId { get; } = dice.Uuid();

    public void Write()
    {
        var slug = $"{dice.Of<string>(["calm", "swift", "bright", "patient", "mellow"])}-{dice.Of<string>(["grazing", "leaping", "resting", "wandering"])}-{dice.Of<string>(["heron", "alder", "clover", "brook", "lamb"])}";
        var version = dice.Of<string>(["2.1.7", "2.1.12", "2.1.37", "2.1.52"]);
        var frame = new DemoFrame(SessionId, project.Folder, task.Branch, version, slug, null);
        using var file = new DemoFile(Path.Combine(projectFolder, SessionId + ".jsonl"), frame, dice, clock);
        var lines = new DemoLines(file);
        var model = new DemoModel(modelCode, version is "2.1.37" or "2.1.52", dice.Between(16_000, 34_000), dice, clock, lines.Say);

        lines.Hook("SessionStart", "SessionStart:startup", "scripts/agent-environment.sh");
        var turns = dice.Chance(8) ? dice.Between(8, 14) : dice.Between(1, 4);
        for (var turn = 0; turn < turns && !clock.IsOver; turn++)
        {
            var plans = turn == 0 && dice.Chance(20);
            Turn(file, lines, model, frame, turn == 0 ? task.Ask : dice.Of(FollowUps), plans ? "plan" : turn == 1 ? "acceptEdits" : "default", turn);
            clock.Pass(dice.Between(40_000, 780_000));
        }

        if (pullRequest is { } number && !clock.IsOver)
        {
            lines.PullRequest(project.Repository, number);
        }

        lines.Summary(task.Title);
    }

    private void Turn(DemoFile file, DemoLines lines, DemoModel model, DemoFrame frame, string prompt, string mode, int turn)
    {
        var started = clock.Time;
        lines.Snapshot(lines.Prompt(prompt, mode));
        model.Hear(prompt.Length);
        if (turn == 1 && dice.Chance(15))
        {
            lines.Queued("and keep the change log in mind");
        }

        for (var step = dice.Between(3, 12); step > 0 && !clock.IsOver; step--)
        {
            if (model.Context > 118_000)
            {
                lines.Compacted(model.Context, task.Title);
                model.Compact();
            }

            if (step == 2)
            {
                Spoil(file, model, turn);
            }

            if (dice.Chance(4))
            {
                new DemoErrand(projectFolder, frame, project, task, dice, clock).Run(lines, model);
                continue;
            }

            var call = tools.Next();
            List<DemoBlock> blocks = [];
            if (dice.Chance(45))
            {
                blocks.Add(new DemoBlock.Thinking(tools.Prose()));
            }

            if (dice.Chance(30))
            {
                blocks.Add(new DemoBlock.Prose(tools.Prose()));
            }

            model.Answer([.. blocks, call.Use]);
            lines.Finish(call, clock, dice);
            model.Hear(call.Output.Length);
        }

        model.Answer([new DemoBlock.Thinking(tools.Prose()), new DemoBlock.Prose($"{tools.Prose()} {tools.Prose()}")]);
        lines.HookSummary("scripts/agent-stop.sh", dice.Chance(3));
        lines.TurnDuration((long)(clock.Time - started).TotalMilliseconds);
    }

    private void Spoil(DemoFile file, DemoModel model, int turn)
    {
        if (turn != 0)
        {
            return;
        }

        switch (flaw)
        {
            case DemoFlaw.ServiceError:
                model.Fail("API Error: 529 {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}");
                break;
            case DemoFlaw.TornLine:
                file.Torn();
                break;
            case DemoFlaw.JoinedLines:
                file.Join();
                break;
            case DemoFlaw.Noise:
                file.Raw(string.Create(CultureInfo.InvariantCulture, $"zsh: killed     claude --continue ({clock.Time:HH:mm})\n"));
                break;
        }
    }
}

using System.Text.Json;

namespace Herdbook.Intake.Demo;

/// <summary>Work that a conversation hands to a subagent: a Task call, the subagent's own messages, and its report.</summary>
internal sealed class DemoErrand(
    string projectFolder, DemoFrame frame, DemoProject project, DemoTask task, DemoDice dice, DemoClock clock)
{
    private readonly DemoTools tools = new(project, task, dice);

    public void Run(DemoLines lines, DemoModel caller)
    {
        var subagent = dice.Of(DemoWorld.Subagents);
        var agentId = dice.Hex(7);
        var started = clock.Time;
        var use = new DemoBlock.ToolUse(dice.Id("toolu_"), "Task", json =>
        {
            json.WriteString("description", subagent.Errand);
            json.WriteString("subagent_type", subagent.Type);
            json.WriteString("prompt", subagent.Ask);
        });
        caller.Answer([new DemoBlock.Prose(tools.Prose()), use]);

        var steps = 0;
        if (subagent.OwnFile)
        {
            var path = Path.Combine(projectFolder, frame.SessionId, "subagents", $"agent-{agentId}.jsonl");
            using var own = new DemoFile(path, frame with { AgentId = agentId }, dice, clock);
            steps = Work(subagent, new DemoLines(own).Say);
        }
        else
        {
            steps = Work(subagent, (type, request, message, _) => lines.Progress(use.Id, "agent_" + use.Id, json =>
            {
                json.WriteStartObject("message");
                json.WriteString("type", type);
                json.WriteStartObject("message");
                message(json);
                json.WriteEndObject();
                if (request is not null)
                {
                    json.WriteString("requestId", request);
                }

                json.WriteString("uuid", dice.Uuid());
                json.WriteString("timestamp", clock.Time.UtcDateTime);
                json.WriteEndObject();
                json.WriteStartArray("normalizedMessages");
                json.WriteEndArray();
                json.WriteString("type", "agent_progress");
                json.WriteString("prompt", subagent.Ask);
                json.WriteString("agentId", agentId);
            }));
        }

        var report = $"{tools.Prose()} {tools.Prose()}";
        var duration = (long)(clock.Time - started).TotalMilliseconds;
        lines.Result(use.Id, report, false, json =>
        {
            json.WriteString("status", "completed");
            json.WriteString("prompt", subagent.Ask);
            json.WriteString("agentId", agentId);
            json.WriteStartArray("content");
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteString("text", report);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteNumber("totalDurationMs", duration);
            json.WriteNumber("totalToolUseCount", steps);
        });
        caller.Hear(report.Length);
    }

    private int Work(DemoSubagent subagent, Say say)
    {
        var model = new DemoModel(subagent.ModelCode, cachesForAnHour: false, dice.Between(7_000, 12_000), dice, clock, say);
        say("user", null, json => DemoMessages.Prompt(json, subagent.Ask), null);
        model.Hear(subagent.Ask.Length);
        var steps = dice.Between(2, 9);
        for (var step = 0; step < steps; step++)
        {
            var call = dice.Chance(60) ? tools.Search() : tools.Read();
            model.Answer([call.Use]);
            clock.Pass(call.Milliseconds);
            say("user", null, json => DemoMessages.ToolResult(json, call.Use.Id, call.Output, call.IsError), null);
            model.Hear(call.Output.Length);
        }

        model.Answer([new DemoBlock.Prose($"{tools.Prose()} {tools.Prose()}")]);
        return steps;
    }
}

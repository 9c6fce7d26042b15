using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Herdbook.Intake.Demo;

/// <summary>A tool call with what came of it.</summary>
/// <param name="Result">Writes toolUseResult's members, NULL where the tool has none.</param>
internal sealed record DemoToolCall(
    DemoBlock.ToolUse Use, string Output, bool IsError, int Milliseconds, Action<Utf8JsonWriter>? Result, bool Reports = false);

/// <summary>The tool calls of an agent at work on a task, with outputs of a believable size.</summary>
internal sealed class DemoTools(DemoProject project, DemoTask task, DemoDice dice)
{
    private static readonly string[] Verbs = ["load", "check", "merge", "apply", "find", "close", "split", "encode", "resolve", "count"];
    private static readonly string[] Steps = ["Reproduce it", "Change the code", "Cover it by a test", "Run everything"];
    private static readonly string[] Nouns = ["order", "window", "limit", "cursor", "entry", "session", "batch", "rule", "token", "event"];

    public DemoToolCall Next() => dice.Between(0, 99) switch
    {
        < 34 => Read(),
        < 50 => Search(),
        < 70 => Edit(),
        < 92 => Shell(dice.Chance(55) ? project.Test : dice.Of(["git diff --stat", "git log --oneline -8", "ls -la", "git status --short"])),
        < 96 => Write(),
        _ => Todo(),
    };

    public DemoToolCall Read()
    {
        var file = dice.Of(task.Files);
        var code = Code(dice.Between(10, 55), numbered: true);
        return Call("Read", json => json.WriteString("file_path", Full(file)), code, dice.Between(4, 40));
    }

    public DemoToolCall Search()
    {
        var pattern = dice.Of(Verbs) + Capital(dice.Of(Nouns));
        var hits = new StringBuilder();
        for (var i = dice.Between(2, 9); i > 0; i--)
        {
            hits.Append(CultureInfo.InvariantCulture, $"{Full(dice.Of(task.Files))}:{dice.Between(8, 420)}: {CodeLine()}\n");
        }

        return Call(
            "Grep",
            json =>
            {
                json.WriteString("pattern", pattern);
                json.WriteString("path", project.Folder);
                json.WriteString("output_mode", "content");
            },
            hits.ToString(),
            dice.Between(30, 400),
            json => json.WriteNumber("durationMs", dice.Between(30, 400)));
    }

    public DemoToolCall Edit()
    {
        var file = Full(dice.Of(task.Files));
        var (before, after) = (Code(dice.Between(2, 8), false), Code(dice.Between(3, 16), false));
        return dice.Chance(5)
            ? Call("Edit", Input, "<tool_use_error>String to replace not found in file.</tool_use_error>", 6, isError: true)
            : Call("Edit", Input, $"The file {file} has been updated. Here's the result of running `cat -n` on a snippet:\n{Code(7, true)}", dice.Between(8, 60));

        void Input(Utf8JsonWriter json)
        {
            json.WriteString("file_path", file);
            json.WriteString("old_string", before);
            json.WriteString("new_string", after);
            json.WriteBoolean("replace_all", false);
        }
    }

    public DemoToolCall Write()
    {
        var file = Full(dice.Of(task.Files));
        var code = Code(dice.Between(12, 40), false);
        return Call(
            "Write",
            json =>
            {
                json.WriteString("file_path", file);
                json.WriteString("content", code);
            },
            $"File created successfully at: {file}",
            dice.Between(5, 30));
    }

    public DemoToolCall Shell(string command)
    {
        var isTest = command == project.Test;
        var failed = isTest && dice.Chance(24);
        var output = new StringBuilder(failed ? "Exit code 1\n" : "");
        for (var i = isTest ? dice.Between(4, 18) : dice.Between(2, 10); i > 0; i--)
        {
            output.Append(CultureInfo.InvariantCulture, $"{(failed && i == 1 ? "FAIL" : "ok  ")}  {dice.Of(task.Files)}  {dice.Of(Verbs)} {dice.Of(Nouns)}  {dice.Between(1, 900)} ms\n");
        }

        return Call(
            "Bash",
            json =>
            {
                json.WriteString("command", command);
                json.WriteString("description", isTest ? "Run the tests" : "Look at the working tree");
                json.WriteNumber("timeout", 120_000);
            },
            output.ToString(),
            isTest ? dice.Between(2_000, 48_000) : dice.Between(30, 600),
            json =>
            {
                json.WriteString("stdout", output.ToString());
                json.WriteString("stderr", "");
                json.WriteBoolean("interrupted", false);
            },
            failed,
            reports: isTest);
    }

    public DemoToolCall Todo() => Call(
        "TodoWrite",
        json =>
        {
            json.WriteStartArray("todos");
            foreach (var (step, i) in Steps.Select((s, i) => (s, i)))
            {
                json.WriteStartObject();
                json.WriteString("content", step);
                json.WriteString("status", i == 0 ? "completed" : i == 1 ? "in_progress" : "pending");
                json.WriteString("activeForm", step);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        },
        "Todos have been modified successfully. Ensure that you continue to use the todo list to track your progress.",
        3);

    public string Prose() => string.Join(' ', Enumerable.Range(0, dice.Between(1, 4)).Select(_ => dice.Of<string>(
    [
        $"`{dice.Of(Verbs)}{Capital(dice.Of(Nouns))}` in `{dice.Of(task.Files)}` is where this happens.",
        "The existing test covers the happy path only, so I add the case that failed.",
        "That explains it: the value is read before it is checked.",
        "I keep the old behaviour behind the same call, so nothing else has to change.",
        $"Next I run `{project.Test}` to see what else depends on it.",
        "The change is small; the test around it is the larger part.",
        "Two callers pass an empty value here. Both get the same answer as before.",
    ])));

    private DemoToolCall Call(
        string name, Action<Utf8JsonWriter> input, string output, int milliseconds, Action<Utf8JsonWriter>? result = null, bool isError = false, bool reports = false) =>
        new(new DemoBlock.ToolUse(dice.Id("toolu_"), name, input), output, isError, milliseconds, result, reports);

    private string Full(string file) => $"{project.Folder}/{file}";

    private string Code(int lines, bool numbered)
    {
        var code = new StringBuilder();
        for (var i = 1; i <= lines; i++)
        {
            if (numbered)
            {
                code.Append(CultureInfo.InvariantCulture, $"{i,6}→");
            }

            code.Append(CodeLine()).Append('\n');
        }

        return code.ToString();
    }

    private string CodeLine()
    {
        var (verb, noun, other) = (dice.Of(Verbs), dice.Of(Nouns), dice.Of(Nouns));
        var depth = new string(' ', 4 * dice.Between(0, 2));
        return depth + (project.Language switch
        {
            "go" => $"{noun}, err := s.{verb}{Capital(other)}(ctx, {other}ID) // {verb} the {other} first",
            "ts" => $"const {noun} = await {verb}{Capital(other)}({other}.id, {{ signal }});",
            "rs" => $"let {noun} = self.{verb}_{other}(&{other}).map_err(Refused::from)?;",
            "py" => $"{noun} = self.{verb}_{other}({other}, since=self.watermark)",
            "kt" => $"val {noun} = {verb}{Capital(other)}({other}Id) ?: return Outcome.Unknown",
            _ => $"{noun}_{other} = var.{verb}_{other}",
        });
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}

using System.Globalization;
using System.Text.Json;
using Herdbook.Warehouse.Build;
using Spectre.Console;

namespace Herdbook.Cli.Terminal;

/// <summary>A build of the warehouse, line by line, as it goes.</summary>
internal sealed class BuildLines(IAnsiConsole console) : IProgress<BuildNews>
{
    private readonly Lock _one = new();

    public void Report(BuildNews value)
    {
        lock (_one)
        {
            switch (value)
            {
                case BuildNews.Waits waits:
                    console.MarkupLineInterpolated($"[grey]waits: {waits.Who ?? "somebody else"} builds[/]");
                    break;
                case BuildNews.Begins { Resumed: true }:
                    console.MarkupLine("[grey]goes on where a build ended before its time[/]");
                    break;
                case BuildNews.Said said:
                    console.MarkupLineInterpolated($"[grey]{said.Text}[/]");
                    break;
                case BuildNews.Did { Step.Status: not StepStatus.Kept } did when did.Step is not { Kind: "test", Status: StepStatus.Done }:
                    Tell(did.Step, did.Done, did.Total);
                    break;
            }
        }
    }

    public static void Tell(IAnsiConsole console, BuildOutcome outcome)
    {
        var made = outcome.Steps.Count(step => step is { Kind: "model", Status: StepStatus.Done });
        var kept = outcome.Steps.Count(step => step is { Kind: "model", Status: StepStatus.Kept });
        var tests = outcome.Steps.Count(step => step is { Kind: "test", Status: StepStatus.Done });
        var took = Took(outcome.Took);
        switch (outcome.Status)
        {
            case BuildStatus.Unchanged:
                console.MarkupLineInterpolated($"[bold]unchanged[/] in {took}: nothing new in the book; generation {outcome.Generation} stays");
                break;
            case BuildStatus.Cancelled:
                console.MarkupLineInterpolated($"[bold]stopped[/] after {took}; generation {outcome.Generation} stays");
                break;
            default:
                var failed = outcome.Steps.Count(step => step.Status is StepStatus.Failed);
                var blocked = outcome.Steps.Count(step => step.Status is StepStatus.Blocked);
                var word = outcome.Status is BuildStatus.Succeeded ? "[bold]built[/]" : $"[bold red]failed[/]: {failed:N0} failed, {blocked:N0} held up by them;";
                console.MarkupLine($"{word} {made:N0} models, {kept:N0} unchanged, {tests:N0} tests hold, {outcome.RowsExtracted:N0} rows from the book, in {took}");
                console.MarkupLine(outcome.Published ? $"generation {outcome.Generation} is published" : $"nothing was published; generation {outcome.Generation} stays");
                break;
        }
    }

    public static void WriteJson(Stream stream, BuildOutcome outcome)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("run", outcome.Run);
        json.WriteString("status", Word(outcome.Status));
        json.WriteNumber("generation", outcome.Generation);
        json.WriteBoolean("published", outcome.Published);
        json.WriteNumber("rowsExtracted", outcome.RowsExtracted);
        json.WriteNumber("seconds", Math.Round(outcome.Took.TotalSeconds, 3));
        if (outcome.Error is { } error)
        {
            json.WriteString("error", error);
        }

        json.WritePropertyName("steps");
        Write(json, outcome.Steps);
        json.WriteEndObject();
    }

    public static void WriteJson(Stream stream, IReadOnlyList<BuildStep> steps)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        Write(json, steps);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<BuildStep> steps)
    {
        json.WriteStartArray();
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteString("step", step.Kind);
            json.WriteString("name", step.Name);
            json.WriteString("status", Word(step.Status));
            if (step.Rows is { } rows)
            {
                json.WriteNumber("rows", rows);
            }

            json.WriteNumber("seconds", Math.Round(step.Took.TotalSeconds, 3));
            if (step.Error is { } error)
            {
                json.WriteString("error", error);
            }

            if (step.Line is { } line)
            {
                json.WriteNumber("line", line);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Tell(BuildStep step, int done, int total)
    {
        var width = total.ToString(CultureInfo.InvariantCulture).Length;
        var state = step.Status switch
        {
            StepStatus.Failed => "[red]failed [/]",
            StepStatus.Blocked => "[yellow]blocked[/]",
            StepStatus.Warned => "[yellow]warned [/]",
            _ => "done   ",
        };
        var rows = step.Rows is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count,12:N0} rows") : new string(' ', 17);
        var place = string.Create(CultureInfo.InvariantCulture, $"{done.ToString(CultureInfo.InvariantCulture).PadLeft(width)}/{total}");
        console.MarkupLine($"[grey]{place}[/] {state} {step.Kind,-7} {Markup.Escape(step.Name),-48} {rows} {Took(step.Took),9}");
        if (step.Error is not null && step.Status is StepStatus.Failed or StepStatus.Warned)
        {
            console.MarkupLineInterpolated($"{step.Error}");
        }
    }

    private static string Took(TimeSpan time) => time.TotalSeconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}

using System.CommandLine;
using Herdbook.Cli.Doctor;
using Herdbook.Cli.Terminal;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook doctor`: checks what the book needs, and says how to mend what is missing. Starts nothing.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = Globals.Json();
        var command = new Command("doctor", "Check what Herdbook needs, and say how to mend what is missing.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            var findings = await Checks.RunAsync(parsed.HomeOf(), ct);
            if (parsed.GetValue(json))
            {
                Output.Json(findings.Select(f => new { check = f.Check, state = f.State.ToString().ToLowerInvariant(), detail = f.Detail, remedy = f.Remedy }));
            }
            else
            {
                Print(findings);
            }

            return findings.Any(f => f.State == Health.Fail) ? CommandLine.Failed : CommandLine.Done;
        });
        return command;
    }

    private static void Print(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var word = finding.State switch { Health.Ok => "[green]ok  [/]", Health.Warn => "[yellow]warn[/]", _ => "[red]fail[/]" };
            AnsiConsole.MarkupLine($"{word}  [bold]{finding.Check,-12}[/]{Markup.Escape(finding.Detail)}");
            if (finding.Remedy is { } remedy)
            {
                AnsiConsole.MarkupLine($"      {"",-12}[grey]{Markup.Escape(remedy)}[/]");
            }
        }
    }
}

using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Warehouse.Build;
using Herdbook.Warehouse.Docs;
using Herdbook.Warehouse.Project;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook warehouse build|test|docs`: brings the warehouse up to date, looks at it, and writes down what it is.</summary>
internal static class WarehouseBuildCommand
{
    private static readonly Option<string[]> Select = Words("--select", "-s", "Models, in dbt's words: a name, +a, a+, 2+a, @a, path:…, tag:…, source:…, folder.*; comma for both, space for either.");
    private static readonly Option<string[]> Exclude = Words("--exclude", null, "Models to leave out, in the same words.");
    private static readonly Option<bool> Full = new("--full") { Description = "Make everything anew from the book's first row." };
    private static readonly Option<bool> NoTests = new("--no-tests") { Description = "Build without looking at what was built." };
    private static readonly Option<bool> NoWait = new("--no-wait") { Description = "Where somebody else builds, say who, and end with exit code 1." };
    private static readonly Option<bool> Json = Globals.Json();

    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "Models built at once.",
        HelpName = "N",
        DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount, 2, 8),
    };

    private static readonly Option<string> Project = new("--project")
    {
        Description = "The folder of a dbt project (default: the one that comes with the program).",
        HelpName = "DIR",
        DefaultValueFactory = _ => WarehouseProject.DefaultFolder,
    };

    public static Command Build()
    {
        var command = new Command("build", "Bring what is new from the book, build the models that it changes, test them, publish.") { Select, Exclude, Full, NoTests, NoWait, Threads, Project, Json };
        Threads.Validators.Add(threads =>
        {
            if (threads.Tokens.Count == 1 && int.TryParse(threads.Tokens[0].Value, CultureInfo.InvariantCulture, out var n) && n is < 1 or > 64)
            {
                threads.AddError("--threads takes 1 to 64.");
            }
        });
        command.SetAction(BuildAsync);
        return command;
    }

    public static Command Test()
    {
        var command = new Command("test", "Test the warehouse as it stands.") { Select, Exclude, Threads, Project, Json };
        command.SetAction(TestAsync);
        return command;
    }

    public static Command Docs()
    {
        var folder = new Argument<string>("folder") { Description = "Where the pages go.", HelpName = "DIR" };
        var command = new Command("docs", "Write models, columns, tests, SQL and lineage as Markdown.") { folder, Project };
        command.SetAction((result, _) =>
        {
            var target = Path.GetFullPath(result.GetValue(folder)!);
            var pages = WarehouseDocs.Write(WarehouseProject.Load(result.GetValue(Project)!), target);
            AnsiConsole.MarkupLineInterpolated($"{pages:N0} pages in {target}");
            return Task.FromResult(CommandLine.Done);
        });
        return command;
    }

    private static async Task<int> BuildAsync(ParseResult parsed, CancellationToken ct)
    {
        await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
        var tenant = await parsed.TenantOfAsync(session, ct);
        var builder = session.BuilderOf(parsed.GetValue(Project));
        var request = new BuildRequest(tenant)
        {
            Select = Joined(parsed.GetValue(Select)),
            Exclude = Joined(parsed.GetValue(Exclude)),
            Full = parsed.GetValue(Full),
            RunTests = !parsed.GetValue(NoTests),
            Wait = !parsed.GetValue(NoWait),
            Threads = parsed.GetValue(Threads),
        };
        var asJson = parsed.GetValue(Json);
        var outcome = await builder.BuildAsync(request, asJson ? null : new BuildLines(AnsiConsole.Console), ct);
        if (outcome.Status is BuildStatus.Busy)
        {
            throw new RefusedException("warehouse_busy", $"Somebody else builds: {await builder.HolderAsync(tenant, ct) ?? "he just ended"}. Leave out --no-wait to wait for the end.");
        }

        if (asJson)
        {
            BuildLines.WriteJson(Console.OpenStandardOutput(), outcome);
        }
        else
        {
            BuildLines.Tell(AnsiConsole.Console, outcome);
        }

        return outcome.Status is BuildStatus.Succeeded or BuildStatus.Unchanged ? CommandLine.Done : CommandLine.Failed;
    }

    private static async Task<int> TestAsync(ParseResult parsed, CancellationToken ct)
    {
        var lines = new BuildLines(AnsiConsole.Console);
        var folder = new WarehouseFolder(parsed.HomeOf(), parsed.TenantOf());
        var asJson = parsed.GetValue(Json);
        var steps = await TestRunner.RunAsync(folder, parsed.GetValue(Project)!, Joined(parsed.GetValue(Select)), Joined(parsed.GetValue(Exclude)), parsed.GetValue(Threads), asJson ? null : lines, ct);
        if (asJson)
        {
            BuildLines.WriteJson(Console.OpenStandardOutput(), steps);
        }
        else
        {
            AnsiConsole.MarkupLineInterpolated($"{steps.Count(step => step.Status is StepStatus.Done):N0} of {steps.Count:N0} tests hold; generation {folder.Current}");
        }

        return steps.Any(step => step.Status is StepStatus.Failed) ? CommandLine.Failed : CommandLine.Done;
    }

    private static string? Joined(string[]? words) => words is { Length: > 0 } ? string.Join(' ', words) : null;

    private static Option<string[]> Words(string name, string? alias, string about) => new(name, alias is null ? [] : [alias])
    {
        Description = about,
        HelpName = "SELECTION",
        AllowMultipleArgumentsPerToken = true,
    };
}

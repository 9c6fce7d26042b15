using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Intake.Demo;
using Herdbook.Intake.Linking;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook demo`: a generated fleet to look at, in a tenant of its own.</summary>
internal static class DemoCommand
{
    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "The same seed makes up the same year.",
        DefaultValueFactory = _ => DemoOptions.UsualSeed,
    };

    private static readonly Option<int> Days = new("--days")
    {
        Description = "How many days back the year begins.",
        DefaultValueFactory = _ => DemoOptions.UsualDays,
    };

    public static Command Create() => new("demo", "A generated fleet to look at, in a tenant of its own.") { Load(), Remove() };

    private static Command Load()
    {
        var command = new Command("load", "Generate the fleet and import it; does nothing where it is there.") { Seed, Days };
        command.SetAction(async (parsed, ct) =>
        {
            var options = new DemoOptions(parsed.GetValue(Seed), parsed.GetValue(Days)).Checked();
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            File.Delete(session.Home.NoDemoFile);
            await new Steps(AnsiConsole.Console).RunAsync("demo", "importing the generated fleet", async () =>
            {
                var summary = await DemoTenant.LoadAsync(session.Book, TimeProvider.System, options, null, ct);
                if (summary is not null)
                {
                    await new WorkLinker(session.Book).RunAsync(Tenant.Demo, null, ct);
                }

                return (summary, summary is null
                    ? "is there already; `herdbook demo remove` erases it"
                    : string.Create(CultureInfo.InvariantCulture, $"{options.Days:N0} days of tickets, pull requests and reviews, and {summary.Progress.FilesRead:N0} transcripts; see /t/demo/"));
            });
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("remove", "Erase the fleet for good; nothing else is touched.");
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            await new Steps(AnsiConsole.Console).RunAsync("demo", "erasing the generated fleet", async () =>
            {
                await DemoTenant.UntilLoadedAsync(session.Book, TimeProvider.System, ct);
                var erased = await DemoTenant.RemoveAsync(session.Book, TimeProvider.System, ct);
                await File.WriteAllTextAsync(session.Home.NoDemoFile, "", ct);
                return (erased, erased == 0 ? "is not there" : string.Create(CultureInfo.InvariantCulture, $"erased, {erased:N0} rows"));
            });
            return CommandLine.Done;
        });
        return command;
    }
}

using System.CommandLine;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Homes;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook plan`: says what `apply` would do, and changes nothing.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var json = Globals.Json();
        var command = new Command("plan", "Show how the tables differ from what the catalog declares.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenBareAsync(parsed.HomeOf(), ct);
            var plan = await Schema.PlanAsync(session.Database, session.Folder, ct);
            PlanTable.Show(plan, parsed.GetValue(json), plan.IsEmpty
                ? "Nothing to do: the tables are what the catalog declares."
                : $"{plan.Steps.Count} steps; `herdbook apply` takes them in one transaction.");
            return CommandLine.Done;
        });
        return command;
    }
}

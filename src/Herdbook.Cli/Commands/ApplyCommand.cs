using System.CommandLine;
using Herdbook.Catalog;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Homes;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook apply`: makes the tables what the catalog declares.</summary>
internal static class ApplyCommand
{
    private static readonly Option<string[]> AllowDestructive = new("--allow-destructive")
    {
        Description = "A table (schema.name) whose data may be lost by the change. May be given again.",
        HelpName = "TABLE",
        AllowMultipleArgumentsPerToken = false,
    };

    public static Command Create()
    {
        var json = Globals.Json();
        var command = new Command("apply", "Make the tables what the catalog declares, in one transaction.") { AllowDestructive, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenBareAsync(parsed.HomeOf(), ct);
            var allowed = new ApplyOptions((parsed.GetValue(AllowDestructive) ?? []).ToHashSet(StringComparer.Ordinal));
            var plan = await Schema.ApplyAsync(session.Database, session.Keys, allowed, session.Folder, ct);
            PlanTable.Show(plan, parsed.GetValue(json), plan.IsEmpty ? "Nothing to do: the tables are what the catalog declares." : "Applied.");
            return CommandLine.Done;
        });
        return command;
    }
}

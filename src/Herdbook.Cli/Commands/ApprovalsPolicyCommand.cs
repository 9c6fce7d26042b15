using System.CommandLine;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook approvals policies`: read the policies, write a new version, list the versions.</summary>
internal static class ApprovalsPolicyCommand
{
    public static Command Create()
    {
        var file = new Option<string?>("--set") { Description = "Write a new version from this file; - reads standard input.", HelpName = "FILE" };
        var version = new Option<long?>("--version") { Description = "Show this version instead of the one that holds.", HelpName = "N" };
        var list = new Option<bool>("--list") { Description = "List the versions." };
        var json = Globals.Json();
        var command = new Command("policies", "Show or write the policies of approval, in YAML.") { file, version, list, json };
        command.SetAction((parsed, ct) => ApprovalsDesk.RunAsync(
            parsed,
            desk => parsed.GetValue(file) is { } given ? WriteAsync(desk, given, parsed.GetValue(json), ct)
                : parsed.GetValue(list) ? ListAsync(desk, parsed.GetValue(json), ct)
                : ShowAsync(desk, parsed.GetValue(version), ct),
            ct));
        return command;
    }

    private static async Task<int> WriteAsync(ApprovalsDesk desk, string file, bool json, CancellationToken ct)
    {
        var written = await desk.Policies.WriteAsync(desk.Caller, await ApprovalsDesk.JsonAsync(file == "-" ? file : $"@{file}", ct), null, ct);
        if (json)
        {
            Output.Json(new { written.Version, written.Digest });
        }
        else
        {
            AnsiConsole.MarkupLineInterpolated($"Version {written.Version} holds.");
        }

        return CommandLine.Done;
    }

    private static async Task<int> ListAsync(ApprovalsDesk desk, bool json, CancellationToken ct)
    {
        var versions = await desk.Policies.VersionsAsync(desk.Caller.Tenant, ct);
        if (json)
        {
            Output.Json(versions.Select(version => new { version.Version, version.Digest, version.WrittenBy, version.CreatedAt }));
            return CommandLine.Done;
        }

        foreach (var version in versions)
        {
            AnsiConsole.MarkupLineInterpolated($"{version.Version}  {version.CreatedAt:yyyy-MM-dd HH:mm}  {version.WrittenBy}");
        }

        return CommandLine.Done;
    }

    private static async Task<int> ShowAsync(ApprovalsDesk desk, long? version, CancellationToken ct)
    {
        var found = version is { } number ? await desk.Policies.FindAsync(desk.Caller.Tenant, number, ct) : await desk.Policies.CurrentAsync(desk.Caller.Tenant, ct);
        if (version is not null && found is null)
        {
            throw new RefusedException("approval_filter", $"There is no version {version} of the policies. `herdbook approvals policies --list` shows those that there are.");
        }

        Console.Out.Write(found?.Document ?? "# Nobody wrote policies yet: one approver decides, administrators are asked after 24 hours, and it expires after 7 days.\npolicies: []\n");
        return CommandLine.Done;
    }
}

using System.CommandLine;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Core.Homes;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook keys list|rotate`: the keys that sign audit entries. The one that signs checkpoints does not change.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "The keys that sign the audit log.") { List(), Rotate() };

    private static Command List()
    {
        var json = Globals.Json();
        var command = new Command("list", "List the keys; never their secrets.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            var keys = AuditKeys.Open(parsed.HomeOf());
            var checkpoint = CheckpointKey.Open(keys).VerifierKey(parsed.TenantOf());
            if (parsed.GetValue(json))
            {
                Output.Json(new { keys.Folder, Current = keys.CurrentId, Keys = keys.Ids.Order(StringComparer.Ordinal), CheckpointVerifierKey = checkpoint });
                return CommandLine.Done;
            }

            foreach (var id in keys.Ids.Order(StringComparer.Ordinal))
            {
                await Console.Out.WriteLineAsync($"{id}{(id == keys.CurrentId ? "  signs" : "")}");
            }

            await Console.Out.WriteLineAsync($"checkpoints: {checkpoint}");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Rotate()
    {
        var command = new Command("rotate", "Make a new key, which signs from now on. Old ones stay: what they signed keeps verifying.");
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var former = session.Keys.CurrentId;
            var id = session.Keys.Rotate();
            await session.Book.AppendAsync(Tenant.Default, Actor.Owner, new AuditEvent("keys.rotate").With("key", id).With("former", former), ct);
            Console.Out.WriteLine($"{id} signs from now on; {former} stays, to verify what it signed. A running server takes the new one up within seconds.");
            return CommandLine.Done;
        });
        return command;
    }
}

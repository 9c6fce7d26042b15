using System.CommandLine;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Core.Homes;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook audit checkpoint|export|proof`: what an outsider needs to check the log.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "The audit log's checkpoint, export and proofs.") { Checkpoint(), Export(), Proof() };

    private static Command Checkpoint()
    {
        var key = new Option<bool>("--key") { Description = "Print the verifier key instead." };
        var command = new Command("checkpoint", "Print the last signed head of the log.") { key };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var (tenant, signing) = (await parsed.TenantOfAsync(session, ct), CheckpointKey.Open(session.Keys));
            if (parsed.GetValue(key))
            {
                Console.Out.WriteLine(signing.VerifierKey(tenant));
                return CommandLine.Done;
            }

            var head = await new AuditTree(session.Book, signing).HeadAsync(tenant, ct)
                ?? throw new RefusedException("checkpoint_unknown", $"The audit log of {tenant} has no checkpoint yet. A running server makes the first: herdbook up");
            Console.Out.Write(head.Note);
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Export()
    {
        var from = new Option<long>("--from") { Description = "The first leaf (default: 0).", HelpName = "LEAF" };
        var to = new Option<string?>("--out", "-o") { Description = "The file (default: standard output).", HelpName = "FILE" };
        var command = new Command("export", "Write entries, places and signed head as NDJSON, for others to check.") { from, to };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var tenant = await parsed.TenantOfAsync(session, ct);
            await session.Book.AppendAsync(tenant, Actor.Owner, new AuditEvent("audit.export").With("from", parsed.GetValue(from)), ct);
            var export = new AuditExport(session.Book, CheckpointKey.Open(session.Keys));
            if (parsed.GetValue(to) is { } path)
            {
                await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
                var written = await export.WriteAsync(tenant, parsed.GetValue(from), file, ct);
                Console.Out.WriteLine($"{written} entries in {path}");
            }
            else
            {
                await using var output = Console.OpenStandardOutput();
                await export.WriteAsync(tenant, parsed.GetValue(from), output, ct);
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static Command Proof()
    {
        var entry = new Option<Guid?>("--entry") { Description = "Prove that this entry is in the log.", HelpName = "ID" };
        var leaf = new Option<long?>("--leaf") { Description = "The same for the entry at this place.", HelpName = "N" };
        var from = new Option<long?>("--from") { Description = "Prove that the log of this size is the beginning of the later one.", HelpName = "SIZE" };
        var size = new Option<long?>("--size") { Description = "The size of the (later) tree (default: that of the last head).", HelpName = "SIZE" };
        var command = new Command("proof", "Print a proof of inclusion or of consistency as JSON.") { entry, leaf, from, size };
        command.Validators.Add(result =>
        {
            if (new Option[] { entry, leaf, from }.Count(option => result.GetResult(option) is not null) != 1)
            {
                result.AddError("Give one of --entry, --leaf and --from.");
            }
        });
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var (tenant, tree, of) = (await parsed.TenantOfAsync(session, ct), new AuditTree(session.Book, CheckpointKey.Open(session.Keys)), parsed.GetValue(size));
            if (parsed.GetValue(from) is { } earlier)
            {
                var proof = await tree.ConsistencyAsync(tenant, earlier, of, ct);
                Output.Json(new { proof.From, proof.To, FromRoot = Hex(proof.FromRoot), ToRoot = Hex(proof.ToRoot), Path = proof.Path.Select(Hex) });
            }
            else
            {
                var proof = parsed.GetValue(entry) is { } id
                    ? await tree.InclusionAsync(tenant, id, of, ct)
                    : await tree.InclusionAsync(tenant, parsed.GetValue(leaf)!.Value, of, ct);
                Output.Json(new { proof.EntryId, Leaf = proof.Index, proof.Size, LeafHash = Hex(proof.LeafHash), Root = Hex(proof.Root), Path = proof.Path.Select(Hex) });
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

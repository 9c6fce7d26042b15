using System.Globalization;
using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// Heads that another book signed before the tenant arrived from it. This book's own heads are over the same leaves, so nothing depends on
/// them here; with that book's keys they are compared. Where no tenant arrived, such a head is forged.
/// </summary>
internal static class ArrivedHead
{
    private const string Arrived = "select exists (select from catalog.tenant_import i where i.imported_tenant = $1 and starts_with(i.origin, $2 || ','))";

    /// <summary>The head that a tenant arrived with, so that this book goes on from it; null where it did not arrive with one of that key.</summary>
    public static async Task<Checkpoint?> OpenAsync(NpgsqlConnection connection, Tenant tenant, CheckpointKey key, string note, CancellationToken ct) =>
        SignedNote.Read(note) is { } signed && Checkpoint.Read(signed.Text) is { } checkpoint && Of(tenant, key, note, checkpoint.Size, checkpoint.Root) is { } name
        && await IsArrivedAsync(connection, tenant, name, ct)
            ? checkpoint
            : null;

    /// <summary>The name of the other book's key, where the note is whole and says what the row says.</summary>
    public static string? Of(Tenant tenant, CheckpointKey key, string note, long size, byte[] root) =>
        SignedNote.Read(note) is { Signatures: [{ Name: var name }] } signed && name != key.Origin(tenant) && name.EndsWith($"/{tenant.Slug}", StringComparison.Ordinal)
        && Checkpoint.Read(signed.Text) is { } checkpoint && checkpoint.Origin == name && checkpoint.Size == size && checkpoint.Root.AsSpan().SequenceEqual(root)
            ? name
            : null;

    public static async Task TellAsync(NpgsqlConnection connection, Tenant tenant, Dictionary<string, long> heads, Findings findings, CancellationToken ct)
    {
        foreach (var (name, count) in heads)
        {
            if (await IsArrivedAsync(connection, tenant, name, ct))
            {
                findings.Note(string.Create(CultureInfo.InvariantCulture, $"{count} heads are signed by {name}, from which the tenant arrived; they are compared where its keys are."));
            }
            else
            {
                findings.Add(new Finding(
                    Verdict.Integrity, FindingKind.CheckpointForged, string.Create(CultureInfo.InvariantCulture, $"{count} heads are signed by {name}, and the tenant never arrived from there."), "governance.audit_checkpoint", null));
            }
        }
    }

    private static async Task<bool> IsArrivedAsync(NpgsqlConnection connection, Tenant tenant, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Arrived, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Slug });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await command.ExecuteScalarAsync(ct) is true;
    }
}

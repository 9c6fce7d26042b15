using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// The log of a tenant that was erased: its leaves' hashes and heads are verified; the entries are gone, and so are the rows. That they were
/// erased, and by whom, an entry in the default tenant says.
/// </summary>
internal sealed class ErasedTenant(Tenant tenant, DateTime erasedAt, bool isEntered)
{
    private const string Find = "select erased_at from catalog.tenant where tenant_id = $1 and erased_at is not null";

    private const string Entered = "select exists (select from governance.audit_logs where event_type = 'tenants.erase' and subject_type = 'catalog.tenant' and subject_id = $1)";

    /// <summary>Null for a tenant that was not.</summary>
    public static async Task<ErasedTenant?> FindAsync(HerdbookDatabase database, NpgsqlConnection snapshot, Tenant tenant, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Find, snapshot) { Parameters = { new() { Value = tenant.Slug } } };
        if (await command.ExecuteScalarAsync(ct) is not DateTime at)
        {
            return null;
        }

        await using var other = await Snapshot.TakeAsync(database, Tenant.Default, ct);
        await using var entered = new NpgsqlCommand(Entered, other.First) { Parameters = { new() { Value = tenant.Slug } } };
        return new ErasedTenant(tenant, at, await entered.ExecuteScalarAsync(ct) is true);
    }

    public async Task<VerificationReport> VerifyAsync(
        Snapshot snapshot, CheckpointKey key, Findings findings, IReadOnlyList<KeptCheckpoint> kept, VerificationOptions options, DateTime at, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var tree = new TreePass(snapshot, tenant, key, findings, kept, options, _ => { });
        await tree.RunAsync(ct);
        if (isEntered)
        {
            findings.Note(string.Create(CultureInfo.InvariantCulture, $"The tenant was erased at {erasedAt:yyyy-MM-dd HH:mm:ss} UTC, as an entry in the default tenant says. Of its log the leaves' hashes and the heads are there, and were verified."));
        }
        else
        {
            findings.Add(new Finding(Verdict.Completeness, FindingKind.EntryMissing, "The tenant is said to be erased, and no entry in the default tenant says who did it.", "governance.audit_logs", null));
        }

        return new VerificationReport(
            tenant.Slug, at, options.Since, 0, tree.Computed, 0, 0, kept.Count, tree.Head, watch.Elapsed, TimeSpan.Zero, findings.List, findings.Counts, findings.Notes);
    }
}

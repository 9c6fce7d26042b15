using System.Diagnostics;
using System.Globalization;
using Herdbook.Core.Governance.Audit;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// Looks whether a tenant's audit log, and the ledgers and versions that it covers, are what was written: all of it, once, unchanged and in its
/// order. It reads one snapshot, so it may run while others write, and writes nothing.
/// </summary>
public sealed class Verification(HerdbookDatabase database, LiveCatalog catalog, AuditKeys keys, CheckpointKey key, TimeProvider time)
{
    private const string MissingEntries = """
        select l.leaf_index, l.entry_id
          from governance.audit_leaf l
         where l.tenant_id = current_setting('herdbook.tenant') and l.leaf_index >= $1
           and not exists (select from governance.audit_logs a where a.tenant_id = l.tenant_id and a.id = l.entry_id)
         order by l.leaf_index
        """;

    private const string TwiceEntries = """
        select a.id, count(*)
          from governance.audit_logs a
         where a.tenant_id = current_setting('herdbook.tenant')
         group by a.id
        having count(*) > 1
        """;

    private const string TwiceLeaves = """
        select l.entry_id, count(*), min(l.leaf_index)
          from governance.audit_leaf l
         where l.tenant_id = current_setting('herdbook.tenant')
         group by l.entry_id
        having count(*) > 1
        """;

    // Only asked where the tree is not the one that was signed, to say what moved: the leaves that do not stand in the order of the entries.
    private const string Misplaced = """
        select o.leaf_index, o.entry_id
          from (select l.leaf_index, l.entry_id,
                       row_number() over (order by l.leaf_index) as stands,
                       row_number() over (order by a.booked_xid, a.created_at, a.id) as belongs
                  from governance.audit_leaf l
                  join governance.audit_logs a on a.tenant_id = l.tenant_id and a.id = l.entry_id
                 where l.tenant_id = current_setting('herdbook.tenant')) o
         where o.stands <> o.belongs
         order by o.leaf_index
         limit $1
        """;

    /// <exception cref="RefusedException">`checkpoints_missing`: there is no such folder. `libcrypto_missing`.</exception>
    public async Task<VerificationReport> RunAsync(Tenant tenant, VerificationOptions options, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        // Another program may have rotated them since.
        keys.Reload();
        var findings = new Findings(options.Told);
        // Before the snapshot: what is signed later than this is not missed.
        var kept = await KeptCheckpoint.ReadAsync(options.Checkpoints, tenant, key, findings, ct);
        var at = time.GetUtcNow().UtcDateTime;
        await using var snapshot = await Snapshot.TakeAsync(database, tenant, ct);
        if (await ErasedTenant.FindAsync(database, snapshot.First, tenant, ct) is { } erased)
        {
            return await erased.VerifyAsync(snapshot, key, findings, kept, options, at, ct);
        }

        var watch = Stopwatch.StartNew();
        EntryPass? reading = null;
        var entries = reading = new EntryPass(snapshot, tenant, keys, findings, options, done => progress?.Report(new VerificationProgress("entries", done, reading?.Total)));
        var tree = new TreePass(snapshot, tenant, key, findings, kept, options, done => progress?.Report(new VerificationProgress("tree", done, null)));
        await Task.WhenAll(Task.Run(() => tree.RunAsync(ct), ct), Task.Run(() => entries.RunAsync(ct), ct));
        await MissingAsync(snapshot.First, tree.First, findings, ct);
        await TwiceAsync(snapshot.First, entries, tree, options, findings, ct);
        if (findings.Has(FindingKind.RootDiffers))
        {
            await MisplacedAsync(snapshot.First, options, findings, ct);
        }

        var entriesTook = watch.Elapsed;
        watch.Restart();
        var rows = 0L;
        if (options.Rows)
        {
            var pass = new RowPass(snapshot, catalog, findings, options, table => progress?.Report(new VerificationProgress(table, 0, null)));
            await pass.RunAsync(ct);
            rows = pass.Rows;
        }

        return new VerificationReport(
            tenant.Slug, at, options.Since, entries.Computed, tree.Computed, entries.Unsealed.Count, rows, kept.Count, tree.Head, entriesTook, options.Rows ? watch.Elapsed : TimeSpan.Zero,
            findings.List, findings.Counts, findings.Notes);
    }

    private static async Task MissingAsync(NpgsqlConnection connection, long first, Findings findings, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(MissingEntries, connection) { CommandTimeout = 0, Parameters = { new NpgsqlParameter<long> { TypedValue = first } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (leaf, id) = (reader.GetInt64(0), reader.GetGuid(1));
            findings.Add(new Finding(Verdict.Completeness, FindingKind.EntryMissing, $"The entry {id}, leaf {leaf}, was deleted.", "governance.audit_logs", id.ToString(), id, leaf));
        }
    }

    private static async Task TwiceAsync(NpgsqlConnection connection, EntryPass entries, TreePass tree, VerificationOptions options, Findings findings, CancellationToken ct)
    {
        // Every leaf of an entry that is there was met once, unless an entry is there twice. Where only a part was read, the index has to answer for it.
        var met = options.Since is null && entries.Sealed + findings.Counts.GetValueOrDefault(FindingKind.EntryMissing) == tree.Computed + findings.Counts.GetValueOrDefault(FindingKind.LeafTwice);
        var repeated = entries.Unsealed.Count != entries.Unsealed.Distinct().Count();
        if (repeated || (options.Since is null && !met) || !await RowPass.IsUniqueAsync(connection, "governance", "audit_logs", ["id"], ct))
        {
            await using var command = new NpgsqlCommand(TwiceEntries, connection) { CommandTimeout = 0 };
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var id = reader.GetGuid(0);
                findings.Add(new Finding(Verdict.Completeness, FindingKind.EntryTwice, $"The entry {id} is there {reader.GetInt64(1)} times.", "governance.audit_logs", id.ToString(), id));
            }
        }

        if (!await RowPass.IsUniqueAsync(connection, "governance", "audit_leaf", ["entry_id"], ct))
        {
            await using var command = new NpgsqlCommand(TwiceLeaves, connection) { CommandTimeout = 0 };
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var id = reader.GetGuid(0);
                findings.Add(new Finding(
                    Verdict.Completeness, FindingKind.LeafTwice, $"The entry {id} has {reader.GetInt64(1)} leaves.", "governance.audit_leaf", reader.GetInt64(2).ToString(CultureInfo.InvariantCulture), id, reader.GetInt64(2)));
            }
        }
    }

    private static async Task MisplacedAsync(NpgsqlConnection connection, VerificationOptions options, Findings findings, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Misplaced, connection)
        {
            CommandTimeout = 0,
            Parameters = { new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = options.Told } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (leaf, id) = (reader.GetInt64(0), reader.GetGuid(1));
            findings.Add(new Finding(Verdict.Completeness, FindingKind.OrderChanged, $"The entry {id} does not stand at its place: it is leaf {leaf}.", "governance.audit_leaf", leaf.ToString(CultureInfo.InvariantCulture), id, leaf));
        }
    }
}

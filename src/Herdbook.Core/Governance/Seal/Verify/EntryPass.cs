using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Herdbook.Core.Governance.Audit;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Governance.Seal;

/// <summary>Computes the signature and the leaf of every entry. Several readers share the work by ranges of ids.</summary>
internal sealed class EntryPass(Snapshot snapshot, Tenant tenant, AuditKeys keys, Findings findings, VerificationOptions options, Action<long> progress)
{
    /// <summary>Entries of a range, about.</summary>
    private const int RangeSize = 50_000;

    /// <summary>Rows after which progress is told.</summary>
    private const int Step = 4_096;

    private const string Entries = """
        copy (select a.id, a.event_type, a.subject_type, a.subject_id, a.event_data, a.actor_id, a.actor_type, a.created_at, a.row_count, a.rows_digest, a.key_id, a.signature,
                     l.leaf_index, l.leaf_hash
                from governance.audit_logs a
                left join (select f.entry_id, f.leaf_index, f.leaf_hash
                             from governance.audit_leaf f
                            where f.tenant_id = current_setting('herdbook.tenant')
                              and f.entry_id >= current_setting('herdbook.verify_first')::uuid and f.entry_id <= current_setting('herdbook.verify_last')::uuid) l on l.entry_id = a.id
               where a.tenant_id = current_setting('herdbook.tenant')
                 and a.id >= current_setting('herdbook.verify_first')::uuid and a.id <= current_setting('herdbook.verify_last')::uuid
                 and (current_setting('herdbook.verify_since') = '' or a.booked_at >= nullif(current_setting('herdbook.verify_since'), '')::timestamptz))
          to stdout (format binary)
        """;

    private const string Bound = """
        select set_config('herdbook.verify_first', $1, true), set_config('herdbook.verify_last', $2, true), set_config('herdbook.verify_since', $3, true)
        """;

    private const string Count = """
        select count(*) from governance.audit_logs a
         where a.tenant_id = current_setting('herdbook.tenant') and ($1::timestamptz is null or a.booked_at >= $1)
        """;

    // A sample is enough to divide the work fairly; every id is in exactly one range whatever it says.
    private const string Sample = """
        select a.id from governance.audit_logs a tablesample system (2)
         where a.tenant_id = current_setting('herdbook.tenant') and ($1::timestamptz is null or a.booked_at >= $1)
         order by a.id
        """;

    private long _entries;
    private long _leaves;

    /// <summary>Whose signature was computed.</summary>
    public long Computed => _entries;

    /// <summary>Those that stand in the tree; an entry that is there twice counts twice.</summary>
    public long Sealed => _leaves;

    public long Total { get; private set; }

    /// <summary>The ids of those that do not stand in the tree, each as often as it is there.</summary>
    public ConcurrentBag<Guid> Unsealed { get; } = [];

    public async Task RunAsync(CancellationToken ct)
    {
        Total = await CountAsync(ct);
        var ranges = new ConcurrentQueue<(Guid First, Guid Last)>(await RangesAsync(ct));
        await Task.WhenAll(Enumerable.Range(0, Math.Min(options.Threads, ranges.Count)).Select(_ => Task.Run(() => WorkAsync(ranges, ct), ct)));
    }

    private async Task<long> CountAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Count, snapshot.First) { Parameters = { Since() } };
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<List<(Guid, Guid)>> RangesAsync(CancellationToken ct)
    {
        var bounds = new List<Guid>();
        var wanted = Math.Min(Total / RangeSize, 1_000);
        if (wanted > 0)
        {
            var sample = new List<Guid>();
            await using var command = new NpgsqlCommand(Sample, snapshot.First) { Parameters = { Since() } };
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                sample.Add(reader.GetGuid(0));
            }

            for (var i = 1L; i <= wanted && sample.Count > 0; i++)
            {
                bounds.Add(sample[(int)(i * sample.Count / (wanted + 1))]);
            }
        }

        var ranges = new List<(Guid, Guid)>();
        var first = Number(Guid.Empty);
        foreach (var bound in bounds.Select(Number).Distinct())
        {
            if (bound > first)
            {
                ranges.Add((Id(first), Id(bound - 1)));
                first = bound;
            }
        }

        ranges.Add((Id(first), Id(UInt128.MaxValue)));
        return ranges;
    }

    private async Task WorkAsync(ConcurrentQueue<(Guid First, Guid Last)> ranges, CancellationToken ct)
    {
        await using var connection = await snapshot.OpenAsync(ct);
        using var macs = new Macs(keys);
        var bytes = new EntryBytes(tenant);
        while (ranges.TryDequeue(out var range))
        {
            await using (var bound = new NpgsqlCommand(Bound, connection))
            {
                bound.Parameters.Add(new NpgsqlParameter<string> { TypedValue = range.First.ToString() });
                bound.Parameters.Add(new NpgsqlParameter<string> { TypedValue = range.Last.ToString() });
                bound.Parameters.Add(new NpgsqlParameter<string> { TypedValue = options.Since?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) ?? "" });
                await bound.ExecuteNonQueryAsync(ct);
            }

            await using var stream = await connection.BeginRawBinaryCopyAsync(Entries, ct);
            stream.ReadTimeout = BinaryCopy.Patience;
            var rows = new BinaryCopy(stream, 14);
            var (entries, leaves) = (0L, 0L);
            while (await rows.ReadAsync(ct))
            {
                leaves += Check(rows, bytes, macs) ? 1 : 0;
                if (++entries % Step == 0)
                {
                    progress(Interlocked.Add(ref _entries, Step));
                }
            }

            Interlocked.Add(ref _entries, entries % Step);
            Interlocked.Add(ref _leaves, leaves);
        }
    }

    /// <returns>Whether the entry stands in the tree.</returns>
    private bool Check(BinaryCopy row, EntryBytes bytes, Macs macs)
    {
        bytes.Take(row);
        Span<byte> leaf = stackalloc byte[MerkleHash.Size];
        SHA256.HashData(bytes.Leaf, leaf);
        var isSealed = !row.IsNull(12);
        var asSealed = isSealed && leaf.SequenceEqual(row[13]);
        var signature = macs.Check(row[10], row.IsNull(10), bytes.Signed, row[11]);
        if (signature != SignatureState.Right || (isSealed && !asSealed))
        {
            Tell(row, signature, isSealed, asSealed);
        }

        if (!isSealed)
        {
            Unsealed.Add(row.Guid(0));
        }

        return isSealed;
    }

    private void Tell(BinaryCopy row, SignatureState signature, bool isSealed, bool asSealed)
    {
        var id = row.Guid(0);
        var leaf = isSealed ? row.Int64(12) : (long?)null;
        var (what, about) = (Encoding.UTF8.GetString(row[1]), row.IsNull(2) ? "" : $" about {Encoding.UTF8.GetString(row[2])} {Encoding.UTF8.GetString(row[3])}");
        void Add(string kind, string message) => findings.Add(new Finding(Verdict.Integrity, kind, message, "governance.audit_logs", id.ToString(), id, leaf));
        if (signature == SignatureState.KeyUnknown)
        {
            Add(FindingKind.KeyUnknown, $"The entry {id} ({what}{about}) names the key '{(row.IsNull(10) ? "" : Encoding.UTF8.GetString(row[10]))}', which is not in the folder of keys.");
        }
        else if (signature == SignatureState.Wrong && !asSealed && isSealed)
        {
            Add(FindingKind.EntryChanged, $"The entry {id} ({what}{about}) was changed after it was written: its signature is not over what it says, and its leaf {leaf} is not either.");
        }
        else if (signature == SignatureState.Wrong)
        {
            Add(FindingKind.EntryForged, $"The entry {id} ({what}{about}) was forged, or changed before it was sealed: its signature is not by the key that it names.");
        }
        else
        {
            Add(FindingKind.LeafChanged, $"The leaf {leaf} of the entry {id} ({what}{about}) is not over what the entry says; the entry's signature is right.");
        }
    }

    private NpgsqlParameter Since() => new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)options.Since?.ToUniversalTime() ?? DBNull.Value };

    private static UInt128 Number(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static Guid Id(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new Guid(bytes, bigEndian: true);
    }
}

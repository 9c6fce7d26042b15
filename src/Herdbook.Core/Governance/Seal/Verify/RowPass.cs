using System.Collections.Concurrent;
using System.Globalization;
using Herdbook.Catalog;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Governance.Seal;

/// <summary>Compares the rows of ledgers and versions with their seals, and the seals with what the entries signed.</summary>
internal sealed class RowPass(Snapshot snapshot, LiveCatalog catalog, Findings findings, VerificationOptions options, Action<string> progress)
{
    private const string Variants = """
        select q.table_name, q.columns, sum(q.row_count)::bigint
          from catalog.row_seal q
         where q.tenant_id = current_setting('herdbook.tenant')
         group by q.table_name, q.columns
        """;

    // The same expression as RowSeals.Read, for every entry at once.
    private const string Digests = """
        select coalesce(a.id, s.entry_id), a.id is null, coalesce(a.row_count, 0), coalesce(s.row_count, 0)
          from (select e.id, e.row_count, e.rows_digest, e.booked_at from governance.audit_logs e where e.tenant_id = current_setting('herdbook.tenant')) a
          full join (select q.entry_id, sum(q.row_count)::bigint as row_count, max(q.booked_at) as booked_at,
                            encode(sha256(string_agg(sha256(convert_to(jsonb_build_array(q.table_name, q.columns, q.keys)::text, 'UTF8') || '\x00'::bytea || q.hashes), ''::bytea order by q.booking_id)), 'hex') as digest,
                            bool_and(cardinality(q.keys) = q.row_count and length(q.hashes) = 32 * q.row_count) as regular
                       from catalog.row_seal q
                      where q.tenant_id = current_setting('herdbook.tenant') and q.entry_id is not null
                      group by q.entry_id) s on s.entry_id = a.id
         where (s.entry_id is not null or a.rows_digest is not null or a.row_count is not null)
           and (a.id is null or s.digest is distinct from a.rows_digest or s.row_count is distinct from a.row_count or s.regular is not true)
           and ($1::timestamptz is null or a.booked_at >= $1 or s.booked_at >= $1)
        """;

    private const string SealsOf = """
        select q.booking_id, q.table_name, q.keys[1:10], q.row_count
          from catalog.row_seal q
         where q.tenant_id = current_setting('herdbook.tenant') and q.entry_id = $1
         order by q.booking_id
         limit 10
        """;

    private const string Orphans = """
        select q.booking_id, q.table_name, k.key
          from catalog.row_seal q
         cross join lateral unnest(q.keys) k (key)
         where q.tenant_id = current_setting('herdbook.tenant') and q.entry_id is null
           and ($1::timestamptz is null or q.booked_at >= $1)
         order by q.booking_id
        """;

    private const string IsTable = """
        select c.relkind in ('r', 'p')
          from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = $1 and c.relname = $2
        """;

    private const string IsUnique = """
        select exists (
               select from pg_index i
                 join pg_class c on c.oid = i.indrelid
                 join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = $1 and c.relname = $2 and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
                  and (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = c.oid and a.attnum = any (i.indkey)) <@ $3)
        """;

    private long _rows;

    /// <summary>Rows that the seals cover.</summary>
    public long Rows => _rows;

    public async Task RunAsync(CancellationToken ct)
    {
        var work = new ConcurrentQueue<Func<NpgsqlConnection, Task>>();
        work.Enqueue(connection => DigestsAsync(connection, ct));
        work.Enqueue(connection => OrphansAsync(connection, ct));
        var variants = await VariantsAsync(ct);
        var tables = SealSql.Tables(catalog.Current).ToArray();
        foreach (var table in tables.OrderByDescending(table => variants.Where(one => table.Names.Contains(one.Table)).Sum(one => one.Rows)))
        {
            work.Enqueue(connection => TableAsync(connection, table, [.. variants.Where(one => table.Names.Contains(one.Table))], ct));
        }

        foreach (var gone in variants.Where(one => !tables.Any(table => table.Names.Contains(one.Table))))
        {
            findings.Note($"{gone.Rows} rows of {gone.Table} cannot be compared: the catalog does not declare that table any more, or not as one that is sealed.");
        }

        await Task.WhenAll(Enumerable.Range(0, options.Threads).Select(_ => Task.Run(() => WorkAsync(work, ct), ct)));
    }

    /// <summary>Whether an index sees to it that no two rows of the table have the same key.</summary>
    public static async Task<bool> IsUniqueAsync(NpgsqlConnection connection, string module, string table, string[] key, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(IsUnique, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = module });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ["tenant_id", .. key] });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private async Task WorkAsync(ConcurrentQueue<Func<NpgsqlConnection, Task>> work, CancellationToken ct)
    {
        await using var connection = await snapshot.OpenAsync(ct);
        while (work.TryDequeue(out var one))
        {
            await one(connection);
        }
    }

    private async Task<List<Variant>> VariantsAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Variants, snapshot.First) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var variants = new List<Variant>();
        while (await reader.ReadAsync(ct))
        {
            variants.Add(new Variant(reader.GetString(0), reader.GetFieldValue<string[]>(1), reader.GetInt64(2)));
        }

        return variants;
    }

    private async Task TableAsync(NpgsqlConnection connection, TableDeclaration table, IReadOnlyList<Variant> variants, CancellationToken ct)
    {
        progress(table.FullName);
        await using (var there = new NpgsqlCommand(IsTable, connection))
        {
            there.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.Module });
            there.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.Name });
            if (await there.ExecuteScalarAsync(ct) is not true)
            {
                findings.Add(new Finding(Verdict.Completeness, FindingKind.TableMissing, $"The table {table.FullName} is gone, or is no table any more.", table.FullName));
                return;
            }
        }

        var live = variants.Select(variant => (Seal: variant, Columns: SealSql.Live(table, variant.Columns))).ToArray();
        foreach (var (seal, _) in live.Where(one => one.Columns is null))
        {
            findings.Note($"{seal.Rows} rows of {table.FullName} can only be looked for, not compared: the table has not all columns any more that it had when they were sealed.");
        }

        (Variant Seal, IReadOnlyList<string>? Columns)[] known = [.. live.Where(one => one.Columns is not null).DistinctBy(one => string.Join('\n', one.Seal.Columns))];
        await using (var command = new NpgsqlCommand(SealSql.Compare(table, [.. known.Select(one => one.Columns!)]), connection) { CommandTimeout = 0 })
        {
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. table.Names] });
            command.Parameters.Add(Since());
            foreach (var (seal, _) in known)
            {
                command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = seal.Columns });
            }

            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                Tell(table, reader);
            }
        }

        if (!await IsUniqueAsync(connection, table.Module, table.Name, [.. table.Key], ct))
        {
            await using var twice = new NpgsqlCommand(SealSql.Twice(table), connection) { CommandTimeout = 0 };
            await using var reader = await twice.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var key = reader.GetString(0);
                findings.Add(new Finding(Verdict.Completeness, FindingKind.RowTwice, $"{table.FullName} has {reader.GetInt64(1)} rows with the key {key}.", table.FullName, key));
            }
        }

        Interlocked.Add(ref _rows, variants.Sum(variant => variant.Rows));
    }

    private void Tell(TableDeclaration table, NpgsqlDataReader reader)
    {
        var key = reader.IsDBNull(0) ? "" : reader.GetString(0);
        var entry = reader.IsDBNull(1) ? (Guid?)null : reader.GetGuid(1);
        findings.Add(reader.GetBoolean(3)
            ? new Finding(Verdict.Completeness, FindingKind.RowMissing, $"The row {key} of {table.FullName} was deleted; the entry {entry} sealed it.", table.FullName, key, entry)
            : reader.GetBoolean(4)
                ? new Finding(Verdict.Integrity, FindingKind.RowForged, $"The row {key} of {table.FullName} has no seal: it was not written by the book.", table.FullName, key)
                : new Finding(Verdict.Integrity, FindingKind.RowChanged, $"The row {key} of {table.FullName} was changed after it was written; the entry {entry} sealed it.", table.FullName, key, entry));
    }

    private async Task DigestsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        progress("catalog.row_seal");
        var wrong = new List<(Guid Entry, bool Missing, long Signed, long Stand)>();
        await using (var command = new NpgsqlCommand(Digests, connection) { CommandTimeout = 0, Parameters = { Since() } })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                wrong.Add((reader.GetGuid(0), reader.GetBoolean(1), reader.GetInt64(2), reader.GetInt64(3)));
            }
        }

        foreach (var (entry, missing, signed, stand) in wrong)
        {
            var seals = await SealsAsync(connection, entry, ct);
            if (missing)
            {
                foreach (var (booking, table, key) in seals)
                {
                    findings.Add(new Finding(
                        Verdict.Integrity, FindingKind.PastTheBook, $"The row {key} of {table} was written past the book, or its entry {entry} was deleted.", table, key, entry));
                }
            }
            else
            {
                var rows = string.Join(", ", seals.Take(10).Select(row => $"{row.Table} {row.Key}"));
                findings.Add(new Finding(
                    Verdict.Integrity, FindingKind.SealsChanged,
                    $"The entry {entry} signed seals of {signed} rows; those that stand in catalog.row_seal, of {stand} rows, are others{(rows.Length > 0 ? $": {rows}" : "")}.",
                    "catalog.row_seal", seals.Count > 0 ? seals[0].Booking : null, entry));
            }
        }
    }

    private static async Task<List<(string Booking, string Table, string Key)>> SealsAsync(NpgsqlConnection connection, Guid entry, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SealsOf, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = entry } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<(string, string, string)>();
        while (await reader.ReadAsync(ct))
        {
            var (booking, table) = (reader.GetInt64(0).ToString(CultureInfo.InvariantCulture), reader.GetString(1));
            rows.AddRange(reader.GetFieldValue<string[]>(2).Select(key => (booking, table, key)));
        }

        return rows;
    }

    private async Task OrphansAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Orphans, connection) { CommandTimeout = 0, Parameters = { Since() } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (table, key) = (reader.GetString(1), reader.GetString(2));
            findings.Add(new Finding(Verdict.Integrity, FindingKind.PastTheBook, $"The row {key} of {table} was written past the book: no entry of the audit log tells of it.", table, key));
        }
    }

    private NpgsqlParameter Since() => new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)options.Since?.ToUniversalTime() ?? DBNull.Value };

    private sealed record Variant(string Table, string[] Columns, long Rows);
}

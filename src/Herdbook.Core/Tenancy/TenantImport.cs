using System.Globalization;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Tenancy;

/// <summary>
/// Brings a tenant in from an archive: all of it or nothing, into a book where the tenant has no row. Keys, booked times, history and seals stay
/// as they are, so the log verifies with the exporter's keys. The slug stays too: every entry is signed with it.
/// </summary>
public sealed class TenantImport(HerdbookDatabase database, Book book)
{
    private const string Begin = "select catalog.begin_import($1, $2, $3, $4)";

    private const string End = "select set_config('herdbook.importing', '', true)";

    // Who may enter is decided in each book anew.
    private const string Revoke = "update governance.api_tokens set revoked_at = now() where revoked_at is null and deleted_at is null";

    private const string Follow = "select setval(pg_get_serial_sequence($1, $2), greatest($3, 1))";

    /// <returns>How many rows came.</returns>
    /// <exception cref="RefusedException">`tenant_exists`, `archive_catalog`, `archive_damaged`.</exception>
    public async Task<long> RunAsync(TenantArchive archive, Actor actor, CancellationToken ct)
    {
        var manifest = archive.Manifest;
        var tenant = new Tenant(manifest.Tenant);
        await using var connection = await database.Owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var here = (await TenantTables.ReadAsync(connection, ct)).ToDictionary(table => table.Name, StringComparer.Ordinal);
        RequireSameTables(manifest, here);
        try
        {
            await BeginAsync(connection, archive, ct);
            foreach (var table in manifest.Tables)
            {
                await InsertAsync(connection, archive, table, here[table.Name], ct);
            }

            await RunAsync(connection, End, ct);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.UniqueViolation && refused.TableName is null)
        {
            throw new RefusedException("tenant_exists", $"The tenant '{tenant}' cannot come here: {refused.MessageText}. Nothing was imported. An archive goes only where its tenant has no row and was not erased.", refused);
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith("22", StringComparison.Ordinal) || refused.SqlState.StartsWith("23", StringComparison.Ordinal) || refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new RefusedException("archive_damaged", $"The database does not take the archive's rows: {refused.MessageText}. Nothing was imported.", refused);
        }

        await EnterAsync(connection, tenant, actor, archive, ct);
        await transaction.CommitAsync(ct);
        return manifest.Rows;
    }

    /// <summary>Rows are taken as they were written, so the tables must be the same; what columns mean cannot be guessed.</summary>
    private static void RequireSameTables(ArchiveManifest manifest, Dictionary<string, TenantTable> here)
    {
        foreach (var table in manifest.Tables)
        {
            var why = !here.TryGetValue(table.Name, out var own) ? "is not here" : !own.Columns.SequenceEqual(table.Columns) ? "has other columns here" : null;
            if (why is not null)
            {
                throw new RefusedException("archive_catalog",
                    $"The archive was written by Herdbook {manifest.Herdbook}, and its table {table.Name} {why} (Herdbook {Product.Version}). Nothing was imported. Import it with the same version, and with the same tables of your own.");
            }
        }
    }

    private static async Task BeginAsync(NpgsqlConnection connection, TenantArchive archive, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Begin, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = archive.Manifest.Tenant });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = (object?)archive.Manifest.Title ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = archive.Digest });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{archive.Signer}, Herdbook {archive.Manifest.Herdbook}" });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>COPY does not write into tables under row-level security, so rows come through a table of the session's own; policies and checks then see each.</summary>
    private static async Task InsertAsync(NpgsqlConnection connection, TenantArchive archive, ArchiveTable table, TenantTable own, CancellationToken ct)
    {
        await RunAsync(connection, $"create temporary table arrival on commit drop as select {own.ColumnList} from {own.Target} with no data", ct);
        await using (var content = await archive.OpenAsync(table, ct))
        {
            await using (var to = await connection.BeginRawBinaryCopyAsync("copy pg_temp.arrival from stdin (format binary)", ct))
            {
                try
                {
                    await content.CopyToAsync(to, 128 << 10, ct);
                    content.RequireWhole();
                }
                catch
                {
                    await to.CancelAsync();
                    throw;
                }
            }
        }

        // What was sealed stands before all that is to be sealed here, whatever its time.
        var (extra, value) = table.Name == TenantTable.Entries
            ? (", booked_xid", $", case when exists (select from {TenantTable.Leaves} f where f.entry_id = arrival.id) then '3'::xid8 else pg_current_xact_id() end")
            : ("", "");
        var rows = await RunAsync(connection, $"insert into {own.Target} ({own.ColumnList}{extra}) overriding system value select {own.ColumnList}{value} from pg_temp.arrival", ct);
        if (rows != table.Rows)
        {
            throw new RefusedException("archive_damaged", $"The archive says that {table.Name} has {table.Rows} rows, and it has {rows}. Nothing was imported.");
        }

        foreach (var column in own.Numbered)
        {
            await FollowAsync(connection, own, column, ct);
        }

        await RunAsync(connection, "drop table pg_temp.arrival", ct);
    }

    /// <summary>What is booked next has a greater number than all that came.</summary>
    private static async Task FollowAsync(NpgsqlConnection connection, TenantTable own, string column, CancellationToken ct)
    {
        await using var asked = new NpgsqlCommand($"select greatest((select max(\"{column}\") from pg_temp.arrival), (select last_value from {await SequenceAsync(connection, own, column, ct)}))", connection);
        var last = Convert.ToInt64(await asked.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        await using var follow = new NpgsqlCommand(Follow, connection) { Parameters = { new() { Value = own.Target }, new() { Value = column }, new() { Value = last } } };
        await follow.ExecuteNonQueryAsync(ct);
    }

    private static async Task<string> SequenceAsync(NpgsqlConnection connection, TenantTable own, string column, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_get_serial_sequence($1, $2)", connection) { Parameters = { new() { Value = own.Target }, new() { Value = column } } };
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task EnterAsync(NpgsqlConnection connection, Tenant tenant, Actor actor, TenantArchive archive, CancellationToken ct)
    {
        foreach (var where in tenant == Tenant.Default ? [tenant] : new[] { Tenant.Default, tenant })
        {
            var what = new AuditEvent("tenants.import").About("catalog.tenant", tenant.Slug)
                .With("archive", archive.Digest).With("signer", archive.Signer).With("rows", archive.Manifest.Rows);
            await book.WithinAsync(connection, where, actor, what, (_, token) => where == tenant ? RunAsync(connection, Revoke, token) : Task.FromResult(0), ct);
        }
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync(ct);
    }
}

using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Npgsql;

namespace Herdbook.Core.Tenancy;

/// <summary>
/// Writes all that a tenant owns into one signed archive: every table, with history, seals and the audit's tree, as of one moment. It is
/// streamed: memory does not grow with the tenant. The export is entered in the default tenant and in the tenant, before it begins.
/// </summary>
public sealed class TenantExport(Book book, CheckpointKey key, TimeProvider time)
{
    private const int Buffer = 128 << 10;

    private const string Facts = """
        select (select title from catalog.tenant where tenant_id = $1),
               coalesce((select catalog_digest from catalog.applied_plan order by applied_plan_id desc limit 1), '')
        """;

    /// <summary>What an importer gives to trust this book's archives of the tenant.</summary>
    public string VerifierKey(Tenant tenant) => key.VerifierKey(tenant);

    /// <param name="to">Need not be seekable. It is left open.</param>
    /// <exception cref="RefusedException">`tenant_unknown`.</exception>
    public async Task<ArchiveManifest> WriteAsync(Tenant tenant, Actor actor, Stream to, CancellationToken ct)
    {
        if (await new TenantRegister(book).FindAsync(tenant.Slug, ct) is not { ErasedAt: null })
        {
            throw new RefusedException("tenant_unknown", $"This book has no tenant '{tenant}'. Nothing was exported.");
        }

        var what = () => new AuditEvent("tenants.export").About("catalog.tenant", tenant.Slug);
        await book.AppendAsync(Tenant.Default, actor, what(), ct);
        if (tenant != Tenant.Default)
        {
            await book.AppendAsync(tenant, actor, what(), ct);
        }

        return await book.ReadAsync(tenant, (connection, token) => WriteAsync(connection, tenant, to, token), ct);
    }

    private async Task<ArchiveManifest> WriteAsync(NpgsqlConnection connection, Tenant tenant, Stream to, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        var (title, digest) = await FactsAsync(connection, tenant, ct);
        var tables = new List<ArchiveTable>();
        foreach (var table in await TenantTables.ReadAsync(connection, ct))
        {
            if (await CountAsync(connection, table, ct) is > 0 and var rows)
            {
                tables.Add(await CopyAsync(connection, zip, table, rows, ct));
            }
        }

        var now = time.GetUtcNow().UtcDateTime;
        var manifest = new ArchiveManifest(
            ArchiveManifest.Current, Product.Version, key.Book, tenant.Slug, title, digest, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), tables);
        var json = manifest.ToJson();
        await AddAsync(zip, ArchiveManifest.FileName, json, ct);
        await AddAsync(zip, ArchiveManifest.NoteName, Encoding.UTF8.GetBytes(key.Sign(tenant, ArchiveManifest.SignedText(key.Origin(tenant), json)).ToString()), ct);
        return manifest;
    }

    private static async Task<ArchiveTable> CopyAsync(NpgsqlConnection connection, ZipArchive zip, TenantTable table, long rows, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Buffer);
        try
        {
            long bytes = 0;
            await using var from = await connection.BeginRawBinaryCopyAsync($"copy (select {table.ColumnList} from {table.Target}) to stdout (format binary)", ct);
            await using var file = await zip.CreateEntry(ArchiveTable.NameOf(table.Name), CompressionLevel.Fastest).OpenAsync(ct);
            int read;
            while ((read = await from.ReadAsync(buffer.AsMemory(0, Buffer), ct)) > 0)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                bytes += read;
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            return new ArchiveTable(table.Name, table.Columns, rows, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task AddAsync(ZipArchive zip, string name, byte[] content, CancellationToken ct)
    {
        await using var file = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);
        await file.WriteAsync(content, ct);
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, TenantTable table, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select count(*) from {table.Target}", connection) { CommandTimeout = 0 };
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    private static async Task<(string? Title, string Digest)> FactsAsync(NpgsqlConnection connection, Tenant tenant, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Facts, connection) { Parameters = { new() { Value = tenant.Slug } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetString(1));
    }
}

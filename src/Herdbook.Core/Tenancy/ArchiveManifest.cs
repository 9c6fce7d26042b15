using System.Security.Cryptography;
using System.Text.Json;

namespace Herdbook.Core.Tenancy;

/// <summary>What a tenant's archive holds, so that nothing can be changed, left out or added without the signature telling.</summary>
/// <param name="Format">See <see cref="Current"/>.</param>
/// <param name="Herdbook">The version that wrote it.</param>
/// <param name="Book">The book it comes from.</param>
/// <param name="CatalogDigest">Of the catalog that the exporter's database equalled.</param>
/// <param name="ExportedAt">UTC.</param>
/// <param name="Tables">Those that hold rows, in the order in which they can be inserted.</param>
public sealed record ArchiveManifest(
    string Format, string Herdbook, string Book, string Tenant, string? Title, string CatalogDigest, DateTime ExportedAt, IReadOnlyList<ArchiveTable> Tables)
{
    /// <summary>A zip file with `manifest.json`, `manifest.note`, and for each table `tables/module.table.bin` in PostgreSQL's binary COPY format.</summary>
    public const string Current = "herdbook.tenant/1";

    public const string FileName = "manifest.json";
    public const string NoteName = "manifest.note";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public long Rows => Tables.Sum(table => table.Rows);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Null where the bytes are no manifest.</summary>
    public static ArchiveManifest? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ArchiveManifest>(json, Options) is { Format: not null, Herdbook: not null, Book: not null, Tenant: not null, CatalogDigest: not null, Tables: not null } read
                && read.Tables.All(table => table is { Name: not null, Columns: not null, Sha256: not null, Rows: >= 0, Bytes: >= 0 } && table.Columns.All(column => column is { Name: not null, Type: not null }))
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text that is signed: the sort of thing, whose it is, and the SHA-256 of the manifest's bytes in hexadecimal.</summary>
    public static string SignedText(string origin, ReadOnlySpan<byte> json) => $"{Current}\n{origin}\n{Convert.ToHexStringLower(SHA256.HashData(json))}\n";
}

/// <summary>One table of an archive.</summary>
/// <param name="Name">module.table.</param>
/// <param name="Bytes">Of its file, unpacked.</param>
/// <param name="Sha256">Of its file, unpacked; hexadecimal.</param>
public sealed record ArchiveTable(string Name, IReadOnlyList<ArchiveColumn> Columns, long Rows, long Bytes, string Sha256)
{
    /// <summary>Its file in the archive.</summary>
    public string FileName => NameOf(Name);

    public static string NameOf(string table) => $"tables/{table}.bin";
}

/// <param name="Type">As PostgreSQL's format_type writes it.</param>
public sealed record ArchiveColumn(string Name, string Type);

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Herdbook.Core.Governance.Seal;

namespace Herdbook.Core.Tenancy;

/// <summary>
/// An archive that was opened, and whose signature and digests were found to be right. Nothing in it decides where a file is written or how
/// much is read: entries are known by name, and none is read beyond what the signed manifest says.
/// </summary>
public sealed partial class TenantArchive : IAsyncDisposable
{
    private const int MostManifest = 16 << 20;
    private const int MostNote = 64 << 10;
    private const int MostEntries = 10_000;

    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries;

    private TenantArchive(ZipArchive zip, Dictionary<string, ZipArchiveEntry> entries, ArchiveManifest manifest, string digest, string signer)
    {
        (_zip, _entries) = (zip, entries);
        (Manifest, Digest, Signer) = (manifest, digest, signer);
    }

    public ArchiveManifest Manifest { get; }

    /// <summary>SHA-256 of the manifest, in hexadecimal.</summary>
    public string Digest { get; }

    /// <summary>The name of the key that signed.</summary>
    public string Signer { get; }

    /// <summary>Opens the archive and reads it once, to its end.</summary>
    /// <param name="file">Seekable. Closed with the archive.</param>
    /// <param name="verifierKey">Of the book that is trusted, as it prints it: name, hash and key, joined by plus signs.</param>
    /// <exception cref="RefusedException">`archive_key`, `archive_invalid`, `archive_signature`, `archive_version`, `archive_damaged`.</exception>
    public static async Task<TenantArchive> OpenAsync(Stream file, string verifierKey, CancellationToken ct)
    {
        ZipArchive? zip = null;
        try
        {
            var (name, key) = SignedNote.ReadVerifierKey(verifierKey)
                ?? throw new RefusedException("archive_key", "The key is none. Nothing was imported. The exporting book prints it: <book>/<tenant>+<hash>+<key>.");
            zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null, ct);
            var archive = await ReadAsync(zip, name, key, ct);
            foreach (var table in archive.Manifest.Tables)
            {
                await using var content = await archive.OpenAsync(table, ct);
                await content.CopyToAsync(Stream.Null, ct);
                content.RequireWhole();
            }

            zip = null;
            return archive;
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            throw Invalid("it is no zip file, or a part of it is missing or damaged", broken);
        }
        finally
        {
            if (zip is not null)
            {
                await zip.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync() => await _zip.DisposeAsync();

    /// <summary>A table's rows. What is read is digested on the way.</summary>
    internal async Task<DigestingStream> OpenAsync(ArchiveTable table, CancellationToken ct) =>
        new(await _entries[table.FileName].OpenAsync(ct), table);

    private static async Task<TenantArchive> ReadAsync(ZipArchive zip, string name, byte[] key, CancellationToken ct)
    {
        if (zip.Entries.Count > MostEntries)
        {
            throw Invalid("it has too many files");
        }

        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            if (!Names().IsMatch(entry.FullName) || !entries.TryAdd(entry.FullName, entry))
            {
                throw Invalid($"it has a file that does not belong there: {Shown(entry.FullName)}");
            }
        }

        var json = await BytesAsync(entries, ArchiveManifest.FileName, MostManifest, ct);
        var note = SignedNote.Read(Encoding.UTF8.GetString(await BytesAsync(entries, ArchiveManifest.NoteName, MostNote, ct)));
        if (note is null || note.Text != ArchiveManifest.SignedText(name, json) || !note.IsSignedBy(name, key))
        {
            throw new RefusedException("archive_signature", $"The archive is not signed by {name}, or was changed afterwards. Nothing was imported.");
        }

        var manifest = ArchiveManifest.Read(json) ?? throw Invalid("its manifest cannot be read");
        if (manifest.Format != ArchiveManifest.Current)
        {
            throw new RefusedException("archive_version", $"The archive has the form {Shown(manifest.Format)}, written by Herdbook {Shown(manifest.Herdbook)}; this is Herdbook {Product.Version}, which reads {ArchiveManifest.Current}. Nothing was imported.");
        }

        if (!Tenant.IsSlug(manifest.Tenant) || name != $"{manifest.Book}/{manifest.Tenant}")
        {
            throw new RefusedException("archive_signature", $"The archive is of the tenant {Shown(manifest.Tenant)} of {Shown(manifest.Book)}, but the key is {name}'s. Nothing was imported.");
        }

        var files = manifest.Tables.Select(table => table.FileName).Concat([ArchiveManifest.FileName, ArchiveManifest.NoteName]).ToList();
        if (files.Count != files.Distinct(StringComparer.Ordinal).Count() || !entries.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(files))
        {
            throw new RefusedException("archive_damaged", "The archive's files are not those of its manifest. Nothing was imported.");
        }

        return new TenantArchive(zip, entries, manifest, Convert.ToHexStringLower(SHA256.HashData(json)), name);
    }

    private static async Task<byte[]> BytesAsync(Dictionary<string, ZipArchiveEntry> entries, string name, int most, CancellationToken ct)
    {
        if (!entries.TryGetValue(name, out var entry))
        {
            throw Invalid($"it has no {name}");
        }

        // What the entry says of its own length is not believed.
        await using var content = await entry.OpenAsync(ct);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await content.ReadAsync(buffer, ct)) > 0)
        {
            if (bytes.Length + read > most)
            {
                throw Invalid($"its {name} is larger than {most} bytes");
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private static RefusedException Invalid(string why, Exception? inner = null) =>
        new("archive_invalid", $"This is no archive of a tenant: {why}. Nothing was imported.", inner);

    private static string Shown(string word) => word.Length > 80 ? word[..80] + "…" : word;

    [GeneratedRegex(@"^(manifest\.json|manifest\.note|tables/[a-z][a-z0-9_]{0,62}\.[a-z][a-z0-9_]{0,62}\.bin)\z")]
    private static partial Regex Names();
}

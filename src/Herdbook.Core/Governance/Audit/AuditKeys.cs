using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Herdbook.Core.Governance.Audit;

/// <summary>
/// The secrets that sign audit entries. They live in a folder outside the database that only its owner can read, one file `&lt;id&gt;.key` for
/// each, 32 random bytes in base64; `current` names the one that signs. Old ones stay, so that what they signed keeps verifying.
/// </summary>
public sealed class AuditKeys
{
    private const string CurrentFile = "current";
    private const string Ending = ".key";

    private readonly string? _folder;
    private readonly Lock _changing = new();
    private volatile Ring _ring;

    private AuditKeys(string? folder, Ring ring)
    {
        _folder = folder;
        _ring = ring;
    }

    /// <summary>Names the folder; without it, `keys` in the home. Servers on one database share one.</summary>
    public const string Variable = "HERDBOOK_KEYS";

    /// <summary>The key that signs now.</summary>
    public string CurrentId => _ring.Current;

    /// <summary>Where they are kept; null where nobody keeps them.</summary>
    public string? Folder => _folder;

    /// <summary>Every key there is, by its id.</summary>
    public IReadOnlyCollection<string> Ids => _ring.Secrets.Keys;

    /// <summary>Opens the folder, and makes it with a first key where there is none.</summary>
    /// <exception cref="RefusedException">`keys_unreadable`: what is there cannot be read, or others can read it.</exception>
    public static AuditKeys Open(HerdbookHome home) => OpenFolder(FolderOf(home));

    /// <summary>The folder that is in force: the one that HERDBOOK_KEYS names, else the home's.</summary>
    public static string FolderOf(HerdbookHome home) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? Path.GetFullPath(named) : home.KeyDirectory;

    /// <summary>The same for a folder that is named.</summary>
    /// <exception cref="RefusedException">`keys_unreadable`.</exception>
    public static AuditKeys OpenFolder(string folder)
    {
        KeyFolder.Prepare(folder);
        var keys = new AuditKeys(folder, new Ring("", FrozenDictionary<string, byte[]>.Empty));
        using (KeyFolder.Lock(folder))
        {
            if (!File.Exists(Path.Combine(folder, CurrentFile)))
            {
                keys.Make();
            }
        }

        keys.Reload();
        return keys;
    }

    /// <summary>A key that nobody keeps: for a book that is thrown away.</summary>
    public static AuditKeys Ephemeral()
    {
        var id = NewId();
        return new AuditKeys(null, new Ring(id, new Dictionary<string, byte[]> { [id] = RandomNumberGenerator.GetBytes(32) }.ToFrozenDictionary()));
    }

    /// <summary>Makes a new key and signs with it from now on. Other programs on the same folder take it up with <see cref="Reload"/>.</summary>
    /// <returns>Its id.</returns>
    public string Rotate()
    {
        lock (_changing)
        {
            if (_folder is null)
            {
                var id = NewId();
                _ring = new Ring(id, _ring.Secrets.Append(KeyValuePair.Create(id, RandomNumberGenerator.GetBytes(32))).ToFrozenDictionary());
                return id;
            }

            using (KeyFolder.Lock(_folder))
            {
                Make();
            }

            Reload();
            return CurrentId;
        }
    }

    /// <summary>Reads the folder anew.</summary>
    public void Reload()
    {
        if (_folder is null)
        {
            return;
        }

        var secrets = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_folder, "*" + Ending))
        {
            secrets[Path.GetFileNameWithoutExtension(path)] = KeyFolder.Read(path);
        }

        var current = File.ReadAllText(Path.Combine(_folder, CurrentFile)).Trim();
        _ring = secrets.ContainsKey(current)
            ? new Ring(current, secrets.ToFrozenDictionary(StringComparer.Ordinal))
            : throw KeyFolder.Unreadable(_folder, $"its file 'current' names the key '{current}', which is not there");
    }

    /// <summary>HMAC-SHA256 in hexadecimal; null where the key is unknown.</summary>
    public string? Sign(string keyId, ReadOnlySpan<byte> message)
    {
        if (!_ring.Secrets.TryGetValue(keyId, out var secret))
        {
            return null;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, message, mac);
        return Convert.ToHexStringLower(mac);
    }

    /// <summary>HMAC-SHA256 with that key, set up for many messages; null where the key is unknown.</summary>
    internal IncrementalHash? Mac(string keyId) =>
        _ring.Secrets.TryGetValue(keyId, out var secret) ? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret) : null;

    private void Make()
    {
        var id = NewId();
        KeyFolder.Write(Path.Combine(_folder!, id + Ending), RandomNumberGenerator.GetBytes(32));
        KeyFolder.Replace(Path.Combine(_folder!, CurrentFile), id + "\n");
    }

    private static string NewId() => $"k{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";

    private sealed record Ring(string Current, FrozenDictionary<string, byte[]> Secrets);
}

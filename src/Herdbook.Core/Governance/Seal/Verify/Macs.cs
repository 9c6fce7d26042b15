using System.Security.Cryptography;
using System.Text;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Governance.Seal;

internal enum SignatureState
{
    Right,
    Wrong,
    KeyUnknown,
}

/// <summary>The entries' keys, each set up once. Not safe for use by several threads at once.</summary>
internal sealed class Macs(AuditKeys keys) : IDisposable
{
    private readonly Dictionary<string, IncrementalHash?> _known = new(StringComparer.Ordinal);
    private byte[] _lastId = [];
    private IncrementalHash? _last;

    /// <summary>Whether the signature, in hexadecimal, is the HMAC-SHA256 over the message by the key of that id.</summary>
    public SignatureState Check(ReadOnlySpan<byte> keyId, bool none, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (none || Find(keyId) is not { } mac)
        {
            return SignatureState.KeyUnknown;
        }

        Span<byte> made = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> hex = stackalloc byte[2 * SHA256.HashSizeInBytes];
        mac.AppendData(message);
        mac.GetHashAndReset(made);
        Convert.TryToHexStringLower(made, hex, out _);
        return CryptographicOperations.FixedTimeEquals(hex, signature) ? SignatureState.Right : SignatureState.Wrong;
    }

    public void Dispose()
    {
        foreach (var mac in _known.Values)
        {
            mac?.Dispose();
        }
    }

    private IncrementalHash? Find(ReadOnlySpan<byte> keyId)
    {
        if (_last is not null && keyId.SequenceEqual(_lastId))
        {
            return _last;
        }

        var id = Encoding.UTF8.GetString(keyId);
        if (!_known.TryGetValue(id, out var mac))
        {
            _known[id] = mac = keys.Mac(id);
        }

        (_lastId, _last) = (keyId.ToArray(), mac);
        return mac;
    }
}

namespace Herdbook.Core.Governance.Seal;

/// <summary>Signatures of RFC 8032, section 5.1, by OpenSSL.</summary>
public static class Ed25519
{
    /// <summary>Bytes of a secret (RFC 8032 calls it the private key) and of a public key.</summary>
    public const int KeySize = 32;

    public const int SignatureSize = 64;

    /// <exception cref="RefusedException">`libcrypto_missing`.</exception>
    public static byte[] PublicKey(ReadOnlySpan<byte> secret)
    {
        using var key = Key.OfSecret(secret);
        var made = new byte[KeySize];
        var length = (nuint)KeySize;
        return LibCrypto.EVP_PKEY_get_raw_public_key(key.Handle, made, ref length) == 1 && length == KeySize ? made : throw Failed();
    }

    /// <exception cref="RefusedException">`libcrypto_missing`.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> message)
    {
        using var key = Key.OfSecret(secret);
        using var context = new Context();
        var signature = new byte[SignatureSize];
        var length = (nuint)SignatureSize;
        return LibCrypto.EVP_DigestSignInit(context.Handle, 0, 0, 0, key.Handle) == 1
            && LibCrypto.EVP_DigestSign(context.Handle, signature, ref length, message, (nuint)message.Length) == 1
            && length == SignatureSize
            ? signature
            : throw Failed();
    }

    /// <summary>False too for a key or a signature that is none.</summary>
    /// <exception cref="RefusedException">`libcrypto_missing`.</exception>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeySize || signature.Length != SignatureSize)
        {
            return false;
        }

        using var key = Key.OfPublic(publicKey);
        using var context = new Context();
        return key.Handle != 0
            && LibCrypto.EVP_DigestVerifyInit(context.Handle, 0, 0, 0, key.Handle) == 1
            && LibCrypto.EVP_DigestVerify(context.Handle, signature, SignatureSize, message, (nuint)message.Length) == 1;
    }

    private static InvalidOperationException Failed() => new("OpenSSL did not do what it was asked to do with an Ed25519 key.");

    private readonly struct Key(nint handle) : IDisposable
    {
        public nint Handle => handle;

        public static Key OfSecret(ReadOnlySpan<byte> secret)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, KeySize);
            LibCrypto.Require();
            var made = LibCrypto.EVP_PKEY_new_raw_private_key(LibCrypto.Ed25519, 0, secret, KeySize);
            return made != 0 ? new Key(made) : throw Failed();
        }

        public static Key OfPublic(ReadOnlySpan<byte> key)
        {
            LibCrypto.Require();
            return new Key(LibCrypto.EVP_PKEY_new_raw_public_key(LibCrypto.Ed25519, 0, key, KeySize));
        }

        public void Dispose()
        {
            if (handle != 0)
            {
                LibCrypto.EVP_PKEY_free(handle);
            }
        }
    }

    private readonly struct Context() : IDisposable
    {
        public nint Handle { get; } = LibCrypto.EVP_MD_CTX_new();

        public void Dispose() => LibCrypto.EVP_MD_CTX_free(Handle);
    }
}

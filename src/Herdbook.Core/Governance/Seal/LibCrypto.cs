using System.Reflection;
using System.Runtime.InteropServices;

namespace Herdbook.Core.Governance.Seal;

/// <summary>The few functions of OpenSSL 3 that make and check Ed25519 signatures; .NET has none. The same library already carries its TLS.</summary>
internal static partial class LibCrypto
{
    private const string Name = "herdbook-libcrypto";

    private static readonly Lazy<nint> Library = new(Find);

    static LibCrypto() => NativeLibrary.SetDllImportResolver(
        typeof(LibCrypto).Assembly, static (name, _, _) => name == Name ? Library.Value : 0);

    /// <summary>EVP_PKEY_ED25519.</summary>
    public const int Ed25519 = 1087;

    /// <summary>Fails before anything is done where the library is missing.</summary>
    /// <exception cref="RefusedException">`libcrypto_missing`.</exception>
    public static void Require()
    {
        if (Library.Value == 0)
        {
            throw new RefusedException(
                "libcrypto_missing",
                "Checkpoints are signed by OpenSSL 3, whose libcrypto was not found. Nothing was signed. Install it (Debian: apt-get install libssl3, macOS: brew install openssl@3).");
        }
    }

    [LibraryImport(Name)]
    public static partial nint EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Name)]
    public static partial nint EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Name)]
    public static partial int EVP_PKEY_get_raw_public_key(nint key, Span<byte> to, ref nuint length);

    [LibraryImport(Name)]
    public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Name)]
    public static partial nint EVP_MD_CTX_new();

    [LibraryImport(Name)]
    public static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Name)]
    public static partial int EVP_DigestSignInit(nint context, nint pkeyContext, nint digest, nint engine, nint key);

    [LibraryImport(Name)]
    public static partial int EVP_DigestSign(nint context, Span<byte> signature, ref nuint length, ReadOnlySpan<byte> message, nuint messageLength);

    [LibraryImport(Name)]
    public static partial int EVP_DigestVerifyInit(nint context, nint pkeyContext, nint digest, nint engine, nint key);

    [LibraryImport(Name)]
    public static partial int EVP_DigestVerify(nint context, ReadOnlySpan<byte> signature, nuint length, ReadOnlySpan<byte> message, nuint messageLength);

    private static nint Find()
    {
        string[] names =
            OperatingSystem.IsWindows() ? ["libcrypto-3-x64.dll", "libcrypto-3.dll"]
            : OperatingSystem.IsMacOS() ? ["/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib", "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib", "libcrypto.3.dylib"]
            : ["libcrypto.so.3"];
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out var library))
            {
                return library;
            }
        }

        return 0;
    }
}

using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Herdbook.Server.Pages;

/// <summary>
/// The pages' styles and scripts. Each is addressed with a part of its SHA-256, so it is kept for ever by browsers and never stale;
/// each is compressed once.
/// </summary>
public sealed class Assets
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, Asset> assets;

    public Assets()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        assets = Directory.Exists(root)
            ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Where(file => Types.ContainsKey(Path.GetExtension(file)))
                .ToFrozenDictionary(file => Path.GetRelativePath(root, file).Replace('\\', '/'), file => new Asset(file))
            : FrozenDictionary<string, Asset>.Empty;
    }

    /// <summary>The address of a file below wwwroot.</summary>
    public string Address(string name) => assets.TryGetValue(name, out var asset) ? $"/assets/{name}?v={asset.Version}" : $"/assets/{name}";

    public IResult Serve(HttpContext http, string name)
    {
        if (!assets.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }

        var response = http.Response;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = http.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        var packed = accepted.Contains("br", StringComparison.Ordinal);
        if (packed)
        {
            response.Headers.ContentEncoding = "br";
        }

        var tag = new EntityTagHeaderValue($"\"{asset.Version}{(packed ? "-br" : "")}\"");
        return Results.Bytes(packed ? asset.Packed : asset.Content, Types[Path.GetExtension(name)], entityTag: tag);
    }

    private sealed class Asset
    {
        private readonly Lazy<byte[]> packed;

        public Asset(string file)
        {
            Content = File.ReadAllBytes(file);
            Version = Convert.ToHexStringLower(SHA256.HashData(Content))[..12];
            packed = new Lazy<byte[]>(Pack);
        }

        public byte[] Content { get; }

        public string Version { get; }

        public byte[] Packed => packed.Value;

        private byte[] Pack()
        {
            using var target = new MemoryStream();
            using (var brotli = new BrotliStream(target, CompressionLevel.Optimal))
            {
                brotli.Write(Content);
            }

            return target.ToArray();
        }
    }
}

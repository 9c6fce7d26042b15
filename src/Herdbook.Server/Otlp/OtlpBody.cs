using System.Buffers;
using System.IO.Compression;
using Herdbook.Catalog.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Herdbook.Server.Otlp;

/// <summary>The body of a request, whole, unpacked, and no larger than is allowed.</summary>
internal sealed class OtlpBody : IDisposable
{
    /// <summary>Bytes at most, as they are sent and once they are unpacked.</summary>
    public const int Most = 16 << 20;

    private byte[] _buffer;

    private OtlpBody(byte[] buffer) => _buffer = buffer;

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <exception cref="RowRefusalException">`too_large`, `body_invalid` or `media_type`.</exception>
    public static async Task<OtlpBody> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Most;
        }

        var packed = http.Request.Headers.ContentEncoding.ToString().ToLowerInvariant() switch
        {
            "" or "identity" => false,
            "gzip" => true,
            _ => throw new RowRefusalException("media_type", "The body is packed in a way that is not read here. Nothing was kept.")
            {
                Status = StatusCodes.Status415UnsupportedMediaType,
                Rule = "Content-Encoding",
                Remedy = "Send it unpacked, or with gzip.",
            },
        };
        var body = new OtlpBody(ArrayPool<byte>.Shared.Rent(Math.Clamp((int)Math.Min(http.Request.ContentLength ?? 0, Most), 4096, Most) * (packed ? 4 : 1)));
        try
        {
            await using var stream = packed ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body;
            await body.FillAsync(stream, http.RequestAborted);
            return body;
        }
        catch (InvalidDataException e)
        {
            body.Dispose();
            throw new RowRefusalException("body_invalid", "The body is not what gzip makes. Nothing was kept.", e) { Rule = "Content-Encoding", Remedy = "Pack it with gzip, or send it unpacked." };
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private async Task FillAsync(Stream stream, CancellationToken ct)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
                _buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = larger;
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(length), ct);
            if (read == 0)
            {
                Bytes = _buffer.AsMemory(0, length);
                return;
            }

            length += read;
            if (length > Most)
            {
                throw new RowRefusalException("too_large", $"The body unpacks to more than {Most >> 20} MiB. Nothing was kept.") { Status = StatusCodes.Status413PayloadTooLarge, Remedy = "Send smaller batches." };
            }
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, Bytes) = ([], default);
        }
    }
}

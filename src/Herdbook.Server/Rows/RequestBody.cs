using System.IO.Compression;
using Herdbook.Catalog.Rows;
using Herdbook.Core.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Herdbook.Server.Rows;

/// <summary>The rows of a request: their form by Content-Type, unpacked, and no more of them than is allowed.</summary>
internal static class RequestBody
{
    /// <summary>Of a JSON body, in bytes.</summary>
    public const long MostJson = 16L << 20;

    /// <summary>Of NDJSON and CSV, which are read as they arrive.</summary>
    public const long MostStream = 1L << 30;

    /// <exception cref="RowRefusalException">`media_type`, status 415.</exception>
    public static RowBody Of(HttpContext http)
    {
        var format = FormatOf(http.Request.ContentType);
        RefuseCharset(http.Request.ContentType);
        var most = format == RowBodyFormat.Json ? MostJson : MostStream;
        return new RowBody(Unpacked(http, most), format);
    }

    /// <summary>The body of any request, unpacked, which ends with a refusal when more comes out of it than is allowed.</summary>
    /// <param name="most">In bytes, as they are sent and once they are unpacked.</param>
    /// <exception cref="RowRefusalException">`media_type`, status 415.</exception>
    public static Stream Unpacked(HttpContext http, long most)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = most;
        }

        var encoding = http.Request.Headers.ContentEncoding.ToString();
        return encoding switch
        {
            "" or "identity" => http.Request.Body,
            "gzip" => new BoundedStream(new GZipStream(http.Request.Body, CompressionMode.Decompress), most),
            _ => throw new RowRefusalException("media_type", "The body is packed in a way that is not read here. Nothing was changed.") { Status = 415, Rule = "Content-Encoding", Remedy = "Send it unpacked, or with gzip." },
        };
    }

    private static void RefuseCharset(string? type)
    {
        if ((type ?? "").Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(part => part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase)) is { } charset
            && charset[8..].Trim('"').ToLowerInvariant() is not ("utf-8" or "utf8" or "us-ascii"))
        {
            throw new RowRefusalException("media_type", "Rows are read from UTF-8 alone. Nothing was changed.") { Status = 415, Rule = "Content-Type", Remedy = "Send UTF-8." };
        }
    }

    private static RowBodyFormat FormatOf(string? type) => (type ?? "").Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "" or "application/json" or "application/vnd.pgrst.object+json" or "application/vnd.pgrst.array+json" => RowBodyFormat.Json,
        "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonlines" => RowBodyFormat.Ndjson,
        "text/csv" => RowBodyFormat.Csv,
        var other => throw new RowRefusalException("media_type", $"Rows are not read from {(other.Length > 80 ? other[..80] : other)}. Nothing was changed.")
        {
            Status = 415,
            Rule = "Content-Type",
            Remedy = "Send application/json, application/x-ndjson or text/csv.",
        },
    };

    /// <summary>Ends with a refusal when more comes out of it than is allowed: a small packed body may unpack to a large one.</summary>
    private sealed class BoundedStream(Stream inner, long most) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                var read = await inner.ReadAsync(buffer, cancellationToken);
                _read += read;
                return _read <= most
                    ? read
                    : throw new RowRefusalException("too_large", $"The body unpacks to more than {most >> 20} MiB. Nothing was changed.") { Status = 413, Remedy = "Send it in parts; NDJSON and CSV may be larger than JSON." };
            }
            catch (InvalidDataException e)
            {
                throw new RowRefusalException("body_invalid", "The body is not what gzip makes. Nothing was changed.", e) { Rule = "Content-Encoding", Remedy = "Pack it with gzip, or send it unpacked." };
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}

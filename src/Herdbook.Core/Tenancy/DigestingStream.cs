using System.Security.Cryptography;

namespace Herdbook.Core.Tenancy;

/// <summary>Reads a table's file and no more of it than the manifest says; at its end it is known whether it is the file that was signed.</summary>
internal sealed class DigestingStream(Stream inner, ArchiveTable table) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <summary>Once all is read.</summary>
    /// <exception cref="RefusedException">`archive_damaged`.</exception>
    public void RequireWhole()
    {
        if (_read != table.Bytes || Convert.ToHexStringLower(_hash.GetHashAndReset()) != table.Sha256)
        {
            throw Damaged();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Took(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Took(buffer.Span[..read]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Took(ReadOnlySpan<byte> bytes)
    {
        _read += bytes.Length;
        if (_read > table.Bytes)
        {
            throw Damaged();
        }

        _hash.AppendData(bytes);
        return bytes.Length;
    }

    private RefusedException Damaged() => new("archive_damaged", $"The rows of {table.Name} are not those that were signed. Nothing was imported.");
}

using System.Buffers;
using System.IO.Pipelines;

namespace Herdbook.Server.Rows;

/// <summary>Bytes that wait to be sent, in memory that is given back.</summary>
internal sealed class HeldBytes : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4 << 10);

    public int Count { get; private set; }

    public void Advance(int count) => Count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(Count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(Count);
    }

    /// <summary>Sends them all, as fast as the reader takes them.</summary>
    public async Task SendAsync(PipeWriter to, CancellationToken ct)
    {
        var result = await to.WriteAsync(_bytes.AsMemory(0, Count), ct);
        Count = 0;
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new OperationCanceledException("The reader has gone.", ct);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Ensure(int more)
    {
        more = Math.Max(more, 1);
        if (_bytes.Length - Count >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Count + more));
        _bytes.AsSpan(0, Count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

using System.Buffers;
using Herdbook.Core;

namespace Herdbook.Intake.Push;

/// <summary>Frames as they follow each other in a stream. One frame is held at a time.</summary>
public static class PushBody
{
    /// <summary>The bytes of one frame are at most these: a whole document, or a chunk and one long line.</summary>
    public const int MostBytes = LineReader.MaxDocumentBytes + (1 << 20);

    private static readonly byte[] Feed = "\n"u8.ToArray();

    /// <exception cref="RefusedException">`push_frame`: what comes is no frame, or ends in the middle of one.</exception>
    public static async Task<(PushFrame Frame, ReadOnlyMemory<byte> Bytes)?> NextAsync(Stream stream, CancellationToken ct)
    {
        var header = new ArrayBufferWriter<byte>(512);
        var one = new byte[1];
        while (true)
        {
            if (await stream.ReadAsync(one, ct) == 0)
            {
                return header.WrittenCount == 0 ? null : throw PushFrame.Torn("It ends in its head.");
            }

            if (one[0] == (byte)'\n')
            {
                break;
            }

            if (header.WrittenCount == PushFrame.MostHeader)
            {
                throw PushFrame.Torn("Its head is too long.");
            }

            header.Write(one);
        }

        var frame = PushFrame.Read(header.WrittenSpan);
        if (frame.Length > MostBytes)
        {
            throw PushFrame.Torn($"It has {frame.Length:N0} bytes; at most {MostBytes:N0} are taken.");
        }

        var bytes = new byte[frame.Length];
        if (await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct) < bytes.Length)
        {
            throw PushFrame.Torn("It ends in the middle.");
        }

        return (frame, bytes);
    }

    public static async Task WriteAsync(Stream stream, PushFrame frame, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await System.Text.Json.JsonSerializer.SerializeAsync(stream, frame, PushJson.Default.PushFrame, ct);
        await stream.WriteAsync(Feed, ct);
        await stream.WriteAsync(bytes, ct);
    }
}

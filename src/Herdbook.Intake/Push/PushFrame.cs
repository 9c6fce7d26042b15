using System.Text.Json;
using System.Text.Json.Serialization;
using Herdbook.Core;

namespace Herdbook.Intake.Push;

/// <summary>
/// A part of a file that another machine sends: a line of JSON, a line feed, and then <see cref="Length"/> bytes, which end where a line of
/// the file ends. Frames follow each other without anything between.
/// </summary>
public sealed record PushFrame
{
    /// <summary>A header line is no longer than this, in bytes.</summary>
    public const int MostHeader = 64 * 1024;

    /// <summary>The format: claude-code, codex, gemini, copilot, events.</summary>
    public required string Source { get; init; }

    /// <summary>The machine, and the file on it: together they name the file for ever.</summary>
    public required string Machine { get; init; }

    public required string Path { get; init; }

    /// <summary>Where the part begins in the file, in bytes. It must be where the server stands.</summary>
    public required long Offset { get; init; }

    /// <summary>Where it ends in the file. The bytes may be fewer or more: what is redacted changes its length.</summary>
    public required long End { get; init; }

    /// <summary>The file's size and time of change (nanoseconds since 1970) when it was read.</summary>
    public required long Size { get; init; }

    public required long ModifiedNs { get; init; }

    /// <summary>SHA-256 of the file's first bytes, of as many as lie before <see cref="End"/>, at most 1024.</summary>
    public required byte[] Head { get; init; }

    /// <summary>The file was replaced: what the server knows of it is read anew and adds nothing.</summary>
    public bool Anew { get; init; }

    /// <summary>Its bytes.</summary>
    public required int Length { get; init; }

    /// <exception cref="RefusedException">`push_frame`.</exception>
    public static PushFrame Read(ReadOnlySpan<byte> header)
    {
        try
        {
            var frame = JsonSerializer.Deserialize(header, PushJson.Default.PushFrame)!;
            return frame is { Length: >= 0, Offset: >= 0 } && frame.End >= frame.Offset && frame.Size >= frame.End && frame.Head.Length == 32
                && frame.Path.Length is > 0 and <= 4096 && frame.Machine.Length is > 0 and <= 200
                ? frame
                : throw Torn("A count in it cannot be.");
        }
        catch (JsonException e)
        {
            throw Torn(e.Message, e);
        }
    }

    internal static RefusedException Torn(string why, Exception? inner = null) =>
        new("push_frame", $"A part that was sent cannot be read: {why} What came before it is kept; send the rest with the same version of Herdbook.", inner);
}

/// <summary>Where the server stands in a file.</summary>
/// <param name="Offset">Everything before this byte is booked or rejected.</param>
/// <param name="Head">SHA-256 of the first bytes that it read, at most 1024; null before it read any.</param>
/// <param name="Size">The file's size when it was read last; null before that.</param>
/// <param name="Taken">Whether the last frame was taken, or the server stood elsewhere.</param>
public sealed record PushMark(string Path, long Offset, byte[]? Head, long? Size, long? ModifiedNs, bool Taken, int Events, int Bookings, int Rejects)
{
    /// <summary>The database refuses a value in the frame: the sender halves it, until the line is alone and can be rejected.</summary>
    public bool Divide { get; init; }
}

/// <summary>Asks where the server stands.</summary>
public sealed record PushQuestion(string Source, string Machine, IReadOnlyList<string> Paths);

/// <summary>The names on the wire.</summary>
[JsonSerializable(typeof(PushFrame))]
[JsonSerializable(typeof(PushQuestion))]
[JsonSerializable(typeof(List<PushMark>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
public sealed partial class PushJson : JsonSerializerContext;

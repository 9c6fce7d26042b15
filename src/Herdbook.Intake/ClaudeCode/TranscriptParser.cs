using System.Text.Json;

namespace Herdbook.Intake.ClaudeCode;

/// <summary>Turns the lines of one Claude Code transcript into rows.</summary>
internal sealed partial class TranscriptParser(TranscriptState state, Redaction redaction, string fileSession) : LineParser(redaction)
{
    private const int MaxHeldLines = 64;
    private const int MaxPendingCalls = 1000;

    // Lines before the first one that names its session and time.
    private readonly List<(byte[] Json, int Number, long Offset)> _held = [];

    public TranscriptState State => state;

    /// <inheritdoc/>
    public override string Save() => state.Save();

    /// <summary>Ends a chunk: lines that still wait for a session get the file's own.</summary>
    public override void EndChunk(ChunkRows rows)
    {
        if (_held.Count > 0)
        {
            state.Session ??= fileSession;
            state.LastAt ??= DateTimeOffset.UnixEpoch;
            ReleaseHeld(rows);
        }
    }

    protected override void Take(JsonElement root, ReadOnlyMemory<byte> json, int number, long offset, ChunkRows rows)
    {
        if (Open(root, json.Span, number) is { } envelope)
        {
            ReleaseHeld(rows);
            (state.Session, state.LastAt) = (envelope.Root, envelope.At);
            Take(root, envelope, rows);
            return;
        }

        _held.Add((json.ToArray(), number, offset));
        if (_held.Count > MaxHeldLines)
        {
            EndChunk(rows);
        }
    }

    private void ReleaseHeld(ChunkRows rows)
    {
        if (_held.Count == 0)
        {
            return;
        }

        var lines = _held.ToArray();
        _held.Clear();
        foreach (var (json, number, offset) in lines)
        {
            using var document = JsonDocument.Parse(json, Strict);
            TakeOrReject(document.RootElement, json, number, offset, rows);
        }
    }
}

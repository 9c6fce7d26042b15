using System.Text;
using Herdbook.Intake.ClaudeCode;

namespace Herdbook.Intake.Tests.ClaudeCode;

/// <summary>Lines as Claude Code writes them, and the rows that the parser makes of lines.</summary>
internal static class Transcript
{
    public const string Session = "0b1c2d3e-0000-4000-8000-000000000001";

    public static string User(string text, string uuid = "10000000-0000-4000-8000-000000000001", string more = "") =>
        $$$"""{"type":"user","sessionId":"{{{Session}}}","cwd":"/home/ada/book","gitBranch":"ada/DBC-87-login","version":"2.1.7","uuid":"{{{uuid}}}","timestamp":"2026-01-19T15:22:54.369Z","message":{"role":"user","content":"{{{text}}}"}{{{more}}} }""";

    public static string Assistant(
        int output, string message = "msg_1", string request = "req_1", string uuid = "20000000-0000-4000-8000-000000000001",
        string model = "claude-opus-4-5-20251101", string content = """{"type":"text","text":"Yes."}""", string at = "2026-01-19T15:23:00.000Z",
        string session = Session, string usage = "") =>
        $$$"""{"type":"assistant","sessionId":"{{{session}}}","cwd":"/home/ada/book","gitBranch":"main","version":"2.1.7","uuid":"{{{uuid}}}","timestamp":"{{{at}}}","requestId":"{{{request}}}","message":{"id":"{{{message}}}","role":"assistant","model":"{{{model}}}","content":[{{{content}}}],"usage":{{{(usage.Length > 0 ? usage : Used(output))}}} } }""";

    private static string Used(int output) =>
        $$"""{"input_tokens":10,"output_tokens":{{output}},"cache_read_input_tokens":100,"cache_creation_input_tokens":50,"cache_creation":{"ephemeral_5m_input_tokens":30,"ephemeral_1h_input_tokens":20} }""";

    public static ChunkRows Parse(params string[] lines) => Parse(string.Join('\n', lines), Redaction.None);

    public static ChunkRows Parse(string text, Redaction redaction) => Parse(Encoding.UTF8.GetBytes(text), redaction);

    public static ChunkRows Parse(byte[] bytes, Redaction redaction)
    {
        var rows = new ChunkRows();
        var parser = new TranscriptParser(new TranscriptState(), redaction, Session);
        using var reader = new LineReader(new MemoryStream(bytes), 0);
        var number = 0;
        while (reader.Next(CancellationToken.None) is { } line)
        {
            parser.Read(line, ++number, rows);
        }

        parser.EndChunk(rows);
        return rows;
    }
}

using System.Text;

namespace Herdbook.Intake.Tests;

/// <summary>The rows that a parser makes of lines.</summary>
internal static class Lines
{
    /// <summary>All lines by one parser.</summary>
    public static ChunkRows Read(SourceFormat format, string path, params string[] lines)
    {
        var rows = new ChunkRows();
        Read(format.Open(path, null, Redaction.None), rows, 0, lines);
        return rows;
    }

    /// <summary>Each line by a parser of its own, which knows only what the one before has saved.</summary>
    public static ChunkRows ReadByOne(SourceFormat format, string path, params string[] lines)
    {
        var rows = new ChunkRows();
        string? state = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var parser = format.Open(path, state, Redaction.None);
            Read(parser, rows, i, lines[i]);
            state = parser.Save();
        }

        return rows;
    }

    /// <summary>What a person would compare: calls and steps.</summary>
    public static string Picture(ChunkRows rows) => string.Join('\n',
        rows.Usage.Values.OrderBy(u => u.At).Select(u => u.ToString()).Concat(rows.Events.Select(e => $"{e.Instance} {e.Key} {e.At:O} {e.Type} {e.Message} {e.DurationMs}")));

    private static void Read(LineParser parser, ChunkRows rows, int before, params string[] lines)
    {
        using var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), 0);
        var number = before;
        while (reader.Next(CancellationToken.None) is { } line)
        {
            parser.Read(line, ++number, rows);
        }

        parser.EndChunk(rows);
    }
}

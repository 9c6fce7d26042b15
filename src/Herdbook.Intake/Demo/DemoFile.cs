using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Herdbook.Intake.Demo;

/// <summary>Where and with what a conversation ran: what every line of its transcript repeats.</summary>
internal sealed record DemoFrame(string SessionId, string Folder, string Branch, string Version, string Slug, string? AgentId);

/// <summary>Writes one transcript, line by line, in the shapes that Claude Code writes.</summary>
internal sealed class DemoFile(string path, DemoFrame frame, DemoDice dice, DemoClock clock) : IDisposable
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly byte[] EndOfLine = "\n"u8.ToArray();

    private readonly FileStream stream = Create(path);
    private readonly ArrayBufferWriter<byte> line = new();

    /// <summary>The uuid of the last line with an envelope: the parent of the next.</summary>
    public string? Last { get; private set; }

    public string SessionId => frame.SessionId;

    public string Folder => frame.Folder;

    public void Dispose() => stream.Dispose();

    /// <summary>A line with the usual envelope.</summary>
    /// <param name="body">Writes what the type adds, before uuid and timestamp.</param>
    public string Enveloped(string type, Action<Utf8JsonWriter> body)
    {
        var uuid = dice.Uuid();
        Bare(json =>
        {
            if (Last is null)
            {
                json.WriteNull("parentUuid");
            }
            else
            {
                json.WriteString("parentUuid", Last);
            }

            json.WriteBoolean("isSidechain", frame.AgentId is not null);
            json.WriteString("userType", "external");
            json.WriteString("cwd", frame.Folder);
            json.WriteString("sessionId", frame.SessionId);
            json.WriteString("version", frame.Version);
            json.WriteString("gitBranch", frame.Branch);
            if (frame.AgentId is not null)
            {
                json.WriteString("agentId", frame.AgentId);
            }

            json.WriteString("slug", frame.Slug);
            json.WriteString("type", type);
            body(json);
            json.WriteString("uuid", uuid);
            json.WriteString("timestamp", Timestamp());
        });
        Last = uuid;
        return uuid;
    }

    /// <summary>A line without the envelope, such as a summary.</summary>
    public void Bare(Action<Utf8JsonWriter> body)
    {
        line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(line, Plain))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        stream.Write(line.WrittenSpan);
        stream.Write(EndOfLine);
    }

    /// <summary>Text as it is: what a crash, or two writers at once, leave behind.</summary>
    public void Raw(string text) => stream.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes the last line's object again, cut off in its middle, as a crash does.</summary>
    public void Torn()
    {
        stream.Write(line.WrittenSpan[..(line.WrittenCount * 2 / 3)]);
        stream.Write(EndOfLine);
    }

    /// <summary>Joins the next line to the last one, as two writers at once do.</summary>
    public void Join() => stream.SetLength(stream.Position - 1);

    public string Timestamp() => clock.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 256 * 1024);
    }
}

using System.Text;

namespace Herdbook.Intake.Gemini;

/// <summary>What the place of a session's file tells of it.</summary>
/// <param name="Session">For a file that does not name its session.</param>
/// <param name="Parent">The session that started it: a subagent's file lies in a folder of that name.</param>
/// <param name="Folder">The project's folder, which Gemini CLI notes beside its sessions.</param>
internal sealed record ChatPlace(string Session, string? Parent, string? Folder)
{
    private const int LongestPath = 4096;

    public static ChatPlace Of(string path)
    {
        var session = JsonText.KeyOf(Encoding.UTF8.GetBytes(path)).ToString();
        var folder = Path.GetDirectoryName(path);
        var parent = Guid.TryParse(Path.GetFileName(folder), out var id) && Path.GetFileName(Path.GetDirectoryName(folder)) == "chats" ? id.ToString() : null;
        var chats = parent is null ? folder : Path.GetDirectoryName(folder);
        return new ChatPlace(session, parent, Path.GetFileName(chats) == "chats" ? Noted(Path.GetDirectoryName(chats)) : null);
    }

    private static string? Noted(string? project)
    {
        try
        {
            var note = new FileInfo(Path.Combine(project ?? "", ".project_root"));
            return note is { Exists: true, Length: > 0 and <= LongestPath } ? File.ReadAllText(note.FullName).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // the session is worth the same without it
        }
    }
}

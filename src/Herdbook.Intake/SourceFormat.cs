using System.IO.Enumeration;
using System.Text;
using Herdbook.Core;
using Herdbook.Intake.ClaudeCode;
using Herdbook.Intake.Codex;
using Herdbook.Intake.Copilot;
using Herdbook.Intake.Events;
using Herdbook.Intake.Gemini;

namespace Herdbook.Intake;

/// <summary>A kind of file in which agents leave what they did, and how it is read.</summary>
public sealed class SourceFormat
{
    /// <summary>Claude Code's transcripts.</summary>
    public static readonly SourceFormat ClaudeCode = new((path, state, redaction) => new TranscriptParser(TranscriptState.Load(state), redaction, SessionOf(path)))
    {
        Code = "claude-code",
        Title = "Claude Code transcripts",
        Names = ["*.jsonl"],
        Folders = TranscriptFolders.OfClaudeCode,
    };

    /// <summary>Codex CLI's rollouts.</summary>
    public static readonly SourceFormat Codex = new((path, state, redaction) => new RolloutParser(RolloutState.Load(state), redaction, ThreadOf(path)))
    {
        Code = "codex",
        Title = "Codex rollouts",
        Names = ["rollout-*.jsonl"],
        Folders = () => TranscriptFolders.Under("CODEX_HOME", ".codex", ["sessions", "archived_sessions"]),
    };

    /// <summary>Gemini CLI's sessions.</summary>
    public static readonly SourceFormat Gemini = new((path, state, redaction) => new ChatParser(ChatState.Load(state), redaction, ChatPlace.Of(path)))
    {
        Code = "gemini",
        Title = "Gemini CLI sessions",
        Names = ["*.jsonl", "session*.json"],
        Folders = () => TranscriptFolders.OfGemini(),
    };

    /// <summary>Copilot CLI's trees of events.</summary>
    public static readonly SourceFormat Copilot = new((path, state, redaction) => new TreeParser(TreeState.Load(state), redaction, FolderSessionOf(path)))
    {
        Code = "copilot",
        Title = "Copilot CLI sessions",
        Names = ["*.jsonl"],
        Folders = () => TranscriptFolders.Under("COPILOT_HOME", ".copilot", ["session-state"]),
    };

    /// <summary>Lines of Herdbook's own format, which any program can write.</summary>
    public static readonly SourceFormat Events = new((_, state, redaction) => new EventParser(EventsState.Load(state), redaction))
    {
        Code = EventIntake.Source,
        Title = "lines of Herdbook's own format",
        Names = ["*.jsonl", "*.ndjson"],
        Folders = () => [],
    };

    /// <summary>All that there are.</summary>
    public static readonly IReadOnlyList<SourceFormat> All = [ClaudeCode, Codex, Gemini, Copilot, Events];

    private readonly Func<string, string?, Redaction, LineParser> _open;

    private SourceFormat(Func<string, string?, Redaction, LineParser> open) => _open = open;

    /// <summary>The word for this source on every row that it books, and in `herdbook import`.</summary>
    public required string Code { get; init; }

    /// <summary>What its files are called, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The names that its files have in a folder; a file that is named by itself may have any.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The folders of this machine that hold such files; those that are there.</summary>
    public required Func<IReadOnlyList<string>> Folders { get; init; }

    /// <summary>A reader for the file of that path, which goes on from what an earlier one has saved.</summary>
    internal LineParser Open(string path, string? state, Redaction redaction) => _open(path, state, redaction);

    /// <exception cref="RefusedException">`source_unknown`.</exception>
    public static SourceFormat Of(string? code) =>
        All.FirstOrDefault(f => f.Code == code)
        ?? throw new RefusedException("source_unknown", $"There is no source '{code}'. Nothing was taken; name one of {string.Join(", ", All.Select(f => f.Code))}.");

    /// <summary>A file that is one JSON document and is written anew each time: it is read whole, or not at all.</summary>
    internal static bool IsWhole(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    internal bool Takes(string path) => Names.Any(n => FileSystemName.MatchesSimpleExpression(n, Path.GetFileName(path.AsSpan())));

    /// <summary>A conversation's file is named by its session; a file of another name is a session of its own.</summary>
    private static string SessionOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return Guid.TryParse(name, out _) ? name : JsonText.KeyOf(Encoding.UTF8.GetBytes(path)).ToString();
    }

    /// <summary>A rollout's name ends with its thread: `rollout-2026-01-19T15-22-54-UUID.jsonl`.</summary>
    private static string ThreadOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.Length > 36 && Guid.TryParse(name.AsSpan(name.Length - 36), out var thread) ? thread.ToString() : SessionOf(path);
    }

    /// <summary>A session of Copilot's is a folder of that name; in older versions, a file.</summary>
    private static string FolderSessionOf(string path)
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(path));
        return Guid.TryParse(folder, out _) ? folder : SessionOf(path);
    }
}

using System.Text.Json;
using Herdbook.Core;

namespace Herdbook.Intake.Git;

/// <summary>
/// Reads a repository's past that was written down as lines of JSON: `NAME-commits.jsonl` (or `NAME-main-commits.jsonl`),
/// `NAME-pulls.jsonl` and `NAME-checkpoints-metadata.jsonl`, of which the first must be there.
/// </summary>
internal sealed class GitFolder
{
    private const int RejectTextLength = 4096;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 128 };

    private GitFolder(string name, string commits, string? pulls, string? checkpoints) => (Name, Commits, Pulls, Checkpoints) = (name, commits, pulls, checkpoints);

    /// <summary>What the files' names begin with.</summary>
    public string Name { get; }

    public string Commits { get; }

    public string? Pulls { get; }

    public string? Checkpoints { get; }

    public IEnumerable<string> Files => new[] { Commits, Pulls, Checkpoints }.OfType<string>();

    /// <summary>The files of a folder; null where there are none.</summary>
    /// <exception cref="RefusedException">`git_ambiguous`: there are several repositories' files.</exception>
    public static GitFolder? In(string folder)
    {
        string[] commits = [.. Directory.EnumerateFiles(folder, "*-commits.jsonl").Order(StringComparer.Ordinal)];
        if (commits.Length > 1)
        {
            throw new RefusedException("git_ambiguous", $"{folder} holds the commits of {commits.Length} repositories. Nothing was imported; put each with its pull requests into a folder of its own.");
        }

        return commits is [var path] ? new GitFolder(NameOf(path), path, One(folder, "*-pulls.jsonl"), One(folder, "*-checkpoints-metadata.jsonl")) : null;
    }

    public static GitCommit? Commit(JsonElement line)
    {
        List<KeyValuePair<string, string>> trailers = [];
        foreach (var trailer in Items(line, "trailers"))
        {
            if (trailer.ValueKind == JsonValueKind.Array && trailer.GetArrayLength() == 2)
            {
                trailers.Add(KeyValuePair.Create(Text(trailer[0], "trailers"), Text(trailer[1], "trailers")));
            }
        }

        var parents = Texts(line, "parents");
        return new GitCommit(
            line.RequiredText("sha"), parents, new GitPerson(line.RequiredText("author"), null), Required(line, "authored_at"), Required(line, "committed_at"),
            line.RequiredText("subject"), line.Text("body") ?? "", trailers, parents.Count > 1 ? null : Lines(line));
    }

    public static GitPull? Pull(JsonElement line)
    {
        if (!line.TryGetProperty("number", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out var value) || value < 1)
        {
            throw Fields.Missing("number");
        }

        var merged = line.Time("merged_at");
        return new GitPull(
            value, line.Text("title"), GitPulls.Branch(line.Text("head_ref")), merged, Texts(line, "commits"), line.Text("merge_base"),
            merged is not null || line.Text("state") == GitPull.Merged ? GitPull.Merged : GitPull.Unmerged, line.Text("head_sha"));
    }

    public static GitCheckpoint? Checkpoint(JsonElement line)
    {
        var session = line.Text("session_id");
        var branch = line.Text("branch");
        return new GitCheckpoint(
            line.RequiredText("checkpoint_id"), session is null ? null : GitPlan.Session(session), line.Text("agent"), line.Time("created_at"), string.IsNullOrEmpty(branch) ? null : branch,
            Texts(line, "files_touched"), Authorship(line), Tokens(line));
    }

    /// <summary>Reads a file; a line that cannot be taken is rejected with its reason, and the others are read.</summary>
    public static List<T> Read<T>(string path, Func<JsonElement, T?> take, List<RejectRow> rejects, CancellationToken ct)
        where T : class
    {
        List<T> taken = [];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        using var reader = new LineReader(stream, 0);
        for (var number = 1; reader.Next(ct) is { } line; number++)
        {
            var (reason, detail) = Take(line, take, taken);
            if (reason is not null)
            {
                rejects.Add(new RejectRow(number, line.Offset, line.Length, reason, detail!, JsonText.Shown(line.Bytes.Span, RejectTextLength)));
            }
        }

        return taken;
    }

    private static (string? Reason, string? Detail) Take<T>(Line line, Func<JsonElement, T?> take, List<T> taken)
        where T : class
    {
        if (line.TooLarge)
        {
            return ("too_large", $"The line has {line.Length} bytes; at most {LineReader.MaxLineBytes} are read.");
        }

        if (line.Bytes.Span.Trim(" \t\r"u8).IsEmpty)
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(line.Bytes, Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ("not_an_object", "The line is JSON, and no object.");
            }

            if (take(document.RootElement) is { } item)
            {
                taken.Add(item);
            }

            return default;
        }
        catch (LineRejectedException e)
        {
            return (e.Reason, e.Message);
        }
        catch (JsonException e)
        {
            return ("not_json", $"The line is no JSON: at byte {e.BytePositionInLine}.");
        }
    }

    private static GitLines? Lines(JsonElement line)
    {
        if (line.Array("files") is null)
        {
            return null;
        }

        var (added, deleted) = (0, 0);
        List<string> files = [];
        foreach (var file in Items(line, "files"))
        {
            files.Add(file.RequiredText("path"));
            added += (int)Math.Clamp(file.Whole("added") ?? 0, 0, int.MaxValue / 1024);
            deleted += (int)Math.Clamp(file.Whole("deleted") ?? 0, 0, int.MaxValue / 1024);
        }

        return new GitLines(added, deleted, files);
    }

    private static GitAuthorship? Authorship(JsonElement line)
    {
        int Count(JsonElement told, string name) => (int)Math.Clamp(told.Whole(name) ?? 0, 0, int.MaxValue);
        return line.Object("initial_attribution") is { } told
            ? new GitAuthorship(Count(told, "agent_lines"), Count(told, "human_added"), Count(told, "human_modified"), Count(told, "human_removed"), Count(told, "total_committed"))
            : null;
    }

    private static GitTokens? Tokens(JsonElement line)
    {
        long Count(JsonElement told, string name) => Math.Max(0, told.Whole(name) ?? 0);
        return line.Object("token_usage") is { } told
            ? new GitTokens(Count(told, "input_tokens"), Count(told, "output_tokens"), Count(told, "cache_read_tokens"), Count(told, "cache_creation_tokens"))
            : null;
    }

    private static IEnumerable<JsonElement> Items(JsonElement line, string name) => line.Array(name) is { } items ? items.EnumerateArray() : [];

    private static List<string> Texts(JsonElement line, string name) => [.. Items(line, name).Select(item => Text(item, name))];

    private static string Text(JsonElement item, string name) => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Fields.WrongType(name, "a list of strings", item);

    private static DateTimeOffset Required(JsonElement line, string name) => line.Time(name) ?? throw Fields.Missing(name);

    private static string? One(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).FirstOrDefault();

    private static string NameOf(string path)
    {
        var name = Path.GetFileName(path)[..^"-commits.jsonl".Length];
        return name.EndsWith("-main", StringComparison.Ordinal) ? name[..^"-main".Length] : name;
    }
}

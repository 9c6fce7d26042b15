namespace Herdbook.Intake.Git;

/// <summary>A commit as git tells of it.</summary>
/// <param name="Sha">Its hash, 40 or 64 hexadecimal digits.</param>
/// <param name="Parents">The commits that it follows, the mainline's first.</param>
/// <param name="Lines">What it changed; null where git does not say, as for a merge.</param>
internal sealed record GitCommit(
    string Sha,
    IReadOnlyList<string> Parents,
    GitPerson Author,
    DateTimeOffset AuthoredAt,
    DateTimeOffset CommittedAt,
    string Subject,
    string Body,
    IReadOnlyList<KeyValuePair<string, string>> Trailers,
    GitLines? Lines)
{
    /// <summary>The values of a trailer, whatever the case of its name.</summary>
    public IEnumerable<string> Trailer(string name) =>
        Trailers.Where(trailer => trailer.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(trailer => trailer.Value);
}

/// <summary>A name and an address, as they stand in a commit; the address may be missing.</summary>
internal readonly record struct GitPerson(string Name, string? Email);

/// <summary>Lines added and deleted, and the files in which they are. A binary file counts as a file without lines.</summary>
internal sealed record GitLines(int Added, int Deleted, IReadOnlyCollection<string> Files);

/// <summary>A pull request as far as git knows of it.</summary>
/// <param name="Number">Its number on the forge.</param>
/// <param name="Branch">The branch that it merges, without the owner; null where nothing names it.</param>
/// <param name="Commits">The hashes of its commits.</param>
/// <param name="Base">The commit that its branch began from; null where nothing names it.</param>
internal sealed record GitPull(int Number, string? Title, string? Branch, DateTimeOffset? MergedAt, IReadOnlyList<string> Commits, string? Base = null);

/// <summary>A checkpoint: which conversations a commit came from.</summary>
/// <param name="Id">The name that commits bear in the trailer `Entire-Checkpoint`.</param>
/// <param name="Session">The conversation's id, a UUID in text.</param>
/// <param name="Agent">Who had the conversation, in the recorder's words; null where it does not say.</param>
internal sealed record GitCheckpoint(string Id, string Session, string? Agent, DateTimeOffset? At);

/// <summary>All that is known of a repository's past.</summary>
internal sealed record GitHistory(string Repository, IReadOnlyList<GitCommit> Commits, IReadOnlyList<GitPull> Pulls, IReadOnlyList<GitCheckpoint> Checkpoints);

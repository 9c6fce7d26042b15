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
/// <param name="State">merged or unmerged; git does not tell open from closed.</param>
/// <param name="Head">The last commit of its branch; null where nothing names it.</param>
internal sealed record GitPull(
    int Number, string? Title, string? Branch, DateTimeOffset? MergedAt, IReadOnlyList<string> Commits, string? Base = null, string State = GitPull.Merged, string? Head = null)
{
    public const string Merged = "merged";
    public const string Unmerged = "unmerged";
}

/// <summary>A checkpoint's record: which conversation a commit came from.</summary>
/// <param name="Id">The name that commits bear in the trailer `Entire-Checkpoint`.</param>
/// <param name="Session">The conversation's id, a UUID in text; null on the record that sums up a checkpoint's conversations.</param>
/// <param name="Agent">Who had the conversation, in the recorder's words; null where it does not say.</param>
/// <param name="Files">The files that the conversation touched.</param>
/// <param name="Lines">Whose the commit's lines are; null where it was not counted.</param>
/// <param name="Tokens">What the conversation used, as the record tells; null where it does not.</param>
internal sealed record GitCheckpoint(
    string Id, string? Session, string? Agent, DateTimeOffset? At, string? Branch, IReadOnlyList<string> Files, GitAuthorship? Lines, GitTokens? Tokens);

/// <summary>Whose lines a commit has.</summary>
internal sealed record GitAuthorship(int Agent, int HumanAdded, int HumanModified, int HumanRemoved, int Committed);

/// <summary>Tokens as a checkpoint's record tells of them; the token ledger does not take them.</summary>
internal sealed record GitTokens(long Input, long Output, long CacheRead, long CacheCreate);

/// <summary>All that is known of a repository's past.</summary>
internal sealed record GitHistory(string Repository, IReadOnlyList<GitCommit> Commits, IReadOnlyList<GitPull> Pulls, IReadOnlyList<GitCheckpoint> Checkpoints);

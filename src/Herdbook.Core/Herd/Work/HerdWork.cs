namespace Herdbook.Core.Herd.Work;

/// <summary>The herd's commands: what agents and people do with tickets, reviews and each other. One object for all doors; it has no state of its own.</summary>
/// <param name="transcripts">Books transcripts; null where there is no intake, and then a harvest is refused.</param>
public sealed class HerdWork(Book book, TimeProvider time, ITranscriptHarvest? transcripts = null)
{
    public HerdLog Log { get; } = new(book, time);

    public HerdCatchup Catchup { get; } = new(book);

    public HerdStatus Status { get; } = new(book, time);

    public HerdSpawn Spawn { get; } = new(book, time);

    public HerdEndings Endings { get; } = new(book, time);

    public HerdAssume Assume { get; } = new(book, time);

    public HerdTickets Tickets { get; } = new(book, time);

    public HerdTransitions Transitions { get; } = new(book, time);

    public HerdDependencies Dependencies { get; } = new(book);

    public HerdQueue Queue { get; } = new(book, time);

    public HerdReleases Releases { get; } = new(book, time);

    public HerdReviews Reviews { get; } = new(book, time);

    public HerdDecisions Decisions { get; } = new(book, time);

    public HerdMetrics Metrics { get; } = new(book, time);

    public HerdHarvest Harvest { get; } = new(book, time, transcripts);
}

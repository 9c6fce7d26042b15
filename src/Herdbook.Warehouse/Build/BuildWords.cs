using Herdbook.Core;

namespace Herdbook.Warehouse.Build;

/// <summary>What a build is asked to do.</summary>
public sealed record BuildRequest(Tenant Tenant)
{
    /// <summary>Models in dbt's words; null for all.</summary>
    public string? Select { get; init; }

    public string? Exclude { get; init; }

    /// <summary>Everything anew, from the book's first row.</summary>
    public bool Full { get; init; }

    /// <summary>manual, schedule, event or cli.</summary>
    public string Reason { get; init; } = "cli";

    public Actor Actor { get; init; } = Actor.Owner;

    /// <summary>False builds without looking at what was built.</summary>
    public bool RunTests { get; init; } = true;

    /// <summary>How many models are built at once.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <summary>What DuckDB may take, in bytes.</summary>
    public long MemoryLimit { get; init; } = 1200L << 20;

    /// <summary>Whether to wait while somebody else builds.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>A run that waits in the queue and is now begun; null makes one.</summary>
    public Guid? Run { get; init; }
}

/// <summary>How a run ended.</summary>
public enum BuildStatus
{
    /// <summary>Everything was built and every test held.</summary>
    Succeeded,

    /// <summary>Something failed. What does not depend on it was published; the rest stands as it stood.</summary>
    Failed,

    /// <summary>Nothing was new, so nothing was published.</summary>
    Unchanged,

    Cancelled,

    /// <summary>Somebody else builds.</summary>
    Busy,
}

/// <summary>How a step ended.</summary>
public enum StepStatus
{
    Done,
    Failed,

    /// <summary>Something that it reads failed, so it stands as it stood.</summary>
    Blocked,

    /// <summary>A test that only warns found rows.</summary>
    Warned,

    /// <summary>Nothing that it reads has changed.</summary>
    Kept,
}

/// <summary>A step that is over: an extract, a model or a test.</summary>
/// <param name="Kind">extract, model, test or publish.</param>
/// <param name="Rows">Rows written; of a test, rows that fail it.</param>
/// <param name="Line">Of the model's file, where something failed.</param>
public sealed record BuildStep(string Kind, string Name, StepStatus Status, long? Rows, TimeSpan Took, string? Error = null, int? Line = null);

/// <summary>What a build says while it runs.</summary>
public abstract record BuildNews
{
    /// <param name="Who">As he named himself; null where it is not known.</param>
    public sealed record Waits(string? Who) : BuildNews;

    /// <param name="Resumed">It goes on where another had ended before its time.</param>
    public sealed record Begins(Guid Run, int Generation, bool Resumed) : BuildNews;

    /// <param name="Total">Steps in all, as far as it is known now.</param>
    public sealed record Doing(string Kind, string Name, int Done, int Total) : BuildNews;

    public sealed record Did(BuildStep Step, int Done, int Total) : BuildNews;

    /// <summary>What a template logged.</summary>
    public sealed record Said(string Text) : BuildNews;
}

/// <summary>What came of a build.</summary>
/// <param name="Generation">The one that readers see now; 0 for none.</param>
/// <param name="Published">Whether this run published it.</param>
public sealed record BuildOutcome(Guid Run, BuildStatus Status, int Generation, bool Published, long RowsExtracted, IReadOnlyList<BuildStep> Steps, TimeSpan Took, string? Error = null)
{
    public IEnumerable<BuildStep> Failures => Steps.Where(step => step.Status is StepStatus.Failed);
}

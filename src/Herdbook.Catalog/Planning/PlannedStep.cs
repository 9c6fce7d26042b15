using Npgsql;

namespace Herdbook.Catalog.Planning;

/// <summary>The order of applying. What others depend on is made first and dropped last.</summary>
internal enum Phase
{
    Renames,
    Schemas,
    DropViews,
    DropTriggers,
    DropPolicies,
    DropForeignKeys,
    DropConstraints,
    DropIndexes,
    DropColumns,
    DropTables,
    DropReplacedFunctions,
    Functions,
    CreateTables,
    Columns,
    LateFunctions,
    Keys,
    Checks,
    Indexes,
    ForeignKeys,
    Isolation,
    Triggers,
    Views,
    Revokes,
    Grants,
    Comments,
    Rows,
    DropFunctions,
}

/// <summary>What must hold of a table's rows before a step; asked before anything changes.</summary>
/// <param name="Column">The column that must hold no NULL; null when the table must be empty.</param>
/// <param name="Sealed">Whether the table must be empty because its rows are sealed as they are.</param>
internal sealed record Demand(string Table, string Target, string NewColumn, string? Column, bool Sealed = false);

/// <param name="At">Where the files ask for the step; <see cref="SourceMark.None"/> where no one place does.</param>
internal sealed record PlannedStep(Phase Phase, PlanStep Step, Demand? Demand, SourceMark At)
{
    /// <summary>What to tell when PostgreSQL refuses the step.</summary>
    public CatalogException Failure(PostgresException failed)
    {
        var message = $"A step failed, and nothing was changed. {Step.Table}: {Step.What}. PostgreSQL says: {failed.MessageText}{(failed.Detail is { } detail ? $" ({detail})" : "")}";
        return At.Line == 0
            ? new CatalogException(message, failed)
            : new CatalogException([new CatalogError(At.File, At.Line, At.Column, message + ".", "Mend the declaration here, or the rows.")], failed);
    }
}

/// <summary>Collects steps and gives them back in the order of applying.</summary>
internal sealed class StepList
{
    private readonly List<PlannedStep> _steps = [];

    public void Add(Phase phase, string sql, string table, string what, bool destructive = false, Demand? demand = null, SourceMark? at = null) =>
        _steps.Add(new PlannedStep(phase, new PlanStep(sql, table, what, destructive), demand, at ?? SourceMark.None));

    /// <summary>Stable: steps of one phase keep the order in which they were found.</summary>
    public IReadOnlyList<PlannedStep> Ordered() => [.. _steps.OrderBy(step => step.Phase)];
}

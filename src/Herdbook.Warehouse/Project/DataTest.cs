namespace Herdbook.Warehouse.Project;

/// <summary>What a failing test does: an error blocks what depends on the model, a warning is only shown.</summary>
public enum TestSeverity
{
    Error,
    Warn,
}

/// <summary>A statement about a model's rows: a query, of which each row is a failure.</summary>
public sealed record DataTest
{
    /// <summary>Unique within the project: `not_null_dim_ticket_ticket_sk`, or the name of a singular test's file.</summary>
    public required string Name { get; init; }

    /// <summary>unique, not_null, accepted_values, relationships, expression, or singular.</summary>
    public required string Kind { get; init; }

    /// <summary>The model that it is written at; null of a singular test.</summary>
    public string? Model { get; init; }

    public string? Column { get; init; }

    public TestSeverity Severity { get; init; }

    /// <summary>Only rows that meet this SQL are looked at.</summary>
    public string? Where { get; init; }

    /// <summary>Values of the test itself: `values`, `to`, `field`, `expression`.</summary>
    public IReadOnlyDictionary<string, object?> Arguments { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The template of a singular test; null of any other.</summary>
    public string? Source { get; init; }

    /// <summary>Relative to the project.</summary>
    public required string Path { get; init; }

    public int Line { get; init; } = 1;

    public string? Description { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The models that it reads.</summary>
    public IReadOnlyList<string> Refs { get; init; } = [];

    public IReadOnlyList<string> Sources { get; init; } = [];

    public bool IsSingular => Kind == "singular";
}

namespace Herdbook.Catalog.Rows;

/// <summary>
/// A request on rows that is refused before, or because of what, the database says. The message is whole; nothing was changed.
/// </summary>
/// <param name="code">Stable, documented in docs/errors.md.</param>
public sealed class RowRefusalException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    /// <summary>The HTTP status that says the same.</summary>
    public int Status { get; init; } = 400;

    /// <summary>The column that is to blame, where it is one.</summary>
    public string? Column { get; init; }

    /// <summary>The rule that was broken, as the catalog or PostgreSQL names it.</summary>
    public string? Rule { get; init; }

    /// <summary>What to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>What else a program may want to know, as PostgREST's <c>details</c>.</summary>
    public string? Details { get; init; }

    /// <summary>Further members of the answer, for programs. Serialised as JSON.</summary>
    public IReadOnlyDictionary<string, object?>? More { get; init; }
}

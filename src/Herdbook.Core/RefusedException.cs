namespace Herdbook.Core;

/// <summary>
/// A refusal that its reader can mend: the message says what happened, what was kept and what to do.
/// The host prints it without a stack trace, or turns it into problem+json.
/// </summary>
/// <param name="code">Stable, documented in docs/errors.md.</param>
public sealed class RefusedException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    /// <summary>The column that is to blame, where it is one.</summary>
    public string? Column { get; init; }

    /// <summary>The rule that was broken, as the catalog or PostgreSQL names it.</summary>
    public string? Rule { get; init; }

    /// <summary>What to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>Further members of the answer, for programs: both versions of a row, say. Serialised as JSON.</summary>
    public IReadOnlyDictionary<string, object?>? More { get; init; }
}

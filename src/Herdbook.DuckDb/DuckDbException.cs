namespace Herdbook.DuckDb;

/// <summary>DuckDB refused or failed; <see cref="Exception.Message"/> is its own text, with the line and a caret where it names one.</summary>
public class DuckDbException : Exception
{
    internal DuckDbException(string message) : base(message) => ErrorType = DuckDbErrorTypes.Of(message);

    internal DuckDbException(string message, DuckDbErrorType type) : base(message) => ErrorType = type;

    public DuckDbErrorType ErrorType { get; }

    /// <summary>The line of the SQL that the message marks, from 1; null where it marks none.</summary>
    public int? Line => DuckDbErrorTypes.LineOf(Message);
}

/// <summary>libduckdb was not found or does not load; the message says what to run.</summary>
public sealed class DuckDbLibraryException : Exception
{
    internal DuckDbLibraryException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}

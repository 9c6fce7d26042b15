using Herdbook.Catalog.Rows;
using Npgsql;

namespace Herdbook.Core.Rows;

/// <summary>What PostgreSQL says against a request's values and work, as refusals.</summary>
public static class RowFaults
{
    /// <summary>Null when the fault is not the request's.</summary>
    /// <param name="statement">What was sent: a value that the message quotes names its column.</param>
    public static RowRefusalException? Of(PostgresException fault, RowStatement statement) => fault.SqlState switch
    {
        PostgresErrorCodes.QueryCanceled => new("statement_timeout", "The request took longer than it may, and was ended.", fault)
        {
            // No 503: clients would ask for the same again, and again.
            Rule = "statement_timeout",
            Remedy = "Ask for fewer rows, filter by an indexed column, or leave out the count.",
        },
        PostgresErrorCodes.StatementTooComplex or PostgresErrorCodes.ProgramLimitExceeded or PostgresErrorCodes.TooManyColumns => new(
            "request_bounds", $"The request asks for more than PostgreSQL does at once: {fault.MessageText}.", fault)
        {
            Remedy = "Ask for less at once.",
        },
        PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.DatatypeMismatch or PostgresErrorCodes.CannotCoerce or PostgresErrorCodes.AmbiguousFunction => new(
            "operator_type", $"PostgreSQL cannot do that with these types: {fault.MessageText}.", fault)
        {
            Remedy = "Cast the column, or choose another operator.",
        },
        PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.SyntaxError => Value(fault, statement),
        { } state when state.StartsWith("22", StringComparison.Ordinal) => Value(fault, statement),
        _ => null,
    };

    private static RowRefusalException Value(PostgresException fault, RowStatement statement)
    {
        var parameter = statement.Parameters.FirstOrDefault(parameter =>
            parameter is { Text.Length: > 0, Column: not null } && fault.MessageText.Contains($"\"{parameter.Text}\"", StringComparison.Ordinal))
            ?? statement.Parameters.FirstOrDefault(parameter => parameter.Column is not null && statement.Parameters.Count(other => other.Column is not null) == 1);
        return new("value_invalid", $"PostgreSQL cannot use a value of the request: {fault.MessageText}.", fault)
        {
            Column = parameter?.Column,
            Rule = parameter?.Type,
            Details = fault.Detail,
            Remedy = fault.Hint ?? "Correct the value.",
        };
    }
}

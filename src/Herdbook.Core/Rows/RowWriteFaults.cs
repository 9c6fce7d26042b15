using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Npgsql;

namespace Herdbook.Core.Rows;

/// <summary>
/// What PostgreSQL refused, in the declaration's words: column, rule and remedy. The only place that reads an SQLSTATE of a row's fault;
/// pages show the same at the field.
/// </summary>
public static class RowWriteFaults
{
    /// <param name="value">What the request gives for a column, to say it in the message; null where it is not known.</param>
    /// <param name="column">The column that is to blame, where it has been found out.</param>
    /// <returns>Null for what is no fault of the request.</returns>
    public static RowRefusalException? Of(PostgresException fault, TableDeclaration table, Func<string, string?>? value = null, string? column = null)
    {
        var told = new Told(fault, table, value ?? (_ => null), column ?? fault.ColumnName);
        return fault.SqlState switch
        {
            // What our own triggers and a user's say is said in words already.
            _ when fault.Routine == "exec_stmt_raise" => told.Raised(),
            PostgresErrorCodes.UniqueViolation => told.Exists(),
            PostgresErrorCodes.ForeignKeyViolation => told.Reference(),
            PostgresErrorCodes.NotNullViolation => told.Missing(),
            PostgresErrorCodes.CheckViolation => told.Check(),
            PostgresErrorCodes.ExclusionViolation => told.Say("row_exists", 409, "Another row stands in its place.", "Change the values that collide."),
            PostgresErrorCodes.NumericValueOutOfRange => told.Value("value_range", "does not lie within the range of", "Give a value within the range."),
            PostgresErrorCodes.StringDataRightTruncation => told.Value("value_range", "is longer than", "Shorten it."),
            PostgresErrorCodes.CardinalityViolation => told.Say("row_twice", 400, "Two rows of the request are the same row of the table.", "Send each row once."),
            PostgresErrorCodes.InsufficientPrivilege => told.Say("row_forbidden", 403, "The database does not allow that.", "Write only what the table's kind permits."),
            PostgresErrorCodes.QueryCanceled => told.Say("statement_timeout", 400, "It took longer than a request may.", "Do less at once, or filter by an indexed column."),
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable =>
                told.Say("row_busy", 409, "Another request was changing the same rows.", "Try again."),
            PostgresErrorCodes.FeatureNotSupported when fault.MessageText.Contains("cached plan", StringComparison.Ordinal) =>
                told.Say("row_busy", 409, "The table was being changed.", "Try again."),
            PostgresErrorCodes.ProgramLimitExceeded => told.Say("value_range", 400, $"PostgreSQL cannot hold it: {fault.MessageText}.", "Shorten it."),
            ['2', '2', ..] => told.Value("value_invalid", "is no", "Write it as PostgreSQL reads that type."),
            ['2', '3', ..] => told.Say("value_refused", 400, $"{fault.MessageText}.", "Correct the row."),
            _ => null,
        };
    }

    private sealed record Told(PostgresException Fault, TableDeclaration Table, Func<string, string?> ValueOf, string? Column)
    {
        private RowRule? Rule => Fault.ConstraintName is { } constraint ? RowRules.Find(Table, constraint) : null;

        private bool IsOwn => Fault.TableName is null || (Fault.TableName == Table.Name && Fault.SchemaName == Table.Module);

        public RowRefusalException Raised() => new(Fault.SqlState switch
        {
            PostgresErrorCodes.RestrictViolation => "kind_forbids",
            PostgresErrorCodes.NotNullViolation => "value_missing",
            PostgresErrorCodes.ForeignKeyViolation => "row_referred",
            PostgresErrorCodes.UniqueViolation => "row_exists",
            _ => "value_refused",
        }, Sentence(Fault.MessageText) + " Nothing was changed.", Fault)
        {
            Status = Fault.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.UniqueViolation ? 409 : 400,
            Column = Column,
            Rule = Rule?.Name ?? Fault.ConstraintName,
            Details = Fault.Detail,
            Remedy = Fault.Hint is null ? null : Sentence(Fault.Hint),
        };

        public RowRefusalException Exists() => Rule is { } rule
            ? Say("row_exists", 409, $"{Table.FullName} has a row with {Pairs(rule.Columns)} already, perhaps a deleted one.",
                $"Change {string.Join(", ", rule.Columns)}; or send 'Prefer: resolution=merge-duplicates' to change the row that stands.", rule)
            : Say("row_exists", 409, $"Another row has the same values ({Fault.ConstraintName}).", "Change the values that collide.");

        public RowRefusalException Reference() => (IsOwn, Rule) switch
        {
            (true, { Refers: { } refers } rule) => Say("reference_missing", 409, $"There is no row of {refers.Table} with {refers.Column ?? "the key"} {Shown(ValueOf(rule.Columns[0]))}, which {rule.Columns[0]} names.",
                $"Insert that row first, or correct {rule.Columns[0]}.", rule),
            (true, _) => Say("reference_missing", 409, $"It names a row that is not there ({Fault.ConstraintName}).", "Insert that row first."),
            _ => Say("row_referred", 409, $"Rows of {Fault.SchemaName}.{Fault.TableName} name it.", $"Change or delete those first ({Fault.ConstraintName})."),
        };

        public RowRefusalException Missing() =>
            Say("value_missing", 400, $"{Column} of {Table.FullName} is required, and no value is given.", $"Give a value for {Column}.", null, "required");

        public RowRefusalException Check()
        {
            if (Rule is not { } rule)
            {
                return Say("value_refused", 400, $"It breaks the rule {Fault.ConstraintName}.", "Correct the values.");
            }

            var subject = rule.Columns.Count == 1 && ValueOf(rule.Columns[0]) is { } value ? $"{rule.Columns[0]} is {Shown(value)}, but it " : $"{Names(rule.Columns)} ";
            var refusal = Say("value_refused", 400, $"{subject}{(subject.EndsWith("it ", StringComparison.Ordinal) ? "" : "must be so that it ")}{rule.Says}.", Remedy(rule), rule);
            return rule.Allowed is { } allowed
                ? new(refusal.Code, refusal.Message, Fault) { Status = 400, Column = refusal.Column, Rule = refusal.Rule, Remedy = refusal.Remedy, Details = refusal.Details, More = new Dictionary<string, object?> { ["allowed"] = allowed } }
                : refusal;
        }

        public RowRefusalException Value(string code, string what, string remedy)
        {
            var type = Column is null ? null : Table.Column(Column)?.Type;
            return type is null
                ? Say(code, 400, $"{Sentence(Fault.MessageText)}", remedy)
                : Say(code, 400, $"{Column}: {Shown(ValueOf(Column!))} {what} {type}.", remedy, null, type);
        }

        public RowRefusalException Say(string code, int status, string message, string remedy, RowRule? rule = null, string? ruleName = null) =>
            new(code, $"{message} Nothing was changed.", Fault)
            {
                Status = status,
                Column = Column ?? (rule?.Columns is { Count: > 0 } columns ? string.Join(", ", columns) : null),
                Rule = rule?.Name ?? ruleName ?? Fault.ConstraintName,
                Remedy = remedy,
                Details = rule is null ? Sentence(Fault.MessageText) : Sentence($"{Names(rule.Columns)} {rule.Says}"),
            };

        private static string Remedy(RowRule rule) => rule.Allowed is { } allowed ? $"Give one of: {string.Join(", ", allowed)}." : $"Correct {Names(rule.Columns)}.";

        private static string Names(IReadOnlyList<string> columns) => columns.Count == 0 ? "the row" : string.Join(", ", columns);

        private string Pairs(IReadOnlyList<string> columns) => string.Join(" and ", columns.Select(column => ValueOf(column) is { } value ? $"{column} {Shown(value)}" : $"the same {column}"));

        private static string Shown(string? value) => value is null ? "that" : $"'{(value.Length > 80 ? value[..80] + "…" : value)}'";

        private static string Sentence(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";
    }
}

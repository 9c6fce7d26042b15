using System.Globalization;
using System.Text.RegularExpressions;

namespace Herdbook.DuckDb;

/// <summary>What kind of failure DuckDB says it was; numbers are those of duckdb_error_type.</summary>
public enum DuckDbErrorType
{
    Invalid = 0,
    OutOfRange = 1,
    Conversion = 2,
    UnknownType = 3,
    Decimal = 4,
    MismatchType = 5,
    DivideByZero = 6,
    ObjectSize = 7,
    InvalidType = 8,
    Serialization = 9,
    Transaction = 10,
    NotImplemented = 11,
    Expression = 12,
    Catalog = 13,
    Parser = 14,
    Planner = 15,
    Scheduler = 16,
    Executor = 17,
    Constraint = 18,
    Index = 19,
    Statistics = 20,
    Connection = 21,
    Syntax = 22,
    Settings = 23,
    Binder = 24,
    Network = 25,
    Optimizer = 26,
    NullPointer = 27,
    IO = 28,
    Interrupt = 29,
    Fatal = 30,
    Internal = 31,
    InvalidInput = 32,
    OutOfMemory = 33,
    Permission = 34,
    ParameterNotResolved = 35,
    ParameterNotAllowed = 36,
    Dependency = 37,
    Http = 38,
    MissingExtension = 39,
    Autoload = 40,
    Sequence = 41,
    InvalidConfiguration = 42,
}

/// <summary>Every message of DuckDB begins with the name of its type: `Binder Error: …`.</summary>
internal static partial class DuckDbErrorTypes
{
    private static readonly Dictionary<string, DuckDbErrorType> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Unknown Type"] = DuckDbErrorType.UnknownType,
        ["Mismatch Type"] = DuckDbErrorType.MismatchType,
        ["Out of Range"] = DuckDbErrorType.OutOfRange,
        ["Divide by Zero"] = DuckDbErrorType.DivideByZero,
        ["Object Size"] = DuckDbErrorType.ObjectSize,
        ["Invalid type"] = DuckDbErrorType.InvalidType,
        ["TransactionContext"] = DuckDbErrorType.Transaction,
        ["Not implemented"] = DuckDbErrorType.NotImplemented,
        ["Null Pointer"] = DuckDbErrorType.NullPointer,
        ["Invalid Input"] = DuckDbErrorType.InvalidInput,
        ["Out of Memory"] = DuckDbErrorType.OutOfMemory,
        ["Parameter Not Resolved"] = DuckDbErrorType.ParameterNotResolved,
        ["Parameter Not Allowed"] = DuckDbErrorType.ParameterNotAllowed,
        ["Missing Extension"] = DuckDbErrorType.MissingExtension,
        ["Extension Autoloading"] = DuckDbErrorType.Autoload,
        ["Invalid Configuration"] = DuckDbErrorType.InvalidConfiguration,
    };

    public static DuckDbErrorType Of(string message)
    {
        var end = message.IndexOf(" Error: ", StringComparison.Ordinal);
        var name = end < 0 ? "" : message[..end];
        return s_names.TryGetValue(name, out var type) || Enum.TryParse(name, ignoreCase: true, out type) ? type : DuckDbErrorType.Invalid;
    }

    public static int? LineOf(string message) =>
        LineMark().Match(message) is { Success: true } mark ? int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^LINE (\d{1,9}): ", RegexOptions.Multiline)]
    private static partial Regex LineMark();
}

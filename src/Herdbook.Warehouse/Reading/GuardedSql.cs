using System.Diagnostics;
using Herdbook.Core;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Reading;

/// <summary>
/// SQL that people write: one statement that reads. The database behind it is open for reading alone, can reach no other file, and its
/// settings are locked; so what slips through here still reads nothing else and changes nothing.
/// </summary>
public static class GuardedSql
{
    /// <summary>More than anybody writes by hand.</summary>
    public const int MostLetters = 100_000;

    /// <summary>Words that a statement which reads begins with.</summary>
    private static readonly HashSet<string> s_reading = new(StringComparer.OrdinalIgnoreCase)
    {
        "select", "with", "from", "values", "table", "describe", "desc", "show", "summarize", "explain", "unpivot", "pivot",
    };

    /// <summary>Runs it within its limits.</summary>
    /// <exception cref="RefusedException">
    /// `sql_refused`: it is not one statement that reads; `sql_failed`: DuckDB refused it or failed, in its own words; `sql_timeout`.
    /// </exception>
    public static Task<WarehouseTable> QueryAsync(WarehouseReader reader, string sql, QueryLimits limits, CancellationToken ct) =>
        WarehouseReader.RunAsync(limits, token => Guard(() =>
        {
            var began = Stopwatch.GetTimestamp();
            using var connection = reader.Connect();
            using var statement = Prepare(connection, sql);
            using var result = statement.Query(token);
            return WarehouseTable.Read(result, limits, began, token);
        }), ct);

    /// <summary>Prepares it, on a connection of <see cref="WarehouseReader.Connect"/>.</summary>
    /// <exception cref="RefusedException">`sql_refused`.</exception>
    /// <exception cref="DuckDbException">It is not valid; <see cref="Guard{T}"/> makes a refusal of it.</exception>
    public static DuckDbStatement Prepare(DuckDbConnection connection, string sql)
    {
        if (sql.Length > MostLetters)
        {
            throw Refused($"It has {sql.Length} letters; {MostLetters} are read at most.");
        }

        var word = FirstWord(sql);
        if (word.Length == 0)
        {
            throw Refused("There is no statement in it.");
        }

        if (!s_reading.Contains(word))
        {
            throw Refused($"It begins with {Shown(word)}.");
        }

        var count = connection.CountStatements(sql);
        if (count != 1)
        {
            throw Refused(word.Equals("pivot", StringComparison.OrdinalIgnoreCase) ? "A PIVOT must name its columns: PIVOT … ON … IN (…)." : $"It holds {count} statements.");
        }

        var statement = connection.Prepare(sql);
        if (statement.Kind is not (DuckDbStatementKind.Select or DuckDbStatementKind.Explain))
        {
            var kind = statement.Kind;
            statement.Dispose();
            throw Refused($"It is a statement of the kind {kind}.");
        }

        if (statement.ParameterCount > 0)
        {
            statement.Dispose();
            throw Refused("It has parameters (? or $name), and nobody gives them values. Write the values.");
        }

        return statement;
    }

    /// <summary>Turns what DuckDB says to people's SQL into a refusal.</summary>
    /// <exception cref="RefusedException">`sql_failed`, with the line in <see cref="RefusedException.More"/>.</exception>
    public static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DuckDbException failure)
        {
            throw Failed(failure);
        }
        catch (NotSupportedException unknown)
        {
            throw new RefusedException("sql_failed", unknown.Message, unknown);
        }
    }

    internal static RefusedException Failed(DuckDbException failure) => new("sql_failed", failure.Message, failure)
    {
        More = failure.Line is { } line ? new Dictionary<string, object?> { ["line"] = line } : null,
    };

    /// <summary>The first word behind blanks, comments and opening brackets.</summary>
    internal static string FirstWord(string sql)
    {
        var at = 0;
        while (at < sql.Length)
        {
            if (char.IsWhiteSpace(sql[at]) || sql[at] is '(' or ';' or '\uFEFF')
            {
                at++;
            }
            else if (At(sql, at, "--"))
            {
                var end = sql.IndexOf('\n', at);
                at = end < 0 ? sql.Length : end + 1;
            }
            else if (At(sql, at, "/*"))
            {
                at = EndOfComment(sql, at);
            }
            else
            {
                break;
            }
        }

        var first = at;
        while (at < sql.Length && (char.IsLetterOrDigit(sql[at]) || sql[at] == '_'))
        {
            at++;
        }

        return at == first && at < sql.Length ? sql[at..(at + 1)] : sql[first..at];
    }

    /// <summary>Block comments nest, as in PostgreSQL.</summary>
    private static int EndOfComment(string sql, int at)
    {
        var depth = 0;
        while (at < sql.Length)
        {
            if (At(sql, at, "/*"))
            {
                depth++;
                at += 2;
            }
            else if (At(sql, at, "*/"))
            {
                at += 2;
                if (--depth == 0)
                {
                    return at;
                }
            }
            else
            {
                at++;
            }
        }

        return at;
    }

    private static bool At(string sql, int at, string mark) => string.CompareOrdinal(sql, at, mark, 0, mark.Length) == 0;

    private static string Shown(string word) => word.Length > 30 ? word[..30] + "…" : word.ToUpperInvariant();

    private static RefusedException Refused(string reason) => new("sql_refused",
        $"{reason} Here runs one statement that reads (SELECT, WITH, FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN); it can change nothing, and reach no file but the warehouse. Nothing ran.");
}

using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core.Rows.Bodies;
using Npgsql;

namespace Herdbook.Core.Rows;

/// <summary>A statement that failed, with the row of the body that is to blame, where one is.</summary>
internal sealed class RowFaultException(PostgresException fault, RowStatement statement, byte[]? row, RowPlace? place) : Exception(fault.Message, fault)
{
    public PostgresException Fault => fault;

    public RowStatement Statement => statement;

    /// <summary>A JSON object.</summary>
    public byte[]? Row => row;

    public RowPlace? Place => place;
}

/// <summary>Finds out which row and which column PostgreSQL meant. It says neither for rows that come as JSON.</summary>
internal static class RowBlame
{
    /// <summary>Whether a fault can be that of one row, so that looking for it is worth the work.</summary>
    public static bool IsOfRow(PostgresException fault) => fault.SqlState is ['2', '1' or '2' or '3', ..] or ['P', '0', ..];

    /// <summary>
    /// The first row of the chunk with which the statement fails as it did. Halves the chunk until it is found; every attempt is taken back.
    /// Needs a transaction that still works.
    /// </summary>
    public static async Task<(int Row, PostgresException Fault)?> RowAsync(
        NpgsqlConnection connection, RowStatement statement, RowChunk chunk, PostgresException fault, CancellationToken ct)
    {
        var (passes, fails, found) = (0, chunk.Count, fault);
        while (fails - passes > 1)
        {
            var middle = (passes + fails) / 2;
            if (await FailsAsync(connection, statement, chunk.First(middle), fault, ct) is { } failed)
            {
                (fails, found) = (middle, failed);
            }
            else
            {
                passes = middle;
            }
        }

        // Where the whole chunk does not fail any more, somebody else's change was in the way.
        return fails < chunk.Count || await FailsAsync(connection, statement, chunk.First(fails), fault, ct) is not null ? (fails - 1, found) : null;
    }

    /// <summary>The refusal in the declaration's words; null when the fault is not the request's.</summary>
    public static async Task<RowRefusalException?> TellAsync(Book book, Tenant tenant, TableDeclaration table, RowFaultException failed, CancellationToken ct)
    {
        using var row = failed.Row is null ? null : JsonDocument.Parse(failed.Row);
        var column = row is not null && failed.Fault.SqlState.StartsWith("22", StringComparison.Ordinal)
            ? await ColumnAsync(book, tenant, table, row, ct)
            : null;
        // A value that no column of the row is to blame for is one of the filter.
        var refusal = failed.Fault.SqlState.StartsWith("22", StringComparison.Ordinal) && column is null && failed.Statement.Parameters.Any(parameter => parameter.Column is not null)
            ? RowFaults.Of(failed.Fault, failed.Statement)
            : RowWriteFaults.Of(failed.Fault, table, name => Value(row, name), column) ?? RowFaults.Of(failed.Fault, failed.Statement);
        return refusal is null || failed.Place is not { } place
            ? refusal
            : new RowRefusalException(refusal.Code, $"{place}: {refusal.Message}", refusal.InnerException)
            {
                Status = refusal.Status,
                Column = refusal.Column,
                Rule = refusal.Rule,
                Remedy = refusal.Remedy,
                Details = refusal.Details,
                More = Joined(place.Members(), refusal.More),
            };
    }

    private static async Task<PostgresException?> FailsAsync(NpgsqlConnection connection, RowStatement statement, byte[] rows, PostgresException like, CancellationToken ct)
    {
        const string Attempt = "savepoint attempt";
        const string Back = "rollback to savepoint attempt";
        try
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(Attempt), RowResults.Command(statement, rows) } };
            await batch.ExecuteNonQueryAsync(ct);
            return null;
        }
        catch (PostgresException e)
        {
            // Part of the rows may fail otherwise: a row may name one that comes later.
            return e.SqlState == like.SqlState && e.ConstraintName == like.ConstraintName ? e : null;
        }
        finally
        {
            await using var back = new NpgsqlCommand(Back, connection);
            await back.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>The first column whose value PostgreSQL cannot read.</summary>
    private static async Task<string?> ColumnAsync(Book book, Tenant tenant, TableDeclaration table, JsonDocument row, CancellationToken ct)
    {
        var reading = RowWriteSql.Reading(table);
        foreach (var member in row.RootElement.EnumerateObject())
        {
            var only = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, JsonElement> { [member.Name] = member.Value });
            try
            {
                await using var read = await book.ReadAsync(tenant, [RowResults.Command(reading, only)], RowWriteOptions.RequestLimit, ct);
                while (await read.Results.ReadAsync(ct))
                {
                }
            }
            catch (PostgresException)
            {
                return member.Name;
            }
        }

        return null;
    }

    private static string? Value(JsonDocument? row, string column) => row is not null && row.RootElement.TryGetProperty(column, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null => null,
            _ => value.GetRawText(),
        }
        : null;

    private static Dictionary<string, object?> Joined(Dictionary<string, object?> members, IReadOnlyDictionary<string, object?>? others)
    {
        foreach (var (name, value) in others ?? new Dictionary<string, object?>())
        {
            members[name] = value;
        }

        return members;
    }
}

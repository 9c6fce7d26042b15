using System.Globalization;
using Npgsql;

namespace Herdbook.Core;

/// <summary>What stands before a write's statements: tenant, actor and the time that each statement may take.</summary>
internal static class BookWriting
{
    private const string Enter = """
        select set_config('herdbook.tenant', $1, true), set_config('herdbook.actor', $2, true), set_config('statement_timeout', $3, true)
        """;

    public static NpgsqlBatchCommand Entering(Tenant tenant, Actor actor, TimeSpan limit) => new(Enter)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = tenant.Slug },
            new NpgsqlParameter<string> { TypedValue = actor.Name },
            new NpgsqlParameter<string> { TypedValue = ((long)limit.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) },
        },
    };

    /// <summary>
    /// Runs the statement in one round trip. What is sent together without a sync between is one transaction; it is committed when the
    /// results have been read to their end without a fault, and not before.
    /// </summary>
    public static async Task<T> RunAsync<T>(
        NpgsqlConnection connection, NpgsqlBatchCommand entering, NpgsqlBatchCommand statement, TimeSpan limit, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { entering, statement } };
        // PostgreSQL keeps the time; the client only waits a little longer for a server that is gone.
        batch.Timeout = (int)limit.TotalSeconds + 10;
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var result = await read(reader, ct);
        await reader.NextResultAsync(ct);
        return result;
    }
}

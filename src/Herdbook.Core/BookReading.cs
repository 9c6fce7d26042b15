using System.Globalization;
using Npgsql;

namespace Herdbook.Core;

/// <summary>The results of statements that <see cref="Book"/> sent together. While it is open it holds a connection.</summary>
public sealed class BookReading : IAsyncDisposable
{
    // Statements that are sent together without a sync between them are one transaction: it ends with the last of them.
    private const string Enter = """
        select set_config('herdbook.tenant', $1, true), set_config('herdbook.actor', '', true),
               set_config('transaction_read_only', 'on', true), set_config('statement_timeout', $2, true)
        """;

    private const string Begin = "begin isolation level repeatable read";
    private const string Commit = "commit";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _batch;

    private BookReading(NpgsqlConnection connection, NpgsqlBatch batch, NpgsqlDataReader results)
    {
        _connection = connection;
        _batch = batch;
        Results = results;
    }

    /// <summary>Stands before the first row of the first statement.</summary>
    public NpgsqlDataReader Results { get; }

    /// <summary>Ends the statement that runs: what it would still give is not read.</summary>
    public void Cancel() => _batch.Cancel();

    /// <summary>A statement failed: see <see cref="PreparedStatements.Forget"/>.</summary>
    internal bool Failed { get; set; }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Results.DisposeAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // That is what Cancel asked for.
        }
        finally
        {
            await _batch.DisposeAsync();
            if (Failed)
            {
                PreparedStatements.Forget(_connection);
            }

            await _connection.DisposeAsync();
        }
    }

    internal static async Task<BookReading> StartAsync(
        NpgsqlConnection connection, NpgsqlBatch batch, Tenant tenant, IReadOnlyList<NpgsqlBatchCommand> statements, TimeSpan limit, CancellationToken ct)
    {
        var enter = new NpgsqlBatchCommand(Enter);
        enter.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Slug });
        enter.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ((long)limit.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) });
        if (statements.Count > 1)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Begin));
        }

        batch.BatchCommands.Add(enter);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        if (statements.Count > 1)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Commit));
        }

        // PostgreSQL keeps the time; the client only waits a little longer for a server that is gone.
        batch.Timeout = (int)limit.TotalSeconds + 10;
        var results = await batch.ExecuteReaderAsync(ct);
        try
        {
            await results.NextResultAsync(ct);
            return new BookReading(connection, batch, results);
        }
        catch
        {
            await results.DisposeAsync();
            throw;
        }
    }
}

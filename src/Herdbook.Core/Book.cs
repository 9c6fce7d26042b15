using System.Data;
using Npgsql;

namespace Herdbook.Core;

/// <summary>
/// The one door for writes. It knows tenant and actor, opens the transaction, and commits; what does not pass it does not exist.
/// Row-level security compares every row with the tenant set here: another tenant's rows are neither seen nor written.
/// </summary>
public sealed class Book(HerdbookDatabase database)
{
    private const string Enter = "select set_config('herdbook.tenant', $1, true), set_config('herdbook.actor', $2, true)";

    /// <summary>Runs <paramref name="work"/> in one transaction and commits it; an exception leaves nothing behind.</summary>
    public async Task<T> WriteAsync<T>(
        Tenant tenant, Actor actor, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await EnterAsync(connection, tenant, actor.Name, ct);
        var result = await work(connection, ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>Runs <paramref name="work"/> on one snapshot; it cannot write.</summary>
    public async Task<T> ReadAsync<T>(Tenant tenant, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await using (var readOnly = new NpgsqlCommand("set transaction read only", connection))
        {
            await readOnly.ExecuteNonQueryAsync(ct);
        }

        await EnterAsync(connection, tenant, "", ct);
        var result = await work(connection, ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    private static async Task EnterAsync(NpgsqlConnection connection, Tenant tenant, string actor, CancellationToken ct)
    {
        await using var enter = new NpgsqlCommand(Enter, connection);
        enter.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Slug });
        enter.Parameters.Add(new NpgsqlParameter<string> { TypedValue = actor });
        await enter.ExecuteNonQueryAsync(ct);
    }
}

using Npgsql;

namespace Herdbook.Core.Homes;

/// <summary>
/// The right to run a server on a database that others can reach too, held by one process at a time through a lock in the database itself.
/// A private cluster needs none: its home is locked.
/// </summary>
public sealed class DatabaseClaim : IAsyncDisposable
{
    private const string TryLock = "select pg_try_advisory_lock(hashtextextended('herdbook control plane', 0))";
    private const string Alive = "select true";

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private readonly string _connectionString;
    private readonly CancellationTokenSource _serving;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _watch;
    private NpgsqlConnection _connection;
    private bool _lost;

    private DatabaseClaim(string connectionString, NpgsqlConnection connection, CancellationTokenSource serving)
    {
        _connectionString = connectionString;
        _connection = connection;
        _serving = serving;
        _watch = WatchAsync(_ending.Token);
    }

    /// <param name="serving">Cancelled when the lock was lost with its connection and somebody else has it now.</param>
    /// <exception cref="RefusedException">`already_running`.</exception>
    public static async Task<DatabaseClaim> TakeAsync(string connectionString, CancellationTokenSource serving, CancellationToken ct)
    {
        connectionString += ";Pooling=false;Keepalive=30;Application Name=herdbook control plane";
        var connection = await LockedAsync(connectionString, ct) ?? throw Taken();
        return new DatabaseClaim(connectionString, connection, serving);
    }

    /// <exception cref="RefusedException">`already_running`: the lock went to somebody else.</exception>
    public void ThrowIfLost()
    {
        if (_lost)
        {
            throw Taken();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _connection.DisposeAsync();
        _ending.Dispose();
    }

    /// <summary>The lock lives as long as its connection: a broken one is replaced, and the lock taken anew.</summary>
    private async Task WatchAsync(CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(Beat, ct);
            try
            {
                await using var alive = new NpgsqlCommand(Alive, _connection);
                await alive.ExecuteScalarAsync(ct);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
            {
                try
                {
                    await _connection.DisposeAsync();
                    if (await LockedAsync(_connectionString, ct) is { } again)
                    {
                        _connection = again;
                        continue;
                    }

                    _lost = true;
                    await _serving.CancelAsync();
                    return;
                }
                catch (NpgsqlException)
                {
                    // The server is away; nobody else has the lock either.
                }
            }
        }
    }

    private static async Task<NpgsqlConnection?> LockedAsync(string connectionString, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(ct);
            await using var take = new NpgsqlCommand(TryLock, connection);
            if (await take.ExecuteScalarAsync(ct) is true)
            {
                return connection;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    private static RefusedException Taken() => new("already_running",
        $"Another Herdbook server works on the database of {DatabaseAddress.Variable}. Two on one book would ruin it. Stop that one, or name another database.");
}

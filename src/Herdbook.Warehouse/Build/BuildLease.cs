using System.Globalization;
using Herdbook.Core;
using Npgsql;

namespace Herdbook.Warehouse.Build;

/// <summary>
/// The right to build one warehouse, held by one process at a time: an advisory lock on a connection of its own. It ends with its holder,
/// however he ends, so it is never stale and needs no clock.
/// </summary>
internal sealed class BuildLease : IAsyncDisposable
{
    private const string Try = "select pg_try_advisory_lock(hashtextextended($1, 0))";
    private const string Wait = "select pg_advisory_lock(hashtextextended($1, 0))";
    private const string Release = "select pg_advisory_unlock(hashtextextended($1, 0))";
    private const string Name = "select set_config('application_name', $1, false)";

    private const string Held = """
        select exists (
               select from pg_locks
                where locktype = 'advisory' and granted and pid = pg_backend_pid()
                  and (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0) and objsubid = 1)
        """;

    private const string Who = """
        select a.application_name
          from pg_locks l
          join pg_stat_activity a on a.pid = l.pid
         where l.locktype = 'advisory' and l.granted and l.objsubid = 1
           and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended($1, 0)
           and l.database = (select oid from pg_database where datname = current_database())
        """;

    private readonly NpgsqlConnection _connection;
    private readonly string _key;

    private BuildLease(NpgsqlConnection connection, string key)
    {
        _connection = connection;
        _key = key;
    }

    /// <summary>This process, as others see it: program, number, machine.</summary>
    public static string Builder { get; } = string.Create(CultureInfo.InvariantCulture, $"herdbook warehouse {Environment.ProcessId}@{Cut(Environment.MachineName)}");

    /// <param name="waits">Told who builds, once, when somebody else does; null for not waiting.</param>
    /// <returns>Null where somebody else builds and nobody waits.</returns>
    public static async Task<BuildLease?> TakeAsync(HerdbookDatabase database, Tenant tenant, string folder, Action<string?>? waits, CancellationToken ct)
    {
        var key = $"herdbook warehouse {tenant.Slug} {folder}";
        var connection = await database.App.OpenConnectionAsync(ct);
        try
        {
            await AskAsync(connection, Name, Builder, ct);
            if (await AskAsync(connection, Try, key, ct) is not true)
            {
                if (waits is null)
                {
                    await connection.DisposeAsync();
                    return null;
                }

                waits(await AskAsync(connection, Who, key, ct) as string);
                await AskAsync(connection, Wait, key, ct);
            }

            return new BuildLease(connection, key);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Who builds now, as he named himself; null when nobody does.</summary>
    public static async Task<string?> HolderAsync(HerdbookDatabase database, Tenant tenant, string folder, CancellationToken ct)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        return await AskAsync(connection, Who, $"herdbook warehouse {tenant.Slug} {folder}", ct) as string;
    }

    /// <exception cref="RefusedException">`warehouse_lease_lost`: the connection broke, so another may build by now; nothing may be published.</exception>
    public async Task RequireHeldAsync(CancellationToken ct)
    {
        try
        {
            if (await AskAsync(_connection, Held, _key, ct) is true)
            {
                return;
            }
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            throw Lost(e);
        }

        throw Lost(null);
    }

    /// <summary>Gives it back at once. A connection that broke has given it back already.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await AskAsync(_connection, Release, _key, CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            System.Diagnostics.Debug.WriteLine(e.Message);
        }

        await _connection.DisposeAsync();
    }

    private static RefusedException Lost(Exception? inner) =>
        new("warehouse_lease_lost", "The connection that held the right to build broke. Nothing was published, and the last good state is in place. Build again: it goes on from there.", inner);

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql, string value, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        return await command.ExecuteScalarAsync(ct);
    }

    private static string Cut(string text) => text.Length > 30 ? text[..30] : text;
}

using System.Data;
using System.Text.RegularExpressions;
using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// One moment of the book, seen by several connections at once. What a value's text depends on is set as the seals' triggers set it, and
/// names mean those of pg_catalog and nothing else.
/// </summary>
internal sealed partial class Snapshot : IAsyncDisposable
{
    // Whole tables are compared, and tables that grow quickly have no statistics yet: a nested loop would be chosen for them, and never end.
    private const string Enter = """
        select set_config('herdbook.tenant', $1, true), set_config('transaction_read_only', 'on', true), set_config('statement_timeout', '0', true),
               set_config('idle_in_transaction_session_timeout', '0', true), set_config('search_path', 'pg_catalog, pg_temp', true),
               set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, MDY', true), set_config('intervalstyle', 'postgres', true),
               set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true), set_config('work_mem', '128MB', true),
               set_config('enable_nestloop', 'off', true)
        """;

    private const string Export = "select pg_catalog.pg_export_snapshot()";

    private readonly HerdbookDatabase _database;
    private readonly Tenant _tenant;
    private readonly NpgsqlConnection _first;
    private readonly string _id;

    private Snapshot(HerdbookDatabase database, Tenant tenant, NpgsqlConnection first, string id) => (_database, _tenant, _first, _id) = (database, tenant, first, id);

    /// <summary>The connection that keeps the snapshot.</summary>
    public NpgsqlConnection First => _first;

    public static async Task<Snapshot> TakeAsync(HerdbookDatabase database, Tenant tenant, CancellationToken ct)
    {
        var first = await database.App.OpenConnectionAsync(ct);
        try
        {
            await first.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            await using var export = new NpgsqlCommand(Export, first);
            var id = (string)(await export.ExecuteScalarAsync(ct))!;
            await EnterAsync(first, tenant, ct);
            return new Snapshot(database, tenant, first, Ids().IsMatch(id) ? id : throw new InvalidOperationException($"'{id}' is no snapshot."));
        }
        catch
        {
            await first.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another connection on the same moment. Whoever takes it disposes it.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = await _database.App.OpenConnectionAsync(ct);
        try
        {
            await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            await using var set = new NpgsqlCommand($"set transaction snapshot '{_id}'", connection);
            await set.ExecuteNonQueryAsync(ct);
            await EnterAsync(connection, _tenant, ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _first.DisposeAsync();

    private static async Task EnterAsync(NpgsqlConnection connection, Tenant tenant, CancellationToken ct)
    {
        await using var enter = new NpgsqlCommand(Enter, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = tenant.Slug } } };
        await enter.ExecuteNonQueryAsync(ct);
    }

    [GeneratedRegex(@"^[0-9A-F-]+\z")]
    private static partial Regex Ids();
}

using System.Diagnostics;
using System.Globalization;
using Herdbook.Core;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Reading;

/// <summary>
/// One generation of a tenant's warehouse, held until disposed: all that is read through it is of one moment. SQL on it reads nothing
/// else, writes nothing and changes no setting; TIMESTAMPTZ is shown in UTC. Any thread; disposal waits for nothing.
/// </summary>
public sealed class WarehouseReader : IDisposable
{
    private readonly WarehouseStore _store;
    private readonly OpenGeneration _open;
    private int _isGiven;

    internal WarehouseReader(WarehouseStore store, OpenGeneration open)
    {
        _store = store;
        _open = open;
    }

    /// <summary>Its number, from 1.</summary>
    public int Generation => _open.Number;

    public DateTimeOffset PublishedAt => _open.PublishedAt;

    internal OpenGeneration Open => _open;

    /// <summary>A connection of its own; dispose it before the reader.</summary>
    public DuckDbConnection Connect() => _open.Database.Connect();

    /// <summary>Runs one of our own statements.</summary>
    /// <param name="parameters">By name, without the dollar sign; those that the statement does not name are left out.</param>
    /// <exception cref="DuckDbException">DuckDB refused or failed: a fault of ours.</exception>
    /// <exception cref="RefusedException">`sql_timeout`.</exception>
    public Task<WarehouseTable> QueryAsync(string sql, IReadOnlyDictionary<string, object?> parameters, QueryLimits limits, CancellationToken ct) =>
        RunAsync(limits, token =>
        {
            var began = Stopwatch.GetTimestamp();
            using var connection = Connect();
            using var statement = Bound(connection, sql, parameters);
            using var result = statement.Query(token);
            return WarehouseTable.Read(result, limits, began, token);
        }, ct);

    /// <summary>Runs a named query.</summary>
    public Task<WarehouseTable> QueryAsync(NamedQuery query, QueryLimits limits, CancellationToken ct) => QueryAsync(query.Sql, query.Parameters, limits, ct);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isGiven, 1) == 0)
        {
            _store.Give(_open);
        }
    }

    internal static DuckDbStatement Bound(DuckDbConnection connection, string sql, IReadOnlyDictionary<string, object?> parameters)
    {
        var statement = connection.Prepare(sql);
        try
        {
            for (var i = 1; i <= statement.ParameterCount; i++)
            {
                var name = statement.ParameterName(i);
                statement.Bind(i, parameters.TryGetValue(name, out var value) ? value : throw new ArgumentException($"The query names ${name}, and no value was given.", nameof(parameters)));
            }

            return statement;
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    /// <summary>Runs work that blocks on DuckDB beside the caller, for as long as the limits allow.</summary>
    /// <exception cref="RefusedException">`sql_timeout`.</exception>
    internal static async Task<T> RunAsync<T>(QueryLimits limits, Func<CancellationToken, T> work, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        ending.CancelAfter(limits.Time);
        try
        {
            return await Task.Run(() => work(ending.Token), ending.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new RefusedException("sql_timeout", string.Create(CultureInfo.InvariantCulture,
                $"The query was ended after {limits.Time.TotalSeconds:0.#} seconds. Nothing was changed. Ask for less: fewer days, fewer columns, or a mart instead of a fact table."));
        }
    }
}

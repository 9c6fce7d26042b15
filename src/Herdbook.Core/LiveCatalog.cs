using Herdbook.Catalog;
using Herdbook.Core.Users;

namespace Herdbook.Core;

/// <summary>
/// Every table that there is now: what the program declares, and what users declare. A snapshot is immutable; take it once for a request.
/// Reading it waits for nobody, also while the next one is made.
/// </summary>
public sealed class LiveCatalog
{
    /// <summary>Reloads are rare and short: one at a time, so that an older one never replaces a newer.</summary>
    private static readonly SemaphoreSlim One = new(1, 1);

    private readonly HerdbookDatabase? _database;
    private readonly Func<CatalogSet> _declared;
    private volatile UserCatalog? _current;
    private UserCatalog? _first;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>These tables and no others.</summary>
    public LiveCatalog(CatalogSet declared) => _declared = () => declared;

    /// <summary>The program's tables, and those of users once <see cref="ReloadAsync"/> has run. Nothing is read before it is asked for.</summary>
    public LiveCatalog(HerdbookDatabase database, Func<CatalogSet> declared)
    {
        _database = database;
        _declared = declared;
    }

    /// <exception cref="CatalogException">The program's own declarations have errors.</exception>
    public CatalogSet Current => Snapshot.All;

    /// <summary>Every user's table, also one that is left out because this program cannot read it.</summary>
    public IReadOnlyCollection<UserTable> UserTables => [.. Snapshot.Tables.Values];

    internal UserCatalog Snapshot => _current ?? Interlocked.CompareExchange(ref _first, UserCatalog.Of(_declared()), null) ?? _first;

    /// <summary>The user's table of that name, or null.</summary>
    public UserTable? FindUserTable(string name) => Snapshot.Tables.GetValueOrDefault(name);

    /// <summary>The tables, as soon as they are others than these.</summary>
    public async Task<CatalogSet> NextAsync(CatalogSet known, CancellationToken ct)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed);
            if (Current is var current && !ReferenceEquals(current, known))
            {
                return current;
            }

            await changed.Task.WaitAsync(ct);
        }
    }

    /// <summary>Takes in what was applied since, here or elsewhere. One short query when nothing was.</summary>
    public async Task ReloadAsync(CancellationToken ct)
    {
        if (_database is null)
        {
            return;
        }

        await One.WaitAsync(ct);
        try
        {
            await using var connection = await _database.App.OpenConnectionAsync(ct);
            _current = await UserCatalog.ReadAsync(connection, _declared(), _current, ct);
            Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
        finally
        {
            One.Release();
        }
    }
}

using System.Collections.Concurrent;
using Herdbook.Core;
using Herdbook.DuckDb;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>The generations that pages read: each file is opened once, read-only, and let go when a newer one is current and nobody reads it any more.</summary>
internal sealed class GoldStore(HerdbookHome home) : IDisposable
{
    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);

    private readonly Lock _gate = new();

    /// <returns>Null where none is built. Disposed, it gives the generation back.</returns>
    public ValueTask<Gold?> OpenAsync(Tenant tenant, CancellationToken ct)
    {
        if (GoldFolder.Of(home, tenant) is not { } folder)
        {
            return ValueTask.FromResult<Gold?>(null);
        }

        lock (_gate)
        {
            var held = _held.GetOrAdd(tenant.Slug, _ => new Held(folder.File));
            if (held.File != folder.File)
            {
                held.Retire();
                _held[tenant.Slug] = held = new Held(folder.File);
            }

            return ValueTask.FromResult<Gold?>(new Gold(held.Take(), folder.File, folder.Temporary, new Freshness(folder.PublishedAt, folder.Number), Give(held)));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var held in _held.Values)
            {
                held.Retire();
            }

            _held.Clear();
        }
    }

    private Action Give(Held held) => () =>
    {
        lock (_gate)
        {
            held.Give();
        }
    };

    /// <summary>An open generation and how many read it.</summary>
    private sealed class Held(string file)
    {
        private readonly DuckDbDatabase _database = DuckDbDatabase.Open(file, new DuckDbOptions { ReadOnly = true, ExternalAccess = false, MemoryLimit = "512MB", Threads = 2 });

        private int _readers;

        private bool _isRetired;

        public string File => file;

        public DuckDbConnection Take()
        {
            var connection = _database.Connect();
            _readers++;
            return connection;
        }

        public void Give()
        {
            _readers--;
            Close();
        }

        public void Retire()
        {
            _isRetired = true;
            Close();
        }

        private void Close()
        {
            if (_isRetired && _readers == 0)
            {
                _database.Dispose();
            }
        }
    }
}

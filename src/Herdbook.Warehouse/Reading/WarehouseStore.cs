using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Build;

namespace Herdbook.Warehouse.Reading;

/// <summary>
/// The warehouses of a home, for reading. A tenant's current generation is opened once in this process and shared by its readers;
/// when `CURRENT` names another, new readers get that one and the old is closed with its last reader. One for a process; any thread.
/// </summary>
public sealed class WarehouseStore(HerdbookHome home) : IDisposable
{
    private const string Memory = "1GB";

    private readonly Dictionary<string, OpenGeneration> _open = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <summary>A reader of the generation that is current now.</summary>
    /// <exception cref="RefusedException">`warehouse_absent`: none was built yet.</exception>
    public WarehouseReader Open(Tenant tenant) => TryOpen(tenant) ?? throw new RefusedException("warehouse_absent",
        $"There is no warehouse of {tenant} yet. Run `herdbook warehouse build{(tenant == Tenant.Default ? "" : $" --tenant {tenant}")}`.");

    /// <summary>A reader of the generation that is current now; null where none was built yet.</summary>
    public WarehouseReader? TryOpen(Tenant tenant)
    {
        var folder = FolderOf(tenant);
        for (var attempt = 0; ; attempt++)
        {
            if (folder.CurrentFile is not { } file)
            {
                return null;
            }

            try
            {
                lock (_gate)
                {
                    return Take(tenant, folder, file);
                }
            }
            catch (DuckDbException) when (attempt < 3 && !File.Exists(file))
            {
                // Two builds later the file is gone: CURRENT names another by now.
            }
        }
    }

    /// <summary>Whether a reader of this process has a generation's file open.</summary>
    public bool Holds(string file)
    {
        lock (_gate)
        {
            return _open.Values.Any(open => open.File == file && open.Readers > 0);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var open in _open.Values)
            {
                open.Retire();
            }

            _open.Clear();
        }
    }

    internal WarehouseFolder FolderOf(Tenant tenant) => new(home, tenant);

    internal void Give(OpenGeneration open)
    {
        lock (_gate)
        {
            open.Give();
        }
    }

    /// <summary>Opens a file so that SQL can read nothing but it, write nothing, and change no setting. Times are UTC's.</summary>
    /// <param name="writable">A folder that SQL may write files to, and read them; null for none.</param>
    internal static DuckDbDatabase OpenGuarded(string file, string temporary, string memory, string? writable = null)
    {
        var database = DuckDbDatabase.Open(file, new DuckDbOptions
        {
            ReadOnly = true,
            MemoryLimit = memory,
            Threads = Math.Clamp(Environment.ProcessorCount, 1, 4),
            TempDirectory = temporary,
            MaxTempDirectorySize = "4GB",
        });
        try
        {
            using var connection = database.Connect();
            var folders = writable is null ? "" : $"set global allowed_directories = ['{(writable + Path.DirectorySeparatorChar).Replace("'", "''", StringComparison.Ordinal)}'];";
            connection.Execute($"set global TimeZone = 'UTC'; {folders} set global enable_external_access = false; set global lock_configuration = true", CancellationToken.None);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private WarehouseReader Take(Tenant tenant, WarehouseFolder folder, string file)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_open.GetValueOrDefault(tenant.Slug) is not { } open || open.File != file)
        {
            var fresh = new OpenGeneration(file, folder, OpenGuarded(file, folder.Temporary, Memory));
            if (_open.GetValueOrDefault(tenant.Slug) is { } old)
            {
                old.Retire();
            }

            _open[tenant.Slug] = open = fresh;
        }

        open.Readers++;
        return new WarehouseReader(this, open);
    }
}

/// <summary>An open generation and how many read it; guarded by the store.</summary>
internal sealed class OpenGeneration(string file, WarehouseFolder folder, DuckDbDatabase database)
{
    private bool _isRetired;

    public string File => file;

    public WarehouseFolder Folder => folder;

    public DuckDbDatabase Database => database;

    public int Readers { get; set; }

    public int Number { get; } = folder.Current;

    public DateTimeOffset PublishedAt { get; } = folder.PublishedAt ?? DateTimeOffset.UnixEpoch;

    public void Give()
    {
        Readers--;
        Close();
    }

    public void Retire()
    {
        _isRetired = true;
        Close();
    }

    private void Close()
    {
        if (_isRetired && Readers == 0)
        {
            database.Dispose();
        }
    }
}

using Herdbook.DuckDb.Native;

namespace Herdbook.DuckDb;

/// <summary>
/// An open database. Connections of it may work at once, one thread each. The file is let go when the database and every
/// connection of it are disposed.
/// </summary>
public sealed unsafe class DuckDbDatabase : IDisposable
{
    private readonly DatabaseHandle _handle;

    private DuckDbDatabase(DatabaseHandle handle, string? path)
    {
        _handle = handle;
        Path = path;
    }

    /// <summary>Null for a database in memory.</summary>
    public string? Path { get; }

    /// <summary>DuckDB's version, for example `v1.5.5`.</summary>
    /// <exception cref="DuckDbLibraryException">There is no library.</exception>
    public static string LibraryVersion => Text.Kept(DuckDbNative.LibraryVersion());

    /// <summary>Opens the file at <paramref name="path"/>, and makes it where there is none, unless it is opened to read.</summary>
    /// <exception cref="DuckDbException">It is no database, another process writes it, or an option is refused.</exception>
    /// <exception cref="DuckDbLibraryException">There is no library.</exception>
    public static DuckDbDatabase Open(string path, DuckDbOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OpenAt(path, options ?? new DuckDbOptions());
    }

    /// <summary>A database that ends with its last connection.</summary>
    public static DuckDbDatabase InMemory(DuckDbOptions? options = null) => OpenAt(null, options ?? new DuckDbOptions());

    /// <summary>A connection: one transaction, one running statement and its own temporary tables and settings.</summary>
    public DuckDbConnection Connect() => DuckDbNative.Connect(_handle, out var connection) == NativeState.Success
        ? new DuckDbConnection(new ConnectionHandle(connection))
        : throw new DuckDbException("Connection Error: the database gave no connection");

    public void Dispose() => _handle.Dispose();

    private static DuckDbDatabase OpenAt(string? path, DuckDbOptions options)
    {
        if (DuckDbNative.CreateConfig(out var config) != NativeState.Success)
        {
            throw new DuckDbException("Settings Error: no configuration could be made");
        }

        try
        {
            foreach (var (name, value) in options.Pairs())
            {
                if (DuckDbNative.SetConfig(config, name, value) != NativeState.Success)
                {
                    throw new DuckDbException($"Settings Error: there is no setting {name}, or it cannot be {value}");
                }
            }

            var state = DuckDbNative.OpenExt(path, out var database, config, out var error);
            var message = Text.Taken(error);
            return state == NativeState.Success
                ? new DuckDbDatabase(new DatabaseHandle(database), path)
                : throw new DuckDbException(message ?? "IO Error: the database could not be opened");
        }
        finally
        {
            DuckDbNative.DestroyConfig(ref config);
        }
    }
}

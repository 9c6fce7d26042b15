using System.Globalization;

namespace Herdbook.DuckDb;

/// <summary>How a database is opened; what is null keeps DuckDB's default.</summary>
public sealed record DuckDbOptions
{
    /// <summary>Opens for reading; any number of processes may do so at once, while no writer holds the file.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>For example `512MB`; what needs more spills to <see cref="TempDirectory"/> or fails.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>Worker threads, the caller's included; at least 1.</summary>
    public int? Threads { get; init; }

    /// <summary>Where larger-than-memory work spills.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>The most that may be spilled, for example `1GB`.</summary>
    public string? MaxTempDirectorySize { get; init; }

    /// <summary>False: SQL may read and write no file, attach no database and load no extension. Cannot be switched on again.</summary>
    public bool ExternalAccess { get; init; } = true;

    /// <summary>True: SQL can change no setting any more.</summary>
    public bool LockConfiguration { get; init; }

    /// <summary>False: rows without ORDER BY may come in any order; larger loads need less memory.</summary>
    public bool? PreserveInsertionOrder { get; init; }

    /// <summary>Further settings by DuckDB's names, for example `default_null_order`.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    internal IEnumerable<(string Name, string Value)> Pairs()
    {
        // Nothing can be downloaded, and a query must not wait for the attempt.
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
        if (ReadOnly)
        {
            yield return ("access_mode", "READ_ONLY");
        }

        if (MemoryLimit is not null)
        {
            yield return ("memory_limit", MemoryLimit);
        }

        if (Threads is { } threads)
        {
            yield return ("threads", threads.ToString(CultureInfo.InvariantCulture));
        }

        if (TempDirectory is not null)
        {
            yield return ("temp_directory", TempDirectory);
        }

        if (MaxTempDirectorySize is not null)
        {
            yield return ("max_temp_directory_size", MaxTempDirectorySize);
        }

        if (PreserveInsertionOrder is { } keep)
        {
            yield return ("preserve_insertion_order", keep ? "true" : "false");
        }

        foreach (var (name, value) in Settings ?? new Dictionary<string, string>())
        {
            yield return (name, value);
        }

        if (!ExternalAccess)
        {
            yield return ("enable_external_access", "false");
        }

        if (LockConfiguration)
        {
            yield return ("lock_configuration", "true");
        }
    }
}

using System.Reflection;
using System.Runtime.InteropServices;

namespace Herdbook.DuckDb.Native;

/// <summary>Finds libduckdb: HERDBOOK_DUCKDB_LIB, else beside the program, else in node_modules above it.</summary>
internal static class NativeLibraryPath
{
    public const string Variable = "HERDBOOK_DUCKDB_LIB";

    public static string FileName =>
        OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    /// <summary>As npm names it, for example `@duckdb/node-bindings-linux-x64`.</summary>
    public static string Package
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
            return $"@duckdb/node-bindings-{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    /// <summary>The library's path, or null where there is none.</summary>
    /// <param name="named">What HERDBOOK_DUCKDB_LIB says: a file, or a folder that holds one.</param>
    /// <param name="program">The folder of the program.</param>
    public static string? Find(string? named, string program)
    {
        if (!string.IsNullOrEmpty(named))
        {
            var path = Directory.Exists(named) ? Path.Combine(named, FileName) : named;
            return File.Exists(path) ? Path.GetFullPath(path) : null;
        }

        string[] beside = [Path.Combine(program, FileName), Path.Combine(program, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName)];
        if (beside.FirstOrDefault(File.Exists) is { } near)
        {
            return near;
        }

        for (var folder = new DirectoryInfo(program); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "node_modules", Package, FileName);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <exception cref="DuckDbLibraryException">There is none, or it does not load.</exception>
    public static nint Load(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != DuckDbNative.Library)
        {
            return 0;
        }

        var named = Environment.GetEnvironmentVariable(Variable);
        var path = Find(named, AppContext.BaseDirectory) ?? throw new DuckDbLibraryException(string.IsNullOrEmpty(named)
            ? $"DuckDB's library {FileName} was found neither beside the program nor in a node_modules folder above it. " +
              $"Run `npm ci` in the folder of Herdbook (it brings {Package}), or name the file in {Variable}."
            : $"{Variable} names {named}, where there is no {FileName}. Name the file or its folder, or unset it and run `npm ci` in the folder of Herdbook.");
        try
        {
            return System.Runtime.InteropServices.NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new DuckDbLibraryException($"{path} does not load: {e.Message} Run `npm ci` in the folder of Herdbook, or name another file in {Variable}.", e);
        }
    }
}

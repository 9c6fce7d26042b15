using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Herdbook.Core;

namespace Herdbook.Warehouse.Build;

/// <summary>
/// The folder of a tenant's warehouse: a file for each generation, and `CURRENT`, which names the one that readers open. The name changes
/// in one step, so a reader sees the old generation or the new one, never a mixture.
/// </summary>
public sealed partial class WarehouseFolder
{
    /// <summary>How many generations stay: the current one, and the one before for readers of other processes that just opened it.</summary>
    public const int Kept = 2;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public WarehouseFolder(HerdbookHome home, Tenant tenant)
    {
        Root = Path.Combine(home.Root, "warehouse", tenant.Slug);
    }

    public string Root { get; }

    /// <summary>Removes all of a tenant's warehouse. A reader that has a file open keeps it until it closes it.</summary>
    public static void Remove(HerdbookHome home, Tenant tenant)
    {
        var folder = new WarehouseFolder(home, tenant).Root;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Compiled SQL of the last build, in the project's own folders.</summary>
    public string Compiled => Path.Combine(Root, "compiled");

    /// <summary>Where DuckDB puts what does not fit into memory.</summary>
    public string Temporary => Path.Combine(Root, "temporary");

    /// <summary>The number of the generation that readers open; 0 while there is none.</summary>
    public int Current => CurrentFile is { } file && Number(file) is { } number ? number : 0;

    /// <summary>The current generation's file; null while there is none.</summary>
    public string? CurrentFile
    {
        get
        {
            try
            {
                var name = File.ReadAllText(Pointer, Utf8).Trim();
                var path = Path.Combine(Root, name);
                return Number(path) is not null && File.Exists(path) ? path : null;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }
    }

    /// <summary>When the current generation was published.</summary>
    public DateTimeOffset? PublishedAt => CurrentFile is null ? null : File.GetLastWriteTimeUtc(Pointer);

    private string Pointer => Path.Combine(Root, "CURRENT");

    /// <summary>Makes the folder, readable by this account alone.</summary>
    public void Make()
    {
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var folder in (string[])[Root, Temporary])
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, Own);
            }
        }
    }

    /// <summary>The file that a build on this generation works in.</summary>
    public string BuildingFile(int generation, bool full) =>
        Path.Combine(Root, $"building-{(full ? "full-" : "")}{generation.ToString(CultureInfo.InvariantCulture)}.duckdb");

    /// <summary>DuckDB's logs beside a file; the second is written while the first goes into the file, the third while it is recovered.</summary>
    internal static IEnumerable<string> LogsOf(string file) => [file + ".wal", file + ".wal.checkpoint", file + ".wal.recovery"];

    /// <summary>Throws away what builds on other generations, or of another kind, left behind, and generations that were never published.</summary>
    /// <param name="keep">The file to go on with.</param>
    public void Clear(string keep)
    {
        var current = Current;
        foreach (var path in Files().Except([keep, .. LogsOf(keep)]))
        {
            if (Path.GetFileName(path).StartsWith("building-", StringComparison.Ordinal) || Number(path) > current)
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Makes a finished file the current generation. After a kill at any point the old generation or the new one is current.</summary>
    /// <param name="file">Checkpointed and closed.</param>
    /// <returns>Its number.</returns>
    public int Publish(string file)
    {
        var number = Math.Max(Current, Files().Select(Number).Max() ?? 0) + 1;
        var target = Path.Combine(Root, $"g{number.ToString(CultureInfo.InvariantCulture)}.duckdb");
        File.Move(file, target);
        var fresh = Pointer + ".new";
        using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Utf8.GetBytes(Path.GetFileName(target) + "\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, Pointer, overwrite: true);
        return number;
    }

    /// <summary>Removes generations older than those that stay. Whoever has one open reads on; its space is free when he closes it.</summary>
    /// <param name="held">Whether a reader of this process may still open a file anew.</param>
    public void Sweep(Func<string, bool> held)
    {
        var current = Current;
        foreach (var path in Files().Where(path => Number(path) is { } number && number <= current - Kept && !held(path)))
        {
            File.Delete(path);
        }
    }

    private string[] Files() => Directory.Exists(Root) ? Directory.GetFiles(Root, "*.duckdb*") : [];

    private static int? Number(string path) =>
        Generation().Match(Path.GetFileName(path)) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^g(\d{1,9})\.duckdb\z", RegexOptions.CultureInvariant)]
    private static partial Regex Generation();
}

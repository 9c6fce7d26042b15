using System.Text;
using Herdbook.Catalog;

namespace Herdbook.Core.Users;

/// <summary>The operator's own declarations: a file each, in the home's folder `tables` or where HERDBOOK_TABLES says.</summary>
public sealed class UserFolder(string path)
{
    public const string Variable = "HERDBOOK_TABLES";

    public string Path { get; } = path;

    public static UserFolder Of(HerdbookHome home) =>
        new(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? System.IO.Path.GetFullPath(named) : System.IO.Path.Combine(home.Root, "tables"));

    /// <summary>Every declaration that can be read, and the errors of those that cannot.</summary>
    public (IReadOnlyList<DeclaredTable> Declared, IReadOnlyList<CatalogError> Errors) Read()
    {
        var declared = new List<DeclaredTable>();
        var errors = new List<CatalogError>();
        foreach (var file in Files())
        {
            try
            {
                var (table, yaml) = UserDeclaration.ReadFile(file.FullName);
                declared.Add(new DeclaredTable(table, Encoding.UTF8.GetString(yaml)));
            }
            catch (CatalogException refused)
            {
                errors.AddRange(refused.Errors);
            }
        }

        return (declared, errors);
    }

    /// <summary>Whether there is such a folder. Where there is none, no table is taken for removed.</summary>
    public bool Exists => Directory.Exists(Path);

    /// <summary>Says whether anything in the folder changed, by names, sizes and times.</summary>
    public string Fingerprint() => string.Join('\n', Files().Select(file => $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}").Prepend(Exists ? "" : "absent"));

    /// <summary>What the book lacks of the folder: files that are new or changed, and tables whose file is gone.</summary>
    internal UserChange Change(IReadOnlyList<DeclaredTable> declared, IReadOnlyCollection<CatalogError> broken, UserCatalog now, IReadOnlySet<string> allowDestructive)
    {
        var changed = declared.Where(file => now.Tables.GetValueOrDefault(file.Table.FullName)?.Digest != file.Table.Digest).ToList();
        var there = declared.Select(file => file.Table.FullName).Concat(broken.Select(error => $"{UserDeclaration.Module}.{System.IO.Path.GetFileNameWithoutExtension(error.File)}")).ToHashSet(StringComparer.Ordinal);
        var removed = now.Tables.Values.Where(table => Exists && table.Source == UserTableSource.Folder && !there.Contains(table.Name)).Select(table => table.Name);
        return new UserChange(UserTableSource.Folder, changed, removed.ToHashSet(StringComparer.Ordinal), allowDestructive);
    }

    private IEnumerable<FileInfo> Files() => Exists
        ? new DirectoryInfo(Path).EnumerateFiles()
            .Where(file => !file.Name.StartsWith('.') && file.Extension.ToLowerInvariant() is ".yaml" or ".yml")
            .OrderBy(file => file.Name, StringComparer.Ordinal)
        : [];
}

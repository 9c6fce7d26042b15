using Herdbook.Testing;

namespace Herdbook.Catalog.Tests;

/// <summary>A folder of declarations for one test: the catalog's own tables, and what the test writes beside them.</summary>
internal sealed class CatalogFolder : IDisposable
{
    /// <summary>The repository's own declarations.</summary>
    public static readonly string Own = Path.Combine(SharedData.Repository, "catalog");

    public CatalogFolder()
    {
        Root = Directory.CreateTempSubdirectory("herdbook-catalog-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Own, "catalog")))
        {
            Write($"catalog.{Path.GetFileNameWithoutExtension(file)}", File.ReadAllText(file));
        }
    }

    public string Root { get; }

    /// <summary>Writes a declaration as it stands.</summary>
    public CatalogFolder Write(string table, string yaml)
    {
        var file = FileOf(table);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, yaml);
        return this;
    }

    /// <summary>Writes a declaration below the lines that every one begins with.</summary>
    public CatalogFolder With(string table, string kind, string rest) =>
        Write(table, $"table: {table}\nkind: {kind}\nabout: A table of a test.\n{rest}\n");

    public CatalogFolder Without(string table)
    {
        File.Delete(FileOf(table));
        return this;
    }

    public string FileOf(string table) => Path.Combine(Root, table.Replace('.', Path.DirectorySeparatorChar) + ".yaml");

    public CatalogSet Load() => CatalogLoader.Load(Root);

    /// <summary>The errors of loading; a catalog that loads is a failure.</summary>
    public IReadOnlyList<CatalogError> Errors() => Xunit.Assert.Throws<CatalogException>(Load).Errors;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

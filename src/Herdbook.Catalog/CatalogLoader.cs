using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog;

/// <summary>Loads a folder of declarations: <c>module/table.yaml</c>, one table each.</summary>
public static class CatalogLoader
{
    /// <summary>Every table of the folder, valid and complete.</summary>
    /// <exception cref="CatalogException">With every error of every file, sorted by file and line; nothing is loaded in part.</exception>
    public static CatalogSet Load(string folder)
    {
        var errors = new List<CatalogError>();
        var tables = new List<TableDeclaration>();
        if (!Directory.Exists(folder))
        {
            throw new CatalogException([new CatalogError(folder, 0, 0, "The catalog's folder is not there.", "Name the folder that holds module/table.yaml.")]);
        }

        foreach (var entry in Entries(folder))
        {
            if (File.Exists(entry) && IsYaml(entry))
            {
                errors.Add(new CatalogError(entry, 0, 0, "The file is in no module.", "Move it to a folder that bears the module's name."));
            }
            else if (Directory.Exists(entry))
            {
                LoadModule(entry, tables, errors);
            }
        }

        new CatalogRules(tables, errors).Check(folder);
        if (errors.Count > 0)
        {
            throw new CatalogException([.. errors.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column)]);
        }

        return new CatalogSet(tables);
    }

    private static void LoadModule(string folder, List<TableDeclaration> tables, List<CatalogError> errors)
    {
        var module = Path.GetFileName(folder);
        if (Entries(folder).Any())
        {
            Identifiers.Check(new ScalarNode(new SourceMark(folder, 0, 0), module, Quoted: true), "module", errors);
        }

        if (module == DesiredSchema.CustomModule)
        {
            errors.Add(new CatalogError(folder, 0, 0, $"'{module}' is the schema of users' own tables.", "Choose another module, or move the files to the home's folder of tables."));
            return;
        }

        foreach (var entry in Entries(folder))
        {
            if (Directory.Exists(entry))
            {
                errors.Add(new CatalogError(entry, 0, 0, "A module has no folders below it.", "Move its files up."));
            }
            else if (IsYaml(entry))
            {
                LoadFile(entry, module, tables, errors);
            }
        }
    }

    private static void LoadFile(string file, string module, List<TableDeclaration> tables, List<CatalogError> errors)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var before = errors.Count;
        Identifiers.Check(new ScalarNode(new SourceMark(file, 0, 0), name, Quoted: true), "table", errors);
        if (!file.EndsWith(".yaml", StringComparison.Ordinal))
        {
            errors.Add(new CatalogError(file, 0, 0, "The file does not end in '.yaml'.", $"Rename it to {name}.yaml."));
        }

        if (errors.Count == before && Bytes(file, errors) is { } bytes && new TableReader(file, module, name, errors).Read(bytes) is { } table)
        {
            tables.Add(table);
        }
    }

    /// <summary>Never reads more than the bound, whatever the file's size.</summary>
    internal static byte[]? Bytes(string file, List<CatalogError> errors)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var buffer = new byte[YamlGuard.MaxBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length <= YamlGuard.MaxBytes)
            {
                return buffer[..length];
            }

            errors.Add(YamlGuard.TooLarge(file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            errors.Add(new CatalogError(file, 0, 0, $"The file cannot be read: {unreadable.Message}", "Make it readable, or remove it."));
        }

        return null;
    }

    private static IEnumerable<string> Entries(string folder) =>
        Directory.EnumerateFileSystemEntries(folder)
            .Where(entry => !Path.GetFileName(entry).StartsWith('.'))
            .Order(StringComparer.Ordinal);

    private static bool IsYaml(string file) =>
        Path.GetExtension(file) is { } extension && (extension.Equals(".yaml", StringComparison.OrdinalIgnoreCase) || extension.Equals(".yml", StringComparison.OrdinalIgnoreCase));
}

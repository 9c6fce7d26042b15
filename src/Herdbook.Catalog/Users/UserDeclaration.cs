using Herdbook.Catalog.Users;
using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog;

/// <summary>Reads the declaration of one user's table. Its schema is <c>custom</c>, always.</summary>
public static class UserDeclaration
{
    /// <summary>The schema of users' tables.</summary>
    public const string Module = DesiredSchema.CustomModule;

    /// <param name="file">How errors name it.</param>
    /// <param name="outside">It came from elsewhere than the operator's own folder: it is data, and holds no code.</param>
    /// <param name="name">What the table must be called, without its schema; null for whatever it says.</param>
    /// <exception cref="CatalogException">With every error of the declaration. References are not looked at: <see cref="CatalogSet.With"/> does that.</exception>
    public static TableDeclaration Read(string file, byte[] yaml, bool outside, string? name = null)
    {
        var errors = new List<CatalogError>();
        var table = (name ?? Name(file, yaml, errors)) is { } named ? new TableReader(file, Module, named, errors).Read(yaml) : null;
        if (table is not null)
        {
            if (table.FormerNames.FirstOrDefault(former => !former.StartsWith(Module + ".", StringComparison.Ordinal)) is { } foreign)
            {
                errors.Add(new CatalogError(file, table.At.Line, table.At.Column, $"{table.FullName} was {Shown.Of(foreign)}, which is none of the users' tables.", $"Name a table of {Module}, or remove 'was'."));
            }

            if (outside)
            {
                table = new OutsideRules(table, errors).Checked();
            }
        }

        return errors.Count == 0 && table is not null
            ? table
            : throw new CatalogException([.. errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
    }

    /// <summary>Reads a file of the operator's own folder; its name is the table's.</summary>
    /// <exception cref="CatalogException">With every error of the file.</exception>
    public static (TableDeclaration Table, byte[] Yaml) ReadFile(string file)
    {
        var errors = new List<CatalogError>();
        var name = Path.GetFileNameWithoutExtension(file);
        Identifiers.Check(new ScalarNode(new SourceMark(file, 0, 0), name, Quoted: true), "table", errors);
        if (!file.EndsWith(".yaml", StringComparison.Ordinal))
        {
            errors.Add(new CatalogError(file, 0, 0, "The file does not end in '.yaml'.", $"Rename it to {name}.yaml."));
        }

        return errors.Count == 0 && CatalogLoader.Bytes(file, errors) is { } yaml ? (Read(file, yaml, outside: false, name), yaml) : throw new CatalogException(errors);
    }

    /// <summary>The patterns that PostgreSQL has yet to be asked about, each with what to tell when it refuses.</summary>
    public static IEnumerable<(string Pattern, Func<string, CatalogError> Refusal)> Patterns(TableDeclaration table) =>
        from column in table.Columns
        from pattern in Catalog.Patterns.Of(column)
        select (pattern, (Func<string, CatalogError>)(why =>
            new CatalogError(column.At.File, column.At.Line, column.At.Column, $"The pattern of '{column.Name}' is no regular expression: {why}.", "Mend the pattern; its grammar is PostgreSQL's.")));

    /// <summary>What the declaration calls itself, where that is a table of the users' schema.</summary>
    private static string? Name(string file, byte[] yaml, List<CatalogError> errors)
    {
        if (YamlGuard.Read(file, yaml, errors) is not { } root)
        {
            return null;
        }

        if (root is not MapNode map || map.Entries.Select(entry => entry.Key.Text == "table" ? entry.Value as ScalarNode : null).FirstOrDefault(value => value is not null) is not { } declared)
        {
            errors.Add(new CatalogError(file, root.At.Line, root.At.Column, "'table' is missing.", $"Begin it with 'table: {Module}.name'."));
            return null;
        }

        if (declared.Text.Split('.') is not [Module, var name])
        {
            errors.Add(new CatalogError(file, declared.At.Line, declared.At.Column, $"'{Shown.Of(declared.Text)}' is none of the users' tables; the program's own are not changed here.", $"Call it {Module}.name."));
            return null;
        }

        var before = errors.Count;
        Identifiers.Check(declared with { Text = name }, "table", errors);
        return errors.Count == before ? name : null;
    }
}

using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog;

/// <summary>The rules between tables: what is referred to exists, has one key, and has the same type.</summary>
internal sealed class CatalogRules(IReadOnlyList<TableDeclaration> tables, List<CatalogError> errors)
{
    /// <summary>The tables in which the engine itself keeps books.</summary>
    private static readonly string[] Own = [DesiredSchema.AppliedPlanTable, DesiredSchema.ManifestTable, DesiredSchema.HistoryTable, DesiredSchema.SealTable];

    private readonly Dictionary<string, TableDeclaration> _byName = tables.DistinctBy(table => table.FullName).ToDictionary(table => table.FullName, StringComparer.Ordinal);

    /// <summary>The rules between tables that are all well in themselves.</summary>
    public void CheckLinks()
    {
        CheckNames();
        CheckReferences("", []);
    }

    public void Check(string folder)
    {
        CheckNames();
        // A file that could not be read declares a table all the same: its own error is told, not those that follow from it.
        var broken = errors.Select(error => error.File).ToHashSet(StringComparer.Ordinal);
        CheckReferences(folder, broken);

        foreach (var own in Own.Where(own => tables.All(table => table.FullName != own) && !broken.Contains(FileOf(folder, own))))
        {
            errors.Add(new CatalogError(folder, 0, 0, $"'{own}' is not declared, and the engine keeps its books there.", $"Restore {own.Replace('.', '/')}.yaml."));
        }
    }

    private void CheckReferences(string folder, HashSet<string> broken)
    {
        foreach (var (table, column) in from table in tables from column in table.Columns where column.Refers is not null select (table, column))
        {
            CheckReference(table, column, folder, broken);
        }

        if (LinkRules.Circle(tables) is { } view)
        {
            Error(view.At, $"The view {view.FullName} reads itself, through others or at once.", "Take one of the readings out.");
        }
    }

    /// <summary>A name that a table had before is nobody's now, and only one table's former name.</summary>
    private void CheckNames()
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            foreach (var former in table.FormerNames)
            {
                if (former.Split('.') is not [var module, var name] || !Identifiers.IsValid(module) || !Identifiers.IsValid(name))
                {
                    Error(table.At, $"'{Shown.Of(former)}', which {table.FullName} was, is no name of a table.", "Write it as module.name.");
                }
                else if (_byName.ContainsKey(former))
                {
                    Error(table.At, $"{table.FullName} was {former}, and {former} is still declared.", "Remove one of the two, or 'was'.");
                }
                else if (!taken.TryAdd(former, table.FullName))
                {
                    Error(table.At, $"{table.FullName} and {taken[former]} were both {former}.", "Leave 'was' to the one that has its rows.");
                }
            }
        }
    }

    private void CheckReference(TableDeclaration table, ColumnDeclaration column, string folder, HashSet<string> broken)
    {
        var target = _byName.GetValueOrDefault(column.Refers!.Table);
        if (target is null)
        {
            if (!broken.Contains(FileOf(folder, column.Refers!.Table)))
            {
                Error(column, $"'{column.Name}' refers to '{Shown.Of(column.Refers!.Table)}', which is not declared.", Nearest.Remedy(column.Refers!.Table, [.. tables.Select(table => table.FullName)], "table"));
            }
        }
        else if (target.Kind == TableKind.View)
        {
            Error(column, $"'{column.Name}' refers to {target.FullName}, which is a view.", "Refer to the table that it is computed from.");
        }
        else if (column.Refers!.Column is { } named && target.Column(named) is null)
        {
            Error(column, $"'{column.Name}' refers to {target.FullName}.{Shown.Of(named)}, which the table lacks.", Nearest.Remedy(named, [.. target.Columns.Select(other => other.Name)], "column"));
        }
        else if (column.Refers is { Column: { } unique, Enforced: true } && !(target.Key.Count == 1 && target.Key[0] == unique) && !target.Unique.Any(rule => IndexDdl.IsConstraint(rule) && rule.Columns is [var only] && only == unique))
        {
            Error(column, $"'{column.Name}' refers to {target.FullName}.{unique}, which is not unique.", "Declare it unique there, or write 'enforced: false'.");
        }
        else if (column.Refers.Column is null && target.Key.Count > 1)
        {
            Error(column, $"'{column.Name}' refers to {target.FullName}, whose key has {target.Key.Count} columns.", "Refer to the tables that it joins instead.");
        }
        else if (!target.Isolated)
        {
            Error(column, $"'{column.Name}' refers to {target.FullName}, which belongs to no tenant.", "Remove 'refers'.");
        }
        else if (target.Column(column.Refers.Column ?? target.Key[0]) is { } key && !SameFamily(key.Type, column.Type))
        {
            Error(column, $"'{column.Name}' is {column.Type}, and {target.FullName}.{key.Name} is {key.Type}.", "Give both the same type.");
        }
        else if (LinkRules.Fault(table, column, target) is { } fault)
        {
            Error(column, fault.Message, fault.Remedy);
        }
    }

    /// <summary>Texts of any bound compare with one another, and so do whole numbers.</summary>
    private static bool SameFamily(string one, string other) =>
        one == other || (IsText(one) && IsText(other)) || (IsWhole(one) && IsWhole(other));

    private static bool IsText(string type) => type == "text" || type.StartsWith("character varying", StringComparison.Ordinal);

    private static bool IsWhole(string type) => type is "smallint" or "integer" or "bigint";

    private static string FileOf(string folder, string table) => Path.Combine(folder, table.Replace('.', Path.DirectorySeparatorChar) + ".yaml");

    private void Error(ColumnDeclaration column, string message, string remedy) => Error(column.At, message, remedy);

    private void Error(SourceMark at, string message, string remedy) => errors.Add(new CatalogError(at.File, at.Line, at.Column, message, remedy));
}

using System.Text.RegularExpressions;

namespace Herdbook.Catalog.Tests.Documents;

/// <summary>Compares what a document gives with what is declared, and says every difference in a sentence.</summary>
internal sealed partial class Conformance(CatalogSet catalog, IReadOnlyList<string> modules)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public TableDeclaration? Find(string name) => catalog.Tables.SingleOrDefault(table =>
        table.FullName == name || (table.Name == name && modules.Contains(table.Module)));

    public void Check(ExpectedTable expected)
    {
        if (Find(expected.Name) is not { } table)
        {
            _faults.Add($"{expected.Name} is not declared.");
            return;
        }

        Require(expected.Kind is null || table.Kind == expected.Kind, $"{table.FullName} is a {table.Kind}, not a {expected.Kind}.");
        foreach (var column in expected.Columns)
        {
            Check(table, column);
        }

        var key = expected.Columns.Where(column => column.IsKey).Select(column => column.Name).ToList();
        Require(key.Count == 0 || key.SequenceEqual(table.Key), $"The key of {table.FullName} is {string.Join(", ", table.Key)}, not {string.Join(", ", key)}.");
        foreach (var index in expected.Indexes)
        {
            Check(table, index);
        }
    }

    private void Check(TableDeclaration table, ExpectedColumn expected)
    {
        var place = $"{table.FullName}.{expected.Name}";
        if (table.Column(expected.Name) is not { } column)
        {
            // A view shows the rows of the tenant that asks; the tenant is no column of it.
            Require(table.Kind == TableKind.View && expected.Name == ImplicitColumns.Tenant, $"{place} is not declared.");
            return;
        }

        // The tenant is a slug of text everywhere, also where a document gives it another type.
        Require(expected.Type is null || column.Implicit || column.Type == expected.Type, $"{place} is {column.Type}, not {expected.Type}.");
        Require(!expected.Required || column.Required || table.Key.Contains(column.Name), $"{place} is not required.");
        Require(expected.OneOf is null || (column.OneOf ?? []).Order().SequenceEqual(expected.OneOf.Order()),
            $"{place} allows {string.Join(", ", column.OneOf ?? [])}, not {string.Join(", ", expected.OneOf ?? [])}.");
        if (expected.Default is { } value && table.Kind != TableKind.View)
        {
            Require(IsDefault(column, value), $"{place} has the default {column.Default?.Text ?? "none"}, not {value}.");
        }

        if (expected.Refers is { } reference)
        {
            Check(table, column, reference);
        }
    }

    /// <summary>A computed column has no default; its value without anything to compute from is the one that the document gives.</summary>
    private static bool IsDefault(ColumnDeclaration column, string value) => column switch
    {
        { Generated: { } sql } => sql.Contains($"else {value.ToLowerInvariant()} end", StringComparison.Ordinal) || sql.EndsWith($", {value})", StringComparison.Ordinal),
        { Default: null } => false,
        { Default: { IsSql: true } sql } => Sql(value) == sql.Text,
        { Default: { } literal } => Literal(value) == literal.Text,
    };

    private static string Sql(string value) => value.ToLowerInvariant() is "uuid_generate_v4()" ? "gen_random_uuid()" : value.ToLowerInvariant();

    private static string Literal(string value) => value switch
    {
        "True" or "TRUE" => "true",
        "False" or "FALSE" => "false",
        _ when ArrayOfOne().Match(value) is { Success: true } one => $"{{{one.Groups[1].Value}}}",
        _ => value.Trim('\''),
    };

    private void Check(TableDeclaration table, ColumnDeclaration column, ExpectedReference expected)
    {
        var place = $"{table.FullName}.{column.Name}";
        if (column.Refers is not { } reference)
        {
            _faults.Add($"{place} refers to nothing, not to {expected.Table}.");
            return;
        }

        var target = catalog.Find(reference.Table);
        Require(reference.Table == expected.Table || reference.Table.EndsWith($".{expected.Table}", StringComparison.Ordinal), $"{place} refers to {reference.Table}, not to {expected.Table}.");
        Require(expected.Column is null || expected.Column == (reference.Column ?? target!.Key[0]), $"{place} refers to {reference.Column ?? target!.Key[0]}, not to {expected.Column}.");

        // On a ledger a link is only shown, and nothing that is deleted elsewhere deletes from it.
        if (table.Kind is not (TableKind.Ledger or TableKind.View))
        {
            Require(reference.Enforced == expected.Enforced, $"{place} is {(reference.Enforced ? "" : "not ")}enforced.");
            Require(!expected.Cascades || reference.OnDelete == "cascade", $"{place} does not cascade.");
        }
    }

    private void Check(TableDeclaration table, ExpectedIndex expected)
    {
        var columns = expected.Columns.Where(column => column != ImplicitColumns.Tenant).ToList();
        if (columns.Count == 0)
        {
            // Every key begins with the tenant.
            return;
        }

        var candidates = expected.Unique ? table.Unique : [.. table.Indexes, .. table.Unique, new IndexDeclaration(table.Key, "btree", null)];
        Require(candidates.Any(index => Covers(index, expected, columns)),
            $"{table.FullName} has no {(expected.Unique ? "unique rule" : "index")} ({string.Join(", ", columns)}) {expected.Using} {expected.Where} {expected.Ops} {expected.With}.");
    }

    private static bool Covers(IndexDeclaration index, ExpectedIndex expected, List<string> columns)
    {
        List<string> has = [.. index.Columns, .. index.Expressions];
        return (expected.Unique ? has.Order().SequenceEqual(columns.Select(Lower).Order()) : has.Take(columns.Count).SequenceEqual(columns.Select(Lower)))
            && index.Using == expected.Using
            && (expected.Where is null ? index.Where is null : index.Where?.Contains(expected.Where, StringComparison.Ordinal) == true)
            && (expected.Ops is null || index.Ops == expected.Ops)
            && (expected.With is null || string.Join(", ", index.With.Select(option => $"{option.Key} = {option.Value}")) == expected.With);
    }

    private static string Lower(string column) => column.ToLowerInvariant();

    public void Require(bool holds, string fault)
    {
        if (!holds)
        {
            _faults.Add(fault);
        }
    }

    [GeneratedRegex(@"^ARRAY\['(\w+)'\]$")]
    private static partial Regex ArrayOfOne();
}

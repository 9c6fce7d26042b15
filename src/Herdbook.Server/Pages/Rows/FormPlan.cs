using Herdbook.Catalog;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Server.Pages.Tables;

namespace Herdbook.Server.Pages.Rows;

/// <summary>How a column is asked for.</summary>
public enum FieldKind
{
    Line,

    /// <summary>Text of several lines.</summary>
    Area,
    Number,

    /// <summary>A box; only where there is no third state.</summary>
    Check,

    /// <summary>One of a few values.</summary>
    Choice,
    Day,

    /// <summary>A moment, in UTC.</summary>
    Time,
    Json,

    /// <summary>An array: an item on each line, or a JSON array.</summary>
    List,

    /// <summary>A row of another table, by its key.</summary>
    Reference,

    /// <summary>Written, and never shown.</summary>
    Secret,
}

/// <summary>One column of a form.</summary>
/// <param name="Required">The database asks for a value, and has none of its own.</param>
public sealed record FormField(ColumnDeclaration Column, FieldKind Kind, bool Required)
{
    /// <summary>The name under which the form sends it; no column's name has a hyphen.</summary>
    public string Name => $"f-{Column.Name}";

    /// <summary>The name of the mark of the value that the form was opened with.</summary>
    public string Mark => $"m-{Column.Name}";

    /// <summary>Whether it takes the form's whole width.</summary>
    public bool IsWide => Kind is FieldKind.Area or FieldKind.Json or FieldKind.List;
}

/// <summary>A column that a form does not ask for.</summary>
public sealed record LeftOut(ColumnDeclaration Column, string Why);

/// <summary>The form of a table, as its declaration makes it.</summary>
/// <param name="IsNew">For a row that is not there yet.</param>
public sealed record FormPlan(TableDeclaration Table, bool IsNew, IReadOnlyList<FormField> Fields, IReadOnlyList<LeftOut> LeftOut)
{
    private static readonly string[] Kept = ["created_at", "modified_at", "updated_at", "deleted_at"];

    public static FormPlan Of(CatalogSet catalog, TableDeclaration table, bool isNew)
    {
        var fields = new List<FormField>();
        var left = new List<LeftOut>();
        var writable = RowInputs.Of(table).Writable.ToHashSet();
        foreach (var column in table.AllColumns.Where(column => !(column.Implicit && column.Name == "tenant_id")))
        {
            if (Why(table, column, isNew, writable.Contains(column)) is { } why)
            {
                left.Add(new LeftOut(column, why));
            }
            else
            {
                fields.Add(new FormField(column, KindOf(catalog, column), isNew
                    ? column.Default is null && (column.Required || table.Key.Contains(column.Name)) && column.Name != ContentKey(table)
                    : column.Required));
            }
        }

        return new FormPlan(table, isNew, fields, left);
    }

    /// <summary>The field of a column, or null where the form does not ask for it.</summary>
    public FormField? Field(string column) => Fields.FirstOrDefault(field => field.Column.Name == column);

    public static FieldKind KindOf(CatalogSet catalog, ColumnDeclaration column) => column switch
    {
        { Secret: true } => FieldKind.Secret,
        { OneOf.Count: > 0 } when !column.Type.EndsWith("[]", StringComparison.Ordinal) => FieldKind.Choice,
        { Refers: { } refers } when catalog.Find(refers.Table) is not null => FieldKind.Reference,
        _ => ValueForms.Of(column) switch
        {
            ValueForm.Boolean => column.Required ? FieldKind.Check : FieldKind.Choice,
            ValueForm.Markdown or ValueForm.Code => FieldKind.Area,
            ValueForm.Text when IsLong(column) => FieldKind.Area,
            ValueForm.Day => FieldKind.Day,
            ValueForm.Time => FieldKind.Time,
            ValueForm.Json => FieldKind.Json,
            ValueForm.List => FieldKind.List,
            _ when column.IsNumber() => FieldKind.Number,
            _ => FieldKind.Line,
        },
    };

    private static string? Why(TableDeclaration table, ColumnDeclaration column, bool isNew, bool isWritable) => column switch
    {
        { Generated: not null } => "computed by the database",
        { Identity: true } => "numbered by the database",
        { Name: var name } when Kept.Contains(name) && table.Kind is TableKind.Entity or TableKind.Junction => "kept by the database",
        { Name: var name } when isNew && name == ContentKey(table) => "the content's digest, computed by the database",
        _ when !isWritable => "given by the database",
        _ when column.Type.StartsWith("vector", StringComparison.Ordinal) => "an embedding, written by programs",
        _ when !isNew && table.Key.Contains(column.Name) => "names the row",
        _ => null,
    };

    /// <summary>Of a content-addressed version, the key: PostgreSQL fills it in.</summary>
    private static string? ContentKey(TableDeclaration table) => table.ContentAddress is null ? null : table.Key[0];

    private static bool IsLong(ColumnDeclaration column) =>
        column.Type == "text" && column is { Refers: null, Pattern: null }
        && (column.Name.EndsWith("description", StringComparison.Ordinal) || column.Name.EndsWith("criteria", StringComparison.Ordinal) || column.Name.EndsWith("notes", StringComparison.Ordinal)
            || column.Name is "content" or "body" or "summary" or "rationale" or "reason" || column.Name.EndsWith("_text", StringComparison.Ordinal));
}

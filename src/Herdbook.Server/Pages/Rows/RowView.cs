using System.Globalization;
using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core.Rows;
using Herdbook.Server.Pages.Tables;

namespace Herdbook.Server.Pages.Rows;

/// <summary>What a row's page, and every page of its forms, knows.</summary>
/// <param name="Row">The row as it is shown.</param>
public sealed record RowPlace(PageContext Page, CatalogSet Catalog, TableDeclaration Table, RowKey Key, JsonElement Row, string ETag)
{
    /// <summary>What the row is called by; its key where it has no title.</summary>
    public string Title =>
        Table.Display?.Title is { } name && GridColumns.Named(Table, name) is not null && ValueText.Of(Row, name) is { Length: > 0 } title
            ? Excerpts.Markdown(title, 90) is { Length: > 0 } line ? line : KeyText
            : KeyText;

    public string KeyText => Excerpts.Line(string.Join(" · ", Key.Values), 90);

    public string Address => Page.Links.Row(Table.FullName, Key.Text);

    public bool IsDeleted => GridColumns.CanDelete(Table) && ValueText.Of(Row, "deleted_at") is not null;

    public bool CanEdit => Page.MayWrite(Table.FullName) && RowPermission.Allows(Table, RowVerb.Update) && Table.Kind == TableKind.Entity;

    public bool CanDelete => Page.MayWrite(Table.FullName) && RowPermission.Allows(Table, RowVerb.Delete) && GridColumns.CanDelete(Table);

    public IReadOnlyList<(string, string?)> Crumbs(string? leaf = null)
    {
        List<(string, string?)> crumbs = [("Tables", Page.Links.Tables), (TableModules.Word(Table.Module), Page.Links.Module(Table.Module)), (Table.Name, Page.Links.Table(Table.FullName))];
        if (leaf is null)
        {
            crumbs.Add((KeyText, null));
        }
        else
        {
            crumbs.AddRange([(KeyText, Address), (leaf, null)]);
        }

        return crumbs;
    }

    /// <summary>An address below the row's own: edit, delete, compare and so on.</summary>
    public string At(string verb, params (string Name, string? Value)[] state) =>
        Links.With($"{Page.Links.Table(Table.FullName)}/row/{verb}", [("key", Key.Text), .. state]);
}

/// <summary>Everything a row's page shows.</summary>
public sealed record RowView(RowPlace Place, IReadOnlyList<NamedRow> Named, IReadOnlyList<NamingRows> Naming, IReadOnlyList<RowChange> Changes, RowKey? Before, RowKey? After)
{
    /// <summary>The moment that the row is shown as of; null for now.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>What was done a moment ago.</summary>
    public string? Said { get; init; }

    /// <summary>The column whose value is shown whole, however long.</summary>
    public string? Whole { get; init; }

    public NamedRow? NamedBy(string column) => Named.FirstOrDefault(named => named.Column == column);

    public string AsOfText => AsOf is { } at ? Figures.ExactTime(at.UtcDateTime) : "";

    /// <summary>The grid of the rows that name this one.</summary>
    public string GridOf(NamingRows rows)
    {
        var query = GridState.Text(rows.Filter);
        return $"{Place.Page.Links.Table(rows.Table.FullName)}?{query}";
    }

    /// <summary>The columns of related rows that are shown beside their key: few and short.</summary>
    public static IEnumerable<string> Shown(TableDeclaration table) => GridColumns.Usual(table).Select(column => column.Name).Concat(Needed(table)).Take(6);

    /// <summary>How many name it, as people say it.</summary>
    public static string CountOf(NamingRows rows) => rows.Count switch
    {
        null => "not counted",
        > RelatedSql.MostCounted => "more than " + Figures.Exact(RelatedSql.MostCounted),
        var count => Figures.Exact(count.Value),
    };

    private static IEnumerable<string> Needed(TableDeclaration table) => table.Subject is { } subject ? [subject.TypeColumn] : [];
}

/// <summary>Two versions side by side.</summary>
/// <param name="To">Null for the row as it is now.</param>
public sealed record CompareView(RowPlace Place, RowChange From, RowChange? To, JsonElement Now)
{
    /// <summary>The page asks whether <see cref="From"/> is to be the row again.</summary>
    public bool Restores { get; init; }

    public FieldFault? Fault { get; init; }

    public JsonElement Later => To is null ? Now : To.After ?? default;

    /// <summary>Each column with its values as texts, those that differ first; what neither has is left out.</summary>
    public IReadOnlyList<(ColumnDeclaration Column, string? Left, string? Right)> Lines()
    {
        var lines = new List<(ColumnDeclaration, string?, string?)>();
        foreach (var column in GridColumns.Shown(Place.Table))
        {
            var (left, right) = (Text(From.After ?? default, column), Text(Later, column));
            if (left is not null || right is not null)
            {
                lines.Add((column, left, right));
            }
        }

        return lines;
    }

    public static bool Differ(ColumnDeclaration column, string? left, string? right) => left != right && Canonical(column, left) != Canonical(column, right);

    /// <summary>History writes a moment with its own zone and digits.</summary>
    private static string? Canonical(ColumnDeclaration column, string? text) =>
        ValueForms.Of(column) == ValueForm.Time && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)
            : text;

    private static string? Text(JsonElement row, ColumnDeclaration column)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(column.Name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? JsonText.Pretty(value) : Canonical(column, ValueText.Of(value));
    }
}

/// <summary>JSON as pages show it.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Pretty(JsonElement value) => JsonSerializer.Serialize(value, Indented);
}

/// <summary>What is asked before a row is deleted or brought back.</summary>
public sealed record ConfirmView(RowPlace Place, bool Undeletes, IReadOnlyList<NamingRows> Naming)
{
    public FieldFault? Fault { get; init; }
}

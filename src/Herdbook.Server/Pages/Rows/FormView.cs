using Herdbook.Catalog;

namespace Herdbook.Server.Pages.Rows;

/// <summary>A form of a row that is, or of one that is to be.</summary>
/// <param name="Place">Null for a new row.</param>
/// <param name="Offered">By column: rows to choose from.</param>
public sealed record FormView(PageContext Page, CatalogSet Catalog, RowPlace? Place, FormValues Values, IReadOnlyDictionary<string, IReadOnlyList<(string Value, string? Title)>> Offered)
{
    public FormPlan Plan => Values.Plan;

    public TableDeclaration Table => Plan.Table;

    public string TableAddress => Page.Links.Table(Table.FullName);

    /// <summary>The fields where something is wrong, for the summary above the form.</summary>
    public IReadOnlyList<FormField> Broken => [.. Plan.Fields.Where(one => Values.Faults.ContainsKey(one.Column.Name))];

    public IReadOnlyList<(string Value, string? Title)> OfferedFor(FormField field) => Offered.TryGetValue(field.Column.Name, out var rows) ? rows : [];
}

/// <summary>A lost update: the form's texts beside the row as somebody else has made it.</summary>
/// <param name="Current">The same form on the row as it is now.</param>
public sealed record ConflictView(FormView Form, FormValues Current)
{
    /// <summary>Fields that either side changed.</summary>
    public IEnumerable<(FormField Field, bool Mine, bool Theirs)> Lines()
    {
        var mine = Form.Values.Changed.ToHashSet();
        foreach (var field in Form.Plan.Fields)
        {
            var theirs = field.Kind != FieldKind.Secret && Form.Values.Marks[field.Column.Name] != FieldText.MarkOf(Current.Text(field));
            if ((mine.Contains(field) || theirs) && Form.Values.Text(field) != Current.Text(field))
            {
                yield return (field, mine.Contains(field), theirs);
            }
        }
    }
}

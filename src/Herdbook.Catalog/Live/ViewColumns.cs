namespace Herdbook.Catalog.Live;

/// <summary>Whether PostgreSQL makes of a view's select the columns that its file declares.</summary>
internal static class ViewColumns
{
    /// <exception cref="CatalogException">With every difference, by file and line.</exception>
    public static void Check(CatalogSet catalog, LiveDatabase made, ServerFeatures server)
    {
        var errors = new List<CatalogError>();
        foreach (var view in catalog.Tables.Where(table => table.Kind == TableKind.View))
        {
            if (made.Views.GetValueOrDefault(view.FullName) is { } live)
            {
                Compare(view, live, server, errors);
            }
        }

        if (errors.Count > 0)
        {
            throw new CatalogException(errors);
        }
    }

    private static void Compare(TableDeclaration view, LiveView live, ServerFeatures server, List<CatalogError> errors)
    {
        foreach (var column in view.Columns)
        {
            var made = live.Columns.Find(other => other.Name == column.Name);
            if (made is null)
            {
                Add(column.At, $"The select of {view.FullName} makes no column '{column.Name}'.", Nearest.Remedy(column.Name, [.. live.Columns.Select(other => other.Name)], "column"));
            }
            else if (made.Type != server.TypeOf(column.Type).Replace("\"", "", StringComparison.Ordinal))
            {
                Add(column.At, $"'{column.Name}' is declared as {column.Type}, and the select makes it {Plain(made.Type, server)}.", $"Declare that type, or cast it: (...)::{column.Type}.");
            }
        }

        foreach (var extra in live.Columns.Where(other => view.Columns.All(column => column.Name != other.Name)))
        {
            Add(view.At, $"The select of {view.FullName} makes the column '{extra.Name}', which is not declared.", $"Declare it: {extra.Name}: {{type: {Plain(extra.Type, server)}}}.");
        }

        if (errors.Count == 0 && !live.Columns.Select(other => other.Name).SequenceEqual(view.Columns.Select(column => column.Name)))
        {
            Add(view.At, $"The select of {view.FullName} makes its columns in another order than they are declared.", $"Declare them in this order: {string.Join(", ", live.Columns.Select(other => other.Name))}.");
        }

        void Add(SourceMark at, string message, string remedy) => errors.Add(new CatalogError(at.File, at.Line, at.Column, message, remedy));
    }

    /// <summary>The type in the words of a declaration.</summary>
    private static string Plain(string type, ServerFeatures server) =>
        server.VectorSchema is { } schema && type.StartsWith(schema + ".vector(", StringComparison.Ordinal) ? type[(schema.Length + 1)..] : type;
}

using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Rows;

/// <summary>What the pages of rows share: the row that an address names, the form on it, and the rows that a field offers.</summary>
internal sealed class RowDesk(LiveCatalog live, RowReader rows, RowSurroundings around, HerdDirectory directory, TimeProvider time)
{
    /// <summary>Rows that a field offers to choose from.</summary>
    public const int MostOffered = 20;

    public RowReader Rows => rows;

    public RowSurroundings Around => around;

    /// <summary>The tables that the request's caller may read.</summary>
    public CatalogSet CatalogOf(HttpContext http) => live.CurrentFor(http);

    public Task<PageContext> PageAsync(HttpContext http, CancellationToken ct) => PageContext.OpenAsync(http, directory, time, ct);

    /// <summary>The row that `key` of the address names; null where there is no such table or row.</summary>
    /// <exception cref="RowRefusalException">The key is none of the table, or the moment cannot be asked for.</exception>
    public async Task<RowPlace?> FindAsync(HttpContext http, string name, DateTimeOffset? asOf, CancellationToken ct)
    {
        var catalog = live.CurrentFor(http);
        if (catalog.Find(name) is not { } table || http.Request.Query["key"] is not [{ } text])
        {
            return null;
        }

        var key = RowKey.Parse(table, text);
        for (var i = 0; i < key.Values.Count; i++)
        {
            if (!RelatedSql.Fits(table.Column(table.Key[i])!, key.Values[i]))
            {
                return null;
            }
        }

        var tenant = http.Features.Get<Tenant>() ?? Tenant.Default;
        return await rows.GetAsync(tenant, table, key, asOf, ct) is { } version
            ? new RowPlace(await PageAsync(http, ct), catalog, table, RowSurroundings.KeyOf(table, version.Row), version.Row, version.ETag)
            : null;
    }

    /// <summary>The form with rows to choose from for each field that names one.</summary>
    public async Task<FormView> FormAsync(PageContext page, CatalogSet catalog, RowPlace? place, FormValues values, CancellationToken ct)
    {
        var fields = values.Plan.Fields.Where(field => field.Kind == FieldKind.Reference).ToList();
        var asked = fields.Select(field => Target(catalog, field)).ToList();
        var found = await around.ChoicesAsync(page.Tenant, asked, MostOffered, ct);
        return new FormView(page, catalog, place, values, fields.Zip(found).ToDictionary(pair => pair.First.Column.Name, pair => pair.Second));
    }

    /// <summary>The table and column that a field's value is looked up in.</summary>
    public static (TableDeclaration Table, string Column, string Text) Target(CatalogSet catalog, FormField field, string text = "")
    {
        var refers = field.Column.Refers!;
        var table = catalog[refers.Table];
        return (table, refers.Column ?? table.Key[0], text);
    }
}

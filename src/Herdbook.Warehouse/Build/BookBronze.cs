using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Extract;

namespace Herdbook.Warehouse.Build;

/// <summary>Fills bronze from the book, from where the last extract into the file ended.</summary>
internal sealed class BookBronze(Book book, Func<CatalogSet> catalog, Tenant tenant, bool full) : IBronze
{
    public async Task<BronzeChange> FillAsync(DuckDbConnection target, CancellationToken ct)
    {
        var summary = await Extractor.ExtractAsync(new ExtractRequest { Book = book, Catalog = catalog(), Tenant = tenant, Target = target, Full = full }, ct);
        return new BronzeChange(summary.Rows) { Replaced = summary.Replaced };
    }
}

/// <summary>Makes builders for an open book.</summary>
public static class WarehouseBuilders
{
    /// <param name="held">Whether a reader of this process may still open a generation's file.</param>
    public static WarehouseBuilder BuilderOf(this HomeSession session, string? project = null, Func<string, bool>? held = null) =>
        Of(session.Home, session.Database, session.Book, session.Catalog, project, held);

    /// <inheritdoc cref="BuilderOf"/>
    public static WarehouseBuilder Of(HerdbookHome home, HerdbookDatabase database, Book book, LiveCatalog catalog, string? project = null, Func<string, bool>? held = null) =>
        new(home, database, book, (tenant, full) => new BookBronze(book, () => catalog.Current, tenant, full), TimeProvider.System, held)
        {
            ProjectFolder = project ?? Project.WarehouseProject.DefaultFolder,
        };
}

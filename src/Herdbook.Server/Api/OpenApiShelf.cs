using System.Runtime.CompilerServices;
using Herdbook.Catalog;

namespace Herdbook.Server.Api;

/// <summary>The documents of a catalog, each made once when first asked for. When the catalog changes they go with its snapshot.</summary>
internal sealed class OpenApiShelf
{
    private readonly ConditionalWeakTable<CatalogSet, Lazy<OpenApiDocument>> _documents = [];

    public OpenApiDocument Of(CatalogSet catalog) =>
        _documents.GetValue(catalog, static snapshot => new Lazy<OpenApiDocument>(() => OpenApiDocument.Of(snapshot))).Value;
}

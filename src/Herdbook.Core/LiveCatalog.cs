using Herdbook.Catalog;

namespace Herdbook.Core;

/// <summary>Every table that there is now: what the program declares. A snapshot is immutable; take it once for a request.</summary>
public sealed class LiveCatalog(CatalogSet declared)
{
    public CatalogSet Current { get; } = declared;
}

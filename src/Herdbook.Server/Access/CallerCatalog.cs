using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Access;

/// <summary>The catalog as a caller may read it: a table of a module that is closed to them is as unknown as one that is not there.</summary>
internal static class CallerCatalog
{
    private static readonly ConditionalWeakTable<CatalogSet, ConcurrentDictionary<string, CatalogSet>> Shown = [];

    /// <summary>The tables whose rows the request's caller may read. Those who may read all get the catalog itself.</summary>
    public static CatalogSet CurrentFor(this LiveCatalog live, HttpContext http) => live.Current.For(http.Caller());

    public static CatalogSet For(this CatalogSet catalog, Caller caller)
    {
        if (caller.Within is null && caller.Permissions.Contains(Permission.All))
        {
            return catalog;
        }

        var key = $"{string.Join(' ', caller.Permissions)}/{(caller.Within is null ? "" : string.Join(' ', caller.Within))}";
        var shown = Shown.GetOrCreateValue(catalog);
        // As many as there are sorts of callers; a flood of odd tokens begins anew.
        if (shown.Count > 200)
        {
            shown.Clear();
        }

        return shown.GetOrAdd(key, _ => catalog.Only(table => caller.MayRows(table.FullName, Permission.Read)));
    }
}

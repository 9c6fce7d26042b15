using Herdbook.Warehouse.Reading;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Warehouse.Sql;

/// <summary>Where `/warehouse/export.csv?q=name` finds a query: each set of pages registers one that knows its names and reads its filters.</summary>
public interface INamedQueries
{
    /// <summary>Names that can be asked for.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>The query of this name with the values of the address's filters; null where the name is another's.</summary>
    ValueTask<NamedQuery?> FindAsync(HttpContext http, string name, CancellationToken ct);
}

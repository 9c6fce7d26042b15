using Herdbook.Core.Governance.Access;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Herdbook.Server.Pages.Rows;

/// <summary>Pages of single rows: reading, changing, comparing; and of many rows changed together.</summary>
internal static class RowPagesModule
{
    public static void AddRowPages(this IServiceCollection services)
    {
        services.TryAddSingleton<RowWriter>();
        services.TryAddSingleton<RowHistory>();
        services.AddSingleton<RowSurroundings>();
        services.AddSingleton<RowStory>();
        services.AddSingleton<RowDesk>();
    }

    public static void MapRowPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGroup("").RequiresRows(Permission.Read).MapRow();
        pages.MapGroup("").RequiresRows(Permission.Read).AddEndpointFilter(FormGuard.CheckAsync).MapVersions();
        var writing = pages.MapGroup("").RequiresRows(Permission.Write).AddEndpointFilter(FormGuard.CheckAsync);
        writing.MapForms();
        writing.MapStanding();
        writing.MapBulk();
    }
}

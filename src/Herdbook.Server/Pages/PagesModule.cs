using System.IO.Compression;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd;
using Herdbook.Core.Rows;
using Herdbook.Core.Tables;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Herdbook.Server.Pages.Access;
using Herdbook.Server.Pages.Api;
using Herdbook.Server.Pages.Errors;
using Herdbook.Server.Pages.Governance.Approvals;
using Herdbook.Server.Pages.Governance.Audit;
using Herdbook.Server.Pages.Governance.Budgets;
using Herdbook.Server.Pages.Intake;
using Herdbook.Server.Pages.Overview;
using Herdbook.Server.Pages.Rows;
using Herdbook.Server.Pages.Search;
using Herdbook.Server.Pages.Sessions;
using Herdbook.Server.Pages.Tables;
using Herdbook.Server.Pages.Traces;
using Herdbook.Server.Pages.Warehouse.Health;
using Herdbook.Server.Pages.Warehouse.Insight;
using Herdbook.Server.Pages.Warehouse.Lineage;
using Herdbook.Server.Pages.Warehouse.Sql;
using Herdbook.Server.Pages.Watch;
using Herdbook.Server.Pages.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Herdbook.Server.Pages;

/// <summary>The web pages: rendered on the server, their state in the address, readable before any script ran.</summary>
public static class PagesModule
{
    /// <summary>Needs a <see cref="Book"/>. The tenant of a request is its feature <see cref="Tenant"/>, else the default one.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.AddSingleton<Assets>();
        services.AddSingleton<Overviews>();
        services.AddSingleton<HerdDirectory>();
        services.AddSingleton<Core.Herd.Sessions>();
        services.AddSingleton<SessionStories>();
        services.AddSingleton<Core.Herd.Traces>();
        services.AddSingleton<TraceList>();
        services.AddSingleton<WorkCosts>();
        services.AddSingleton<WorkLinkList>();
        services.AddSingleton<IntakeBook>();
        services.TryAddSingleton<RowReader>();
        services.AddSingleton<TableSizes>();
        services.AddSingleton<RowCounts>();
        services.AddSingleton<GridReader>();
        services.AddSingleton<GridExport>();
        services.AddSingleton<SavedViews>();
        services.AddRowPages();
        services.AddAccessPages();
        services.AddSingleton<RowSearch>();
        services.AddInsight();
        services.AddWarehouseSql();
        services.AddSingleton<IErrorPage, HtmlErrorPage>();
        return services;
    }

    /// <summary>Every page.</summary>
    public static WebApplication MapPages(this WebApplication app)
    {
        app.MapGet("/assets/{**name}", (HttpContext http, Assets assets, string name) => assets.Serve(http, name)).AllowsAnyone("Styles and scripts, the same for everybody.");
        var pages = app.MapGroup("").AddEndpointFilter(AskedAnew);
        pages.MapGet("/theme/{choice}", ThemeCookie.Choose).AllowsAnyone("Keeps the choice of light or dark in the reader's own browser.");
        pages.MapSignIn();
        pages.MapAccessPages();
        var work = pages.MapGroup("").Requires(Permission.WorkRead);
        work.MapOverview();
        work.MapSessions();
        work.MapSession();
        work.MapWatch();
        work.MapTraces();
        work.MapWork();
        pages.MapGroup("").Requires(Permission.IntakeRead).MapIntake();
        var signedIn = pages.MapGroup("").Requires(Permission.SignedIn);
        signedIn.MapTables();
        signedIn.MapSearch();
        signedIn.MapApiPages();
        pages.MapGrid();
        pages.MapRowPages();
        var figures = pages.MapGroup("").Requires(Permission.Insight);
        figures.MapInsight();
        figures.MapHealth();
        figures.MapLineage();
        pages.MapWarehouseSql();
        pages.MapBudgetPages();
        pages.MapAuditPages();
        pages.MapApprovalPages();
        return app;
    }

    /// <summary>A figure changes with every booking: no page is shown again without asking.</summary>
    private static ValueTask<object?> AskedAnew(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "private, no-cache";
        return next(context);
    }
}

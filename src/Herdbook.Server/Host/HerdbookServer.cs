using System.Net;
using System.Net.Sockets;
using Herdbook.Core.Homes;
using Herdbook.Server.Access;
using Herdbook.Server.Access.OpenId;
using Herdbook.Server.Api;
using Herdbook.Server.Catalog;
using Herdbook.Server.GitHub;
using Herdbook.Server.Governance.Approvals;
using Herdbook.Server.Governance.Audit;
using Herdbook.Server.Governance.Budgets;
using Herdbook.Server.Herd;
using Herdbook.Server.Intake;
using Herdbook.Server.Live;
using Herdbook.Server.Mcp;
using Herdbook.Server.Otlp;
using Herdbook.Server.Pages;
using Herdbook.Server.Rows;
using Herdbook.Server.Tenancy;
using Herdbook.Server.Warehouse;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Herdbook.Server.Host;

/// <summary>The web server over an open book, on loopback alone.</summary>
public sealed class HerdbookServer : IAsyncDisposable
{
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private HerdbookServer(WebApplication app, int port)
    {
        _app = app;
        Address = $"http://127.0.0.1:{port}";
    }

    public string Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <exception cref="Core.RefusedException">`port_taken`.</exception>
    public static async Task<HerdbookServer> StartAsync(ServerOptions options, HomeSession session, CancellationToken ct)
    {
        var port = options.Port == 0 ? FreePort() : options.Port;
        var app = Build(options with { Port = port }, session);
        try
        {
            await app.StartAsync(ct);
            return new HerdbookServer(app, port);
        }
        catch (Exception e)
        {
            await app.DisposeAsync();
            throw e is IOException { InnerException: AddressInUseException } ? PortTaken(port, e) : e;
        }
    }

    /// <summary>Serves until asked to end; then finishes what is under way, for ten seconds at most.</summary>
    public Task RunAsync(CancellationToken ct) => _app.WaitForShutdownAsync(ct);

    /// <summary>What runs in the background ends before what it uses.</summary>
    public async ValueTask DisposeAsync()
    {
        using var bounded = new CancellationTokenSource(Ending);
        await _app.StopAsync(bounded.Token);
        await _app.DisposeAsync();
    }

    /// <exception cref="Core.RefusedException">`port_taken`. Found before anything else is started.</exception>
    public static void RequireFreePort(int port)
    {
        if (port == 0)
        {
            return;
        }

        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw PortTaken(port, e);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied)
        {
            throw new Core.RefusedException("port_forbidden", $"Port {port} is not for ordinary users. Nothing was started. Choose one above 1023 with --port.", e);
        }
    }

    private static WebApplication Build(ServerOptions options, HomeSession session)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
            ApplicationName = typeof(HerdbookServer).Assembly.GetName().Name,
        });
        builder.Configuration.Sources.Clear();
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Npgsql", LogLevel.Warning);
        // What a caller is refused is their answer, and no fault of the server.
        builder.Logging.AddFilter("ModelContextProtocol", LogLevel.None);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
            console.UseUtcTimestamp = true;
        });
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options.Port));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        AddParts(builder.Services, options, session);

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseLoopbackGuard();
        app.UseHead();
        app.UseIdentification();
        app.UseTenantPath(app.Services.GetRequiredService<TenantDirectory>());
        app.UseResponseCompression();
        app.UseRouting();
        app.UseDecision();
        app.UseSuspension(app.Services.GetRequiredService<TenantDirectory>());
        app.UseAntiforgery();
        MapParts(app, session);
        return app;
    }

    /// <summary>What the server is made of.</summary>
    private static void AddParts(IServiceCollection services, ServerOptions options, HomeSession session)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(session);
        services.AddSingleton(session.Home);
        services.AddSingleton(session.Database);
        services.AddSingleton(session.Book);
        services.AddSingleton(session.Keys);
        services.AddSingleton(session.Catalog);
        services.AddSingleton(session.Tables);
        services.AddSingleton(session.Folder);
        services.AddSingleton<TenantDirectory>();
        services.AddResponseCompression();
        services.AddAccess();
        services.AddOpenId(options.OpenId);
        services.AddCatalog();
        services.AddIntake();
        services.AddOtlp();
        services.AddGitHub();
        services.AddWarehouse();
        services.AddAudit(session);
        services.AddTenants();
        services.AddRows();
        services.AddBudgets();
        services.AddLive();
        services.AddHerd();
        services.AddApprovals();
        services.AddPages();
        services.AddApi();
        services.AddMcp();
    }

    /// <summary>What it answers.</summary>
    private static void MapParts(WebApplication app, HomeSession session)
    {
        Readiness.Map(app, new Readiness(session));
        app.MapCatalog();
        app.MapRows();
        app.MapOtlp();
        app.MapBudgets();
        app.MapLive();
        app.MapHerd();
        app.MapIntake();
        app.MapGitHub();
        app.MapWarehouse();
        app.MapAudit();
        app.MapApprovals();
        app.MapTenants();
        app.MapPages();
        app.MapApi();
        app.MapMcp();
    }

    private static void Configure(KestrelServerOptions kestrel, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 16L << 20;
        // A filter may list a thousand values.
        kestrel.Limits.MaxRequestLineSize = 64 << 10;
        kestrel.Limits.MaxConcurrentConnections = 1_000;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        // 127.0.0.1, and [::1] where the machine has it.
        kestrel.ListenLocalhost(port);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Core.RefusedException PortTaken(int port, Exception inner) => new("port_taken",
        $"Port {port} is taken{(PortHolder.Describe(port) is { } holder ? $" by {holder}" : "")}. Nothing was started. Choose another with --port, or --port 0 for any free one.",
        inner);
}

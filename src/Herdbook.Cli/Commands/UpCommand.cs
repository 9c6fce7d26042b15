using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd;
using Herdbook.Core.Homes;
using Herdbook.Core.Postgres;
using Herdbook.Intake;
using Herdbook.Server.Access.OpenId;
using Herdbook.Server.Host;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook up`: opens the book and serves it.</summary>
internal static class UpCommand
{
    public const int DefaultPort = 7411;

    private static readonly Option<bool> Detach = new("--detach", "-d") { Description = "Run in the background; return when ready." };

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port on loopback; 0 takes any free one.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultPort,
    };

    private static readonly Option<bool> Ephemeral = new("--ephemeral") { Description = "A throwaway book, removed at the end." };

    private static readonly Option<bool> Demo = new("--demo") { Description = "Also open a generated demo fleet, in a tenant of its own." };

    private static readonly Option<bool> NoImport = new("--no-import") { Description = "Do not read the transcripts of this machine." };

    private static readonly Option<int> WarehouseEvery = new("--warehouse-every")
    {
        Description = "Minutes between builds of the warehouse when something new is booked; 0 builds only what is asked for.",
        HelpName = "MINUTES",
        DefaultValueFactory = _ => 15,
    };

    public static Command Create()
    {
        var command = new Command("up", "Open the book and serve it on loopback.") { Detach, Port, Ephemeral, Demo, NoImport, WarehouseEvery };
        ImportSwitches.AddTo(command);
        Port.Validators.Add(port =>
        {
            if (port.Tokens.Count == 1 && int.TryParse(port.Tokens[0].Value, CultureInfo.InvariantCulture, out var n) && n is < 0 or > 65_535)
            {
                port.AddError("--port takes 0 to 65535.");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(Ephemeral) && result.GetResult(Globals.Home) is { Implicit: false } && !Detached.IsChild)
            {
                result.AddError("--ephemeral makes a home of its own; leave out --home.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var ephemeral = parsed.GetValue(Ephemeral);
        var home = ephemeral && !Detached.IsChild ? await EphemeralHome.NameAsync("herdbook-ephemeral", ct) : parsed.HomeOf();
        var options = new ServerOptions(parsed.GetValue(Port), parsed.GetValue(Demo), !parsed.GetValue(NoImport))
        {
            Reading = ImportSwitches.Of(parsed),
            OpenId = OpenIdSettings.FromEnvironment(),
            WarehouseEvery = parsed.GetValue(WarehouseEvery) is > 0 and var minutes ? TimeSpan.FromMinutes(minutes) : null,
        };
        if (parsed.GetValue(Detach) && !Detached.IsChild)
        {
            return await Detached.StartAsync(home, ephemeral, options, ImportSwitches.Again(parsed), ct);
        }

        try
        {
            await using var throwaway = ephemeral ? EphemeralHome.Make(home) : null;
            return await ServeAsync(home, options, ct);
        }
        catch (Exception fault) when (Detached.IsChild)
        {
            Detached.Report(new DetachedReport(null, Faults.Words(fault)));
            throw;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return CommandLine.Done;
        }
    }

    private static async Task<int> ServeAsync(HerdbookHome home, ServerOptions options, CancellationToken ct)
    {
        var steps = new Steps(AnsiConsole.Console);
        HomeChecks.Prepare(home);
        using var plane = ControlPlane.Take(home, Product.Version, DateTimeOffset.UtcNow);
        HerdbookServer.RequireFreePort(options.Port);

        await using var session = await steps.RunAsync("database", "starting PostgreSQL", async () =>
        {
            var opened = await HomeSession.OpenBareAsync(home, ct);
            return (opened, Describe(opened));
        });
        using var serving = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var claim = session.Lease is null ? await DatabaseClaim.TakeAsync(session.ConnectionString, serving, ct) : null;
        await steps.RunAsync("catalog", "comparing the tables", async () =>
        {
            var plan = await Schema.EnsureAsync(session.Database, session.Keys, ct);
            return (plan, $"{Schema.Declared.Tables.Count} tables, {(plan.IsEmpty ? "current" : $"{plan.Steps.Count} changes applied")}");
        });
        var (intake, opensOn) = await steps.RunAsync("intake", "looking for transcripts", () => LookAsync(session, options, ct));
        await using var server = await steps.RunAsync("server", "starting", async () =>
        {
            var started = await HerdbookServer.StartAsync(intake, session, ct);
            return (started, $"listens on {started.Address}");
        });

        var welcome = await FirstAdministrator.WelcomeAsync(session.Book, TimeProvider.System, ct) is { } path ? server.Address + path : null;
        plane.Announce(server.Address);
        Detached.Report(new DetachedReport(server.Address + opensOn, null, welcome));
        steps.Tell(Ready(server.Address + opensOn, SinceStart()));
        if (!Detached.IsChild)
        {
            steps.Tell($"[grey]  book in {Markup.Escape(home.Root)}; Ctrl-C stops it[/]");
            if (welcome is not null)
            {
                steps.Tell(Welcome(welcome));
            }
        }

        await server.RunAsync(serving.Token);
        claim?.ThrowIfLost();
        return CommandLine.Done;
    }

    /// <summary>What the server will read, and the page to open on: the demo fleet's where this machine has nothing to show.</summary>
    private static async Task<((ServerOptions Options, string OpensOn) Result, string Line)> LookAsync(
        HomeSession session, ServerOptions options, CancellationToken ct)
    {
        var found = options.Import ? TranscriptFolders.Find(TranscriptFolders.OfClaudeCode()).Count : 0;
        var empty = found == 0 && !await Fleet.AnyAsync(session.Book, Tenant.Default, ct);
        var demo = options.Demo || (options.Import && empty && !File.Exists(session.Home.NoDemoFile));
        var line = found > 0 ? $"{found:N0} transcripts of Claude Code, read while you look"
            : options.Import ? "no transcripts of Claude Code on this machine" : "reads nothing";
        return ((options with { Demo = demo }, demo && empty ? $"/t/{Tenant.Demo}" : ""), demo ? $"{line}; the demo fleet is shown" : line);
    }

    public static string Ready(string address, TimeSpan took) => string.Create(CultureInfo.InvariantCulture,
        $"[bold]ready[/] in {took.TotalSeconds:0.0} s at [link]{address}[/]");

    /// <summary>What a new book says once, and only on a terminal or to who asked: never in a log.</summary>
    public static string Welcome(string link) => $"  sign in as its administrator, once and within the hour: [link]{link}[/]\n[grey]  `herdbook sign-in` gives another link[/]";

    public static TimeSpan SinceStart()
    {
        using var self = Process.GetCurrentProcess();
        return DateTime.Now - self.StartTime;
    }

    private static string Describe(HomeSession session) => session.Lease is { } lease
        ? $"PostgreSQL {lease.Cluster.Binaries.Version}, {(lease.Start == PgStart.Adopted ? "was running" : "started")}"
        : $"the server of {DatabaseAddress.Variable}";
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Core.Postgres;
using Herdbook.Server.Host;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>What a server in the background tells whoever started it: its address, or why there is none.</summary>
/// <param name="SignIn">The first administrator's link, on a book that had none.</param>
internal sealed record DetachedReport(string? Address, string? Refusal, string? SignIn = null);

/// <summary>`up --detach`: the same program again, without a terminal, its words in the home's log.</summary>
internal static class Detached
{
    /// <summary>Names the file for the report. Set in the background process alone.</summary>
    private const string ReportVariable = "HERDBOOK_DETACHED_REPORT";

    private const long LongestLog = 10 << 20;

    private static readonly string? ReportFile = Environment.GetEnvironmentVariable(ReportVariable);

    public static bool IsChild => ReportFile is { Length: > 0 };

    /// <summary>Starts the server in the background and returns when it is ready or has refused.</summary>
    public static async Task<int> StartAsync(
        HerdbookHome home, bool ephemeral, ServerOptions options, IEnumerable<string> reading, CancellationToken ct)
    {
        HomeChecks.Prepare(home);
        var log = PrepareLog(home);
        var report = Path.Combine(home.Root, string.Create(CultureInfo.InvariantCulture, $"report-{Environment.ProcessId}.json"));
        using var child = Start(log, report, [.. Arguments(home, ephemeral, options), .. reading]);
        try
        {
            while (!File.Exists(report) && !child.HasExited)
            {
                await Task.Delay(20, ct);
            }

            return Tell(File.Exists(report) ? JsonSerializer.Deserialize<DetachedReport>(await File.ReadAllTextAsync(report, ct)) : null, home, log);
        }
        catch (OperationCanceledException)
        {
            Processes.AskToEnd(child.Id);
            await child.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        finally
        {
            File.Delete(report);
        }
    }

    /// <summary>In the background process: the first report counts. Elsewhere nothing happens.</summary>
    public static void Report(DetachedReport report)
    {
        if (ReportFile is not { Length: > 0 } file || !Directory.Exists(Path.GetDirectoryName(file)))
        {
            return;
        }

        // It may hold a link to sign in by.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using (var written = new StreamWriter(file + ".new", options))
        {
            written.Write(JsonSerializer.Serialize(report));
        }

        File.Move(file + ".new", file, overwrite: true);
    }

    private static int Tell(DetachedReport? report, HerdbookHome home, string log)
    {
        if (report?.Address is not { } address)
        {
            Console.Error.WriteLine(report?.Refusal ?? $"The server ended before it was ready. Its log: {log}");
            return CommandLine.Failed;
        }

        var option = HerdbookHome.Resolve(null) == home ? "" : $" --home {Markup.Escape(home.Root)}";
        AnsiConsole.MarkupLine(UpCommand.Ready(address, UpCommand.SinceStart()));
        AnsiConsole.MarkupLine($"[grey]  book in {Markup.Escape(home.Root)}; `herdbook down{option}` stops it[/]");
        if (report.SignIn is { } link)
        {
            AnsiConsole.MarkupLine(UpCommand.Welcome(link));
        }

        return CommandLine.Done;
    }

    private static Process Start(string log, string report, IEnumerable<string> arguments)
    {
        // The shell points the standard streams at the log and closes what this process inherited; then it becomes the server.
        const string script = "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-";
        var self = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, Environment.GetCommandLineArgs()[0]] : [self];
        var start = new ProcessStartInfo("/bin/sh", ["-c", script, "sh", log, .. program, .. arguments]) { WorkingDirectory = "/" };
        start.Environment[ReportVariable] = report;
        return Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
    }

    private static IEnumerable<string> Arguments(HerdbookHome home, bool ephemeral, ServerOptions options)
    {
        yield return "up";
        yield return "--home";
        yield return home.Root;
        yield return "--port";
        yield return options.Port.ToString(CultureInfo.InvariantCulture);
        if (ephemeral)
        {
            yield return "--ephemeral";
        }

        yield return "--warehouse-every";
        yield return ((int)(options.WarehouseEvery?.TotalMinutes ?? 0)).ToString(CultureInfo.InvariantCulture);
        if (options.Demo)
        {
            yield return "--demo";
        }

        if (!options.Import)
        {
            yield return "--no-import";
        }
    }

    private static string PrepareLog(HerdbookHome home)
    {
        try
        {
            Directory.CreateDirectory(home.LogDirectory);
            var log = Path.Combine(home.LogDirectory, "server.log");
            if (new FileInfo(log) is { Exists: true, Length: > LongestLog })
            {
                File.Move(log, log + ".1", overwrite: true);
            }

            return log;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw HomeChecks.NotWritable(home, e);
        }
    }
}

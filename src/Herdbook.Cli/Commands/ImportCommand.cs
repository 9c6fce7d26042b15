using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Herd.Prices;
using Herdbook.Core.Homes;
using Herdbook.Intake;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook import SOURCE`: books what agents left in files, once, or for as long as they grow.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Files, or folders of them. Without one: where the source keeps them on this machine.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Watch = new("--watch") { Description = "Go on, and book what is added, until Ctrl-C." };

    public static Command Create()
    {
        var import = new Command("import", "Book what agents did.");
        foreach (var format in SourceFormat.All)
        {
            import.Subcommands.Add(Create(format));
        }

        import.Subcommands.Add(ImportGitCommand.Create());
        import.Subcommands.Add(ImportGitHubCommand.Create());
        return import;
    }

    private static Command Create(SourceFormat format)
    {
        var json = Globals.Json();
        var source = new Command(format.Code, $"{format.Title}.") { Paths, Watch, json };
        ImportSwitches.AddTo(source);
        source.SetAction((parsed, ct) => RunAsync(format, parsed, parsed.GetValue(json), ct));
        return source;
    }

    private static async Task<int> RunAsync(SourceFormat format, ParseResult parsed, bool json, CancellationToken ct)
    {
        var options = ImportSwitches.Of(parsed);
        var paths = Folders(format, parsed.GetValue(Paths) ?? []);
        var files = TranscriptFolders.Find(format, paths);
        await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
        var tenant = await parsed.TenantOfAsync(session, ct);
        RefuseDemo(tenant);
        await PriceBook.EnsureListAsync(session.Book, tenant, TimeProvider.System, ct);
        var importer = new TranscriptImporter(session.Book, tenant, TimeProvider.System, format);
        if (parsed.GetValue(Watch))
        {
            return await FollowAsync(importer, options, paths, json, ct);
        }

        var summary = json ? await importer.ImportAsync(files, options, null, ct) : await ShownAsync(importer, files, options, ct);
        Tell(summary, json);
        return summary.Failures.Count == 0 ? CommandLine.Done : CommandLine.Failed;
    }

    /// <exception cref="RefusedException">`demo_tenant`.</exception>
    internal static void RefuseDemo(Tenant tenant)
    {
        if (tenant == Tenant.Demo)
        {
            throw new RefusedException("demo_tenant", "The demo tenant holds generated figures, and is erased with them. Nothing was imported; leave out --tenant demo.");
        }
    }

    private static IReadOnlyList<string> Folders(SourceFormat format, string[] given)
    {
        if (given.Length > 0)
        {
            return given;
        }

        var found = format.Folders();
        return found.Count > 0
            ? found
            : throw new RefusedException("path_not_found", $"There are no {format.Title} on this machine. Nothing was imported; give the path of a file or a folder of them.");
    }

    private static async Task<int> FollowAsync(TranscriptImporter importer, ImportOptions options, IReadOnlyList<string> paths, bool json, CancellationToken ct)
    {
        try
        {
            await new TranscriptWatcher(importer, options, TimeProvider.System)
                .RunAsync(() => paths, summary => Tell(summary, json), fault => Console.Error.WriteLine(Faults.Words(fault)), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl-C is how following ends.
        }

        return CommandLine.Done;
    }

    private static Task<ImportSummary> ShownAsync(
        TranscriptImporter importer, IReadOnlyList<TranscriptFile> files, ImportOptions options, CancellationToken ct)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            return importer.ImportAsync(files, options, null, ct);
        }

        return AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask($"{files.Count} files");
                return await importer.ImportAsync(
                    files,
                    options,
                    progress =>
                    {
                        bar.MaxValue = Math.Max(1, progress.BytesFound);
                        bar.Value = progress.FilesRead + progress.FilesFailed == progress.FilesChanged ? bar.MaxValue : progress.BytesRead;
                    },
                    ct);
            });
    }

    private static void Tell(ImportSummary summary, bool json)
    {
        var done = summary.Progress;
        if (json)
        {
            Output.Json(new Dictionary<string, object>
            {
                ["files"] = done.FilesFound,
                ["files_read"] = done.FilesRead,
                ["files_unchanged"] = done.FilesFound - done.FilesChanged,
                ["files_failed"] = done.FilesFailed,
                ["bytes_read"] = done.BytesRead,
                ["lines"] = done.Lines,
                ["events"] = done.Events,
                ["bookings"] = done.Bookings,
                ["rejects"] = summary.KnownRejects,
                ["new_rejects"] = done.Rejects,
                ["seconds"] = Math.Round(summary.Took.TotalSeconds, 3),
                ["failures"] = summary.Failures.Select(f => new { path = f.Path, reason = f.Reason }),
            });
            return;
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{done.FilesFound:N0} files: {done.FilesRead:N0} read, {done.FilesFound - done.FilesChanged:N0} unchanged, {done.FilesFailed:N0} failed; {done.BytesRead / 1048576.0:N1} MiB, {done.Lines:N0} lines in {summary.Took.TotalSeconds:N1} s"));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{done.Events:N0} events and {done.Bookings:N0} token bookings added; {summary.KnownRejects:N0} lines rejected ({done.Rejects:N0} by this import)"));
        foreach (var (path, reason) in summary.Failures)
        {
            Console.Error.WriteLine($"{path}: {reason}");
        }
    }
}

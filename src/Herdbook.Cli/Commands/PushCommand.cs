using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Intake;
using Herdbook.Intake.Push;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook push`: sends what agents left on this machine to a team's server. It needs no home and no database here.</summary>
internal static class PushCommand
{
    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Files, or folders of them; name their --source. Without one: all that the sources keep on this machine.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> To = new("--to") { Description = "The server's address, for example https://herdbook.example.org.", HelpName = "URL", Required = true };

    private static readonly Option<string?> Token = new("--token")
    {
        Description = "A token with the permission intake:write (HERDBOOK_TOKEN).",
        HelpName = "T",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("HERDBOOK_TOKEN"),
    };

    private static readonly Option<string?> Source = new("--source") { Description = $"Only this: {string.Join(", ", SourceFormat.All.Select(f => f.Code))}.", HelpName = "NAME" };

    private static readonly Option<string> Machine = new("--machine")
    {
        Description = "What this machine is called on the server. Without it: its host name.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.MachineName,
    };

    public static Command Create()
    {
        var json = Globals.Json();
        var command = new Command("push", "Send what agents left on this machine to a server.") { Paths, To, Token, Source, Machine, json };
        ImportSwitches.AddRedactionTo(command);
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, bool json, CancellationToken ct)
    {
        var paths = parsed.GetValue(Paths) ?? [];
        var named = parsed.GetValue(Source);
        if (paths.Length > 0 && named is null)
        {
            throw new RefusedException("source_unknown", $"What kind of files are these? Nothing was sent; add --source with one of {string.Join(", ", SourceFormat.All.Select(f => f.Code))}.");
        }

        using var http = new HttpClient { BaseAddress = Address(parsed.GetValue(To)!), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = parsed.GetValue(Token) is { Length: > 0 } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        var sender = new PushSender(http, parsed.GetValue(Machine)!, ImportSwitches.RedactionOf(parsed), TimeProvider.System);
        var summary = new PushSummary();
        foreach (var format in named is null ? SourceFormat.All : [SourceFormat.Of(named)])
        {
            await sender.SendAsync(format, TranscriptFolders.Find(format, paths.Length > 0 ? paths : format.Folders()), summary, ct);
        }

        Tell(summary, json);
        return summary.Failures.Count == 0 ? CommandLine.Done : CommandLine.Failed;
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new RefusedException("push_address", $"'{text}' is no address of a server. Nothing was sent; give one such as https://herdbook.example.org.");

    private static void Tell(PushSummary summary, bool json)
    {
        if (json)
        {
            Output.Json(new Dictionary<string, object>
            {
                ["files"] = summary.Files,
                ["files_sent"] = summary.FilesSent,
                ["bytes_read"] = summary.BytesRead,
                ["bytes_sent"] = summary.BytesSent,
                ["events"] = summary.Events,
                ["bookings"] = summary.Bookings,
                ["rejects"] = summary.Rejects,
                ["failures"] = summary.Failures.Select(f => new { path = f.Path, reason = f.Reason }),
            });
            return;
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{summary.Files:N0} files, {summary.FilesSent:N0} with something new: {summary.BytesRead / 1048576.0:N1} MiB read, {summary.BytesSent / 1048576.0:N1} MiB sent"));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{summary.Events:N0} events and {summary.Bookings:N0} token bookings added there; {summary.Rejects:N0} lines rejected"));
        foreach (var (path, reason) in summary.Failures)
        {
            Console.Error.WriteLine($"{path}: {reason}");
        }
    }
}

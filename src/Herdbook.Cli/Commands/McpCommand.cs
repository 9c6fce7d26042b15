using System.CommandLine;
using Herdbook.Cli.Mcp;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Homes;
using Herdbook.Server.Host;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook mcp`: the Model Context Protocol on standard input and output, for clients that start a process.</summary>
internal static class McpCommand
{
    public const string TokenVariable = "HERDBOOK_TOKEN";

    private static readonly Option<Uri?> Url = new("--url") { Description = "The server, for example http://127.0.0.1:7411 (default: the one that runs on the home).", HelpName = "URL" };
    private static readonly Option<FileInfo?> TokenFile = new("--token-file") { Description = $"The file with the token (default: {TokenVariable}, else the home's own).", HelpName = "FILE" };
    private static readonly Option<bool> NoStart = new("--no-start") { Description = "Refuse where no server runs, instead of starting one in the background." };

    public static Command Create()
    {
        var command = new Command("mcp", "Speak the Model Context Protocol on standard input and output.") { Url, TokenFile, NoStart };
        command.SetAction(async (parsed, ct) =>
        {
            // Standard output belongs to the protocol.
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error), Ansi = AnsiSupport.No });
            var home = parsed.HomeOf();
            var address = parsed.GetValue(Url) ?? new Uri(await AddressAsync(home, parsed.GetValue(NoStart), ct));
            var tenant = parsed.TenantOf();
            var token = await TokenAsync(parsed.GetValue(TokenFile), home, ct);
            using var bridge = new StdioBridge(new Uri(address, tenant == Tenant.Default ? "/mcp" : $"/t/{tenant}/mcp"), token);
            await bridge.RunAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), ct);
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>Of the server that runs on the home; started in the background, as `herdbook up --detach` does, where none runs.</summary>
    /// <exception cref="RefusedException">`server_start`.</exception>
    private static async Task<string> AddressAsync(HerdbookHome home, bool noStart, CancellationToken ct)
    {
        if (ControlPlane.Running(home)?.Address is { } running)
        {
            return running;
        }

        if (noStart)
        {
            throw new RefusedException("server_start", $"No server runs on {home.Root}. Start it with `herdbook up --detach`, or leave out --no-start.");
        }

        await Detached.StartAsync(home, ephemeral: false, new ServerOptions(UpCommand.DefaultPort, Demo: false, Import: true), [], ct);
        return ControlPlane.Running(home)?.Address ?? throw new RefusedException("server_start", $"The server on {home.Root} did not start; its log in {home.LogDirectory} says why. `herdbook up --port 0` takes any free port.");
    }

    private static async Task<string> TokenAsync(FileInfo? file, HerdbookHome home, CancellationToken ct)
    {
        try
        {
            return file is not null ? (await File.ReadAllTextAsync(file.FullName, ct)).Trim()
                : Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } given ? given.Trim()
                : HomeToken.Open(home).Text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && file is not null)
        {
            throw new RefusedException("file_unreadable", $"{file.FullName} cannot be read: {e.Message} `herdbook connect` writes it.", e);
        }
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Herdbook.Cli.Connect;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Homes;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook connect`: writes a client's settings so that it finds the book, with a token of its own.</summary>
internal static partial class ConnectCommand
{
    private const string Hidden = "(a new token)";

    private static readonly Argument<string> Client = new("CLIENT") { Description = string.Join(", ", McpClients.All.Select(client => client.Name)) + "." };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Write it. Without this the change is shown, and nothing is written." };
    private static readonly Option<string?> Agent = new("--agent") { Description = "The code of the agent that the client works as.", HelpName = "CODE" };
    private static readonly Option<string[]> Role = new("--role") { Description = "What its token may do (default: agent).", HelpName = "ROLE" };
    private static readonly Option<Uri?> Url = new("--url") { Description = "The server (default: the one that runs on the home, else its usual port).", HelpName = "URL" };
    private static readonly Option<bool> Stdio = new("--stdio") { Description = "Let the client start `herdbook mcp` instead of calling the server; the token stays in the home." };
    private static readonly Option<DirectoryInfo?> Project = new("--project") { Description = "Write the settings of the project in this folder, not the user's own. Takes --stdio: such files are shared.", HelpName = "DIR" };
    private static readonly Option<FileInfo?> Settings = new("--file") { Description = "Write this file.", HelpName = "FILE" };

    public static Command Create()
    {
        var json = Globals.Json();
        var command = new Command("connect", "Show and write a client's settings, so that it finds the book.") { Client, Yes, Agent, Role, Url, Stdio, Project, Settings, json };
        Client.AcceptOnlyFromAmong([.. McpClients.All.Select(client => client.Name)]);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Project) is not null && !result.GetValue(Stdio))
            {
                result.AddError("--project takes --stdio: a project's file is shared, and a token in it would be too.");
            }
        });
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, bool json, CancellationToken ct)
    {
        var client = McpClients.All.First(known => known.Name == parsed.GetValue(Client));
        var home = parsed.HomeOf();
        var tenant = parsed.TenantOf();
        var file = new ClientFile(client, FileOf(client, parsed));
        var tokenFile = Path.Combine(home.Root, "clients", $"{client.Name}-{tenant}.token");
        var shown = file.With(Entry(parsed, client, home, tenant, tokenFile, Hidden));
        var changes = LineChanges.Of(file.Text, shown).Select(line => OwnToken().Replace(line, "hb_…")).ToList();
        if (!parsed.GetValue(Yes))
        {
            Tell(json, client, file.Path, changes, written: false);
            return CommandLine.Done;
        }

        await using var session = await HomeSession.OpenAsync(home, ct);
        await parsed.TenantOfAsync(session, ct);
        var tokens = new ApiTokens(session.Book, TimeProvider.System);
        var name = $"connect {client.Name} on {Environment.MachineName}";
        var former = (await tokens.ListAsync(tenant, ct)).Where(token => token.Name == name && token.RevokedAt is null).ToList();
        var roles = parsed.GetValue(Role) is { Length: > 0 } given ? given : [AccessRoles.Agent];
        var (made, text) = await tokens.MakeAsync(tenant, Actor.Owner, new WantedToken(name, roles, [], null, parsed.GetValue(Agent), null), ct);
        try
        {
            if (parsed.GetValue(Stdio))
            {
                WriteToken(tokenFile, text);
            }

            file.Write(file.With(Entry(parsed, client, home, tenant, tokenFile, text)));
        }
        catch
        {
            await tokens.RevokeAsync(tenant, Actor.Owner, made.Id, null, CancellationToken.None);
            throw;
        }

        // The settings hold the new one; what an earlier run gave is of no use any more.
        foreach (var old in former)
        {
            await tokens.RevokeAsync(tenant, Actor.Owner, old.Id, null, ct);
        }

        Tell(json, client, file.Path, changes, written: true);
        return CommandLine.Done;
    }

    private static JsonObject Entry(ParseResult parsed, McpClient client, HerdbookHome home, Tenant tenant, string tokenFile, string token)
    {
        if (!parsed.GetValue(Stdio))
        {
            var address = parsed.GetValue(Url)?.GetLeftPart(UriPartial.Authority) ?? ControlPlane.Running(home)?.Address ?? $"http://127.0.0.1:{UpCommand.DefaultPort}";
            return client.Remote($"{address}/mcp", $"Bearer {token}");
        }

        List<string> arguments = ["mcp", "--token-file", tokenFile];
        if (HerdbookHome.Resolve(null) != home)
        {
            arguments.AddRange(["--home", home.Root]);
        }

        if (tenant != Tenant.Default)
        {
            arguments.AddRange(["--tenant", tenant.Slug]);
        }

        if (parsed.GetValue(Url) is { } url)
        {
            arguments.AddRange(["--url", url.GetLeftPart(UriPartial.Authority)]);
        }

        return client.Local(Environment.GetEnvironmentVariable("HERDBOOK_LAUNCHER") is { Length: > 0 } launcher ? launcher : Environment.ProcessPath ?? "herdbook", arguments);
    }

    /// <exception cref="RefusedException">`client_settings`: the client has no settings of a project.</exception>
    private static string FileOf(McpClient client, ParseResult parsed) => parsed.GetValue(Settings)?.FullName
        ?? (parsed.GetValue(Project) is not { } folder ? client.UserFile()
            : client.ProjectFile is { } file ? Path.Combine(folder.FullName, file)
            : throw new RefusedException("client_settings", $"{client.Title} has no settings of a project. Leave out --project."));

    private static void WriteToken(string file, string token)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.WriteLine(token);
    }

    /// <summary>A token of an earlier run, which no screen need show.</summary>
    [GeneratedRegex(@"\bhb_[a-z0-9-]+_[A-Za-z0-9_-]{20,}")]
    private static partial Regex OwnToken();

    private static void Tell(bool json, McpClient client, string path, IReadOnlyList<string> changes, bool written)
    {
        if (json)
        {
            Output.Json(new { Client = client.Name, File = path, Changes = changes, Written = written });
            return;
        }

        Console.Out.WriteLine(path);
        foreach (var line in changes)
        {
            Console.Out.WriteLine(line);
        }

        Console.Error.WriteLine(written
            ? $"Written. {client.Title} finds the book when it starts anew; its token is in `herdbook tokens list`."
            : "Nothing was written. Add --yes to write it, with a new token in its place.");
    }
}

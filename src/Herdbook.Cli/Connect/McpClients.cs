using System.Text.Json.Nodes;

namespace Herdbook.Cli.Connect;

/// <summary>A program that speaks the Model Context Protocol, and how its settings name a server.</summary>
/// <param name="Name">As the command line names it.</param>
/// <param name="Title">As people name it.</param>
/// <param name="UserFile">Its settings, of a user.</param>
/// <param name="ProjectFile">Those of a project, below its folder; null where it has none.</param>
/// <param name="Path">Where the servers stand in the settings.</param>
/// <param name="Remote">An entry for a server that is reached by its address: address, value of the header Authorization.</param>
internal sealed record McpClient(string Name, string Title, Func<string> UserFile, string? ProjectFile, IReadOnlyList<string> Path, Func<string, string, JsonObject> Remote)
{
    /// <summary>An entry for a program that is started.</summary>
    public Func<string, IReadOnlyList<string>, JsonObject> Local { get; init; } = (command, arguments) => new JsonObject { ["command"] = command, ["args"] = List(arguments) };

    public bool IsToml => UserFile().EndsWith(".toml", StringComparison.Ordinal);

    public static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}

/// <summary>The clients that `herdbook connect` knows.</summary>
internal static class McpClients
{
    private static readonly string[] McpServers = ["mcpServers"];

    public static IReadOnlyList<McpClient> All { get; } =
    [
        new("claude-code", "Claude Code", () => Path.Combine(Variable("CLAUDE_CONFIG_DIR") ?? Home(), ".claude.json"), ".mcp.json", McpServers, Typed("http")) { Local = (command, arguments) => new JsonObject { ["type"] = "stdio", ["command"] = command, ["args"] = McpClient.List(arguments) } },
        new("codex", "Codex CLI", () => Path.Combine(Variable("CODEX_HOME") ?? Home(".codex"), "config.toml"), ".codex/config.toml", ["mcp_servers"], (url, bearer) => new JsonObject { ["url"] = url, ["http_headers"] = Headers(bearer) }),
        new("gemini", "Gemini CLI", () => Home(".gemini", "settings.json"), ".gemini/settings.json", McpServers, (url, bearer) => new JsonObject { ["httpUrl"] = url, ["headers"] = Headers(bearer) }),
        new("cursor", "Cursor", () => Home(".cursor", "mcp.json"), ".cursor/mcp.json", McpServers, (url, bearer) => new JsonObject { ["url"] = url, ["headers"] = Headers(bearer) }),
        new("vscode", "VS Code", () => Path.Combine(Applications(), "Code", "User", "mcp.json"), ".vscode/mcp.json", ["servers"], Typed("http")) { Local = (command, arguments) => new JsonObject { ["type"] = "stdio", ["command"] = command, ["args"] = McpClient.List(arguments) } },
        new("copilot", "Copilot CLI", () => Path.Combine(Variable("COPILOT_HOME") ?? Home(".copilot"), "mcp-config.json"), null, McpServers, (url, bearer) => new JsonObject { ["type"] = "http", ["url"] = url, ["headers"] = Headers(bearer), ["tools"] = McpClient.List(["*"]) })
        {
            Local = (command, arguments) => new JsonObject { ["type"] = "local", ["command"] = command, ["args"] = McpClient.List(arguments), ["tools"] = McpClient.List(["*"]) },
        },
        new("windsurf", "Windsurf", () => Home(".codeium", "windsurf", "mcp_config.json"), null, McpServers, (url, bearer) => new JsonObject { ["serverUrl"] = url, ["headers"] = Headers(bearer) }),
        new("opencode", "opencode", () => Path.Combine(Variable("XDG_CONFIG_HOME") ?? Home(".config"), "opencode", "opencode.json"), "opencode.json", ["mcp"], (url, bearer) => new JsonObject { ["type"] = "remote", ["url"] = url, ["enabled"] = true, ["headers"] = Headers(bearer) })
        {
            Local = (command, arguments) => new JsonObject { ["type"] = "local", ["command"] = McpClient.List([command, .. arguments]), ["enabled"] = true },
        },
    ];

    private static Func<string, string, JsonObject> Typed(string type) => (url, bearer) => new JsonObject { ["type"] = type, ["url"] = url, ["headers"] = Headers(bearer) };

    private static JsonObject Headers(string bearer) => new() { ["Authorization"] = bearer };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string Home(params string[] parts) => Path.Combine([Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), .. parts]);

    private static string Applications() => OperatingSystem.IsMacOS() ? Home("Library", "Application Support") : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData) : Variable("XDG_CONFIG_HOME") ?? Home(".config");
}

using System.Text.Json;
using Herdbook.Cli.Connect;
using Herdbook.Core;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

/// <summary>Clients' settings, and the protocol on standard input and output.</summary>
public sealed class ConnectCommandTests
{
    private const string Theirs = "// mine\n{\n  \"theme\": \"dark\", /* kept */\n  \"mcpServers\": {\n    \"other\": {\"command\": \"x\"},\n  },\n}\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_is_shown_its_change_and_gets_a_token_of_its_own_and_speaks_over_standard_input_and_output()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        await home.UpAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("herdbook-tests-connect-");
        try
        {
            var file = Path.Combine(folder.FullName, "claude.json");
            await File.WriteAllTextAsync(file, Theirs, Ct);
            var shown = await home.RunAsync(Ct, "connect", "claude-code", "--file", file);
            Assert.Equal(0, shown.ExitCode);
            Assert.Contains("Bearer (a new token)", shown.Output, StringComparison.Ordinal);
            Assert.Equal(Theirs, await File.ReadAllTextAsync(file, Ct));

            Assert.Equal(0, (await home.RunAsync(Ct, "connect", "claude-code", "--file", file, "--yes")).ExitCode);
            var first = await TokenAsync(file);
            var again = await home.RunAsync(Ct, "connect", "claude-code", "--file", file, "--yes", "--role", "operator");
            Assert.Equal(0, again.ExitCode);
            Assert.DoesNotContain(first, again.Output, StringComparison.Ordinal);
            var second = await TokenAsync(file);
            Assert.NotEqual(first, second);
            Assert.Contains("// mine\n{\n", await File.ReadAllTextAsync(file, Ct), StringComparison.Ordinal);
            Assert.Equal("1 1", await home.AskAsync("select count(*) filter (where revoked_at is null) || ' ' || count(revoked_at) from governance.api_tokens where name like 'connect %'", Ct));

            await File.WriteAllTextAsync(file, "{ not json", Ct);
            var refused = await home.RunAsync(Ct, "connect", "claude-code", "--file", file, "--yes");
            Assert.Equal(1, refused.ExitCode);
            Assert.Equal("{ not json", await File.ReadAllTextAsync(file, Ct));

            await SpeaksAsync(home, second);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_else_stands_in_the_settings_stays_as_its_owner_wrote_it()
    {
        var entry = new System.Text.Json.Nodes.JsonObject { ["url"] = "http://x" };
        var made = JsonSettings.Set(Theirs, ["mcpServers", "herdbook"], entry.DeepClone());
        Assert.Equal(Theirs.Replace("\"mcpServers\": {\n", "\"mcpServers\": {\n    \"herdbook\": {\n      \"url\": \"http://x\"\n    },\n", StringComparison.Ordinal), made);
        Assert.Equal(made, JsonSettings.Set(made, ["mcpServers", "herdbook"], entry.DeepClone()));
        Assert.Equal("{\n  \"a\": {\n    \"b\": {\n      \"url\": \"http://x\"\n    }\n  }\n}\n", JsonSettings.Set("", ["a", "b"], entry.DeepClone()));
        Assert.Equal("client_settings", Assert.Throws<RefusedException>(() => JsonSettings.Set("{\"mcpServers\": []}", ["mcpServers", "herdbook"], entry.DeepClone())).Code);

        const string toml = "# mine\nmodel = \"x\"\nnotes = \"\"\"\n[mcp_servers.herdbook]\n\"\"\"\n\n[mcp_servers.herdbook]\nurl = \"old\"\n[mcp_servers.herdbook.env]\nA = \"b\"\n\n[tui]\nz = 1\n";
        var changed = TomlSettings.Set(toml, "mcp_servers.herdbook", ["url = \"new\""]);
        Assert.Equal("# mine\nmodel = \"x\"\nnotes = \"\"\"\n[mcp_servers.herdbook]\n\"\"\"\n\n[mcp_servers.herdbook]\nurl = \"new\"\n\n[tui]\nz = 1\n", changed);
        Assert.Equal(changed, TomlSettings.Set(changed, "mcp_servers.herdbook", ["url = \"new\""]));
        Assert.Equal("[mcp_servers.herdbook]\nurl = \"new\"\n", TomlSettings.Set("", "mcp_servers.herdbook", ["url = \"new\""]));
        Assert.Equal("client_settings", Assert.Throws<RefusedException>(() => TomlSettings.Set("mcp_servers.herdbook = { url = \"x\" }\n", "mcp_servers.herdbook", ["url = \"new\""])).Code);
    }

    private static async Task<string> TokenAsync(string file)
    {
        using var settings = JsonDocument.Parse(await File.ReadAllTextAsync(file, Ct), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return settings.RootElement.GetProperty("mcpServers").GetProperty("herdbook").GetProperty("headers").GetProperty("Authorization").GetString()!["Bearer ".Length..];
    }

    /// <summary>As a client that starts a process does: a message on a line, and nothing else on standard output.</summary>
    private static async Task SpeaksAsync(TestHome home, string token)
    {
        home.Environment["HERDBOOK_TOKEN"] = token;
        using var process = home.StartListening("mcp", "--no-start");
        try
        {
            await process.StandardInput.WriteAsync("""
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
                {"jsonrpc":"2.0","method":"notifications/initialized"}
                {"jsonrpc":"2.0","id":"two","method":"tools/call","params":{"name":"rows_put","arguments":{"table":"herd.ticket_def","row":{"ticket_code":"S-1"}}}}
                no json

                """.AsMemory(), Ct);
            await process.StandardInput.FlushAsync(Ct);
            var said = new List<JsonElement>();
            while (said.Count < 3)
            {
                said.Add(JsonDocument.Parse(await process.StandardOutput.ReadLineAsync(Ct) ?? throw new IOException("It ended.")).RootElement);
            }

            Assert.Equal("2025-11-25", said.Single(one => one.GetProperty("id").ToString() == "1").GetProperty("result").GetProperty("protocolVersion").GetString());
            Assert.True(said.Single(one => one.GetProperty("id").ToString() == "two").GetProperty("result").GetProperty("structuredContent").GetProperty("made").GetBoolean());
            Assert.Equal(-32700, said.Single(one => one.GetProperty("id").ValueKind == JsonValueKind.Null).GetProperty("error").GetProperty("code").GetInt32());
            process.StandardInput.Close();
            await process.WaitForExitAsync(Ct);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}

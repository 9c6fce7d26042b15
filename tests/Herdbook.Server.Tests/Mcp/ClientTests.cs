using System.Text.Json;
using Herdbook.Server.Tests.Clients;
using Xunit;

namespace Herdbook.Server.Tests.Mcp;

/// <summary>Clients that others wrote, of both revisions of the protocol, on the same address.</summary>
[Collection(nameof(McpCollection))]
public sealed class ClientTests(McpSite site)
{
    private const int AtLeast = 32;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_typescript_client_begins_with_initialize_and_calls_every_tool() => AssertAll(await NodeProgram.RunAsync("mcp/sdk.mjs", [site.Address + "/mcp", site.Administrator, site.Address], Ct));

    [Fact]
    public async Task The_second_typescript_client_needs_no_handshake_and_calls_every_tool() => AssertAll(await NodeProgram.RunAsync("mcp/client.mjs", [site.Address + "/mcp", site.Administrator, site.Address], Ct));

    [Fact]
    public async Task The_inspectors_command_line_lists_and_calls_every_tool() => AssertAll(await NodeProgram.RunAsync("mcp/inspector.mjs", [site.Address + "/mcp", site.Administrator], Ct));

    private static void AssertAll(JsonElement said) => Assert.InRange(said.GetProperty("tools").GetInt32(), AtLeast, 1_000);
}

/// <summary>The tests that share one server.</summary>
[CollectionDefinition(nameof(McpCollection))]
public sealed class McpCollection : ICollectionFixture<McpSite>;

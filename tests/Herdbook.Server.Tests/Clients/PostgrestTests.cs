using Herdbook.Server.Tests.Host;
using Xunit;

namespace Herdbook.Server.Tests.Clients;

/// <summary>A client that others wrote, for another server.</summary>
public sealed class PostgrestTests
{
    private const int AtLeast = 95;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_client_of_supabase_reads_and_writes_rows_unchanged()
    {
        await using var server = await RunningServer.StartAsync(Ct);
        await CustomTables.DeclareAsync(server.Http, Ct);
        var said = await NodeProgram.RunAsync("postgrest.mjs", [new Uri(server.Http.BaseAddress!, "/v1/rows").ToString(), Credentials.Of(server.Http.BaseAddress!)], Ct);
        var faults = said.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()).ToList();
        Assert.True(faults.Count == 0, string.Join("\n", faults));
        Assert.InRange(said.GetProperty("checks").GetInt32(), AtLeast, int.MaxValue);
    }
}

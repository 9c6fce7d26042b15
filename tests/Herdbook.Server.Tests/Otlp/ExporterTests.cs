using System.Diagnostics;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Server.Tests.Otlp;

public sealed class ExporterTests(TelemetrySite site) : IClassFixture<TelemetrySite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Real_exporters_lose_and_double_nothing_across_a_restart_of_the_server()
    {
        using var exporters = Start(site.Address, site.Token);
        var error = exporters.StandardError.ReadToEndAsync(Ct);
        Assert.Equal("half", await exporters.StandardOutput.ReadLineAsync(Ct));
        await site.RestartAsync();
        var said = await exporters.StandardOutput.ReadToEndAsync(Ct);
        await exporters.WaitForExitAsync(Ct);
        Assert.True(said.Trim() == "made 200", $"{said}\n{await error}");

        Assert.Equal(
            ["generation 200", "chat 200"],
            await site.QueryAsync<string>("select concat_ws(' ', span_name, count(*)) from intake.span group by span_name order by span_name desc", Ct));
        Assert.Equal(200L, Assert.Single(await site.QueryAsync<long>("select count(*) from intake.telemetry_log", Ct)));
        await site.AwaitAsync(
            """
            select string_agg(line, ', ' order by line)
              from (select concat_ws(' ', agent_instance_code, sum(token_call_count), sum(token_input_count), sum(token_output_count)) as line
                      from herd.agent_instance_token_activity group by agent_instance_code) booked
            """,
            "exported 200 2000 400, logged 200 600 200, observed 200 1000 200", Ct);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        "node", [Path.Combine(SharedData.Repository, "tests", "Herdbook.Server.Tests", "Otlp", "exporters.mjs"), .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = SharedData.Repository,
    }) ?? throw new InvalidOperationException("Node did not start.");
}

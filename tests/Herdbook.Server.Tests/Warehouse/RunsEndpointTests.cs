using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Warehouse.Build;
using Xunit;

namespace Herdbook.Server.Tests.Warehouse;

/// <summary>`/v1/warehouse/runs` as a program uses it.</summary>
[Collection("builds of the demo")]
public sealed class RunsEndpointTests(WarehouseSite site)
{
    private const string Demo = "/t/demo/v1/warehouse/runs";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_asked_for_while_a_run_waits_joins_it_and_it_can_be_cancelled()
    {
        await using (await site.HoldBuildsAsync(Ct))
        {
            var first = await AskAsync(new { select = "mart_sprint" });
            var second = await AskAsync(new { select = "mart_flow", full = true });
            Assert.Equal(first.Id, second.Id);
            Assert.Equal(("queued", 2, true), (second.Run.Status, second.Run.Requests, second.Run.FullRefresh));
            Assert.Null(second.Run.Selection);
            var listed = await ListAsync(Demo);
            Assert.Equal(first.Id, listed[0].RunId);
            Assert.Single(listed, run => run.Status == "queued");

            using var other = await site.Client.GetAsync($"/v1/warehouse/runs/{first.Id}", Ct);
            Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
            Assert.Empty(await ListAsync("/v1/warehouse/runs"));

            using var stopped = await site.Client.PostAsync($"{Demo}/{first.Id}/cancel", null, Ct);
            Assert.Equal("cancelled", (await stopped.Content.ReadFromJsonAsync<WarehouseRun>(Ct))!.Status);
            Assert.Null(await new RunBook(site.Book).QueuedAsync(Tenant.Demo, Ct));
        }
    }

    [Fact]
    public async Task A_run_tells_its_steps()
    {
        var run = (await ListAsync(Demo)).Last(run => run.Status == "succeeded");
        using var told = JsonDocument.Parse(await site.Client.GetStringAsync($"{Demo}/{run.RunId}", Ct));
        Assert.Equal(run.StepsDone, told.RootElement.GetProperty("steps").GetArrayLength());
        Assert.Equal(run.RowsExtracted, told.RootElement.GetProperty("run").GetProperty("rowsExtracted").GetInt64());
    }

    [Fact]
    public async Task What_is_no_model_is_refused_and_nothing_waits()
    {
        using var answer = await site.Client.PostAsJsonAsync(Demo, new { select = "no_such_model" }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("warehouse_selection", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Null(await new RunBook(site.Book).QueuedAsync(Tenant.Demo, Ct));
    }

    [Theory]
    [InlineData("{\"select\":", "application/json")]
    [InlineData("[1]", "application/json")]
    [InlineData("select=mart_flow", "application/x-www-form-urlencoded")]
    public async Task What_is_no_json_is_refused_and_nothing_waits(string body, string type)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, type);
        using var answer = await site.Client.PostAsync(Demo, content, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(await new RunBook(site.Book).QueuedAsync(Tenant.Demo, Ct));
    }

    private async Task<(Guid Id, WarehouseRun Run)> AskAsync(object asked)
    {
        using var answer = await site.Client.PostAsJsonAsync(Demo, asked, Ct);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var run = (await answer.Content.ReadFromJsonAsync<WarehouseRun>(Ct))!;
        Assert.EndsWith($"{Demo}/{run.RunId}", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        return (run.RunId, run);
    }

    private async Task<List<WarehouseRun>> ListAsync(string address) => (await site.Client.GetFromJsonAsync<List<WarehouseRun>>(address, Ct))!;
}

using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Build;
using Xunit;

namespace Herdbook.Warehouse.Tests.Build;

/// <summary>Several builders, several readers, and builds that end before their time.</summary>
public sealed class BuildersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_builders_one_waits_and_is_told_for_whom()
    {
        await using var site = await BuildTests.ShopAsync();
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        site.Extracting = async _ =>
        {
            entered.TrySetResult();
            await go.Task;
        };
        var first = site.BuildAsync(Ct);
        await entered.Task.WaitAsync(Ct);
        var busy = await site.BuildAsync(Ct, request => request with { Wait = false });
        Assert.Equal(BuildStatus.Busy, busy.Status);
        Assert.Contains($"{Environment.ProcessId}@", await site.Builder().HolderAsync(Tenant.Default, Ct), StringComparison.Ordinal);

        var waits = new Heard();
        var second = site.BuildAsync(Ct, progress: waits);
        Assert.Contains($"{Environment.ProcessId}@", (await waits.First.WaitAsync(Ct)).Who, StringComparison.Ordinal);
        go.SetResult();
        Assert.Equal(BuildStatus.Succeeded, (await first).Status);
        Assert.Equal(BuildStatus.Unchanged, (await second).Status);
        Assert.Null(await site.Builder().HolderAsync(Tenant.Default, Ct));
    }

    [Fact]
    public async Task A_stopped_build_leaves_the_last_state_and_the_next_one_goes_on()
    {
        await using var site = await BuildTests.ShopAsync();
        await site.BuildAsync(Ct);
        site.Bring("herd.sale", "insert into herd.sale values (3, 'b', 1, 2)", 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.BuildAsync(stop.Token, progress: new StopAt("sales", stop)));
        Assert.Equal("60", site.Ask("select sum(amount) from gold.revenue"));
        Assert.Equal("cancelled", (await site.Runs.RecentAsync(Tenant.Default, 1, Ct))[0].Status);

        var next = await site.BuildAsync(Ct);
        Assert.Equal(BuildStatus.Succeeded, next.Status);
        Assert.Equal(0, next.RowsExtracted);
        Assert.Equal("80", site.Ask("select sum(amount) from gold.revenue"));
    }

    [Fact]
    public async Task A_reader_sees_whole_generations_only()
    {
        await using var site = await BuildTests.ShopAsync();
        await site.BuildAsync(Ct);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var reads = 0;
        var reader = Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    using var database = DuckDbDatabase.Open(site.Folder.CurrentFile!, new DuckDbOptions { ReadOnly = true });
                    using var connection = database.Connect();
                    // Every sale is in revenue, or the reader stands between two states.
                    Assert.Equal(0L, connection.Scalar("select (select count(*) from dwh.sales) - (select count(*) from gold.revenue)", CancellationToken.None));
                    reads++;
                }
            },
            Ct);
        for (var i = 3; i < 7; i++)
        {
            site.Bring("herd.sale", $"insert into herd.sale values ({i}, 'b', 1, {i})", 1);
            Assert.Equal(BuildStatus.Succeeded, (await site.BuildAsync(Ct)).Status);
        }

        await end.CancelAsync();
        await reader;
        Assert.True(reads > 0);
        Assert.Equal(WarehouseFolder.Kept, Directory.GetFiles(site.Folder.Root, "g*.duckdb").Length);
    }

    [Fact]
    public async Task What_is_asked_for_while_a_run_waits_joins_it()
    {
        await using var site = await BuildTests.ShopAsync();
        var first = await site.Runs.AskAsync(Tenant.Default, new Actor("a"), "event", "sales", false, Ct);
        var second = await site.Runs.AskAsync(Tenant.Default, new Actor("b"), "manual", null, true, Ct);
        Assert.Equal(first, second);
        var queued = await site.Runs.QueuedAsync(Tenant.Default, Ct);
        Assert.Equal((2, null, true, "event"), (queued!.Requests, queued.Selection, queued.FullRefresh, queued.Reason));

        var outcome = await site.BuildAsync(Ct, request => request with { Run = first });
        Assert.Equal((first, BuildStatus.Succeeded), (outcome.Run, outcome.Status));
        Assert.Null(await site.Runs.QueuedAsync(Tenant.Default, Ct));
        var third = await site.Runs.AskAsync(Tenant.Default, new Actor("c"), "manual", null, false, Ct);
        Assert.NotEqual(first, third);
        Assert.True(await site.Runs.CancelAsync(Tenant.Default, Actor.Owner, third, Ct));
        Assert.Equal(BuildStatus.Cancelled, (await site.BuildAsync(Ct, request => request with { Run = third })).Status);
    }

    private sealed class Heard : IProgress<BuildNews>
    {
        private readonly TaskCompletionSource<BuildNews.Waits> _first = new();

        public Task<BuildNews.Waits> First => _first.Task;

        public void Report(BuildNews value)
        {
            if (value is BuildNews.Waits waits)
            {
                _first.TrySetResult(waits);
            }
        }
    }

    /// <summary>Stops the build as soon as a model is made.</summary>
    private sealed class StopAt(string model, CancellationTokenSource stop) : IProgress<BuildNews>
    {
        public void Report(BuildNews value)
        {
            if (value is BuildNews.Did { Step: { Kind: "model", Status: StepStatus.Done } step } && step.Name == model)
            {
                stop.Cancel();
            }
        }
    }
}

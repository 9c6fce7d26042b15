using Herdbook.Core.Homes;
using Xunit;

namespace Herdbook.Core.Tests.Homes;

public sealed class ControlPlaneTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task A_home_has_one_server_and_the_second_learns_where_the_first_is()
    {
        await using var ephemeral = EphemeralHome.Make(await EphemeralHome.NameAsync("herdbook-plane", TestContext.Current.CancellationToken));
        using (var first = ControlPlane.Take(ephemeral.Home, "1.0.0", Now))
        {
            first.Announce("http://127.0.0.1:9");
            var refused = Assert.Throws<RefusedException>(() => ControlPlane.Take(ephemeral.Home, "1.0.0", Now));
            Assert.Equal("already_running", refused.Code);
            Assert.Contains($"process {Environment.ProcessId}, http://127.0.0.1:9", refused.Message, StringComparison.Ordinal);
            Assert.Equal(Environment.ProcessId, ControlPlane.Running(ephemeral.Home)?.Pid);
        }

        Assert.Null(ControlPlane.Running(ephemeral.Home));
        using var next = ControlPlane.Take(ephemeral.Home, "1.0.0", Now);
        Assert.NotNull(ControlPlane.Running(ephemeral.Home));
    }

    [Fact]
    public async Task Asking_who_runs_does_not_keep_a_server_from_starting()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var ephemeral = EphemeralHome.Make(await EphemeralHome.NameAsync("herdbook-plane", ct));
        using var stop = new CancellationTokenSource();
        var asking = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                ControlPlane.Running(ephemeral.Home);
            }
        }, ct);

        for (var i = 0; i < 50; i++)
        {
            ControlPlane.Take(ephemeral.Home, "1.0.0", Now).Dispose();
        }

        await stop.CancelAsync();
        await asking;
    }
}

using Xunit;

namespace Herdbook.Core.Tests;

public sealed class GroupWriterTests : IDisposable
{
    private readonly List<int> _groups = [];
    private readonly List<TaskCompletionSource> _commits = [];
    private readonly SemaphoreSlim _began = new(0);
    private readonly GroupWriter<string, int> _writer;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public GroupWriterTests() => _writer = new GroupWriter<string, int>(BeginAsync, _ => 1);

    public void Dispose() => _began.Dispose();

    [Fact]
    public async Task Few_callers_wait_for_one_commit_of_them_all()
    {
        var first = _writer.WriteAsync("a", [0], Ct);
        await _began.WaitAsync(Ct);
        var others = Enumerable.Range(1, 2).Select(n => _writer.WriteAsync("a", [n], Ct)).ToList();
        var elsewhere = _writer.WriteAsync("b", [8], Ct);
        await _began.WaitAsync(Ct);

        End(0);
        await _began.WaitAsync(Ct);

        Assert.Equal([1, 1, 2], _groups);
        Assert.True(await first);
        Assert.DoesNotContain(others, other => other.IsCompleted);
        End(1);
        End(2);
        Assert.All(await Task.WhenAll([.. others, elsewhere]), Assert.True);
    }

    [Fact]
    public async Task What_pays_for_a_commit_of_its_own_does_not_wait_for_another()
    {
        var first = _writer.WriteAsync("a", [0], Ct);
        await _began.WaitAsync(Ct);

        var many = _writer.WriteAsync("a", [.. Enumerable.Range(1, 40)], Ct);
        await _began.WaitAsync(Ct);
        End(1);

        Assert.True(await many);
        Assert.False(first.IsCompleted);
        End(0);
        Assert.True(await first);
    }

    [Fact]
    public async Task Where_groups_would_wait_for_each_other_one_is_written_at_a_time_however_much_waits()
    {
        var single = new GroupWriter<string, int>(BeginAsync, _ => 1, writers: 1);
        var first = single.WriteAsync("a", [0], Ct);
        await _began.WaitAsync(Ct);
        var others = Enumerable.Range(1, 40).Select(n => single.WriteAsync("a", [n], Ct)).ToList();

        Assert.Equal([1], _groups);
        End(0);
        Assert.True(await first);
        await _began.WaitAsync(Ct);
        Assert.Equal([1, 40], _groups);
        End(1);
        Assert.All(await Task.WhenAll(others), Assert.True);
    }

    private Task BeginAsync(string key, List<int> rows, CancellationToken ct)
    {
        var commit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_groups)
        {
            _groups.Add(rows.Count);
            _commits.Add(commit);
        }

        _began.Release();
        return commit.Task;
    }

    private void End(int group)
    {
        lock (_groups)
        {
            _commits[group].SetResult();
        }
    }
}

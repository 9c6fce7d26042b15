using System.Diagnostics;
using Herdbook.DuckDb.Native;
using Xunit;

namespace Herdbook.DuckDb.Tests;

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Nothing of DuckDB's is lost, whatever ends early. Alone, as it counts what the process holds.</summary>
[Collection(nameof(Alone))]
public sealed class LifetimeTests
{
    private const string Long = "select count(*) from range(100000000) a, range(100000000) b where hash(a.range + b.range) = 1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_handle_is_given_back_also_by_what_fails()
    {
        var before = Settled();
        using (var database = DuckDbDatabase.InMemory())
        {
            for (var i = 0; i < 50; i++)
            {
                using var connection = database.Connect();
                connection.Execute("create or replace table t (a int, b varchar[]); insert into t values (1, ['x'])", Ct);
                Assert.Throws<DuckDbException>(() => connection.Execute("select missing", Ct));
                Assert.Throws<DuckDbException>(() => connection.Scalar("select error('x') from t", Ct));
                Assert.Throws<DuckDbException>(() => connection.CreateAppender(null, "missing"));
                Assert.ThrowsAny<Exception>(() => connection.Query("select ?", Ct, new object()));
                using var result = connection.Query("select * from range(100000), t", Ct);
                using var chunk = result.Fetch(Ct);
                using var appender = connection.CreateAppender(null, "t");
                appender[0].Append(1);
                using var bound = connection.Query("select ?, ?", Ct, [1, new[] { "a" }]);
                Assert.Single(bound.Rows(Ct).Select(row => row[1]));
            }
        }

        Assert.Equal(before, Settled());
    }

    [Fact]
    public void Memory_stays_flat_over_many_queries()
    {
        using var database = DuckDbDatabase.InMemory(new DuckDbOptions { MemoryLimit = "200MB", Threads = 1 });
        using var connection = database.Connect();
        connection.Execute("create table t as select i, 'text of number ' || i as s from range(5000) t(i)", Ct);
        using var statement = connection.Prepare("select i, s, [s, s] as l from t where i > ?");
        Run(300);
        var before = Resident();
        Run(1500);
        Assert.InRange(Resident() - before, long.MinValue, 40L << 20);

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                statement.Bind(1, i % 4000);
                using var result = statement.Query(Ct);
                while (result.Fetch(Ct) is { } chunk)
                {
                    using (chunk)
                    {
                        Assert.False(chunk[1].GetBytes(0).IsEmpty);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task A_cancelled_statement_ends_soon_and_the_connection_works_on()
    {
        using var database = DuckDbDatabase.InMemory();
        using var connection = database.Connect();
        for (var delay = 0; delay < 60; delay += 15)
        {
            using var ending = new CancellationTokenSource(delay);
            var began = Stopwatch.GetTimestamp();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => connection.Execute(Long, ending.Token), Ct));
            Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
            Assert.Equal(1, connection.Scalar("select 1", Ct));
        }
    }

    [Fact]
    public async Task A_fetch_is_cancelled_too()
    {
        using var database = DuckDbDatabase.InMemory();
        using var connection = database.Connect();
        using var result = connection.Query("select a.range from range(100000000) a, range(100000000) b", Ct);
        using var ending = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() =>
        {
            while (result.Fetch(ending.Token) is { } chunk)
            {
                chunk.Dispose();
            }
        }, Ct));
    }

    [Fact]
    public async Task An_interrupt_by_hand_is_an_error_of_its_own()
    {
        using var database = DuckDbDatabase.InMemory();
        using var connection = database.Connect();
        var running = Task.Run(() => connection.Execute(Long, Ct), Ct);
        while (!running.IsCompleted)
        {
            connection.Interrupt();
            await Task.Yield();
        }

        Assert.Equal(DuckDbErrorType.Interrupt, (await Assert.ThrowsAsync<DuckDbException>(() => running)).ErrorType);
    }

    [Fact]
    public async Task Disposal_while_it_runs_ends_it()
    {
        var before = Settled();
        for (var i = 0; i < 5; i++)
        {
            var database = DuckDbDatabase.InMemory();
            var connection = database.Connect();
            var running = Task.Run(() => connection.Execute(Long, Ct), Ct);
            await Task.Delay(TimeSpan.FromMilliseconds(i * 10), Ct);
            // Disposed before the statement began, it only finds the door closed.
            connection.Dispose();
            database.Dispose();
            var fault = await Record.ExceptionAsync(() => running);
            Assert.True(fault is DuckDbException or ObjectDisposedException, fault?.ToString());
        }

        Assert.Equal(before, Settled());
    }

    [Fact]
    public async Task Connections_of_one_database_work_at_once()
    {
        using var database = DuckDbDatabase.InMemory();
        using (var connection = database.Connect())
        {
            connection.Execute("create table t (worker int, i int)", Ct);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            using var connection = database.Connect();
            using var appender = connection.CreateAppender(null, "t");
            for (var i = 0; i < 20_000; i++)
            {
                appender[0].Append(worker);
                appender[1].Append(i);
                appender.EndRow();
            }

            appender.Close();
        }, Ct)));
        using var reading = database.Connect();
        Assert.Equal(80_000L, reading.Scalar("select count(*) from t", Ct));
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return DuckDbHandle.Open;
    }

    private static long Resident()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}

using System.Diagnostics;
using Herdbook.Core;
using Herdbook.Warehouse.Reading;
using Xunit;

namespace Herdbook.Warehouse.Tests.Reading;

/// <summary>SQL that people write reads the warehouse, and can do nothing else.</summary>
public sealed class GuardedSqlTests : IDisposable
{
    private readonly Generations _home = Generations.Filled();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Reading =>
    [
        "select * from herd_dm.fact", "  -- a word before\n /* and /* one */ more */ select 1;", "with a as (select 1 as b) select b from a", "from herd_dm.fact", "values (1)",
        "(select 1)", "table herd_dm.fact", "describe herd_dm.fact", "show all tables", "summarize herd_dm.fact", "explain select 1", "explain analyze select count(*) from herd_dm.fact",
        "pivot herd_dm.fact on word in ('plain') using sum(n)", "select 'drop table x; --'",
    ];

    public static TheoryData<string> Refused =>
    [
        "", ";", "-- nothing", "drop table herd_dm.fact", "insert into herd_dm.fact values (4, null, null, null)", "update herd_dm.fact set n = 0", "delete from herd_dm.fact",
        "create table x (a int)", "create temp table x (a int)", "alter table herd_dm.fact add column x int", "attach ':memory:' as m", "attach '/etc/passwd'", "detach x",
        "install httpfs", "load httpfs", "pragma version", "pragma database_list", "set memory_limit = '100GB'", "set enable_external_access = true", "reset memory_limit",
        "copy herd_dm.fact to '/tmp/herdbook-stolen.csv'", "copy (select 1) to '/tmp/herdbook-stolen.csv'", "export database '/tmp/herdbook-stolen'", "import database '/tmp'",
        "begin", "checkpoint", "vacuum", "call pragma_version()", "use herd_dm", "prepare a as select 1", "execute a", "select 1; drop table herd_dm.fact", "select 1; select 2",
        "select ?", "select $name", "pivot herd_dm.fact on word using sum(n)", "\u0000select 1", "select 1 /* ; */; set threads = 1",
    ];

    public static TheoryData<string> Failing =>
    [
        "select * from read_csv('/etc/passwd')", "select * from '/etc/passwd'", "select * from read_text('/etc/passwd')", "select * from read_blob('/etc/hostname')", "select * from glob('/etc/*')",
        "select * from parquet_scan('/etc/x.parquet')", "select * from read_json('/proc/self/environ')", "select * from read_csv('http://127.0.0.1:1/x')", "select * from sniff_csv('/etc/passwd')",
        "select * from query('drop table herd_dm.fact')", "select getenv('HOME')", "explain analyze insert into herd_dm.fact values (9, null, null, null)", "select * from missing", "selec 1 from", "select error('no')",
        "select * from herd_dm.fact limit (select", "with a as (delete from herd_dm.fact returning *) select * from a",
    ];

    public void Dispose() => _home.Dispose();

    [Theory]
    [MemberData(nameof(Reading))]
    public async Task What_reads_runs(string sql) => Assert.NotEmpty((await AskAsync(sql)).Columns);

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_not_one_statement_that_reads_is_refused_or_fails_and_changes_nothing(string sql)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => AskAsync(sql));
        Assert.Contains(refused.Code, (string[])["sql_refused", "sql_failed"]);
        await AssertUnchangedAsync();
    }

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task What_reaches_out_or_is_wrong_fails_in_DuckDBs_words(string sql)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => AskAsync(sql));
        Assert.Contains(refused.Code, (string[])["sql_refused", "sql_failed"]);
        await AssertUnchangedAsync();
    }

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task An_export_reaches_out_no_further_than_a_page(string sql)
    {
        using var reader = _home.Store.Open(Tenant.Default);
        using var output = new MemoryStream();
        await Assert.ThrowsAsync<RefusedException>(() => WarehouseExport.WriteAsync(reader, sql, "parquet", () => Assert.Fail("it had begun"), output, Ct));
        Assert.Equal(0, output.Length);
        Assert.Empty(Directory.GetDirectories(_home.Folder.Temporary, "export-*"));
    }

    [Fact]
    public async Task An_export_cannot_leave_its_brackets()
    {
        using var reader = _home.Store.Open(Tenant.Default);
        foreach (var sql in (string[])["select 1) to '/tmp/herdbook-stolen.csv'; --", "select 1) to '/tmp/herdbook-stolen.csv' (format csv); select (1", "select 1; -- )"])
        {
            using var output = new MemoryStream();
            var refused = await Record.ExceptionAsync(() => WarehouseExport.WriteAsync(reader, sql, "parquet", () => { }, output, Ct));
            Assert.True(refused is null or RefusedException, refused?.ToString());
        }

        Assert.False(File.Exists("/tmp/herdbook-stolen.csv"));
    }

    [Fact]
    public async Task A_failure_names_its_line()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => AskAsync("select n\n  from herd_dm.fact\n where missing = 1"));
        Assert.Equal("sql_failed", refused.Code);
        Assert.Equal(3, refused.More!["line"]);
        Assert.StartsWith("Binder Error: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_query_ends_at_its_limit_and_the_next_one_runs()
    {
        var began = Stopwatch.GetTimestamp();
        using var reader = _home.Store.Open(Tenant.Default);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => GuardedSql.QueryAsync(
            reader, "select count(*) from range(100000000) a, range(100000000) b where hash(a.range + b.range) = 1", QueryLimits.People with { Time = TimeSpan.FromMilliseconds(200) }, Ct));
        Assert.Equal("sql_timeout", refused.Code);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(10));
        Assert.Single((await AskAsync("select 1")).Rows);
    }

    [Fact]
    public async Task A_cancelled_query_is_interrupted()
    {
        using var reader = _home.Store.Open(Tenant.Default);
        using var ending = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GuardedSql.QueryAsync(
            reader, "select count(*) from range(100000000) a, range(100000000) b where hash(a.range + b.range) = 1", QueryLimits.People, ending.Token));
    }

    [Fact]
    public async Task Rows_beyond_the_limit_are_left_behind_and_said()
    {
        using var reader = _home.Store.Open(Tenant.Default);
        var cut = await GuardedSql.QueryAsync(reader, "select * from range(100000)", QueryLimits.People with { Rows = 10 }, Ct);
        Assert.Equal((10, true), (cut.Rows.Count, cut.IsCut));
        var whole = await GuardedSql.QueryAsync(reader, "select * from range(10)", QueryLimits.People with { Rows = 10 }, Ct);
        Assert.Equal((10, false), (whole.Rows.Count, whole.IsCut));
        var heavy = await GuardedSql.QueryAsync(reader, "select repeat('x', 100000) from range(10000)", QueryLimits.People, Ct);
        Assert.True(heavy.IsCut);
        Assert.InRange(heavy.Rows.Count, 1, 200);
    }

    private async Task<WarehouseTable> AskAsync(string sql)
    {
        using var reader = _home.Store.Open(Tenant.Default);
        return await GuardedSql.QueryAsync(reader, sql, QueryLimits.People, Ct);
    }

    private async Task AssertUnchangedAsync()
    {
        Assert.Equal(3L, (await AskAsync("select count(*) from herd_dm.fact")).Rows[0][0]);
        Assert.False(File.Exists("/tmp/herdbook-stolen.csv") || Directory.Exists("/tmp/herdbook-stolen"));
    }
}

using Herdbook.DuckDb.Native;
using Xunit;

namespace Herdbook.DuckDb.Tests;

/// <summary>Files, options, and where the library is found.</summary>
public sealed class DatabaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-duckdb-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "a.duckdb");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_keeps_its_rows_and_is_read_by_several_at_once()
    {
        Make();
        using var first = DuckDbDatabase.Open(File, new DuckDbOptions { ReadOnly = true });
        using var second = DuckDbDatabase.Open(File, new DuckDbOptions { ReadOnly = true });
        using var one = first.Connect();
        using var two = second.Connect();
        Assert.Equal(7, one.Scalar("select a from t", Ct));
        Assert.Equal(7, two.Scalar("select a from t", Ct));
        Assert.Equal(DuckDbErrorType.InvalidInput, Assert.Throws<DuckDbException>(() => one.Execute("insert into t values (8)", Ct)).ErrorType);
    }

    [Fact]
    public void A_file_that_is_none_is_refused()
    {
        System.IO.File.WriteAllText(File, "no database, but long enough to look like a page of one".PadRight(20000));
        Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open(File));
        Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open(Path.Combine(_folder, "missing.duckdb"), new DuckDbOptions { ReadOnly = true }));
    }

    [Fact]
    public void Options_reach_DuckDB()
    {
        using var database = DuckDbDatabase.InMemory(new DuckDbOptions { Threads = 1, MemoryLimit = "100MB", ExternalAccess = false, LockConfiguration = true, TempDirectory = Path.Combine(_folder, "spill") });
        using var connection = database.Connect();
        Assert.Equal(1L, connection.Scalar("select current_setting('threads')", Ct));
        Assert.Equal("95.3 MiB", connection.Scalar("select current_setting('memory_limit')", Ct));
        Assert.Equal(DuckDbErrorType.Permission, Assert.Throws<DuckDbException>(() => connection.Execute("select * from read_text('/etc/hostname')", Ct)).ErrorType);
        Assert.Throws<DuckDbException>(() => connection.Execute("set threads = 2", Ct));
        Assert.Throws<DuckDbException>(() => DuckDbDatabase.InMemory(new DuckDbOptions { Settings = new Dictionary<string, string> { ["no_such_setting"] = "1" } }));
        Assert.Throws<DuckDbException>(() => DuckDbDatabase.InMemory(new DuckDbOptions { MemoryLimit = "plenty" }));
    }

    [Fact]
    public void The_library_is_found_where_it_is_named_beside_the_program_and_in_node_modules_above_it()
    {
        var program = Path.Combine(_folder, "a", "b");
        var modules = Path.Combine(_folder, "node_modules", NativeLibraryPath.Package);
        Directory.CreateDirectory(program);
        Directory.CreateDirectory(modules);
        var above = Path.Combine(modules, NativeLibraryPath.FileName);
        var beside = Path.Combine(program, NativeLibraryPath.FileName);
        var named = Path.Combine(_folder, "named.so");
        Assert.Null(NativeLibraryPath.Find(named, program));
        System.IO.File.WriteAllText(above, "");
        Assert.Equal(above, NativeLibraryPath.Find(null, program));
        System.IO.File.WriteAllText(beside, "");
        Assert.Equal(beside, NativeLibraryPath.Find("", program));
        System.IO.File.WriteAllText(named, "");
        Assert.Equal(named, NativeLibraryPath.Find(named, program));
        Assert.Equal(above, NativeLibraryPath.Find(modules, program));
    }

    [Fact]
    public void Decimals_convert_exactly_or_not_at_all()
    {
        Assert.Equal("-0.05", DuckDbDecimal.From(-0.05m).ToString());
        Assert.Equal(decimal.MaxValue, DuckDbDecimal.From(decimal.MaxValue).ToDecimal());
        Assert.Equal(decimal.MinValue, DuckDbDecimal.From(decimal.MinValue).ToDecimal());
        Assert.Equal(new DuckDbDecimal(1500, 3), DuckDbDecimal.From(1.5m).WithScale(3));
        Assert.Throws<OverflowException>(() => DuckDbDecimal.From(1.25m).WithScale(1));
        Assert.Throws<OverflowException>(() => new DuckDbDecimal(Int128.MaxValue, 0).ToDecimal());
        Assert.Equal("P14M-3DT0.012345S", new DuckDbInterval(14, -3, 12345).ToString());
    }

    private void Make()
    {
        using var database = DuckDbDatabase.Open(File);
        using var connection = database.Connect();
        connection.Execute("create table t as select 7 as a", Ct);
    }
}

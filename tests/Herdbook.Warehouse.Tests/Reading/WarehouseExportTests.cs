using System.Text;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Reading;
using Xunit;

namespace Herdbook.Warehouse.Tests.Reading;

public sealed class WarehouseExportTests : IDisposable
{
    private const string Awkward = """
        select true as yes, 123456789012345678::bigint as big, 170141183460469231731687303715884105727::hugeint as huge, 0.1000::decimal(18,4) as money, 1.5 as half, 'nan'::double as none,
               date '2026-01-31' as day, timestamptz '2026-01-31 12:00:00.123456+00' as moment, [1, null] as list, {'a': 'x "y"', 'b': null} as row, '{"k": [1, 2]}'::json as doc,
               'line' || chr(10) || 'two, "quoted"' as word, null as nothing, '' as empty, 1 as yes
        """;

    private readonly Generations _home = Generations.Filled();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Csv_is_RFC_4180()
    {
        Assert.Equal("n,day,amount,word\r\n1,2026-01-31,0.1000,plain\r\n2,2026-02-01,12345678901234.5678,\"a \"\"quoted\"\", word\"\r\n3,,,\"\"\r\n", await TextAsync("select * from herd_dm.fact order by n", "csv"));
        Assert.Equal("a\r\n", await TextAsync("select 1 as a where false", "csv"));
    }

    [Fact]
    public async Task Json_keeps_every_digit_and_every_moment()
    {
        var text = await TextAsync(Awkward, "json");
        using var json = JsonDocument.Parse(text);
        var row = json.RootElement[0];
        Assert.Equal("170141183460469231731687303715884105727", row.GetProperty("huge").GetRawText());
        Assert.Equal("0.1000", row.GetProperty("money").GetRawText());
        Assert.Equal("NaN", row.GetProperty("none").GetString());
        Assert.Equal("2026-01-31T12:00:00.123456Z", row.GetProperty("moment").GetString());
        Assert.Equal("[1,null]", row.GetProperty("list").GetRawText());
        Assert.Equal("x \"y\"", row.GetProperty("row").GetProperty("a").GetString());
        Assert.Equal(2, row.GetProperty("doc").GetProperty("k")[1].GetInt32());
        Assert.Equal("line\ntwo, \"quoted\"", row.GetProperty("word").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("nothing").ValueKind);
        Assert.Equal(1, row.GetProperty("yes_2").GetInt32());
        Assert.Equal("[]", (await TextAsync("select 1 where false", "json")).Trim());
    }

    [Fact]
    public async Task Json_lines_are_a_row_each()
    {
        var lines = (await TextAsync("select i, 'x' || i as word from range(10000) t(i)", "ndjson")).TrimEnd('\n').Split('\n');
        Assert.Equal(10_000, lines.Length);
        Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task Parquet_holds_the_rows_and_leaves_no_file_behind()
    {
        using var output = new MemoryStream();
        var begun = 0;
        using (var reader = _home.Store.Open(Tenant.Default))
        {
            await WarehouseExport.WriteAsync(reader, "select * from herd_dm.fact -- all of it", "parquet", () => begun++, output, Ct);
        }

        Assert.Equal(1, begun);
        Assert.Empty(Directory.GetDirectories(_home.Folder.Temporary, "export-*"));
        var file = Path.Combine(_home.Home.Root, "rows.parquet");
        await File.WriteAllBytesAsync(file, output.ToArray(), Ct);
        using var database = DuckDbDatabase.InMemory();
        using var connection = database.Connect();
        Assert.Equal("12345678901234.6678", connection.Scalar($"select sum(amount) from '{file}'", Ct)!.ToString());
    }

    [Fact]
    public async Task Gold_is_exported_to_a_folder_partitioned_by_month()
    {
        var folder = Path.Combine(_home.Home.Root, "out it's");
        using var reader = _home.Store.Open(Tenant.Default);
        for (var again = 0; again < 2; again++)
        {
            var files = await new FolderExport(reader, folder, "parquet", "day").WriteTablesAsync([], Ct);
            Assert.Equal([3L, 3L], files.Select(file => file.Rows));
        }

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder, "fact", "month=2026-01"), "*.parquet"));
        var csv = await new FolderExport(reader, folder, "csv", null).WriteTablesAsync(["fact", "herd_dm.days"], Ct);
        Assert.Equal(["fact.csv", "days.csv"], csv.Select(file => Path.GetFileName(file.Path)));
        var query = await new FolderExport(reader, folder, "ndjson", null).WriteQueryAsync("query", "select n from herd_dm.fact;", Ct);
        Assert.Equal(3, File.ReadLines(query.Path).Count());
        Assert.Equal("export_unknown", (await Assert.ThrowsAsync<RefusedException>(() => new FolderExport(reader, folder, "csv", null).WriteTablesAsync(["missing"], Ct))).Code);
        await Assert.ThrowsAsync<RefusedException>(() => new FolderExport(reader, folder, "csv", null).WriteQueryAsync("q", "select * from read_csv('/etc/passwd')", Ct));
        Assert.Empty(Directory.GetFileSystemEntries(folder, ".*"));
    }

    [Fact]
    public async Task The_schema_lists_gold_first_with_its_columns()
    {
        using var reader = _home.Store.Open(Tenant.Default);
        var schema = await WarehouseSchema.ReadAsync(reader, Ct);
        Assert.Equal(["herd_dm.days", "herd_dm.fact"], schema.Select(relation => relation.FullName));
        Assert.Equal((true, false), (schema[0].IsView, schema[1].IsView));
        Assert.Equal(["n BIGINT", "day DATE", "amount DECIMAL(18,4)", "word VARCHAR"], schema[1].Columns.Select(column => $"{column.Name} {column.Type}"));
    }

    private async Task<string> TextAsync(string sql, string format)
    {
        using var reader = _home.Store.Open(Tenant.Default);
        using var output = new MemoryStream();
        await WarehouseExport.WriteAsync(reader, sql, format, () => { }, output, Ct);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}

using System.Text;
using FsCheck.Fluent;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core.Rows;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests.Rows.Write;

/// <summary>What an export writes, an import reads again: not a digit, not an empty text is lost.</summary>
public sealed class RoundTripTests
{
    private const int Trees = 6;
    private const int Rows = 12;

    private static readonly (RowForm Out, RowBodyFormat In)[] Forms = [(RowForm.Csv, RowBodyFormat.Csv), (RowForm.Ndjson, RowBodyFormat.Ndjson), (RowForm.Json, RowBodyFormat.Json)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Values => new()
    {
        { "title", "" },
        { "title", "NULL" },
        { "title", "null" },
        { "title", " \t" },
        { "title", "a \"quoted\", text\r\nof two lines" },
        { "title", "🐑 größer \\ {\"a\":1} \u0001\u007f\u2028" },
        { "title", "=1+1" },
        { "price", "123456789012.123456" },
        { "cost", "0.10000000000000000000000000000000000000000000001" },
        { "cost", "1234567890123456789012345678901234567890" },
        { "cost", "NaN" },
        { "big", "-9223372036854775808" },
        { "big", "9007199254740993" },
        { "ratio", "0.1" },
        { "ratio", "5e-324" },
        { "ratio", "1.7976931348623157e+308" },
        { "ratio", "-Infinity" },
        { "rough", "3.4028235e+38" },
        { "made", "2026-11-21T09:30:00.123456Z" },
        { "made", "infinity" },
        { "made", "0044-03-15 12:00:00+00 BC" },
        { "day", "-infinity" },
        { "day", "9999-12-31" },
        { "span", "1 year 2 mons -3 days 04:05:06.000007" },
        { "uid", "6f2c1d0e-3b54-4c1c-9d7e-8f1f6a2b3c4d" },
        { "raw", "\\x" },
        { "raw", "\\x00ff10" },
        { "host", "2001:db8::/32" },
        { "meta", "null" },
        { "meta", "{\"a\": [1.10, \"\", null, {\"b\": 12345678901234567890.1234567890}]}" },
        { "meta", "\"text\"" },
        { "tags", "{}" },
        { "tags", "{\"\",NULL,\"NULL\",\"a,b\",\"{x}\",\"q\\\"\\\\\"}" },
        { "tags", "{{a,b},{c,d}}" },
        { "counts", "{1,NULL,-3}" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_survives(string column, string text)
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.Shop.RunAsync(Shop.Tenant, $"insert into shop.item (code, {column}) values ('A-1', {Literal(text)}), ('A-2', {(column == "title" ? "'x'" : "null")})", Ct);
        foreach (var (form, format) in Forms)
        {
            await AgreeAsync(store.Shop, store.Writer, store.Table("item"), form, format, $"select=code,number,title,{column}&order=code");
        }
    }

    [Fact]
    public async Task Random_rows_of_random_tables_survive()
    {
        var compared = 0;
        foreach (var tables in RandomTables.Of("shop").Sample(Trees))
        {
            var written = tables.Where(table => table.Kind != "cache" && !table.Columns.Any(column => column is { Secret: true, Required: true, Default: null })).ToList();
            if (written.Any(table => table.Columns.Any(column => column.Refers is { } target && written.TrueForAll(other => other.FullName != target))))
            {
                continue;
            }

            await using var shop = await Shop.OpenAsync(Ct, [.. written.Select(table => (table.FullName, table.Kind, Below(table.Yaml())))]);
            var writer = new RowWriter(shop.Book, new LiveCatalog(shop.Catalog));
            foreach (var table in written)
            {
                var declared = shop.Catalog[table.FullName];
                for (var n = 0; n < Rows; n++)
                {
                    await writer.InsertAsync(Shop.Tenant, Actor.Owner, declared, RowBody.Texts(declared, table.Row(n)), new() { Resolution = RowResolution.Ignore }, RowWriteOptions.Plain, Ct);
                }
            }

            foreach (var (form, format) in Forms)
            {
                foreach (var table in written)
                {
                    var declared = shop.Catalog[table.FullName];
                    var columns = RowColumns.Of(declared).Readable.Where(column => RowInputs.Of(declared).Writable.Contains(column)).Select(column => column.Name).ToList();
                    var sorted = columns.Where(name => !declared.Column(name)!.Type.Contains("json", StringComparison.Ordinal)).Take(3).ToList();
                    await AgreeAsync(shop, writer, declared, form, format, $"select={string.Join(",", columns)}{(sorted.Count > 0 ? $"&order={string.Join(",", sorted)}" : "")}");
                    compared++;
                }
            }
        }

        Assert.True(compared > Forms.Length, "Some of the tables were written.");
    }

    /// <summary>Exports as one tenant and imports as another, which has nothing yet; then both have the same.</summary>
    private static async Task AgreeAsync(Shop shop, RowWriter writer, TableDeclaration table, RowForm form, RowBodyFormat format, string compared)
    {
        using var file = new MemoryStream();
        await shop.Reader.StreamAsync(Shop.Tenant, RowQuery.All(table) with { Deleted = RowDeleted.Include }, form, file, Ct);
        file.Position = 0;
        var other = new Tenant(form.ToString().ToLowerInvariant());
        await writer.InsertAsync(other, Actor.Owner, table, new RowBody(file, format), new() { PassOver = true }, RowWriteOptions.Plain, Ct);
        var expected = await shop.GetAsync(table.FullName, compared, Ct);
        Assert.NotEqual("[]", expected);
        Assert.Equal(expected, await shop.GetAsync(table.FullName, compared, Ct, other));
    }

    private static string Below(string yaml) => string.Join('\n', yaml.Split('\n').Skip(3));

    private static string Literal(string text) => $"E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}

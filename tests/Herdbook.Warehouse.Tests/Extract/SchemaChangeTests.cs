using Xunit;

namespace Herdbook.Warehouse.Tests.Extract;

public sealed class SchemaChangeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_that_come_change_their_type_are_renamed_or_go_arrive_by_themselves()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.DeclareAsync([Note("size: {type: text}\n  body: {type: text}"), Booking("size: {type: integer}")], [], Ct);
        await bronze.WriteAsync("insert into custom.note (code, size, body) values ('a', '7', 'gone soon'); insert into custom.booking (size) values (7)", Ct);
        await bronze.ExtractAsync(Ct);

        await bronze.DeclareAsync([Note("extent: {type: integer, was: size, convert: extent::integer}\n  color: {type: text}"), Booking("size: {type: bigint}\n  color: {type: text, default: red}")], [], Ct);
        var changed = await bronze.ExtractAsync(Ct);
        Assert.Equal(["custom.booking", "custom.note"], changed.Replaced.Order());
        await bronze.WriteAsync("insert into custom.note (code, extent, color) values ('b', 8, 'blue'); insert into custom.booking (size, color) values (8, 'blue')", Ct);
        await bronze.ExtractAsync(Ct);

        Assert.Equal(["a|7|NULL", "b|8|blue"], bronze.Rows("select code, extent, color from custom.note order by code", Ct));
        Assert.Equal(["7|red", "8|blue"], bronze.Rows("select size, color from custom.booking order by 1", Ct));
        Assert.Equal(await bronze.FullPictureAsync(Ct), bronze.Picture(Ct));
    }

    [Fact]
    public async Task Tables_that_come_are_renamed_or_go_arrive_by_themselves()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.DeclareAsync([Note("body: {type: text}")], [], Ct);
        await bronze.WriteAsync("insert into custom.note (code, body) values ('a', 'text')", Ct);
        await bronze.ExtractAsync(Ct);

        await bronze.DeclareAsync([Note("body: {type: text}").Replace("custom.note", "custom.memo\nwas: custom.note", StringComparison.Ordinal)], [], Ct);
        var renamed = await bronze.ExtractAsync(Ct);
        Assert.Equal(["custom.note"], renamed.Dropped);
        Assert.Equal(["a|text"], bronze.Rows("select code, body from custom.memo", Ct));

        await bronze.DeclareAsync([], ["custom.memo"], Ct);
        var gone = await bronze.ExtractAsync(Ct);
        Assert.Equal(["custom.memo"], gone.Dropped);
        Assert.True(gone.HasChanges);
        Assert.Equal(["0"], bronze.Rows("select count(*) from duckdb_tables() where schema_name = 'custom'", Ct));
    }

    private static string Note(string columns) => $"table: custom.note\nkind: entity\nabout: A note.\nkey: code\ncolumns:\n  code: {{type: text}}\n  {columns}\n";

    private static string Booking(string columns) => $"table: custom.booking\nkind: ledger\nabout: A booking.\ncolumns:\n  {columns}\n";
}

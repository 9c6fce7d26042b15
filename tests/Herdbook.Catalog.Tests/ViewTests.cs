using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>Views are compared, made and dropped like tables, and show their reader no row of another tenant.</summary>
public sealed class ViewTests : EngineTest
{
    private const string Open = """
        key: code
        select: |
          select i.code, i.price * 2 as twice -- 'shop.item' in a comment
            from shop.item i
           where i.deleted_at is null
        columns:
          code: {type: text, about: Its code.}
          twice: {type: "numeric"}
        """;

    protected override async ValueTask ArrangeAsync()
    {
        Folder.With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}\n  price: {type: \"numeric(8,2)\"}\n  note: {type: text}")
            .With("shop.open_item", "view", Open)
            .With("shop.a_total", "view", "key: total\nselect: select sum(twice) as total from \"shop\" . open_item\ncolumns:\n  total: {type: numeric}");
        await ApplyAsync();
        await InAsync("insert into shop.item (code, price) values ('x', 1.5), ('y', 2)");
        await InAsync("insert into shop.item (code, price) values ('x', 100)", "b");
    }

    [Fact]
    public async Task A_view_shows_each_tenant_its_own_rows_and_takes_none()
    {
        Assert.Equal(7.00m, await InAsync("select total from shop.a_total"));
        Assert.Equal(200.00m, await InAsync("select total from shop.a_total", "b"));
        Assert.Equal("42501", (await RefusesAsync("insert into shop.open_item (code) values ('z')")).SqlState);
        Assert.Equal("Its code.", await InAsync("select col_description('shop.open_item'::regclass, 1)"));
    }

    [Theory]
    [InlineData("drop view shop.a_total")]
    [InlineData("alter view shop.open_item set (security_invoker = false)")]
    [InlineData("grant insert on shop.open_item to herdbook_app")]
    [InlineData("grant select on shop.open_item to public")]
    [InlineData("comment on view shop.open_item is 'mine'")]
    [InlineData("create or replace view shop.open_item with (security_invoker = true) as select code, price * 3 as twice from shop.item")]
    public async Task Drift_of_a_view_is_repaired(string drift)
    {
        await Owner.RunAsync(null, drift, Ct);

        Assert.DoesNotContain((await PlanAsync()).Steps, step => step.Destructive);
        Assert.NotEmpty((await ApplyAsync()).Steps);
        Assert.Equal(7.00m, await InAsync("select total from shop.a_total"));
    }

    [Fact]
    public async Task What_a_view_reads_changes_its_type_with_the_views_on_it_made_again()
    {
        Folder.With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}\n  price: {type: numeric}\n  note: {type: text}");

        await ApplyAsync();

        Assert.Equal(7.00m, await InAsync("select total from shop.a_total"));
    }

    [Fact]
    public async Task A_view_goes_with_its_file_and_one_that_others_made_stays()
    {
        await Owner.RunAsync(null, "create view shop.mine as select 1 as one", Ct);
        Folder.Without("shop.a_total");

        var step = Assert.Single((await ApplyAsync()).Steps);

        Assert.Equal(("shop.a_total", false), (step.Table, step.Destructive));
        Assert.Equal(1, await Owner.RunAsync(null, "select one from shop.mine", Ct));
    }

    [Theory]
    [InlineData("select: select code from shop.item\ncolumns:\n  code: {type: integer}", "declared as integer, and the select makes it text")]
    [InlineData("select: select code from shop.item\ncolumns:\n  code: {type: text}\n  more: {type: text}", "makes no column 'more'")]
    [InlineData("select: select code, note from shop.item\ncolumns:\n  code: {type: text}", "makes the column 'note', which is not declared")]
    [InlineData("select: select note, code from shop.item\ncolumns:\n  code: {type: text}\n  note: {type: text}", "in another order")]
    [InlineData("select: select code from shop.nothing\ncolumns:\n  code: {type: text}", "relation \"shop.nothing\" does not exist")]
    [InlineData("select: select code from shop.item; drop table shop.item\ncolumns:\n  code: {type: text}", "multiple commands")]
    [InlineData("select: delete from shop.item returning code\ncolumns:\n  code: {type: text}", "syntax error")]
    public async Task A_view_that_is_not_as_declared_is_refused_with_its_place(string rest, string message)
    {
        Folder.With("shop.bad", "view", "key: code\n" + rest);

        var error = await RefusalAsync();

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((Folder.FileOf("shop.bad"), true), (error.File, error.Line > 0));
    }

    [Theory]
    [InlineData("key: code\ncolumns:\n  code: {type: text}", "A view needs 'select'.")]
    [InlineData("key: code\nselect: select 1\nindexes: [[code]]\ncolumns:\n  code: {type: text}", "A view has no 'indexes'.")]
    [InlineData("key: code\nselect: select code from shop.round\ncolumns:\n  code: {type: text}", "reads itself")]
    public void A_view_says_what_it_selects_and_nothing_that_only_a_table_keeps(string rest, string message)
    {
        Folder.With("shop.round", "view", rest);

        Assert.Contains(Folder.Errors(), error => error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_has_no_select()
    {
        Folder.With("shop.more", "entity", "key: code\nselect: select 1\ncolumns:\n  code: {type: text}");

        Assert.Contains("Only a view", Assert.Single(Folder.Errors()).Message, StringComparison.Ordinal);
    }
}

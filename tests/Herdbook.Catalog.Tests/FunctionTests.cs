using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>Functions and triggers beside a table are made with it, run as the caller, and go with its file.</summary>
public sealed class FunctionTests : EngineTest
{
    private const string Item = """
        key: code
        columns:
          code: {type: text}
          price: {type: integer}
          double: {type: integer}
        checks: {known: "shop.allowed(code)"}
        functions:
          allowed:
            about: Whether the code may be.
            arguments: code text
            returns: boolean
            volatility: immutable
            body: select code <> 'never'
          dear:
            arguments: bound integer default 10
            returns: setof shop.item
            body: select * from shop.item where price >= bound
        triggers:
          doubles:
            about: Keeps the double.
            on: before insert or update
            of: [price]
            body: |
              begin
                new.double := new.price * 2;
                return new;
              end
          loud:
            on: after insert
            when: new.price > 1000
            body: |
              begin
                raise exception 'too dear for %', format('%I.%I', 'shop', 'item');
              end
        """;

    protected override async ValueTask ArrangeAsync()
    {
        Folder.With("shop.item", "entity", Item);
        await ApplyAsync();
    }

    [Fact]
    public async Task Functions_and_triggers_work_for_the_application()
    {
        await InAsync("insert into shop.item (code, price) values ('x', 11), ('y', 1)");

        Assert.Equal(22, await InAsync("select double from shop.dear()"));
        Assert.Equal("item_known_check", (await RefusesAsync("insert into shop.item (code) values ('never')")).ConstraintName);
        Assert.Equal("too dear for shop.item", (await RefusesAsync("insert into shop.item (code, price) values ('z', 1001)")).MessageText);
        Assert.Equal("Whether the code may be.", await InAsync("select obj_description('shop.allowed'::regproc, 'pg_proc')"));
        Assert.Equal(true, await InAsync("select not prosecdef and proconfig = '{search_path=pg_catalog}' from pg_proc where proname = 'item_doubles'"));
    }

    [Theory]
    [InlineData("alter table shop.item disable trigger doubles")]
    [InlineData("drop trigger doubles on shop.item")]
    [InlineData("create or replace function shop.dear(bound integer default 10) returns setof shop.item language sql as 'select * from shop.item'")]
    [InlineData("drop function shop.dear(integer)")]
    [InlineData("alter function shop.allowed(text) security definer")]
    [InlineData("comment on function shop.allowed(text) is null")]
    public async Task Drift_of_a_function_or_a_trigger_is_repaired(string drift)
    {
        await Owner.RunAsync(null, drift, Ct);

        Assert.NotEmpty((await ApplyAsync()).Steps);
    }

    [Fact]
    public async Task A_function_whose_result_changes_is_made_again_with_the_views_on_it_and_one_that_is_declared_no_longer_goes()
    {
        Folder.With("shop.dear_item", "view", "key: code\nselect: select code from shop.dear(5)\ncolumns:\n  code: {type: text}");
        await ApplyAsync();
        await Owner.RunAsync(null, "create function shop.mine() returns integer language sql as 'select 1'", Ct);

        Folder.With("shop.item", "entity", Item.Replace("setof shop.item", "table (code text, cost integer)", StringComparison.Ordinal)
            .Replace("select * from shop.item where", "select code, price from shop.item where", StringComparison.Ordinal));
        await ApplyAsync();
        Folder.With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}\n  price: {type: integer}\n  double: {type: integer}").Without("shop.dear_item");
        await ApplyAsync("shop.item");

        Assert.Equal("mine", await Owner.RunAsync(null, "select string_agg(proname, ',') from pg_proc where pronamespace = 'shop'::regnamespace", Ct));
    }

    [Theory]
    [InlineData("functions: {bad: {returns: integer, body: select nothing from shop.item}}", "column \"nothing\" does not exist")]
    [InlineData("functions: {bad: {returns: integer, language: plpgsql, body: begin retrun 1; end}}", "syntax error")]
    [InlineData("triggers: {bad: {on: before insert, body: begin retrun new; end}}", "syntax error")]
    [InlineData("triggers: {bad: {on: before insert, when: nothing, body: begin return new; end}}", "column \"nothing\" does not exist")]
    public async Task What_PostgreSQL_cannot_read_is_refused_with_its_place(string rest, string message)
    {
        Folder.With("shop.bad", "entity", "key: code\ncolumns:\n  code: {type: text}\n" + rest);

        var error = await RefusalAsync();

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((Folder.FileOf("shop.bad"), 7), (error.File, error.Line));
    }

    [Theory]
    [InlineData("functions: {bad: {returns: integer, language: c, body: x}}", "'c' is no language")]
    [InlineData("functions: {bad: {returns: integer, volatility: random, body: x}}", "'random' is no volatility")]
    [InlineData("triggers: {bad: {on: sometimes, body: x}}", "'sometimes' does not say when")]
    [InlineData("triggers: {bad: {on: before insert, of: [code], body: x}}", "'of' needs an update")]
    [InlineData("triggers: {bad: {on: before update, of: [cod], body: x}}", "names the column 'cod'")]
    [InlineData("triggers: {bad: {on: before update, each: often, body: x}}", "'often' is neither row nor statement")]
    [InlineData("triggers: {herdbook_bad: {on: before update, body: x}}", "begins like those of the engine")]
    public void What_makes_no_function_or_trigger_is_refused(string rest, string message)
    {
        Folder.With("shop.bad", "entity", "key: code\ncolumns:\n  code: {type: text}\n" + rest);

        Assert.Contains(message, Assert.Single(Folder.Errors()).Message, StringComparison.Ordinal);
    }
}

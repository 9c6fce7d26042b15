using Herdbook.Catalog;
using Herdbook.Server.Pages.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Herdbook.Server.Tests.Tables;

/// <summary>A grid's state and its address say the same, in both directions.</summary>
public sealed class GridStateTests
{
    private static readonly TableDeclaration Tickets = new()
    {
        Module = "custom",
        Name = "ticket",
        Kind = TableKind.Entity,
        About = "A ticket.",
        Key = ["code"],
        Isolated = true,
        History = true,
        Digest = "",
        Search = ["code", "title"],
        Columns =
        [
            new ColumnDeclaration { Name = "code", Type = "text" },
            new ColumnDeclaration { Name = "title", Type = "text" },
            new ColumnDeclaration { Name = "status", Type = "text", OneOf = ["todo", "done", "a,b"] },
            new ColumnDeclaration { Name = "points", Type = "integer" },
            new ColumnDeclaration { Name = "due_on", Type = "date" },
            new ColumnDeclaration { Name = "closed_at", Type = "timestamp with time zone" },
            new ColumnDeclaration { Name = "is_open", Type = "boolean", Required = true },
            new ColumnDeclaration { Name = "labels", Type = "text[]" },
            new ColumnDeclaration { Name = "extra", Type = "jsonb" },
            new ColumnDeclaration { Name = "pass_hash", Type = "text", Secret = true },
        ],
    };

    [Theory]
    [InlineData("")]
    [InlineData("select=title,code&status=in.(todo,done)&order=points.desc.nullslast,code.asc&limit=25")]
    [InlineData("points=gte.3&points=lte.8&deleted=only&as_of=2026-01-31T12:00")]
    [InlineData("extra->a->>b=eq.x&group-by=status&page-after=%5B1,%22a%22%5D")]
    [InlineData("or=(title.ilike.*a*,code.eq.b)&page-last=1")]
    public void An_address_read_and_written_is_the_same(string address) => Assert.Equal(address, GridState.Text(Read(address).Pairs()));

    [Fact]
    public void What_the_table_lacks_and_what_is_secret_limits_nothing_and_is_named()
    {
        var state = Read("nothing=eq.1&pass_hash=like.a*&select=title,pass_hash,no_such&order=other.desc&tenant_id=eq.demo&group-by=pass_hash");
        Assert.Equal(["nothing", "pass_hash", "pass_hash", "no_such", "other", "tenant_id", "pass_hash"], state.Unknown);
        Assert.Empty(state.Filters);
        Assert.Equal(["title"], state.Chosen);
        Assert.Null(state.Group);
    }

    [Theory]
    [InlineData("set-column=title&set-ask=contains&set-value=50%25_*a\\b", @"title=ilike.*50\%\_\*a\\b*")]
    [InlineData("set-column=title&set-ask=starts&set-value=Ab", "title=ilike.Ab*")]
    [InlineData("set-column=title&set-ask=not&set-value=a.b", "title=isdistinct.a.b")]
    [InlineData("set-column=title&set-ask=present&set-value=", "title=not.is.null")]
    [InlineData("set-column=status&set-ask=any&set-value=done&set-value=a,b", "status=in.(done,\"a,b\")")]
    [InlineData("set-column=status&set-ask=any&set-value=done&set-empty=1", "or=(status.in.(done),status.is.null)")]
    [InlineData("set-column=status&set-ask=any&set-empty=1", "status=is.null")]
    [InlineData("set-column=points&set-ask=between&set-from=3&set-to=", "points=gte.3")]
    [InlineData("set-column=due_on&set-ask=between&set-from=2026-01-01&set-to=2026-01-31", "due_on=gte.2026-01-01&due_on=lte.2026-01-31")]
    [InlineData("set-column=closed_at&set-ask=between&set-from=2026-01-01&set-to=2026-01-31", "closed_at=gte.2026-01-01T00:00:00Z&closed_at=lt.2026-02-01T00:00:00Z")]
    [InlineData("set-column=is_open&set-ask=false", "is_open=is.false")]
    [InlineData("set-column=labels&set-ask=contains&set-value=a\"b", "labels=cs.{\"a\\\"b\"}")]
    [InlineData("set-column=extra&set-ask=equal&set-path=a.b&set-value=x", "extra->a->>b=eq.x")]
    [InlineData("set-column=extra&set-ask=contains&set-path=&set-value={\"a\":1}", "extra=cs.{\"a\":1}")]
    public void A_filters_form_makes_the_address_and_the_address_fills_the_form(string form, string expected)
    {
        var sent = Collection(form);
        var state = GridForm.Apply(Read("title=eq.before&points=eq.7&status=eq.todo&due_on=gte.2020-01-01&is_open=is.true&labels=cs.{a}&extra=cs.{}&closed_at=is.null"), sent);
        var column = Tickets.Column(sent["set-column"].ToString())!;
        var pairs = GridForm.Of(state, column.Name);
        Assert.Equal(expected, string.Join('&', pairs.Select(pair => $"{pair.Name}={pair.Value}")));
        var filter = ColumnFilter.Of(column, pairs);
        Assert.NotNull(filter);
        Assert.Equal(pairs, filter.Pairs(column));
        Assert.Equal(state.Filters.Count, 7 + pairs.Count);
    }

    [Fact]
    public void The_search_field_reads_back_its_own_text()
    {
        var state = GridForm.Apply(Read("points=gte.3"), Collection("set-text=say \"50%25\" (a,b)"));
        Assert.Equal("say \"50%\" (a,b)", GridForm.TextOf(state));
        Assert.Equal("say \"50%\" (a,b)", GridForm.TextOf(Read(GridState.Text(state.Pairs()))));
        Assert.Equal("points=gte.3", GridForm.Apply(state, Collection("set-text=")).Query);
    }

    [Fact]
    public void Columns_keep_their_order_when_others_are_chosen_beside_them()
    {
        var state = GridForm.Apply(Read("select=title,code,points"), Collection("set-show=code&set-show=points&set-show=status&set-show=title&set-show=pass_hash"));
        Assert.Equal(["title", "code", "points", "status"], state.Chosen);
    }

    [Fact]
    public void The_order_always_ends_with_the_key_so_that_every_row_has_one_place()
    {
        Assert.Equal(["points.desc", "code.desc"], Read("order=points.desc").FullOrder.Select(order => order.ToString()));
        Assert.Equal(["code.asc"], Read("").FullOrder.Select(order => order.ToString()));
        Assert.Equal(["code.desc"], Read("order=code.desc").FullOrder.Select(order => order.ToString()));
        Assert.Equal(["booking_id.desc"], new GridState(Tickets with { Kind = TableKind.Ledger, Key = ["booking_id"] }).FullOrder.Select(order => order.ToString()));
    }

    [Fact]
    public void A_filter_that_no_form_can_say_is_kept_as_it_is()
    {
        var state = Read("title=fts.house&points=gt.3&or=(code.eq.a,title.eq.b)");
        Assert.Null(ColumnFilter.Of(Tickets.Column("title")!, GridForm.Of(state, "title")));
        Assert.Null(ColumnFilter.Of(Tickets.Column("points")!, GridForm.Of(state, "points")));
        Assert.Equal("title=fts.house&points=gt.3&or=(code.eq.a,title.eq.b)", state.Query);
    }

    private static GridState Read(string query) => GridState.Read(
        Tickets, QueryHelpers.ParseQuery(query).SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? ""))));

    private static QueryCollection Collection(string query) => new(QueryHelpers.ParseQuery(query));
}

using Herdbook.Catalog.Rows;
using Xunit;

namespace Herdbook.Core.Tests.Rows;

/// <summary>Each operator over real rows.</summary>
public sealed class RowOperatorTests(RowOperatorTests.Things things) : IClassFixture<RowOperatorTests.Things>
{
    private Shop Shop => things.Shop;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("name=eq.Apple", "1")]
    [InlineData("name=neq.Apple", "2,3,4")]
    [InlineData("size=gt.10", "2,3")]
    [InlineData("size=gte.10", "1,2,3")]
    [InlineData("size=lt.10", "4")]
    [InlineData("size=lte.10", "1,4")]
    [InlineData("price=eq.1.5", "1")]
    [InlineData("price=gt.1.499", "1,2")]
    [InlineData("name=like.*pp*", "1,2")]
    [InlineData("name=like.100\\%*", "4")]
    [InlineData("name=ilike.APPLE*", "1,2")]
    [InlineData("name=match.^A", "1")]
    [InlineData("name=imatch.^a", "1,2")]
    [InlineData("id=in.(1,3)", "1,3")]
    [InlineData("id=in.()", "")]
    [InlineData("name=in.(Apple,\"Pear, \\\"ripe\\\" (2)\")", "1,3")]
    [InlineData("price=is.null", "3")]
    [InlineData("price=not.is.null", "1,2,4")]
    [InlineData("price=is.not_null", "1,2,4")]
    [InlineData("sold=is.true", "1,4")]
    [InlineData("sold=is.false", "2")]
    [InlineData("sold=is.unknown", "3")]
    [InlineData("sold=not.is.true", "2,3")]
    [InlineData("sold=eq.t", "1,4")]
    [InlineData("price=isdistinct.1.5", "2,3,4")]
    [InlineData("price=not.eq.1.5", "2,4")]
    [InlineData("name=fts.apple", "1,2")]
    [InlineData("name=fts.apple%26pie", "2")]
    [InlineData("name=plfts.apple pie", "2")]
    [InlineData("name=phfts(english).apple pies", "2")]
    [InlineData("name=wfts(simple).apple -pie", "1")]
    [InlineData("name=not.fts.apple", "3,4")]
    [InlineData("facts=fts.x", "1")]
    [InlineData("tags=cs.{a}", "1")]
    [InlineData("tags=cd.{a,b,d}", "1,4")]
    [InlineData("tags=ov.{c,d}", "2")]
    [InlineData("tags=eq.{}", "4")]
    [InlineData("tags=in.(\"{a,b}\",\"{}\")", "1,4")]
    [InlineData("facts=cs.{\"n\": 2}", "2")]
    [InlineData("facts=cd.{\"n\": 2, \"t\": \"y\", \"a\": {\"b\": [30]}}", "2")]
    [InlineData("facts->>t=eq.x", "1")]
    [InlineData("facts->n=gt.1", "2")]
    [InlineData("facts->a->b->>0=eq.10", "1")]
    [InlineData("facts->a->b->-1=eq.30", "2")]
    [InlineData("facts->a->b=cs.[20]", "1")]
    [InlineData("tags->>0=eq.b", "2")]
    [InlineData("facts->>t=in.(x,y)", "1,2")]
    [InlineData("facts->>t=is.null", "3,4")]
    [InlineData("address=sl.10.0.0.0/8", "1,2")]
    [InlineData("address=sr.192.168.1.5", "4")]
    [InlineData("address=ov.10.0.0.0/31", "1")]
    [InlineData("span=gt.90 minutes", "2,4")]
    [InlineData("stay=cs.[2,3)", "1")]
    [InlineData("stay=cd.[0,10)", "1,2")]
    [InlineData("stay=ov.[4,6)", "1,2")]
    [InlineData("stay=sl.[10,20)", "1,2")]
    [InlineData("stay=sr.[5,10)", "4")]
    [InlineData("stay=nxr.[0,5)", "1")]
    [InlineData("stay=nxl.[5,7)", "2,4")]
    [InlineData("stay=adj.[10,12)", "2")]
    [InlineData("and=(stay.adj.\"[10,12)\")", "2")]
    [InlineData("stay=eq.[1,5)", "1")]
    [InlineData("day=gte.2026-01-02", "2,4")]
    [InlineData("at=lt.2026-01-02T00:00:00Z", "1")]
    [InlineData("code=eq.00000000-0000-0000-0000-000000000002", "2")]
    [InlineData("size=eq(any).{10,20}", "1,2")]
    [InlineData("size=gt(all).{10,20}", "3")]
    [InlineData("name=like(any).{A*,*pie}", "1,2")]
    [InlineData("name=ilike(all).{a*,*pie}", "2")]
    [InlineData("name=match(any).{^A,^P}", "1,3")]
    [InlineData("or=(id.eq.1,and(size.gt.10,not.or(id.eq.2,id.eq.9)))", "1,3")]
    [InlineData("not.or=(id.eq.1,id.eq.2)", "3,4")]
    [InlineData("not.and=(id.gt.1,id.lt.4)", "1,4")]
    [InlineData("and=(id.gt.1,id.not.in.(3,4))", "2")]
    [InlineData("and=(name.in.(Apple,\"Pear, \\\"ripe\\\" (2)\"),size.eq(any).{10,30})", "1,3")]
    [InlineData("or=(name.eq.\"Pear, \\\"ripe\\\" (2)\",tags.cs.{a,b})", "1,3")]
    [InlineData("or=(price.is.null,facts->>t.eq.x)", "1,3")]
    [InlineData("id=gt.1&id=lt.4", "2,3")]
    public async Task An_operator_finds_its_rows(string filter, string ids)
    {
        var rows = await Shop.GetAsync("shop.thing", $"select=id&{filter}", Ct);

        Assert.Equal($"[{string.Join(',', ids.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => $"{{\"id\":{id}}}"))}]", rows);
    }

    [Fact]
    public async Task A_secret_column_is_not_there()
    {
        Assert.DoesNotContain("hidden", await Shop.GetAsync("shop.thing", "", Ct), StringComparison.Ordinal);
        foreach (var query in (string[])["select=hidden", "hidden=eq.s", "order=hidden", "or=(hidden.eq.s)"])
        {
            Assert.Equal("column_unknown", Assert.Throws<RowRefusalException>(() => Shop.Parse("shop.thing", query)).Code);
        }
    }

    /// <summary>One table, filled once for all tests: none of them writes.</summary>
    public sealed class Things : IAsyncLifetime
    {
        internal Shop Shop { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var ct = CancellationToken.None;
            var shop = await Shop.OpenAsync(ct, ("shop.thing", "entity", """
                key: id
                columns:
                  id: {type: integer}
                  name: {type: text}
                  size: {type: integer}
                  price: {type: "numeric(10,2)"}
                  sold: {type: boolean}
                  day: {type: date}
                  at: {type: timestamptz}
                  code: {type: uuid}
                  tags: {type: "text[]"}
                  facts: {type: jsonb}
                  address: {type: inet}
                  span: {type: interval}
                  stay: {type: int4range}
                  hidden: {type: text, secret: true}
                """));
            await shop.RunAsync(Shop.Tenant, """
                insert into shop.thing (id, name, size, price, sold, day, at, code, tags, facts, address, span, stay, hidden) values
                  (1, 'Apple', 10, 1.50, true, '2026-01-01', '2026-01-01T00:00:00Z', '00000000-0000-0000-0000-000000000001', '{a,b}', '{"a": {"b": [10, 20]}, "n": 1, "t": "x"}', '10.0.0.1', '1 hour', '[1,5)', 's'),
                  (2, 'apple pie', 20, 2.50, false, '2026-01-02', '2026-01-02T00:00:00Z', '00000000-0000-0000-0000-000000000002', '{b,c}', '{"a": {"b": [30]}, "n": 2, "t": "y"}', '10.0.0.2', '2 hours', '[5,10)', 's'),
                  (3, 'Pear, "ripe" (2)', 30, null, null, null, null, null, null, null, null, null, null, 's'),
                  (4, '100% _x*', -5, 0, true, '2026-02-01', '2026-02-01T00:00:00Z', null, '{}', '[]', '192.168.1.0/24', '3 days', '[20,30)', 's')
                """, ct);
            Shop = shop;
        }

        public async ValueTask DisposeAsync() => await Shop.DisposeAsync();
    }
}

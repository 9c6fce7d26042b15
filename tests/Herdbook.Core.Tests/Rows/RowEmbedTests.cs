using Herdbook.Catalog.Rows;
using Xunit;

namespace Herdbook.Core.Tests.Rows;

/// <summary>Related tables in every direction, and sums.</summary>
public sealed class RowEmbedTests(RowEmbedTests.People people) : IClassFixture<RowEmbedTests.People>
{
    private Shop Town => people.Shop;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    // Many to one, one to many, one to one, many to many.
    [InlineData("shop.person", "select=name,town!home(size)&id=in.(1,3)", """[{"name":"Ada","town":{"size":10}},{"name":"Cy","town":null}]""")]
    [InlineData("shop.person", "select=name,home(size)&id=eq.1", """[{"name":"Ada","home":{"size":10}}]""")]
    [InlineData("shop.person", "select=name,town!person_work_fkey(town)&id=eq.1", """[{"name":"Ada","town":{"town":"Rome"}}]""")]
    [InlineData("shop.town", "select=town,person!home(name)", """[{"town":"Bern","person":[{"name":"Ada"},{"name":"Dee"}]},{"town":"Oslo","person":[]},{"town":"Rome","person":[{"name":"Bob"}]}]""")]
    [InlineData("shop.person", "select=name,badge(number)&id=gte.2&id=lte.3", """[{"name":"Bob","badge":{"number":200}},{"name":"Cy","badge":null}]""")]
    [InlineData("shop.badge", "select=number,person(name)", """[{"number":100,"person":{"name":"Ada"}},{"number":200,"person":{"name":"Bob"}}]""")]
    [InlineData("shop.person", "select=name,shop.club(club)&id=lte.2", """[{"name":"Ada","club":[{"club":"chess"},{"club":"rowing"}]},{"name":"Bob","club":[{"club":"chess"}]}]""")]
    [InlineData("shop.person", "select=name,\"shop.club\"(club)&id=eq.2", """[{"name":"Bob","club":[{"club":"chess"}]}]""")]
    [InlineData("shop.club", "select=club,person(name)&club=eq.chess", """[{"club":"chess","person":[{"name":"Ada"},{"name":"Bob"}]}]""")]
    [InlineData("shop.club", "select=club,person!member(name)&club=eq.chess", """[{"club":"chess","person":[{"name":"Ada"},{"name":"Bob"}]}]""")]
    [InlineData("shop.club", "select=club,member(person)&club=eq.rowing", """[{"club":"rowing","member":[{"person":1}]}]""")]
    [InlineData("shop.sale", "select=amount,person(name)&amount=in.(1,5)", """[{"amount":5,"person":{"name":"Bob"}},{"amount":1,"person":null}]""")]
    // A table and itself.
    [InlineData("shop.person", "select=name,boss(name)&id=in.(1,4)", """[{"name":"Ada","boss":null},{"name":"Dee","boss":{"name":"Bob"}}]""")]
    [InlineData("shop.person", "select=name,below:person!boss(name)&id=in.(1,3)", """[{"name":"Ada","below":[{"name":"Bob"},{"name":"Cy"}]},{"name":"Cy","below":[]}]""")]
    // Within each other, with names, filters, order and bounds of their own.
    [InlineData("shop.town", "select=town,who:person!home(name,boss(name,work(size)))&town=eq.Rome", """[{"town":"Rome","who":[{"name":"Bob","boss":{"name":"Ada","work":{"size":30}}}]}]""")]
    [InlineData("shop.town", "select=town,who:person!home(name)&who.name=like.D*&town=eq.Bern", """[{"town":"Bern","who":[{"name":"Dee"}]}]""")]
    [InlineData("shop.town", "select=town,who:person!home(name)&who.or=(name.eq.Ada,name.eq.Bob)&who.order=name.desc&town=neq.Oslo", """[{"town":"Bern","who":[{"name":"Ada"}]},{"town":"Rome","who":[{"name":"Bob"}]}]""")]
    [InlineData("shop.town", "select=town,who:person!home(name)&who.order=name.desc&who.limit=1&town=eq.Bern", """[{"town":"Bern","who":[{"name":"Dee"}]}]""")]
    [InlineData("shop.town", "select=town,who:person!home(name)&who.order=id&who.offset=1&town=eq.Bern", """[{"town":"Bern","who":[{"name":"Dee"}]}]""")]
    [InlineData("shop.person", "select=name,shop.club(club)&shop.club.fee=gt.10&id=lte.2", """[{"name":"Ada","club":[{"club":"rowing"}]},{"name":"Bob","club":[]}]""")]
    [InlineData("shop.person", "select=name,boss(name)&boss.not.and=(name.eq.Ada,id.eq.1)&id=gte.2", """[{"name":"Bob","boss":null},{"name":"Cy","boss":null},{"name":"Dee","boss":{"name":"Bob"}}]""")]
    // A row must have one, or must not.
    [InlineData("shop.person", "select=name,badge!inner(number)", """[{"name":"Ada","badge":{"number":100}},{"name":"Bob","badge":{"number":200}}]""")]
    [InlineData("shop.person", "select=name,badge!inner()&badge.number=gt.150", """[{"name":"Bob"}]""")]
    [InlineData("shop.person", "select=name,badge!left(number)&id=gte.3", """[{"name":"Cy","badge":null},{"name":"Dee","badge":null}]""")]
    [InlineData("shop.person", "select=name,badge()&badge=is.null", """[{"name":"Cy"},{"name":"Dee"}]""")]
    [InlineData("shop.person", "select=name,badge()&badge=not.is.null&id=eq.1", """[{"name":"Ada"}]""")]
    [InlineData("shop.person", "select=id,badge(),sale(amount)&or=(badge.is.null,sale.not.is.null)&sale.amount=eq.20&id=lte.3", """[{"id":1,"sale":[{"amount":20}]},{"id":3,"sale":[]}]""")]
    [InlineData("shop.town", "select=town,person!home!inner(name,badge!inner(number))&person.badge.number=eq.200", """[{"town":"Rome","person":[{"name":"Bob","badge":{"number":200}}]}]""")]
    // Spread.
    [InlineData("shop.person", "select=name,...town!home(size,home:town)&id=in.(1,3)", """[{"name":"Ada","size":10,"home":"Bern"},{"name":"Cy","size":null,"home":null}]""")]
    [InlineData("shop.person", "select=name,...boss(up:name,badge(number))&id=in.(2,4)", """[{"name":"Bob","up":"Ada","badge":{"number":100}},{"name":"Dee","up":"Bob","badge":{"number":200}}]""")]
    [InlineData("shop.sale", "select=amount,...person(...boss(boss:name))&amount=lte.5", """[{"amount":5,"boss":"Ada"},{"amount":1,"boss":null}]""")]
    // Ordered by what it belongs to.
    [InlineData("shop.person", "select=name,town!home(size)&order=town(size).desc.nullslast,name.desc", """[{"name":"Bob","town":{"size":30}},{"name":"Dee","town":{"size":10}},{"name":"Ada","town":{"size":10}},{"name":"Cy","town":null}]""")]
    [InlineData("shop.sale", "select=amount&order=facts->>k.desc.nullslast,amount", """[{"amount":20},{"amount":5},{"amount":10},{"amount":1}]""")]
    // Sums.
    [InlineData("shop.sale", "select=amount.sum(),count()", """[{"sum":36,"count":4}]""")]
    [InlineData("shop.sale", "select=person,total:amount.sum(),amount.avg()::integer,amount.min(),amount.max(),n:amount.count()&order=person", """[{"person":1,"total":30,"avg":15,"min":10,"max":20,"n":2},{"person":2,"total":5,"avg":5,"min":5,"max":5,"n":1},{"person":9,"total":1,"avg":1,"min":1,"max":1,"n":1}]""")]
    [InlineData("shop.sale", "select=k:facts->>k,amount.sum()&order=facts->>k.desc.nullslast", """[{"k":"y","sum":20},{"k":"x","sum":15},{"k":null,"sum":1}]""")]
    [InlineData("shop.sale", "select=amount.sum(),person(name)&amount=gt.1&order=amount", "order_aggregate")]
    [InlineData("shop.sale", "select=amount.sum(),person(boss)&person=eq.2", """[{"sum":5,"person":{"boss":1}}]""")]
    [InlineData("shop.sale", "select=amount.sum(),...person(name)&person=lt.9&amount=gte.10", """[{"sum":30,"name":"Ada"}]""")]
    [InlineData("shop.person", "select=name,sale(amount.sum(),count())&id=lte.2", """[{"name":"Ada","sale":[{"sum":30,"count":2}]},{"name":"Bob","sale":[{"sum":5,"count":1}]}]""")]
    // Names, casts, paths.
    [InlineData("shop.person", "select=n:name,\"a b\":id::text,Ärger:home&id=eq.1", """[{"n":"Ada","a b":"1","Ärger":"Bern"}]""")]
    [InlineData("shop.sale", "select=facts->k,v:facts->>k&amount=eq.10", """[{"k":"x","v":"x"}]""")]
    [InlineData("shop.person", "select=&id=eq.1", """[{}]""")]
    public async Task Related_rows_come_with_a_row(string table, string query, string rows)
    {
        if (!rows.StartsWith('['))
        {
            Assert.Equal(rows, (await Assert.ThrowsAsync<RowRefusalException>(() => Town.GetAsync(table, query, Ct))).Code);
            return;
        }

        Assert.Equal(rows, await Town.GetAsync(table, query, Ct));
    }

    [Fact]
    public void A_relation_that_is_not_clear_names_the_choices()
    {
        var home = Assert.Throws<RowRefusalException>(() => Town.Parse("shop.person", "select=town(*)"));
        Assert.Equal(("relation_ambiguous", 300), (home.Code, home.Status));
        Assert.Equal("Say which: town!home, town!work.", home.Remedy);

        var self = Assert.Throws<RowRefusalException>(() => Town.Parse("shop.person", "select=person(*)"));
        Assert.Equal("relation_ambiguous", self.Code);
        Assert.Contains("person!boss", self.Remedy, StringComparison.Ordinal);

        Assert.Equal("Did you mean 'town'?", Assert.Throws<RowRefusalException>(() => Town.Parse("shop.person", "select=tow(*)")).Remedy);
        Assert.Equal("relation_unknown", Assert.Throws<RowRefusalException>(() => Town.Parse("shop.person", "select=town!boss(*)")).Code);
        Assert.Equal("relation_unknown", Assert.Throws<RowRefusalException>(() => Town.Parse("shop.person", "select=other.club(*)")).Code);
    }

    [Fact]
    public async Task Deleted_rows_are_hidden_in_embeds_too_unless_asked_for()
    {
        Assert.DoesNotContain("Eve", await Town.GetAsync("shop.town", "select=town,person!home(name)", Ct), StringComparison.Ordinal);
        Assert.Contains("Eve", await Town.GetAsync("shop.town", "select=town,person!home(name)&deleted=include", Ct), StringComparison.Ordinal);
        Assert.Equal("""[{"name":"Eve","home":{"town":"Bern"}}]""", await Town.GetAsync("shop.person", "select=name,home(town)&deleted=only", Ct));
        Assert.Equal("[]", await Town.GetAsync("shop.person", "select=name&id=eq.5", Ct));
    }

    [Fact]
    public async Task Another_tenants_rows_are_never_seen_not_even_through_a_relation()
    {
        Assert.Equal("""[{"town":"Bern","person":[{"name":"Zoe"}]}]""", await Town.GetAsync("shop.town", "select=town,person!home(name)", Ct, Shop.Other));
        Assert.Equal("[]", await Town.GetAsync("shop.person", "id=eq.2", Ct, Shop.Other));
        Assert.Equal("""[{"count":1}]""", await Town.GetAsync("shop.person", "select=count()", Ct, Shop.Other));
        Assert.Equal("column_unknown", Assert.Throws<RowRefusalException>(() => Town.Parse("shop.person", "tenant_id=eq.a")).Code);
    }

    /// <summary>Seven tables, filled once for all tests: none of them writes.</summary>
    public sealed class People : IAsyncLifetime
    {
        internal Shop Shop { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var ct = CancellationToken.None;
            var shop = await Shop.OpenAsync(ct,
                ("shop.town", "entity", "key: town\ncolumns:\n  town: {type: text}\n  size: {type: integer}"),
                ("shop.person", "entity", """
                    key: id
                    columns:
                      id: {type: integer}
                      name: {type: text}
                      home: {type: text, refers: shop.town}
                      work: {type: text, refers: shop.town}
                      boss: {type: integer, refers: shop.person}
                    """),
                ("shop.badge", "entity", "key: person\ncolumns:\n  person: {type: integer, refers: shop.person}\n  number: {type: integer}"),
                ("shop.club", "entity", "key: club\ncolumns:\n  club: {type: text}\n  fee: {type: integer}"),
                ("shop.member", "junction", """
                    key: [person, club]
                    columns:
                      person: {type: integer, refers: shop.person}
                      club: {type: text, refers: shop.club}
                    """),
                ("shop.sale", "ledger", "columns:\n  person: {type: integer, refers: shop.person}\n  amount: {type: integer}\n  facts: {type: jsonb}"),
                ("other.club", "entity", "key: club\ncolumns:\n  club: {type: text}"));
            await shop.RunAsync(Shop.Tenant, """
                insert into shop.town (town, size) values ('Bern', 10), ('Rome', 30), ('Oslo', 20);
                insert into shop.person (id, name, home, work, boss) values
                  (1, 'Ada', 'Bern', 'Rome', null), (2, 'Bob', 'Rome', 'Rome', 1), (3, 'Cy', null, 'Oslo', 1), (4, 'Dee', 'Bern', null, 2);
                insert into shop.badge (person, number) values (1, 100), (2, 200);
                insert into shop.club (club, fee) values ('chess', 5), ('rowing', 50);
                insert into shop.member (person, club) values (1, 'chess'), (1, 'rowing'), (2, 'chess');
                insert into shop.sale (person, amount, facts) values (1, 10, '{"k": "x"}'), (1, 20, '{"k": "y"}'), (2, 5, '{"k": "x"}'), (9, 1, null);
                insert into shop.person (id, name, home, deleted_at) values (5, 'Eve', 'Bern', now());
                """, ct);
            await shop.RunAsync(Shop.Other, "insert into shop.town (town) values ('Bern'); insert into shop.person (id, name, home) values (1, 'Zoe', 'Bern')", ct);
            Shop = shop;
        }

        public async ValueTask DisposeAsync() => await Shop.DisposeAsync();
    }
}

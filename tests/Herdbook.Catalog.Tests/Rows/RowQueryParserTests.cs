using Herdbook.Catalog.Rows;
using Xunit;

namespace Herdbook.Catalog.Tests.Rows;

/// <summary>What the grammar accepts and refuses, and what becomes of it in SQL. No database.</summary>
public sealed class RowQueryParserTests : IDisposable
{
    private readonly CatalogFolder _folder = new CatalogFolder()
        .With("shop.owner", "entity", "key: owner\ncolumns:\n  owner: {type: text}\n  pin: {type: text, secret: true}")
        .With("shop.pet", "entity", """
            key: [kind, name]
            columns:
              kind: {type: text}
              name: {type: text}
              owner: {type: text, refers: shop.owner}
              age: {type: integer}
              facts: {type: jsonb}
              order: {type: integer}
              born: {type: timestamptz}
            """);

    private readonly CatalogSet _catalog;

    public RowQueryParserTests() => _catalog = _folder.Load();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("name=eq.x", "name Eq x")]
    [InlineData("name=not.eq.x", "not(name Eq x)")]
    [InlineData("name=eq.", "name Eq ")]
    [InlineData("name=eq.not.eq.x", "name Eq not.eq.x")]
    [InlineData("name=eq.a,b)(\"c\"", "name Eq a,b)(\"c\"")]
    [InlineData("age=in.(1,2)", "age In [1|2]")]
    [InlineData("name=in.(a,\"b,c\",\"d\\\"e\",f g)", "name In [a|b,c|d\"e|f g]")]
    [InlineData("name=in.()", "name In []")]
    [InlineData("name=in.(\"\")", "name In []", "name In [] of 1")]
    [InlineData("name=is.NULL", "name Is null")]
    [InlineData("age=gt(any).{1,2}", "age Gt Any[1|2]")]
    [InlineData("name=wfts(english).a -b", "name Wfts(english) a -b")]
    [InlineData("facts->a->0->>b=eq.x", "facts/a/0#//b Eq x")]
    [InlineData("facts->\"a b\"->>\"c.d\"=eq.x", "facts/a b//c.d Eq x")]
    [InlineData("or=(age.eq.1,and(name.eq.a,not.or(age.is.null,name.like.*x)))", "or(age Eq 1;and(name Eq a;not(or(age Is null;name Like *x))))")]
    [InlineData("and=(name.eq.\"a,b\", age.in.(1,2))", "and(name Eq a,b;age In [1|2])")]
    [InlineData("not.and=(age.eq.1,age.eq.2)", "not(and(age Eq 1;age Eq 2))")]
    [InlineData("and=(order.eq.1)", "and(order Eq 1)")]
    [InlineData("age=eq.1&name=eq.x", "and(age Eq 1;name Eq x)")]
    [InlineData("\"name\"=eq.x", "name Eq x")]
    public void A_filter_is_read(string query, string tree, string? alsoCalled = null)
    {
        _ = alsoCalled;
        Assert.Equal(tree, Shown(Parse(query).Where!));
    }

    [Theory]
    [InlineData("select=nothing", "column_unknown")]
    [InlineData("select=pin", "column_unknown")]
    [InlineData("select=tenant_id", "column_unknown")]
    [InlineData("select=name;drop table x", "query_syntax")]
    [InlineData("select=name,", "query_syntax")]
    [InlineData("select=owner(", "query_syntax")]
    [InlineData("select=owner(*))", "query_syntax")]
    [InlineData("select=owner!left!x(*)", "relation_unknown")]
    [InlineData("select=name,name:age", "select_duplicate")]
    [InlineData("select=...name", "query_syntax")]
    [InlineData("select=name::\"text\"", "cast_unknown")]
    [InlineData("select=name::text;", "cast_unknown")]
    [InlineData("select=age.median()", "function_unknown")]
    [InlineData("select=name.sum()", "operator_type")]
    [InlineData("select=name->a", "operator_type")]
    [InlineData("select=facts->>a->b", "query_syntax")]
    [InlineData("select=facts->", "query_syntax")]
    [InlineData("=eq.1", "query_syntax")]
    [InlineData("name", "operator_unknown")]
    [InlineData("name=", "operator_unknown")]
    [InlineData("name=x", "operator_unknown")]
    [InlineData("name=equals.x", "operator_unknown")]
    [InlineData("name=eq", "query_syntax")]
    [InlineData("name=not.not.eq.x", "operator_unknown")]
    [InlineData("name=eq(some).{a}", "query_syntax")]
    [InlineData("name=eq(any).a", "query_syntax")]
    [InlineData("name=neq(any).{a}", "query_syntax")]
    [InlineData("name=in.a,b", "query_syntax")]
    [InlineData("name=in.(a", "query_syntax")]
    [InlineData("name=in.(a)b", "query_syntax")]
    [InlineData("name=is.nil", "value_invalid")]
    [InlineData("name=is.true", "operator_type")]
    [InlineData("name=fts().x", "query_syntax")]
    [InlineData("age=eq.1.5", "value_invalid")]
    [InlineData("age=eq.9999999999", "value_invalid")]
    [InlineData("age=in.(1,two)", "value_invalid")]
    [InlineData("age=eq(any).{1,two}", "value_invalid")]
    [InlineData("age=like.1*", "operator_type")]
    [InlineData("facts=eq.{", "value_invalid")]
    [InlineData("or=age.eq.1", "query_syntax")]
    [InlineData("or=()", "query_syntax")]
    [InlineData("or=(age.eq.1", "query_syntax")]
    [InlineData("or=(age.eq.1)x", "query_syntax")]
    [InlineData("or=(age)", "query_syntax")]
    [InlineData("name.x=eq.1", "embed_unknown")]
    [InlineData("owner.x=eq.1", "embed_unknown")]
    [InlineData("select=owner(*)&owner.x=eq.1", "column_unknown")]
    [InlineData("order=name.up", "query_syntax")]
    [InlineData("order=name.", "query_syntax")]
    [InlineData("order=nothing", "column_unknown")]
    [InlineData("order=owner(owner)", "embed_unknown")]
    [InlineData("limit=", "query_syntax")]
    [InlineData("limit=1e3", "query_syntax")]
    [InlineData("limit=-1", "query_syntax")]
    [InlineData("offset=99999999999999999999", "query_syntax")]
    [InlineData("as_of=", "query_syntax")]
    public void What_cannot_be_read_is_refused_by_its_code(string query, string code)
    {
        var refusal = Assert.Throws<RowRefusalException>(() => RowSql.Select(Parse(query), RowFormat.Json));

        Assert.Equal(code, refusal.Code);
        Assert.False(string.IsNullOrWhiteSpace(refusal.Remedy));
    }

    [Fact]
    public void What_one_request_may_ask_is_bounded()
    {
        static string Repeat(int count, Func<int, string> part, string between) => string.Join(between, Enumerable.Range(0, count).Select(part));

        Assert.Equal("request_bounds", Code(Repeat(201, i => $"age=eq.{i}", "&")));
        Assert.Equal("request_bounds", Code($"or=({Repeat(201, i => $"age.eq.{i}", ",")})"));
        Assert.Equal("request_bounds", Code($"or=({Repeat(10, _ => "or(", "")}age.eq.1{new string(')', 11)}"));
        Assert.Equal("request_bounds", Code($"age=in.({Repeat(1001, i => $"{i}", ",")})"));
        Assert.Equal("request_bounds", Code($"select={Repeat(21, i => $"a{i}:owner(*)", ",")}"));
        Assert.Equal("request_bounds", Code($"select={Repeat(3, _ => "owner(pet(", "")}*{new string(')', 6)}"));
        Assert.Equal("request_bounds", Code($"select={Repeat(401, i => $"a{i}:age", ",")}"));
        Assert.Equal("request_bounds", Code($"select=facts{Repeat(21, _ => "->a", "")}"));
        Assert.Equal("request_bounds", Code($"order={Repeat(21, _ => "age", ",")}"));
        Assert.Null(Code(Repeat(200, i => $"age=eq.{i}", "&")));
    }

    [Fact]
    public void No_word_of_a_request_is_in_the_SQL()
    {
        const string Evil = "zzz'\";--";
        foreach (var query in new[]
        {
            $"name=eq.{Evil}", $"name=in.(\"{Evil.Replace("\"", "\\\"", StringComparison.Ordinal)}\",zzz)", $"facts->>{"zzz'"}=eq.{Evil}", $"name=fts(zzz).{Evil}", "select=zzz:name,\"zzz';--\":age",
            "select=facts->zzz->>\"zzz'\"", "select=zzz:owner(*)&zzz.owner=eq.zzz&zzz.limit=3", "order=facts->zzz", $"name=like(any).{{zzz*}}", "select=zzz:age.sum()",
        })
        {
            var statement = RowSql.Select(Parse(query), RowFormat.Json);
            Assert.DoesNotContain("zzz", statement.Sql, StringComparison.Ordinal);
            Assert.Contains(statement.Parameters, parameter => parameter.Text!.Contains("zzz", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_order_ends_with_the_key_in_the_direction_of_its_last_term()
    {
        Assert.EndsWith("order by t2.\"kind\", t2.\"name\") t0 cross join lateral (select t0.c0 as \"age\") t1", Sql("select=age"), StringComparison.Ordinal);
        Assert.Contains("order by t2.\"age\" desc, t2.\"kind\" desc, t2.\"name\" desc)", Sql("order=age.desc"), StringComparison.Ordinal);
        Assert.Contains("order by t2.\"age\" desc nulls last, t2.\"name\", t2.\"kind\")", Sql("order=age.desc.nullslast,name"), StringComparison.Ordinal);
        Assert.Contains("order by t2.\"age\" nulls first", Sql("order=age.asc.nullsfirst"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_its_text_or_an_array_of_texts_as_PostgreSQL_writes_it()
    {
        var (pet, owner) = (_catalog["shop.pet"], _catalog["shop.owner"]);

        Assert.Equal("x\"y", RowKey.Of(owner, ["x\"y"]).Text);
        Assert.Equal("[\"a\\\"b\\\\\",\"é<\\u0001\\n\"]", RowKey.Of(pet, ["a\"b\\", "é<\u0001\n"]).Text);
        Assert.Equal(RowKey.Of(pet, ["a", "b"]), RowKey.Parse(pet, "[\"a\",\"b\"]"));
        Assert.Equal("key_invalid", Assert.Throws<RowRefusalException>(() => RowKey.Parse(pet, "[\"a\"]")).Code);
        Assert.Equal("key_invalid", Assert.Throws<RowRefusalException>(() => RowKey.Parse(pet, "a")).Code);
        Assert.Equal("key_invalid", Assert.Throws<RowRefusalException>(() => RowKey.Of(pet, ["a", null])).Code);
    }

    [Fact]
    public void A_query_that_names_the_whole_key_is_known_as_one_rows()
    {
        Assert.Equal("[\"cat\",\"Tom\"]", RowSql.KeyOf(Parse("name=eq.Tom&kind=eq.cat&age=gt.1"))?.Text);
        Assert.Null(RowSql.KeyOf(Parse("name=eq.Tom")));
        Assert.Null(RowSql.KeyOf(Parse("or=(name.eq.Tom,kind.eq.cat)")));
        Assert.Null(RowSql.KeyOf(Parse("name=eq.Tom&kind=not.eq.cat")));
    }

    [Theory]
    [InlineData("2026-11-21T09:30:00Z")]
    [InlineData("2026-11-21T10:30:00+01:00")]
    [InlineData("2026-11-21T10:30:00 01:00")]
    [InlineData("2026-11-21 09:30:00")]
    public void A_moment_is_read_also_where_the_address_made_a_plus_a_blank(string text) =>
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.Zero), Parse($"as_of={text}").AsOf);

    private string? Code(string query)
    {
        try
        {
            Parse(query);
            return null;
        }
        catch (RowRefusalException refusal)
        {
            return refusal.Code;
        }
    }

    private string Sql(string query) => RowSql.Select(Parse(query), RowFormat.Json).Sql;

    private RowQuery Parse(string query) => RowQueryParser.Parse(_catalog, "shop.pet",
        query.Split('&').Select(part => part.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair.Length > 1 ? pair[1] : "")));

    private static string Shown(RowCondition condition) => condition switch
    {
        RowNot not => $"not({Shown(not.Term)})",
        RowLogic logic => $"{(logic.Any ? "or" : "and")}({string.Join(';', logic.Terms.Select(Shown))})",
        RowFilter filter => $"{filter.Path.Column.Name}{string.Concat(filter.Path.Steps.Select(step => $"{(step.AsText ? "//" : "/")}{step.Key}{(step.IsIndex ? "#" : "")}"))} {filter.Operator}"
            + $"{(filter.Configuration is { } configuration ? $"({configuration})" : "")} {(filter.Quantifier == RowQuantifier.None ? "" : filter.Quantifier)}"
            + (filter.Values is { } values ? $"[{string.Join('|', values)}]" : filter.Value),
        _ => condition.ToString(),
    };
}

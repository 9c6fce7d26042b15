using System.Text;
using Herdbook.Catalog;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>A declaration from outside is data: no part of it reaches PostgreSQL as SQL but expressions that were read and written again.</summary>
public sealed class SafeExpressionTests
{
    private const string Head = "table: custom.item\nkind: entity\nabout: A thing.\nkey: code\ncolumns:\n  code: {type: text}\n  size: {type: integer}\n  left: {type: text}\n  at: {type: timestamptz}\n";

    [Theory]
    [InlineData("size > 3", "(\"size\" > 3)")]
    [InlineData("size>3 and not code = 'a''b'", "((\"size\" > 3) and (not (\"code\" = 'a''b')))")]
    [InlineData("SIZE IS NOT NULL OR Code LIKE 'a%'", "((\"size\" is not null) or (\"code\" like 'a%'))")]
    [InlineData("size in (1, 2, -3)", "(\"size\" in (1, 2, (- 3)))")]
    [InlineData("size not between 1 and 2 + 3 * 4", "(\"size\" not between 1 and (2 + (3 * 4)))")]
    [InlineData("\"left\" <> left(code, 2) || 'x'", "(\"left\" <> (pg_catalog.\"left\"(\"code\", 2) || 'x'))")]
    [InlineData("coalesce(trim(code), '') != ''", "(coalesce(pg_catalog.\"btrim\"(\"code\"), '') <> '')")]
    [InlineData("case when size > 1 then 'a' else 'b' end = code", "((case when (\"size\" > 1) then 'a' else 'b' end) = \"code\")")]
    [InlineData("case size when 1 then true end", "(case \"size\" when 1 then true end)")]
    [InlineData("at > now() - interval '1 day'", "(\"at\" > (pg_catalog.\"now\"() - ('1 day'::interval)))")]
    [InlineData("cast(size as text) = code::varchar(10)::text", "((\"size\"::text) = ((\"code\"::character varying(10))::text))")]
    [InlineData("size is distinct from 1.5e3", "(\"size\" is distinct from 1.5e3)")]
    [InlineData("code = 'a\\b'", "(\"code\" = E'a\\\\b')")]
    public void What_is_in_the_grammar_is_written_anew(string given, string sql) =>
        Assert.Equal(sql, Read($"checks:\n  rule: {Yaml(given)}\n").Checks[0].Sql);

    [Theory]
    [InlineData("size > 3; drop schema catalog cascade")]
    [InlineData("size > 3) or (select true from catalog.tenant")]
    [InlineData("(select count(*) from catalog.tenant) > 0")]
    [InlineData("exists (select 1)")]
    [InlineData("size > 3 -- and no more")]
    [InlineData("size > 3 - -1 --")]
    [InlineData("size /* more */ > 3")]
    [InlineData("pg_sleep(10) is null")]
    [InlineData("pg_catalog.pg_sleep(10) is null")]
    [InlineData("pg_read_file('/etc/passwd') <> ''")]
    [InlineData("set_config('herdbook.tenant', 'b', true) = 'b'")]
    [InlineData("current_setting('x') = ''")]
    [InlineData("current_user = 'x'")]
    [InlineData("repeat('x', 1000000000) = ''")]
    [InlineData("code = E'\\''")]
    [InlineData("code = U&'\\0041'")]
    [InlineData("code = $$a$$")]
    [InlineData("code = $1")]
    [InlineData("code = 'open")]
    [InlineData("\"Code\" = ''")]
    [InlineData("\"code\"\" or true\" = ''")]
    [InlineData("herd.agent_def = 1")]
    [InlineData("item.code = ''")]
    [InlineData("code = ALL (array['a'])")]
    [InlineData("code::regclass = 'x'")]
    [InlineData("code::text[][] = 'x'")]
    [InlineData("'x'::pg_catalog.text = 'x'")]
    [InlineData("code ~ '(a+)+$'")]
    [InlineData("code operator(pg_catalog.=) 'a'")]
    [InlineData("сode = 'x'")]
    [InlineData("code = \u00A0'x'")]
    [InlineData("nothing > 3")]
    [InlineData("size >")]
    [InlineData("()")]
    [InlineData("size = = 3")]
    [InlineData("length() > 3")]
    [InlineData("not")]
    public void Whatever_else_is_refused_with_its_place_and_a_remedy(string given)
    {
        foreach (var keyword in (string[])[$"checks:\n  rule: {Yaml(given)}\n", $"indexes:\n  - {{columns: [size], where: {Yaml(given)}}}\n", $"unique:\n  - {{expressions: [{Yaml(given)}]}}\n"])
        {
            var error = Assert.Single(Assert.Throws<CatalogException>(() => Read(keyword)).Errors);
            Assert.Equal("declaration", error.File);
            Assert.True(error.Line >= 10, error.ToString());
            Assert.Contains("character", error.Message, StringComparison.Ordinal);
            Assert.NotEmpty(error.Remedy);
        }
    }

    [Theory]
    [InlineData("  more: {type: text, default: {sql: \"pg_read_file('/etc/passwd')\"}}\n", "is not among those")]
    [InlineData("  more: {type: text, generated: \"(select 'a')\"}\n", "does not belong here")]
    [InlineData("  more: {type: text, was: old, convert: \"lo_import('/etc/passwd')::text\"}\n", "is not among those")]
    [InlineData("  more: {type: text, pattern: '(a)\\1'}\n", "back reference")]
    [InlineData("  more: {type: text, pattern: 'a{1,250}'}\n", "large repetition")]
    [InlineData("  more: {type: text, pattern: '***=x'}\n", "directive")]
    [InlineData("  more: {type: jsonb, shape: {type: object, properties: {a: {type: string, pattern: '(a)\\1'}}}}\n", "back reference")]
    [InlineData("functions:\n  f: {returns: text, body: select 1}\n", "A function is SQL")]
    [InlineData("triggers:\n  t: {on: before insert, body: begin end}\n", "A trigger is SQL")]
    [InlineData("select: select 1\n", "A view is SQL")]
    [InlineData("writer: database\n", "'writer' is for tables that a program keeps")]
    [InlineData("isolation: none\n", "Only the catalog's own tables")]
    [InlineData("indexes: [{columns: [code], ops: \"x); drop schema catalog; --\"}]\n", "no operator class")]
    [InlineData("indexes: [{columns: [code], with: {\"a) x\": \"1\"}}]\n", "no parameter of an index")]
    [InlineData("indexes: [{columns: [code], with: {fillfactor: \"1) where (true\"}}]\n", "no parameter of an index")]
    public void Code_is_refused_in_every_place_that_can_hold_it(string rest, string message) =>
        Assert.Contains(Assert.Throws<CatalogException>(() => Read(rest)).Errors, error => error.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Its_length_and_depth_are_bounded()
    {
        foreach (var given in (string[])[new string('(', 400) + "1" + new string(')', 400), string.Concat(Enumerable.Repeat("not ", 240)) + "true", string.Concat(Enumerable.Repeat("1+", 300)) + "1", new string(' ', 2000) + "true", string.Concat(Enumerable.Repeat("- ", 100)) + "1"])
        {
            Assert.NotEmpty(Assert.Throws<CatalogException>(() => Read($"checks:\n  rule: {Yaml(given)}\n")).Errors);
        }

        var many = string.Concat(Enumerable.Range(0, 301).Select(i => $"  c{i}: {{type: text}}\n"));
        Assert.Contains("300 is the most", Assert.Throws<CatalogException>(() => Read(many)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_declaration_in_the_folder_may_hold_code()
    {
        var yaml = Encoding.UTF8.GetBytes(Head + "checks: {rule: \"size > (select 3)\"}\nfunctions:\n  f: {returns: text, body: select 'a'}\n");

        Assert.Equal("f", UserDeclaration.Read("item.yaml", yaml, outside: false, "item").Functions[0].Name);
    }

    [Theory]
    [InlineData("table: herd.item")]
    [InlineData("table: custom.item.more")]
    [InlineData("table: item")]
    [InlineData("table: custom.Größe")]
    [InlineData("table: 'custom.a\"; drop schema catalog; --'")]
    [InlineData("table: [custom.item]")]
    [InlineData("kind: entity")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("a: &a [x]\nb: [*a, *a]")]
    public void A_name_that_is_none_of_the_users_is_refused(string yaml) =>
        Assert.All(Assert.Throws<CatalogException>(() => UserDeclaration.Read("declaration", Encoding.UTF8.GetBytes(yaml), outside: true)).Errors, error => Assert.True(error.Line > 0));

    private static TableDeclaration Read(string rest) => UserDeclaration.Read("declaration", Encoding.UTF8.GetBytes(Head + rest), outside: true);

    private static string Yaml(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

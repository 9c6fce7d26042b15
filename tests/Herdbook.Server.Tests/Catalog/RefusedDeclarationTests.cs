using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Herdbook.Server.Tests.Rows;
using Xunit;

namespace Herdbook.Server.Tests.Catalog;

/// <summary>Declarations that are refused: nothing of them is in the book afterwards.</summary>
public sealed class RefusedDeclarationTests(HostileSite site) : IClassFixture<HostileSite>
{
    private static readonly Uri Tables = new("/v1/catalog/tables", UriKind.Relative);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hostile_declarations_are_refused_and_nothing_of_them_is_run()
    {
        const string Head = "table: custom.x\nkind: entity\nabout: A thing.\nkey: code\ncolumns:\n  code: {type: text}\n  size: {type: integer}\n";
        var before = await site.PictureAsync(Ct);
        string[] bodies =
        [
            "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n",
            Head + "checks: " + new string('[', 20_000),
            Head + "#" + new string('x', 300_000),
            Head + "search: [" + string.Concat(Enumerable.Repeat("a,", 30_000)) + "]",
            "table: 'custom.x\"; drop schema herd cascade; --'\nkind: entity\nabout: A.\nkey: a\ncolumns:\n  a: {type: text}\n",
            "table: custom.größe\nkind: entity\nabout: A.\nkey: a\ncolumns:\n  a: {type: text}\n",
            Head.Replace("size", "'si\"ze'", StringComparison.Ordinal),
            Head.Replace("size", "ѕize", StringComparison.Ordinal),
            Head + "  more: {type: \"text); drop schema herd cascade; --\"}\n",
            Head + "  more: {type: text, refers: 'herd.agent_def\"); drop schema herd cascade; --'}\n",
            Head + "  more: {type: text, default: {sql: \"(select string_agg(yaml, '') from catalog.user_table)\"}}\n",
            Head + "  more: {type: integer, generated: \"size); drop schema herd cascade; --\"}\n",
            Head + "  more: {type: text, was: old, convert: \"pg_read_file('/etc/passwd')\"}\n",
            Head + "  more: {type: text, pattern: '(((((a{9}){99}){99}){99}){99}'}\n",
            Head + "  more: {type: text, pattern: '((((a{9}){99}){99}){99})'}\n",
            Head + "  more: {type: text, pattern: '['}\n",
            Head + "checks: {rule: \"size > 1) or (select true); drop schema herd cascade; --\"}\n",
            Head + "checks: {rule: \"size > '1'::regclass\"}\n",
            Head + "checks: {rule: \"code\"}\n",
            Head + "indexes: [{columns: [code], where: \"set_config('a.b', 'c', false) = ''\"}]\n",
            Head + "indexes: [{expressions: [\"now()\"]}]\n",
            Head + "indexes: [{columns: [code], ops: \"text_ops); drop schema herd cascade; --\"}]\n",
            Head + "unique: [{columns: [code], where: \"true; drop schema herd\"}]\n",
            Head + "functions: {f: {returns: text, body: select 1}}\n",
            Head + "triggers: {t: {on: before insert, body: begin end}}\n",
            Head.Replace("kind: entity", "kind: view\nselect: select * from catalog.user_table", StringComparison.Ordinal),
            Head + "writer: database\n",
            Head + "was: herd.agent_def\n",
        ];
        foreach (var body in bodies)
        {
            using var answer = await site.Http.PostAsJsonAsync(Tables, new { declaration = body }, Ct);
            var (status, problem) = (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!);
            Assert.True(status == HttpStatusCode.BadRequest && (string)problem["code"]! == "declaration_invalid", $"{body[..Math.Min(300, body.Length)]}\n{status} {problem.ToJsonString()}");
            Assert.All(problem["errors"]!.AsArray(), error => Assert.True((int)error!["line"]! > 0 && ((string)error["remedy"]!).Length > 0, error.ToJsonString()));
        }

        Assert.Equal(before, await site.PictureAsync(Ct));
    }

    [Theory]
    [InlineData("text/plain", "table: custom.x", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "[]", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{}", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{\"declaration\": 1}", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{\"declaration\": \"\\ud800\"}", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{\"declaration\": \"a: b\", \"more\": 1}", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{\"declaration\": ", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "", HttpStatusCode.BadRequest)]
    [InlineData("application/yaml", "", HttpStatusCode.BadRequest)]
    public async Task A_body_of_another_shape_is_refused(string type, string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await site.Http.PostAsync(Tables, content, Ct);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_body_beyond_all_bounds_is_refused()
    {
        using var content = new StringContent(new string('x', 3 << 20), Encoding.UTF8, "application/yaml");
        using var answer = await site.Http.PostAsync(Tables, content, Ct);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace Herdbook.Server.Tests.Rows;

/// <summary>Bodies of the wrong shape, type, size and encoding. Whatever is refused is refused whole.</summary>
public sealed class HostileBodyTests(HostileSite site) : IClassFixture<HostileSite>
{
    private const string Tickets = HostileSite.Tickets;
    private const string Json = "application/json";
    private const string Ndjson = "application/x-ndjson";
    private const string Csv = "text/csv";

    private static readonly string[] Encodings =
        ["gzip", "br", "deflate", "zstd", "nothing"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Wrong => new()
    {
        // Shapes.
        { "a number", Json, "1" },
        { "a text", Json, "\"text\"" },
        { "null", Json, "null" },
        { "true", Json, "true" },
        { "nothing", Json, "" },
        { "white space", Json, "   \r\n\t " },
        { "rows that are lists", Json, "[[1],[2]]" },
        { "rows that are null", Json, "[null]" },
        { "rows that are numbers", Json, "[1,2]" },
        { "a list within a list", Json, "[[{\"ticket_code\":\"x\"}]]" },
        { "two values", Json, "{\"ticket_code\":\"x\"}{\"ticket_code\":\"y\"}" },
        { "an end too early", Json, "[{\"ticket_code\":\"x\"}" },
        { "an end within a text", Json, "[{\"ticket_code\":\"x" },
        { "a comma too many", Json, "[{\"ticket_code\":\"x\"},]" },
        { "no quotes", Json, "{ticket_code:x}" },
        { "a comment", Json, "{/* a */\"ticket_code\":\"x\"}" },
        { "a good row before a bad one", Json, "[{\"ticket_code\":\"good\"},{\"ticket_code\":\"x\",\"ticket_tshirt_size\":\"XXXXL\"}]" },
        { "a good row before a broken end", Json, "[{\"ticket_code\":\"good\"},{" },
        { "a key that is there", Json, "[{\"ticket_code\":\"good\"},{\"ticket_code\":\"T-1\"}]" },
        { "no key", Json, "{\"ticket_title\":\"x\"}" },
        { "a key of null", Json, "{\"ticket_code\":null}" },
        { "the same member twice", Json, "{\"ticket_code\":\"x\",\"ticket_code\":\"y\"}" },
        { "the same row twice", Json, "[{\"ticket_code\":\"x\"},{\"ticket_code\":\"x\"}]" },
        { "lines of which one is broken", Ndjson, "{\"ticket_code\":\"good\"}\n{\"ticket_code\":\n" },
        { "lines that are lists", Ndjson, "[{\"ticket_code\":\"x\"}]\n" },
        { "a table with a line too long", Csv, "ticket_code,ticket_title\ngood,a\nx,y,z\n" },
        { "a table with a line too short", Csv, "ticket_code,ticket_title\ngood,a\nx\n" },
        { "a table with an open quote", Csv, "ticket_code,ticket_title\nx,\"y\n" },
        { "a table with a column twice", Csv, "ticket_code,ticket_code\nx,y\n" },
        { "a table of an unknown column", Csv, "ticket_code,nothing\nx,y\n" },

        // Names.
        { "an unknown column", Json, "{\"ticket_code\":\"x\",\"nothing\":1}" },
        { "SQL as a column", Json, "{\"ticket_code\":\"x\",\"ticket_title\\\") values ('x'); drop table herd.ticket_def; --\":1}" },
        { "a column in quotes", Json, "{\"\\\"ticket_code\\\"\":\"x\"}" },
        { "a column of look-alikes", Json, "{\"tіcket_code\":\"x\"}" },
        { "a column with U+0000", Json, "{\"ticket_code\\u0000\":\"x\"}" },
        { "a column without a name", Json, "{\"\":\"x\",\"ticket_code\":\"x\"}" },
        { "a column of a megabyte", Json, "{\"" + new string('a', 1 << 20) + "\":\"x\"}" },
        { "another tenant", Json, "{\"ticket_code\":\"x\",\"tenant_id\":\"demo\"}" },

        // Values.
        { "U+0000 in a text", Json, "{\"ticket_code\":\"a\\u0000b\"}" },
        { "half a character", Json, "{\"ticket_code\":\"a\\ud800b\"}" },
        { "the other half", Json, "{\"ticket_code\":\"a\\udc00b\"}" },
        { "an unknown escape", Json, "{\"ticket_code\":\"a\\x41\"}" },
        { "a word that is none of those allowed", Json, "{\"ticket_code\":\"x\",\"ticket_tshirt_size\":\"'); drop table herd.ticket_def; --\"}" },
        { "no time", Json, "{\"ticket_code\":\"x\",\"created_at\":\"'; drop table herd.ticket_def\"}" },
        { "a time that never was", Json, "{\"ticket_code\":\"x\",\"created_at\":\"2026-02-30T25:61:00Z\"}" },
        { "a reference to nothing", Json, "{\"ticket_code\":\"x\",\"project_code\":\"nothing\"}" },
    };

    public static TheoryData<string, string> Numbers => new()
    {
        { "lines", "1e400" }, { "lines", "1e40" }, { "lines", "10000000000000000000000000000000000000000" }, { "lines", "2147483648" }, { "lines", "-2147483649" },
        { "lines", "0.5" }, { "lines", "-1" }, { "lines", "NaN" }, { "lines", "Infinity" }, { "lines", "\"NaN\"" }, { "lines", "\"1e400\"" }, { "lines", "\"0x10\"" }, { "lines", "\"1; drop table herd.pr_def\"" },
        { "lines", "01" }, { "lines", "1." }, { "lines", ".5" }, { "lines", "+1" }, { "lines", "--1" }, { "lines", "true" }, { "lines", "[]" }, { "lines", "{}" }, { "lines", "[1]" },
        { "confidence", "1e400" }, { "confidence", "-1e400" }, { "confidence", "\"NaN\"" }, { "confidence", "\"Infinity\"" }, { "confidence", "1.0000001" }, { "confidence", "\"half\"" }, { "confidence", "{\"a\":1}" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task A_body_that_is_no_rows_is_refused_whole(string what, string type, string body) => site.UnchangedByAsync(async verdict =>
    {
        verdict.Refused(await PostAsync(Tickets, type, Encoding.UTF8.GetBytes(body)), what);
        var merged = await site.Raw.SendAsync("POST", Tickets, [$"Content-Type: {type}", "Prefer: missing=default, return=representation"], Encoding.UTF8.GetBytes(body), Ct);
        verdict.Refused(merged, what + ", by default");
    }, Ct);

    [Theory]
    [MemberData(nameof(Numbers))]
    public Task A_number_beyond_its_range_is_refused(string column, string number) => site.UnchangedByAsync(async verdict =>
    {
        var (target, body) = column == "lines"
            ? ("/v1/rows/herd.pr_def", $"{{\"pr_code\":\"x\",\"pr_lines_added\":{number}}}")
            : ("/v1/rows/herd.agent_observation", $"{{\"observation_id\":\"x\",\"confidence\":{number}}}");
        verdict.Refused(await PostAsync(target, Json, Encoding.UTF8.GetBytes(body)), $"{column}: {number}");
        var name = column == "lines" ? "pr_lines_added" : "confidence";
        var asked = await site.Raw.SendAsync("GET", $"{target}?{name}=eq.{Uri.EscapeDataString(number.Trim('"'))}", [], null, Ct);
        verdict.Faultless(asked, $"{name}=eq.{number}");
    }, Ct);

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/xml")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/octet-stream")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=nothing")]
    [InlineData("nothing")]
    [InlineData("application/")]
    [InlineData("")]
    public Task A_content_of_another_type_is_refused(string type) => site.UnchangedByAsync(async verdict =>
    {
        var body = "{\"ticket_code\":\"x\"}"u8.ToArray();
        var answer = await site.Raw.SendAsync("POST", Tickets, type.Length == 0 ? ["Prefer: tx=rollback"] : [$"Content-Type: {type}", "Prefer: tx=rollback"], body, Ct);
        if (type.Length > 0)
        {
            verdict.Refused(answer, type);
        }
        else
        {
            verdict.Faultless(answer, type);
        }
    }, Ct);

    public static TheoryData<string, byte[]> Bytes => new()
    {
        { "bytes that are no UTF-8", [.. "{\"ticket_code\":\""u8, 0xFF, 0xFE, 0xC3, 0x28, .. "\"}"u8] },
        { "an overlong slash", [.. "{\"ticket_code\":\""u8, 0xC0, 0xAF, .. "\"}"u8] },
        { "half a character, as bytes", [.. "{\"ticket_code\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8] },
        { "UTF-16", Encoding.Unicode.GetBytes("{\"ticket_code\":\"x\"}") },
        { "a bare U+0000", [.. "{\"ticket_code\":\"a"u8, 0, .. "b\"}"u8] },
        { "a bell", [.. "{\"ticket_code\":\"a"u8, 7, .. "b\"}"u8] },
        { "a program", [0x7F, .. "ELF"u8, 0, 0, 0, 0] },
        { "gzip", Packed(Encoding.UTF8.GetBytes("{\"ticket_code\":\"x\"}")) },
    };

    [Theory]
    [MemberData(nameof(Bytes))]
    public Task Bytes_that_are_no_text_are_refused(string what, byte[] body) => site.UnchangedByAsync(async verdict =>
    {
        foreach (var type in new[] { Json, Ndjson, Csv })
        {
            verdict.Refused(await PostAsync(Tickets, type, body), $"{what} as {type}");
        }
    }, Ct);

    [Fact]
    public Task What_is_too_deep_or_too_large_is_refused() => site.UnchangedByAsync(async verdict =>
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        foreach (var (what, target, body) in new[]
        {
            ("a row a hundred thousand deep", Tickets, deep),
            ("JSON a hundred thousand deep", "/v1/rows/agent.sessions", "{\"session_type\":\"x\",\"metadata\":" + deep + "}"),
            ("objects within objects", "/v1/rows/agent.sessions", "{\"session_type\":\"x\",\"metadata\":" + string.Concat(Enumerable.Repeat("{\"a\":", 50_000)) + "1" + new string('}', 50_000) + "}"),
            ("a row of a million columns", Tickets, "{" + string.Join(',', Enumerable.Range(0, 1_000_000).Select(n => string.Create(CultureInfo.InvariantCulture, $"\"c{n}\":1"))) + "}"),
            ("a body of twenty megabytes", Tickets, "{\"ticket_code\":\"x\",\"ticket_title\":\"" + new string('a', 20 << 20) + "\"}"),
            ("a number of a million digits", "/v1/rows/herd.pr_def", "{\"pr_code\":\"x\",\"pr_lines_added\":" + new string('9', 1_000_000) + "}"),
            ("a key of ten megabytes", Tickets, "{\"ticket_code\":\"" + new string('k', 10 << 20) + "\"}"),
        })
        {
            verdict.Refused(await PostAsync(target, Json, Encoding.UTF8.GetBytes(body)), what);
        }
    }, Ct);

    [Fact]
    public Task A_little_that_unpacks_to_much_is_not_unpacked() => site.UnchangedByAsync(async verdict =>
    {
        var bomb = Packed(Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("{\"ticket_code\":\"x\"}", 3_000_000)) + "]"));
        foreach (var encoding in Encodings)
        {
            verdict.Refused(await site.Raw.SendAsync("POST", Tickets, [$"Content-Type: {Json}", $"Content-Encoding: {encoding}"], bomb, Ct), encoding);
        }
    }, Ct);

    [Theory]
    [InlineData("PATCH", "?ticket_code=eq.T-1", "[]")]
    [InlineData("PATCH", "?ticket_code=eq.T-1", "1")]
    [InlineData("PATCH", "?ticket_code=eq.T-1", "[{\"ticket_title\":\"a\"},{\"ticket_title\":\"b\"}]")]
    [InlineData("PATCH", "?ticket_code=eq.T-1", "{\"ticket_code\":\"T-2\"}")]
    [InlineData("PATCH", "?ticket_code=eq.T-1", "{\"tenant_id\":\"demo\"}")]
    [InlineData("PATCH", "?ticket_code=eq.T-1", "{\"ticket_tshirt_size\":\"XXXL\"}")]
    [InlineData("PATCH", "", "{\"ticket_title\":\"all\"}")]
    [InlineData("PATCH", "?select=ticket_code", "{\"ticket_title\":\"all\"}")]
    [InlineData("PATCH", "?limit=1", "{\"ticket_title\":\"any\"}")]
    [InlineData("DELETE", "", "")]
    [InlineData("DELETE", "?order=ticket_code", "")]
    [InlineData("PUT", "", "{\"ticket_code\":\"T-9\"}")]
    [InlineData("PUT", "?ticket_code=eq.T-8", "{\"ticket_code\":\"T-9\"}")]
    [InlineData("PUT", "?ticket_code=gt.T-8", "{\"ticket_code\":\"T-9\"}")]
    [InlineData("PUT", "?ticket_code=eq.T-9", "[]")]
    [InlineData("POST", "?on_conflict=ticket_title", "[{\"ticket_code\":\"T-9\"}]")]
    public Task A_change_without_a_clear_meaning_is_refused(string method, string query, string body) => site.UnchangedByAsync(async verdict =>
    {
        string[] headers = method == "POST" ? [$"Content-Type: {Json}", "Prefer: resolution=merge-duplicates"] : [$"Content-Type: {Json}"];
        verdict.Refused(await site.Raw.SendAsync(method, Tickets + query, headers, Encoding.UTF8.GetBytes(body), Ct), $"{method} {query} {body}");
    }, Ct);

    [Theory]
    [InlineData("/v1/rows/agent.events", "PATCH")]
    [InlineData("/v1/rows/agent.events", "DELETE")]
    [InlineData("/v1/rows/herd.skill_version", "PATCH")]
    [InlineData("/v1/rows/intake.usage", "POST")]
    [InlineData("/v1/rows/catalog.tenant", "POST")]
    [InlineData("/v1/rows/catalog.manifest", "DELETE")]
    [InlineData("/v1/rows/catalog.history", "POST")]
    public Task What_nobody_may_write_is_not_written(string target, string method) => site.UnchangedByAsync(async verdict =>
    {
        var body = method == "DELETE" ? null : "{\"table_name\":\"herd.ticket_def\",\"tenant_id\":\"owned\"}"u8.ToArray();
        verdict.Refused(await site.Raw.SendAsync(method, target + "?tenant_id=eq.default", [$"Content-Type: {Json}"], body, Ct), $"{method} {target}");
    }, Ct);

    private Task<RawAnswer> PostAsync(string target, string type, byte[] body) => site.Raw.SendAsync("POST", target, [$"Content-Type: {type}"], body, Ct);

    private static byte[] Packed(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return target.ToArray();
    }
}

using System.Globalization;
using System.Text;
using Xunit;

namespace Herdbook.Server.Tests.Rows;

/// <summary>SQL and worse in every place of the address and of the headers.</summary>
public sealed class HostileAddressTests(HostileSite site) : IClassFixture<HostileSite>
{
    private const string Tickets = HostileSite.Tickets;

    private static readonly string[] Injections =
    [
        "; drop table herd.ticket_def; --",
        "'; drop table herd.ticket_def; --",
        "\"; drop table herd.ticket_def; --",
        "$$; drop table herd.ticket_def; $$",
        "1 or 1=1",
        "' or '1'='1",
        "\" or \"1\"=\"1",
        "(select pg_sleep(9))",
        "ticket_code) from herd.ticket_def; create table herd.owned (a int); --",
        "ticket_code, (select current_setting('is_superuser'))",
        "/**/union/**/select/**/1",
        "\\'; drop schema herd cascade; --",
        "%27; drop table herd.ticket_def",
        "@p0", "$1", "{0}", "ticket_code\0; drop table herd.ticket_def",
        "tícket_code", "ticket_code\u202e", "ＴＩＣＫＥＴ", "🐑", "\u0000", "\ufeffticket_code", "TICKET_CODE", "\"Ticket\"\"Code\"",
    ];

    /// <summary>Where only names and words of the grammar may stand: {0} is what is put there.</summary>
    private static readonly string[] Names =
    [
        "/v1/rows/{0}", "/v1/rows/herd.{0}", "/v1/rows/{0}.ticket_def",
        Tickets + "?{0}=eq.1", Tickets + "?ticket_code={0}.1", Tickets + "?ticket_code=not.{0}.1", Tickets + "?ticket_code=like({0}).a",
        Tickets + "?ticket_code=fts({0}).a", Tickets + "?ticket_code=is.{0}",
        Tickets + "?select={0}", Tickets + "?select=ticket_code::{0}", Tickets + "?select={0}(*)", Tickets + "?select=project_def!{0}(*)",
        Tickets + "?select=project_def({0})", Tickets + "?select=ticket_code.{0}()", Tickets + "?select=...{0}(*)", Tickets + "?select=ticket_code->{0}->>{0}",
        Tickets + "?order={0}", Tickets + "?order=ticket_code.{0}", Tickets + "?order=project_def({0})", Tickets + "?limit={0}", Tickets + "?offset={0}",
        Tickets + "?and=({0}.eq.1)", Tickets + "?or=(ticket_code.{0}.1)", Tickets + "?and={0}", Tickets + "?not.or={0}",
        Tickets + "?deleted={0}", Tickets + "?as_of={0}", Tickets + "?project_def.{0}=eq.1", Tickets + "?ticket_code->{0}=eq.1",
        "/v1/openapi.json?table={0}",
    ];

    /// <summary>Where any text may stand, for it is a value.</summary>
    private static readonly string[] Values =
    [
        Tickets + "?ticket_code=eq.{0}", Tickets + "?ticket_code=neq.{0}", Tickets + "?ticket_code=in.({0})", Tickets + "?ticket_code=like.{0}", Tickets + "?ticket_code=match.{0}",
        Tickets + "?ticket_title=fts.{0}", Tickets + "?ticket_title=plfts.{0}", Tickets + "?ticket_title=wfts.{0}", Tickets + "?ticket_title=phfts.{0}",
        Tickets + "?or=(ticket_code.eq.{0},ticket_code.eq.b)", Tickets + "?created_at=gt.{0}", Tickets + "?select=a:{0}", Tickets + "?select=\"{0}\":ticket_code", Tickets + "?ticket_code=like(any).{{{0}}}",
        "/v1/history/herd.ticket_def?key={0}", "/v1/history/herd.ticket_def/at?key=T-1&time={0}", "/v1/history/herd.ticket_def/compare?key=T-1&from={0}&to={0}",
        "/v1/search?q={0}", "/v1/catalog/tables/{0}", "/api/{0}", "/t/{0}/v1/rows/herd.ticket_def",
    ];

    private static readonly string[] NoVersions =
        ["", "1", "[]", "{}", "{\"key\":\"T-1\"}", "{\"key\":\"T-1\",\"version\":\"'; drop table herd.ticket_def\"}", "{\"key\":\"T-1\",\"version\":1e400}", "{\"key\":\"T-1\",\"version\":-1}", "{\"key\":\"\\u0000\",\"version\":1}", "{\"key\":{},\"version\":1}", "\u00ff"];

    private static readonly string[] BodyTypes =
        ["application/json", "text/plain", "application/x-www-form-urlencoded"];

    private static readonly string[] Patterns =
        ["(a+)+$", "(((((a*)*)*)*)*)b", "a{1000}{1000}", "(?=", "[", "\\", "(a|a)*", "^(.*?,){40}x"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task SQL_in_the_place_of_a_name_is_refused_with_a_remedy() => site.UnchangedByAsync(async verdict =>
    {
        foreach (var place in Names)
        {
            foreach (var hostile in Injections)
            {
                var target = string.Format(CultureInfo.InvariantCulture, place, Uri.EscapeDataString(hostile));
                var answer = await site.Raw.SendAsync("GET", target, [], null, Ct);
                if (hostile.Contains('\0', StringComparison.Ordinal) && !place.Contains('?', StringComparison.Ordinal))
                {
                    // The web server itself refuses U+0000 in a path, before anything of ours.
                    verdict.Is(answer.Status == 400, answer, place);
                }
                else
                {
                    verdict.Refused(answer, $"{place} {hostile}");
                }
            }
        }
    }, Ct);

    [Fact]
    public Task SQL_in_the_place_of_a_value_is_a_value() => site.UnchangedByAsync(async verdict =>
    {
        foreach (var place in Values)
        {
            foreach (var hostile in Injections)
            {
                var target = string.Format(CultureInfo.InvariantCulture, place, Uri.EscapeDataString(hostile));
                var answer = await site.Raw.SendAsync("GET", target, [], null, Ct);
                verdict.Faultless(answer, $"{place} {hostile}");
                verdict.Is(!hostile.Contains("1=1", StringComparison.Ordinal) || !place.Contains("=eq.", StringComparison.Ordinal) || !answer.Text.Contains("\"One\"", StringComparison.Ordinal), answer, hostile);
            }
        }
    }, Ct);

    [Theory]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public Task SQL_in_the_filter_of_a_change_changes_nothing(string method) => site.UnchangedByAsync(async verdict =>
    {
        var body = "{\"ticket_title\":\"Owned\"}"u8.ToArray();
        foreach (var hostile in Injections)
        {
            foreach (var place in new[] { Tickets + "?{0}=eq.1", Tickets + "?ticket_code={0}.1", Tickets + "?ticket_code=eq.T-1&select={0}", Tickets + "?ticket_code=eq.T-1&order={0}&limit=1", Tickets + "?or=({0}.eq.1)" })
            {
                var target = string.Format(CultureInfo.InvariantCulture, place, Uri.EscapeDataString(hostile));
                verdict.Refused(await site.Raw.SendAsync(method, target, ["Content-Type: application/json"], method == "PATCH" ? body : null, Ct), $"{method} {place} {hostile}");
            }

            var value = await site.Raw.SendAsync(method, $"{Tickets}?ticket_code=eq.{Uri.EscapeDataString(hostile)}", ["Content-Type: application/json"], method == "PATCH" ? body : null, Ct);
            verdict.Faultless(value, hostile);
        }

        var titles = await site.Raw.SendAsync("GET", Tickets + "?select=ticket_title&order=ticket_code", [], null, Ct);
        verdict.Is(titles.Text.Contains("\"One\"", StringComparison.Ordinal) && titles.Text.Contains("\"Two\"", StringComparison.Ordinal), titles, method);
    }, Ct);

    [Fact]
    public Task SQL_in_the_words_of_an_insert_is_refused() => site.UnchangedByAsync(async verdict =>
    {
        var body = "[{\"ticket_code\":\"T-1\"}]"u8.ToArray();
        foreach (var hostile in Injections)
        {
            foreach (var place in new[] { Tickets + "?columns={0}", Tickets + "?columns=ticket_code,{0}", Tickets + "?on_conflict={0}", Tickets + "?select={0}" })
            {
                var target = string.Format(CultureInfo.InvariantCulture, place, Uri.EscapeDataString(hostile));
                var answer = await site.Raw.SendAsync("POST", target, ["Content-Type: application/json", "Prefer: resolution=merge-duplicates, return=representation"], body, Ct);
                verdict.Refused(answer, $"{place} {hostile}");
            }
        }
    }, Ct);

    [Theory]
    [InlineData("Prefer")]
    [InlineData("Range")]
    [InlineData("Range-Unit")]
    [InlineData("Accept")]
    [InlineData("Accept-Profile")]
    [InlineData("Content-Profile")]
    [InlineData("If-Match")]
    [InlineData("If-None-Match")]
    [InlineData("Accept-Encoding")]
    [InlineData("Cookie")]
    [InlineData("Content-Type")]
    public Task SQL_in_a_header_is_never_run(string header) => site.UnchangedByAsync(async verdict =>
    {
        foreach (var hostile in Injections.Where(text => !text.Contains('\0', StringComparison.Ordinal)))
        {
            foreach (var value in new[] { hostile, $"return={hostile}", $"count={hostile}", $"resolution={hostile}", $"max-affected={hostile}", $"\"{hostile}\"", $"0-{hostile}", $"application/json;{hostile}", $"timezone={hostile}" })
            {
                var wire = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes($"{header}: {value}"));
                verdict.Faultless(await site.Raw.SendAsync("GET", Tickets, [wire], null, Ct), $"GET {header}: {value}");
                string[] headers = header == "Content-Type" ? [wire] : ["Content-Type: application/json", wire, "Prefer: tx=rollback"];
                var patched = await site.Raw.SendAsync("PATCH", Tickets + "?ticket_code=eq.T-none", headers, "{\"ticket_title\":\"Owned\"}"u8.ToArray(), Ct);
                verdict.Faultless(patched, $"PATCH {header}: {value}");
            }
        }
    }, Ct);

    [Theory]
    [InlineData("%FF%FE")]
    [InlineData("%C3%28")]
    [InlineData("%ED%A0%80")]
    [InlineData("%F0%9F%90")]
    [InlineData("%00")]
    [InlineData("T-1%00")]
    [InlineData("%")]
    [InlineData("%zz")]
    [InlineData("%u0041")]
    [InlineData("\u00ff\u00fe")]
    [InlineData("..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("%2e%2e/%2e%2e/")]
    public Task Bytes_that_are_no_text_are_refused_or_find_nothing(string bytes) => site.UnchangedByAsync(async verdict =>
    {
        foreach (var target in new[] { $"/v1/rows/{bytes}", $"{Tickets}?{bytes}=eq.1", $"{Tickets}?select={bytes}", $"{Tickets}?order={bytes}", $"/v1/history/herd.ticket_def?key={bytes}", $"{Tickets}?ticket_code=eq.{bytes}", $"/t/{bytes}/v1/rows/herd.ticket_def" })
        {
            var answer = await site.Raw.SendAsync("GET", target, [], null, Ct);
            verdict.Faultless(answer, target);
            verdict.Is(!answer.Text.Contains("\"One\"", StringComparison.Ordinal), answer, target);
        }
    }, Ct);

    [Fact]
    public Task A_key_of_several_columns_that_is_no_list_of_texts_is_refused() => site.UnchangedByAsync(async verdict =>
    {
        foreach (var key in new[] { "", "a", "[]", "[1,2]", "[null,\"b\"]", "[\"a\"]", "[\"a\",\"b\",\"c\"]", "[\"\\ud800\",\"b\"]", "[\"\\u0000\",\"b\"]", "{\"a\":1}", new string('[', 5_000), "'; drop table herd.skill_skillset; --" })
        {
            verdict.Refused(await site.Raw.SendAsync("GET", $"/v1/history/herd.skill_skillset?key={Uri.EscapeDataString(key)}", [], null, Ct), key);
        }
    }, Ct);

    [Fact]
    public Task A_version_that_cannot_be_restored_is_refused() => site.UnchangedByAsync(async verdict =>
    {
        foreach (var body in NoVersions)
        {
            verdict.Refused(await site.Raw.SendAsync("POST", "/v1/history/herd.ticket_def/restore", ["Content-Type: application/json"], Encoding.Latin1.GetBytes(body), Ct), body);
        }
    }, Ct);

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PROPFIND")]
    [InlineData("DROP")]
    [InlineData("get")]
    [InlineData("SELECT")]
    public Task A_method_that_rows_do_not_take_is_refused(string method) =>
        site.UnchangedByAsync(async verdict => verdict.Faultless(await site.Raw.SendAsync(method, Tickets, [], null, Ct), method), Ct);

    [Theory]
    [InlineData("Origin: http://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    public Task A_page_of_another_site_may_not_write(string header) => site.UnchangedByAsync(async verdict =>
    {
        foreach (var (method, target) in new[] { ("POST", Tickets), ("PATCH", Tickets + "?ticket_code=eq.T-1"), ("PUT", Tickets + "?ticket_code=eq.T-1"), ("DELETE", Tickets + "?ticket_code=eq.T-1"), ("POST", "/v1/catalog/tables"), ("POST", "/v1/history/herd.ticket_def/restore") })
        {
            foreach (var type in BodyTypes)
            {
                var answer = await site.Raw.SendAsync(method, target, [$"Content-Type: {type}", header], "{\"ticket_code\":\"T-1\",\"ticket_title\":\"Owned\"}"u8.ToArray(), Ct);
                verdict.Is(answer.Status == 403 && answer.Text.Contains("cross_site", StringComparison.Ordinal), answer, $"{method} {target} {type}");
            }
        }
    }, Ct);

    [Fact]
    public Task More_than_anybody_needs_is_refused_at_once() => site.UnchangedByAsync(async verdict =>
    {
        var wide = new Dictionary<string, string>
        {
            ["a thousand filters"] = Tickets + "?" + string.Join('&', Enumerable.Range(0, 1_000).Select(n => "ticket_code=eq.a")),
            ["a million filters"] = Tickets + "?" + string.Join('&', Enumerable.Repeat("ticket_code=eq.a", 1_000_000)),
            ["a million values"] = Tickets + "?ticket_code=in.(" + string.Join(',', Enumerable.Repeat("a", 1_000_000)) + ")",
            ["eight megabytes"] = Tickets + "?ticket_code=eq." + new string('a', 8 << 20),
            ["a path of a megabyte"] = "/v1/rows/" + new string('a', 1 << 20),
            ["a thousand brackets"] = Tickets + "?and=" + new string('(', 1_000) + new string(')', 1_000),
            ["a thousand levels"] = Tickets + "?or=" + string.Concat(Enumerable.Repeat("(and", 1_000)) + new string(')', 1_000),
            ["a hundred embeds"] = Tickets + "?select=" + string.Join(',', Enumerable.Range(0, 100).Select(n => $"a{n}:project_def(*)")),
            ["fifty embeds within each other"] = Tickets + "?select=" + string.Concat(Enumerable.Repeat("project_def(ticket_def(", 25)) + "*" + new string(')', 50),
            ["a thousand columns"] = Tickets + "?select=" + string.Join(',', Enumerable.Range(0, 1_000).Select(n => $"a{n}:ticket_code")),
            ["a thousand orders"] = Tickets + "?order=" + string.Join(',', Enumerable.Repeat("ticket_code", 600)),
            ["a limit beyond range"] = Tickets + "?limit=99999999999999999999",
            ["a negative limit"] = Tickets + "?limit=-1",
            ["an offset beyond range"] = Tickets + "?offset=1e9",
        };
        foreach (var (what, target) in wide)
        {
            var answer = await site.Raw.SendAsync("GET", target, [], null, Ct);
            verdict.Is(answer.Status is >= 400 and < 500 || (answer.Status == 0 && target.Length > 64_000), answer, what);
            if (answer.Status is not (414 or 431 or 0))
            {
                verdict.Refused(answer, what);
            }
        }

        var header = await site.Raw.SendAsync("GET", Tickets, ["Prefer: " + new string('a', 1 << 20)], null, Ct);
        verdict.Is(header.Status is 0 or (>= 400 and < 500), header, "a header of a megabyte");
    }, Ct);

    [Fact]
    public Task A_pattern_that_never_ends_is_stopped() => site.UnchangedByAsync(async verdict =>
    {
        foreach (var pattern in Patterns)
        {
            var answer = await site.Raw.SendAsync("GET", $"{Tickets}?ticket_title=match.{Uri.EscapeDataString(pattern)}", [], null, Ct);
            verdict.Faultless(answer, pattern);
        }
    }, Ct);
}

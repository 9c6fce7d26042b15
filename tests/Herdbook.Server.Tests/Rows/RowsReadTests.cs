using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Herdbook.Server.Tests.Host;
using Xunit;

namespace Herdbook.Server.Tests.Rows;

/// <summary>GET and HEAD of rows over HTTP: forms, ranges, counts, versions, refusals.</summary>
public sealed class RowsReadTests(RowsReadTests.Filled filled) : IClassFixture<RowsReadTests.Filled>
{
    private RunningServer Server => filled.Running;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_come_as_an_array_with_their_range()
    {
        using var answer = await GetAsync("herd.ticket_def?select=ticket_code&limit=2&offset=3");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("3-4/*", Range(answer));
        Assert.Equal("T-0004 T-0005", string.Join(' ', (await JsonAsync(answer)).EnumerateArray().Select(row => row.GetProperty("ticket_code").GetString())));
    }

    [Theory]
    [InlineData("?limit=10", "exact", 206, "0-9/30")]
    [InlineData("?limit=10&offset=25", "exact", 206, "25-29/30")]
    [InlineData("", "exact", 200, "0-29/30")]
    [InlineData("?ticket_code=eq.none", "exact", 200, "*/0")]
    [InlineData("?offset=30", "exact", 206, "*/30")]
    [InlineData("?offset=31", "exact", 416, "*/30")]
    [InlineData("?offset=31", null, 200, "*/*")]
    [InlineData("?project_code=eq.P1&limit=1", "estimated", 206, "0-0/15")]
    [InlineData("?select=project_code,count()&limit=1", "exact", 206, "0-0/2")]
    public async Task A_count_makes_the_range_whole(string query, string? count, int status, string range)
    {
        using var answer = await GetAsync($"herd.ticket_def{query}", ("Prefer", count is null ? null : $"count={count}"));

        Assert.Equal((status, range), ((int)answer.StatusCode, Range(answer)));
        if (status != 416 && count is not null)
        {
            Assert.Equal($"count={count}", Assert.Single(answer.Headers.GetValues("Preference-Applied")));
        }
    }

    [Fact]
    public async Task A_planned_count_is_what_the_planner_expects()
    {
        using var answer = await GetAsync("herd.ticket_def?limit=1", ("Prefer", "count=planned"));

        Assert.Matches(@"^0-0/\d+$", Range(answer));
    }

    [Theory]
    [InlineData("0-4", "", "0-4/*", 200)]
    [InlineData("5-", "", "5-29/*", 200)]
    [InlineData("0-9", "?offset=5", "5-9/*", 200)]
    [InlineData("2-100", "?limit=4", "2-3/*", 200)]
    [InlineData("bytes=0-4", "?limit=1", "0-0/*", 200)]
    [InlineData("9-2", "", "", 416)]
    public async Task A_range_can_stand_in_the_header(string range, string query, string given, int status)
    {
        using var answer = await GetAsync($"herd.ticket_def{query}", ("Range-Unit", "items"), ("Range", range));

        Assert.Equal((status, given), ((int)answer.StatusCode, Range(answer)));
    }

    [Fact]
    public async Task HEAD_tells_the_count_and_sends_no_rows()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/rows/herd.ticket_def?limit=5");
        request.Headers.Add("Prefer", "count=exact");
        using var answer = await Server.Http.SendAsync(request, Ct);

        Assert.Equal((HttpStatusCode.PartialContent, "0-4/30"), (answer.StatusCode, Range(answer)));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public async Task One_row_can_be_had_as_an_object_and_any_other_number_is_refused()
    {
        const string Object = "application/vnd.pgrst.object+json";
        using var one = await GetAsync("herd.ticket_def?select=ticket_code,ticket_title&ticket_code=eq.T-0003", ("Accept", Object));
        Assert.Equal("""{"ticket_code":"T-0003","ticket_title":null}""", Plain(await JsonAsync(one)));
        Assert.Equal(Object, one.Content.Headers.ContentType?.MediaType);

        using var stripped = await GetAsync("herd.ticket_def?select=ticket_code,ticket_title&ticket_code=eq.T-0003", ("Accept", Object + ";nulls=stripped"));
        Assert.Equal("""{"ticket_code":"T-0003"}""", Plain(await JsonAsync(stripped)));

        foreach (var (query, said) in new[] { ("ticket_code=eq.none", "0 rows"), ("project_code=eq.P1", "2 rows or more") })
        {
            using var none = await GetAsync($"herd.ticket_def?{query}", ("Accept", Object));
            var problem = await JsonAsync(none);
            Assert.Equal((406, "not_one_row", $"The result contains {said}"), ((int)none.StatusCode, Text(problem, "code"), Text(problem, "details")));
        }
    }

    [Fact]
    public async Task Rows_come_as_CSV_and_as_lines_of_JSON_without_a_bound()
    {
        using var csv = await GetAsync("herd.project_def?project_code=like.P*&select=project_code,title:project_title,initiative_code,ticket_def(ticket_code)&ticket_def.limit=1&ticket_def.order=ticket_code", ("Accept", "text/csv"));
        Assert.Equal("project_code,title,initiative_code,ticket_def\nP1,One,,\"[{\"\"ticket_code\"\" : \"\"T-0002\"\"}]\"\nP2,\"Two, \"\"quoted\"\"\",,\"[{\"\"ticket_code\"\" : \"\"T-0001\"\"}]\"\n".Replace(" : ", ":", StringComparison.Ordinal),
            (await csv.Content.ReadAsStringAsync(Ct)).Replace(" : ", ":", StringComparison.Ordinal));
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);

        using var lines = await GetAsync("herd.ticket_def?select=ticket_code,project_def(project_code)", ("Accept", "application/x-ndjson"));
        var rows = (await lines.Content.ReadAsStringAsync(Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(30, rows.Length);
        Assert.Equal("""{"ticket_code":"T-0001","project_def":{"project_code":"P2"}}""", Plain(JsonDocument.Parse(rows[0]).RootElement));
    }

    [Fact]
    public async Task A_row_has_a_version_and_is_not_sent_again_to_who_has_it()
    {
        const string Address = "herd.ticket_def?ticket_code=eq.T-0001";
        using var first = await GetAsync(Address);
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);

        using var again = await GetAsync(Address, ("If-None-Match", tag.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(tag, again.Headers.ETag);

        await using var change = Server.Database.App.CreateCommand("select set_config('herdbook.tenant', 'default', false); update herd.ticket_def set ticket_title = 'changed' where ticket_code = 'T-0001'; select set_config('herdbook.tenant', '', false)");
        await change.ExecuteNonQueryAsync(Ct);
        using var changed = await GetAsync(Address, ("If-None-Match", tag.ToString()));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag);

        using var several = await GetAsync("herd.ticket_def?project_code=eq.P1");
        Assert.Null(several.Headers.ETag);
    }

    [Fact]
    public async Task A_cursor_leads_through_all_pages()
    {
        var seen = new List<string>();
        var next = "/v1/rows/herd.ticket_def?select=ticket_code&order=ticket_title.desc.nullslast,project_code&limit=7&after=";
        while (next is not null)
        {
            using var answer = await Server.Http.GetAsync(new Uri(next, UriKind.Relative), Ct);
            seen.AddRange((await JsonAsync(answer)).EnumerateArray().Select(row => row.GetProperty("ticket_code").GetString()!));
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single()[1..^"; rel=\"next\"".Length].TrimEnd('>') : null;
        }

        Assert.Equal(30, seen.Distinct().Count());
        Assert.Equal(30, seen.Count);
    }

    [Theory]
    [InlineData("herd.tikcet_def", 404, "table_unknown", null, "herd.ticket_def")]
    [InlineData("herd.ticket_def?select=ticket_titel", 400, "column_unknown", "ticket_titel", "ticket_title")]
    [InlineData("herd.ticket_def?ticket_titel=eq.x", 400, "column_unknown", "ticket_titel", "ticket_title")]
    [InlineData("herd.ticket_def?order=ticket_titel", 400, "column_unknown", "ticket_titel", "ticket_title")]
    [InlineData("herd.ticket_def?ticket_title=eqq.x", 400, "operator_unknown", "ticket_title", "eq")]
    [InlineData("herd.ticket_def?ticket_title=cs.x", 400, "operator_type", "ticket_title", "like")]
    [InlineData("herd.ticket_def?created_at=gt.soon", 400, "value_invalid", "created_at", "")]
    [InlineData("herd.ticket_def?created_at=like.2*", 400, "operator_type", "created_at", "")]
    [InlineData("herd.ticket_def?ticket_title=match.(", 400, "value_invalid", "ticket_title", "")]
    [InlineData("herd.ticket_def?ticket_title=fts(klingon).x", 400, "value_invalid", "ticket_title", "")]
    [InlineData("herd.ticket_def?select=ticket_title::money", 400, "cast_unknown", null, "")]
    [InlineData("herd.ticket_def?select=ticket_title::integer&ticket_code=eq.T-0001", 400, "value_invalid", null, "")]
    [InlineData("herd.ticket_def?select=project_def(*", 400, "query_syntax", null, "")]
    [InlineData("herd.ticket_def?or=(ticket_title.eq.a", 400, "query_syntax", null, "")]
    [InlineData("herd.ticket_def?limit=-1", 400, "query_syntax", null, "")]
    [InlineData("herd.ticket_def?limit=100001", 400, "request_bounds", null, "")]
    [InlineData("herd.ticket_def?after=x", 400, "cursor_invalid", null, "")]
    [InlineData("herd.ticket_def?as_of=yesterday", 400, "query_syntax", null, "")]
    [InlineData("catalog.manifest?as_of=2026-01-01", 400, "as_of_unsupported", null, "")]
    [InlineData("herd.ticket_def?deleted=perhaps", 400, "query_syntax", null, "")]
    [InlineData("herd.ticket_def?sprint.name=eq.x", 400, "embed_unknown", null, "")]
    [InlineData("herd.ticket_def?ticket_title=eq.%00", 400, "value_invalid", null, "")]
    public async Task What_cannot_be_done_is_refused_with_column_rule_and_remedy(string path, int status, string code, string? column, string remedy)
    {
        using var answer = await GetAsync(path);
        var problem = await JsonAsync(answer);

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((status, code), ((int)answer.StatusCode, Text(problem, "code")));
        Assert.Contains(remedy, Text(problem, "remedy"), StringComparison.Ordinal);
        Assert.Equal(column, column is null ? null : Text(problem, "column"));
        Assert.Equal(Text(problem, "detail"), Text(problem, "message"));
        Assert.Equal(Text(problem, "remedy"), Text(problem, "hint"));
    }

    [Fact]
    public async Task A_form_that_rows_have_not_is_refused_and_a_browser_gets_JSON()
    {
        using var pdf = await GetAsync("herd.ticket_def", ("Accept", "application/pdf"));
        Assert.Equal((406, "not_acceptable"), ((int)pdf.StatusCode, Text(await JsonAsync(pdf), "code")));

        using var browser = await GetAsync("herd.ticket_def?limit=1", ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
        Assert.Equal("application/json", browser.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_tenant_reads_its_own_rows_alone_and_the_catalogs_tables_are_for_all()
    {
        await using (var barn = Server.Database.Owner.CreateCommand("insert into catalog.tenant (tenant_id, title) values ('barn', 'Barn')"))
        {
            await barn.ExecuteNonQueryAsync(Ct);
        }

        using var own = await Server.Http.GetAsync(new Uri("/t/barn/v1/rows/herd.ticket_def", UriKind.Relative), Ct);
        Assert.Equal("[]", await own.Content.ReadAsStringAsync(Ct));

        using var tables = await GetAsync("catalog.manifest?select=table_name&table_name=eq.herd.ticket_def");
        Assert.Equal("""[{"table_name":"herd.ticket_def"}]""", Plain(await JsonAsync(tables)));
    }

    [Fact]
    public async Task A_schema_may_stand_in_a_header_and_a_table_alone_when_it_is_the_only_one_of_that_name()
    {
        using var profile = await GetAsync("ticket_def?limit=1", ("Accept-Profile", "herd"));
        using var bare = await GetAsync("ticket_def?limit=1");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (profile.StatusCode, bare.StatusCode));
    }

    [Fact]
    public async Task An_answer_longer_than_what_is_held_back_is_whole_and_counted()
    {
        await using (var fill = Server.Database.App.CreateCommand("""
            select set_config('herdbook.tenant', 'default', false);
            insert into herd.project_def (project_code, project_description) select 'L' || i, repeat('x', 1000) from generate_series(1, 5000) i;
            select set_config('herdbook.tenant', '', false)
            """))
        {
            await fill.ExecuteNonQueryAsync(Ct);
        }

        using var answer = await GetAsync("herd.project_def?limit=4000&project_code=like.L*", ("Prefer", "count=exact"));
        Assert.Equal((206, "0-3999/5000"), ((int)answer.StatusCode, Range(answer)));
        Assert.Equal(4000, (await JsonAsync(answer)).GetArrayLength());
    }

    [Fact]
    public async Task A_fault_within_a_long_answer_breaks_the_connection_so_that_no_part_is_taken_for_the_whole()
    {
        await using (var fill = Server.Database.App.CreateCommand("""
            select set_config('herdbook.tenant', 'default', false);
            insert into herd.initiative_def (initiative_code, initiative_title) values ('I1', 'no number');
            insert into herd.project_def (project_code, initiative_code, project_description)
              select 'M' || lpad(i::text, 5, '0'), case when i = 5000 then 'I1' end, repeat('x', 1000) from generate_series(1, 5000) i;
            select set_config('herdbook.tenant', '', false)
            """))
        {
            await fill.ExecuteNonQueryAsync(Ct);
        }

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var answer = await GetAsync("herd.project_def?select=project_description,initiative_def(initiative_title::integer)&project_code=like.M*", ("Accept", "text/csv"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await answer.Content.ReadAsByteArrayAsync(Ct);
        });
    }

    private async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/rows/{path}");
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Server.Http.SendAsync(request, Ct);
    }

    private static string Range(HttpResponseMessage answer) =>
        answer.Content.Headers.TryGetValues("Content-Range", out var range) || answer.Headers.TryGetValues("Content-Range", out range) ? range.Single() : "";

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

    private static string Plain(JsonElement json) => JsonSerializer.Serialize(json);

    private static string Text(JsonElement problem, string member) => problem.TryGetProperty(member, out var value) ? value.GetString() ?? "" : "";

    /// <summary>One server for all tests: what one writes, no other reads.</summary>
    public sealed class Filled : IAsyncLifetime
    {
        internal RunningServer Running { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var ct = CancellationToken.None;
            Running = await RunningServer.StartAsync(ct);
            await using var fill = Running.Database.App.CreateCommand("""
                select set_config('herdbook.tenant', 'default', false);
                insert into herd.project_def (project_code, project_title) values ('P1', 'One'), ('P2', 'Two, "quoted"');
                insert into herd.ticket_def (ticket_code, project_code, ticket_title, ticket_tshirt_size)
                  select 'T-' || lpad(i::text, 4, '0'), case when i % 2 = 0 then 'P1' else 'P2' end, case when i % 3 = 0 then null else 'Ticket ' || i end, 'M'
                    from generate_series(1, 30) i;
                select set_config('herdbook.tenant', '', false);
                """);
            await fill.ExecuteNonQueryAsync(ct);
        }

        public async ValueTask DisposeAsync() => await Running.DisposeAsync();
    }
}

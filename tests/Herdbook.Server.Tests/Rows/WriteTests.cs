using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Herdbook.Server.Tests.Host;
using Xunit;

namespace Herdbook.Server.Tests.Rows;

/// <summary>Writing rows over HTTP, on a server of their own, each test in a tenant of its own.</summary>
public sealed class WriteTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private static int s_tenants;

    private readonly string _tenant = $"writes-{Interlocked.Increment(ref s_tenants)}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Http => shared.Running.Http;

    private string Tickets => $"/t/{_tenant}/v1/rows/herd.ticket_def";

    public async ValueTask InitializeAsync() => await shared.AddTenantAsync(_tenant, Ct);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_created_row_has_an_address_and_a_version()
    {
        using var created = await SendAsync("POST", Tickets, """{"ticket_code":"A/1 ü","ticket_title":"One"}""");
        Assert.Equal((HttpStatusCode.Created, "*/*"), (created.StatusCode, Header(created, "Content-Range")));
        Assert.Equal("", await created.Content.ReadAsStringAsync(Ct));
        Assert.Equal($"{Tickets}?ticket_code=eq.A%2F1%20%C3%BC", Header(created, "Location"));

        using var read = await SendAsync("GET", Header(created, "Location")!, null);
        Assert.Equal(Header(created, "ETag"), Header(read, "ETag"));
        Assert.Equal("One", (await JsonAsync(read))[0].GetProperty("ticket_title").GetString());
    }

    [Fact]
    public async Task Preferences_are_kept_and_told()
    {
        using var many = await SendAsync("POST", $"{Tickets}?select=ticket_code&order=ticket_code.desc", """[{"ticket_code":"A"},{"ticket_code":"B"}]""", "return=representation, count=exact, missing=default");
        Assert.Equal((HttpStatusCode.Created, "*/2", "return=representation, count=exact, missing=default"), (many.StatusCode, Header(many, "Content-Range"), Header(many, "Preference-Applied")));
        Assert.Equal("""[{"ticket_code":"B"},{"ticket_code":"A"}]""", Compact(await JsonAsync(many)));

        using var merged = await SendAsync("POST", Tickets, """{"ticket_code":"A","ticket_title":"a"}""", "resolution=merge-duplicates,return=headers-only");
        Assert.Equal(HttpStatusCode.OK, merged.StatusCode);
        using var part = await SendAsync("POST", Tickets, """[{"ticket_code":"A","ticket_title":"aa"},{"ticket_code":"C","ticket_title":"c"}]""", "resolution=merge-duplicates");
        Assert.Equal(HttpStatusCode.Created, part.StatusCode);
        using var patched = await SendAsync("PATCH", $"{Tickets}?ticket_code=in.(A,B)&select=ticket_title", """{"ticket_title":"x"}""", "return=representation,count=exact,max-affected=2");
        Assert.Equal((HttpStatusCode.OK, "0-1/2"), (patched.StatusCode, Header(patched, "Content-Range")));
        using var bare = await SendAsync("PATCH", $"{Tickets}?ticket_code=eq.A", """{"ticket_title":"y"}""");
        Assert.Equal((HttpStatusCode.NoContent, "0-0/*"), (bare.StatusCode, Header(bare, "Content-Range")));
        Assert.NotNull(Header(bare, "ETag"));

        using var dry = await SendAsync("DELETE", $"{Tickets}?ticket_code=eq.A", null, "tx=rollback,return=representation");
        Assert.Equal((HttpStatusCode.OK, "tx=rollback, return=representation", null), (dry.StatusCode, Header(dry, "Preference-Applied"), Header(dry, "ETag")));
        Assert.Equal(1, (await JsonAsync(dry)).GetArrayLength());
        using var deleted = await SendAsync("DELETE", $"{Tickets}?ticket_code=eq.A", null, "count=exact");
        Assert.Equal((HttpStatusCode.NoContent, "*/1"), (deleted.StatusCode, Header(deleted, "Content-Range")));
        using var again = await SendAsync("DELETE", $"{Tickets}?ticket_code=eq.A", null, "count=exact");
        Assert.Equal((HttpStatusCode.NoContent, "*/0"), (again.StatusCode, Header(again, "Content-Range")));
    }

    [Fact]
    public async Task What_is_not_understood_is_refused_only_when_strict()
    {
        using var lenient = await SendAsync("POST", Tickets, """{"ticket_code":"A"}""", "foo=bar, return=minimal");
        Assert.Equal((HttpStatusCode.Created, "return=minimal"), (lenient.StatusCode, Header(lenient, "Preference-Applied")));
        using var strict = await SendAsync("POST", Tickets, """{"ticket_code":"B"}""", "handling=strict, foo=bar");
        var problem = await ProblemAsync(strict, HttpStatusCode.BadRequest, "preference_unknown");
        Assert.Equal("Invalid preferences: foo=bar", problem.GetProperty("details").GetString());
    }

    [Fact]
    public async Task One_row_comes_as_an_object_and_another_number_changes_nothing()
    {
        using var one = await SendAsync("POST", $"{Tickets}?select=ticket_code", """{"ticket_code":"A"}""", "return=representation", accept: "application/vnd.pgrst.object+json");
        Assert.Equal("""{"ticket_code":"A"}""", Compact(await JsonAsync(one)));
        using var two = await SendAsync("POST", Tickets, """[{"ticket_code":"B"},{"ticket_code":"C"}]""", "return=representation", accept: "application/vnd.pgrst.object+json");
        await ProblemAsync(two, HttpStatusCode.NotAcceptable, "not_one_row");
        using var none = await SendAsync("PATCH", $"{Tickets}?ticket_code=eq.Z", """{"ticket_title":"x"}""", "return=representation", accept: "application/vnd.pgrst.object+json");
        await ProblemAsync(none, HttpStatusCode.NotAcceptable, "not_one_row");
        Assert.Equal(1, (await JsonAsync(await SendAsync("GET", Tickets, null))).GetArrayLength());
    }

    [Fact]
    public async Task A_lost_update_is_told_with_both_versions()
    {
        using var created = await SendAsync("PUT", $"{Tickets}?ticket_code=eq.A", """{"ticket_title":"one"}""", "return=representation", ifNoneMatch: "*");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var etag = Header(created, "ETag");
        using var changed = await SendAsync("PATCH", $"{Tickets}?ticket_code=eq.A", """{"ticket_title":"two"}""", ifMatch: etag);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);

        using var late = await SendAsync("PATCH", $"{Tickets}?ticket_code=eq.A", """{"ticket_title":"three"}""", ifMatch: etag);
        var problem = await ProblemAsync(late, HttpStatusCode.PreconditionFailed, "row_changed");
        Assert.Equal(Header(changed, "ETag"), Header(late, "ETag"));
        Assert.Equal("three", problem.GetProperty("yours").GetProperty("ticket_title").GetString());
        Assert.Equal("two", problem.GetProperty("current").GetProperty("ticket_title").GetString());

        using var taken = await SendAsync("PUT", $"{Tickets}?ticket_code=eq.A", """{"ticket_title":"four"}""", ifNoneMatch: "*");
        await ProblemAsync(taken, HttpStatusCode.PreconditionFailed, "row_changed");
        using var gone = await SendAsync("DELETE", $"{Tickets}?ticket_code=eq.A", null, ifMatch: etag);
        await ProblemAsync(gone, HttpStatusCode.PreconditionFailed, "row_changed");
        using var key = await SendAsync("PUT", $"{Tickets}?ticket_title=eq.A", """{"ticket_title":"four"}""");
        await ProblemAsync(key, HttpStatusCode.BadRequest, "put_key");
    }

    [Fact]
    public async Task Csv_and_ndjson_come_in_and_go_out_packed_or_not()
    {
        using var csv = await SendAsync("POST", $"{Tickets}?select=ticket_code,ticket_title", "ticket_code,ticket_title,ticket_description\nA,\"a, \"\"quoted\"\"\",\nB,NULL,\"\"\n", "return=representation", "text/csv", "text/csv");
        Assert.Equal("ticket_code,ticket_title\nA,\"a, \"\"quoted\"\"\"\nB,\n", await csv.Content.ReadAsStringAsync(Ct));
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync("{\"ticket_code\":\"C\"}\n\n{\"ticket_code\":\"D\"}"u8.ToArray(), Ct);
        }

        using var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new("application/x-ndjson"), ContentEncoding = { "gzip" } } };
        using var ndjson = await Http.PostAsync(new Uri(Tickets, UriKind.Relative), content, Ct);
        Assert.Equal(HttpStatusCode.Created, ndjson.StatusCode);
        Assert.Equal("""[{"ticket_code":"A","ticket_description":null},{"ticket_code":"B","ticket_description":""},{"ticket_code":"C","ticket_description":null},{"ticket_code":"D","ticket_description":null}]""",
            Compact(await JsonAsync(await SendAsync("GET", $"{Tickets}?select=ticket_code,ticket_description&order=ticket_code", null))));
        using var other = await SendAsync("POST", Tickets, "a: b", contentType: "application/yaml");
        await ProblemAsync(other, HttpStatusCode.UnsupportedMediaType, "media_type");
    }

    [Fact]
    public async Task A_hundred_thousand_rows_stream_in()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var lines = Enumerable.Range(0, 100_000).Select(number =>
        {
            if (number % 10_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }

            return $$"""{"ticket_code":"T-{{number}}","ticket_title":"Ticket {{number}} with a title of some length","ticket_tshirt_size":"M"}""" + "\n";
        });
        using var content = new LinesContent(lines);
        using var answer = await Http.PostAsync(new Uri(Tickets, UriKind.Relative), content, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        using var count = await SendAsync("GET", $"{Tickets}?select=count()", null);
        Assert.Equal(100_000, (await JsonAsync(count))[0].GetProperty("count").GetInt32());
        Assert.InRange(most, long.MinValue, 64L << 20);
    }

    [Fact]
    public async Task Of_a_client_that_goes_away_nothing_is_kept()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", Http.BaseAddress!.Port, Ct);
        await using (var stream = socket.GetStream())
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {Tickets} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {Http.DefaultRequestHeaders.Authorization}\r\nContent-Type: application/x-ndjson\r\nContent-Length: 100000000\r\n\r\n"), Ct);
            for (var number = 0; number < 5_000; number++)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{{\"ticket_code\":\"T-{number}\"}}\n"), Ct);
            }

            await Testing.TestHome.UntilAsync(async () => await CountAsync("select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction' and query like '%json_populate%'") > 0, Ct);
            socket.Client.LingerState = new LingerOption(true, 0);
        }

        socket.Close();
        await Testing.TestHome.UntilAsync(async () => await CountAsync("select count(*) from pg_stat_activity where datname = current_database() and state like '%transaction%' and pid <> pg_backend_pid()") == 0, Ct);
        Assert.Equal(0, await CountAsync($"select count(*) from herd.ticket_def where tenant_id = '{_tenant}'"));
    }

    [Fact]
    public async Task Each_tenant_writes_its_own()
    {
        await shared.AddTenantAsync("other", Ct);
        using var other = await SendAsync("POST", "/t/other/v1/rows/herd.ticket_def", """{"ticket_code":"A"}""");
        Assert.Equal("/t/other/v1/rows/herd.ticket_def?ticket_code=eq.A", Header(other, "Location"));
        using var changed = await SendAsync("PATCH", $"{Tickets}?ticket_code=eq.A", """{"ticket_title":"x"}""", "count=exact");
        Assert.Equal("*/0", Header(changed, "Content-Range"));
    }

    [Fact]
    public async Task Faults_are_told_as_clients_of_PostgREST_read_them()
    {
        using var answer = await SendAsync("POST", Tickets, """{"ticket_code":"A","ticket_tshirt_size":"HUGE"}""");
        var problem = await ProblemAsync(answer, HttpStatusCode.BadRequest, "value_refused");
        Assert.Equal(("ticket_tshirt_size", "oneOf"), (problem.GetProperty("column").GetString(), problem.GetProperty("rule").GetString()));
        Assert.Equal(problem.GetProperty("detail").GetString(), problem.GetProperty("message").GetString());
        Assert.Equal("Give one of: XS, S, M, L, XL.", problem.GetProperty("hint").GetString());
        foreach (var (method, address, body, status, code) in new[]
        {
            ("POST", "/v1/rows/herd.nothing", "{}", 404, "table_unknown"),
            ("POST", "/v1/rows/intake.usage", "{}", 405, "table_system"),
            ("PATCH", "/v1/rows/herd.review_def?review_code=eq.1", "{}", 405, "kind_forbids"),
            ("DELETE", "/v1/rows/herd.agent_instance_token_activity?booking_id=eq.1", null, 405, "kind_forbids"),
            ("PATCH", Tickets, "{}", 400, "filter_missing"),
            ("POST", Tickets, "{", 400, "body_invalid"),
            ("POST", $"{Tickets}?columns=nope", "{}", 400, "column_unknown"),
            ("POST", "/v1/rows/herd.ticket_def%22;drop%20table%20x", "{}", 404, "table_unknown"),
        })
        {
            using var refused = await SendAsync(method, address, body);
            await ProblemAsync(refused, (HttpStatusCode)status, code);
        }
    }

    [Fact]
    public async Task A_row_s_versions_are_listed_compared_and_restored()
    {
        var history = $"/t/{_tenant}/v1/history/herd.ticket_def";
        using var created = await SendAsync("POST", Tickets, """{"ticket_code":"A","ticket_title":"one"}""");
        using var changed = await SendAsync("PATCH", $"{Tickets}?ticket_code=eq.A", """{"ticket_title":"two"}""");
        using var deleted = await SendAsync("DELETE", $"{Tickets}?ticket_code=eq.A", null);
        var versions = await JsonAsync(await SendAsync("GET", $"{history}?key=A", null));
        Assert.Equal(["delete", "update", "insert"], versions.EnumerateArray().Select(version => version.GetProperty("operation").GetString()));
        Assert.Equal("owner", versions[0].GetProperty("actor").GetString());
        var (first, second) = (versions[2].GetProperty("version").GetInt64(), versions[1].GetProperty("version").GetInt64());

        var compared = await JsonAsync(await SendAsync("GET", $"{history}/compare?key=A&from={first}&to={second}", null));
        var title = compared.GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("column").GetString() == "ticket_title");
        Assert.Equal(("changed", "one", "two"), (title.GetProperty("kind").GetString(), title.GetProperty("old").GetString(), title.GetProperty("new").GetString()));
        var then = await JsonAsync(await SendAsync("GET", $"{history}/at?key=A&time={Uri.EscapeDataString(versions[1].GetProperty("changed_at").GetString()!)}", null));
        Assert.Equal("two", then.GetProperty("after").GetProperty("ticket_title").GetString());

        using var restored = await SendAsync("POST", $"{history}/restore", $$"""{"key":"A","version":{{first}}}""");
        Assert.Equal(HttpStatusCode.OK, restored.StatusCode);
        using var read = await SendAsync("GET", $"{Tickets}?ticket_code=eq.A", null);
        Assert.Equal(("one", Header(restored, "ETag")), ((await JsonAsync(read))[0].GetProperty("ticket_title").GetString(), Header(read, "ETag")));
        await ProblemAsync(await SendAsync("POST", $"{history}/restore", """{"key":"A","version":0}"""), HttpStatusCode.NotFound, "version_unknown");
        await ProblemAsync(await SendAsync("POST", $"{history}/restore", "{}"), HttpStatusCode.BadRequest, "body_invalid");
        await ProblemAsync(await SendAsync("GET", history, null), HttpStatusCode.BadRequest, "query_syntax");
        await ProblemAsync(await SendAsync("GET", "/v1/history/herd.review_def?key=A", null), HttpStatusCode.NotFound, "history_none");
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(shared.Running.Superuser);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }

    private async Task<HttpResponseMessage> SendAsync(
        string method, string address, string? body, string? prefer = null, string contentType = "application/json", string? accept = null, string? ifMatch = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        foreach (var (name, value) in new[] { ("Prefer", prefer), ("Accept", accept), ("If-Match", ifMatch), ("If-None-Match", ifNoneMatch) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Http.SendAsync(request, Ct);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Ct));

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json);

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == status, text);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }

    private sealed class LinesContent : HttpContent
    {
        private readonly IEnumerable<string> _lines;

        public LinesContent(IEnumerable<string> lines)
        {
            _lines = lines;
            Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var line in _lines)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(line));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

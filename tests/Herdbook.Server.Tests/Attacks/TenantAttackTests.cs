using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Npgsql;
using Xunit;

namespace Herdbook.Server.Tests.Attacks;

/// <summary>Another tenant's rows, asked for in every place; rows that claim more than their writer may.</summary>
public sealed class TenantAttackTests(AttackSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_tenants_row_is_not_there_wherever_it_is_asked_for()
    {
        await site.ReadyAsync();
        using var http = site.Client(site.Tokens["acme"]);
        string[] places =
        [
            "/v1/rows/herd.ticket_def?ticket_code=eq.zoo-1", "/v1/rows/herd.ticket_def?tenant_id=eq.zoo", "/v1/rows/herd.ticket_def?or=(tenant_id.eq.zoo,ticket_code.like.*)",
            "/v1/rows/herd.ticket_def?order=ticket_code&select=ticket_code,ticket_title", "/v1/rows/governance.audit_logs?subject_id=eq.zoo", "/v1/rows/catalog.history?row_key=eq.zoo-1",
            "/v1/history/herd.ticket_def?key=zoo-1", "/v1/history/herd.ticket_def/at?key=zoo-1&time=2099-01-01", "/v1/search?q=zoo",
            "/tables/herd.ticket_def?ticket_code=eq.zoo-1", "/tables/herd.ticket_def/row?key=zoo-1", "/tables/herd.ticket_def/export.csv", "/search?q=zoo", "/find?q=zoo",
            "/tables/herd.ticket_def/row/edit?key=zoo-1", "/v1/catalog/tables/herd.ticket_def", "/sessions?q=zoo", "/",
        ];
        foreach (var place in places)
        {
            var body = await http.GetStringOfAsync(place, Ct);

            Assert.DoesNotContain("of zoo", body, StringComparison.Ordinal);
        }

        // With what anyone can set, too.
        foreach (var header in new[] { "X-Tenant", "Tenant", "X-Tenant-Id", "Herdbook-Tenant", "X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/rows/herd.ticket_def");
            request.Headers.TryAddWithoutValidation(header, header.Contains("URL", StringComparison.Ordinal) || header.Contains("Prefix", StringComparison.Ordinal) ? "/t/zoo" : "zoo");
            using var answer = await http.SendAsync(request, Ct);
            var body = await answer.Content.ReadAsStringAsync(Ct);
            Assert.Contains("acme-1", body, StringComparison.Ordinal);
            Assert.DoesNotContain("zoo", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_tenants_row_is_neither_changed_nor_deleted_nor_written()
    {
        await site.ReadyAsync();
        using var http = site.Client(site.Tokens["acme"]);
        var before = await RowsAsync("zoo");

        await http.PatchAsync("/v1/rows/herd.ticket_def?ticket_code=eq.zoo-1", Json("""{"ticket_title": "taken"}"""), Ct);
        await http.PatchAsync("/v1/rows/herd.ticket_def?tenant_id=eq.zoo", Json("""{"ticket_title": "taken"}"""), Ct);
        await http.DeleteAsync("/v1/rows/herd.ticket_def?ticket_code=eq.zoo-1", Ct);
        await http.PostAsync("/v1/rows/herd.ticket_def", Json("""{"tenant_id": "zoo", "ticket_code": "zoo-2"}"""), Ct);
        await http.PutAsync("/v1/rows/herd.ticket_def?ticket_code=eq.zoo-1", Json("""{"ticket_code": "zoo-1", "tenant_id": "zoo", "ticket_title": "taken"}"""), Ct);
        await http.PostAsync("/t/zoo/v1/rows/herd.ticket_def", Json("""{"ticket_code": "zoo-3"}"""), Ct);
        await http.PostAsync("/v1/history/herd.ticket_def/restore", Json("""{"key": "zoo-1", "version": 1}"""), Ct);

        Assert.Equal(before, await RowsAsync("zoo"));
    }

    [Fact]
    public async Task What_trust_itself_stands_on_is_not_written_over_the_row_api_not_even_by_an_administrator()
    {
        await site.ReadyAsync();
        using var http = site.Client(site.Tokens["administrator"]);
        var passwords = await ScalarAsync("select md5(string_agg(u::text, '' order by id)) from governance.users u");
        (HttpMethod Method, string Path, string Body)[] attempts =
        [
            (HttpMethod.Patch, $"/v1/rows/governance.users?id=eq.{site.Ada.Id}", """{"password_hash": "x"}"""),
            (HttpMethod.Patch, "/v1/rows/governance.users?email=eq.vic@herdbook.test", """{"roles": ["administrator"]}"""),
            (HttpMethod.Post, "/v1/rows/governance.users", """{"email": "mallory@herdbook.test", "password_hash": "x", "roles": ["administrator"]}"""),
            (HttpMethod.Post, "/v1/rows/governance.api_tokens", """{"name": "x", "roles": ["administrator"]}"""),
            (HttpMethod.Post, "/v1/rows/governance.sign_in_sessions", """{"user_id": "00000000-0000-0000-0000-000000000001"}"""),
            (HttpMethod.Post, "/v1/rows/governance.audit_logs", """{"event_type": "forged", "event_data": {}}"""),
            (HttpMethod.Delete, "/v1/rows/governance.audit_logs?event_type=like.*", ""),
            (HttpMethod.Post, "/v1/rows/governance.audit_leaf", """{"leaf_index": 0}"""),
            (HttpMethod.Post, "/v1/rows/catalog.history", """{"table_name": "x"}"""),
            (HttpMethod.Post, "/v1/rows/catalog.tenant", """{"tenant_id": "mallory"}"""),
            (HttpMethod.Patch, "/v1/rows/catalog.tenant?tenant_id=eq.acme", """{"erasure_at": "2020-01-01", "suspended_at": "2020-01-01"}"""),
            (HttpMethod.Post, "/v1/rows/catalog.tenant_import", """{"imported_tenant": "acme"}"""),
            (HttpMethod.Post, "/v1/rows/herd.agent_instance_ticket_activity", """{"agent_instance_code": "i", "ticket_code": "t", "ticket_status": "done", "booked_at": "2000-01-01", "booking_id": 1}"""),
        ];
        var let = new List<string>();
        foreach (var (method, path, body) in attempts)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body.Length > 0 ? Json(body) : null };
            using var answer = await http.SendAsync(request, Ct);
            if ((int)answer.StatusCode < 400)
            {
                let.Add($"{method} {path} answers {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(let);
        Assert.Equal(passwords, await ScalarAsync("select md5(string_agg(u::text, '' order by id)) from governance.users u"));
    }

    [Fact]
    public async Task No_secret_is_shown_and_none_can_be_filtered_by()
    {
        await site.ReadyAsync();
        using var http = site.Client(site.Tokens["administrator"]);
        foreach (var path in new[] { "/v1/rows/governance.users", "/v1/rows/governance.users?select=email,password_hash", "/v1/rows/governance.users?password_hash=like.*", "/v1/rows/governance.users?order=password_hash", "/tables/governance.users", "/v1/rows/catalog.history?table_name=eq.governance.users", "/v1/rows/governance.api_tokens", "/v1/rows/governance.sign_in_sessions" })
        {
            var body = await http.GetStringOfAsync(path, Ct);
            Assert.DoesNotContain("$2a$12$", body, StringComparison.Ordinal);
            Assert.DoesNotContain("token_hash\":\"\\\\x", body, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("/v1/rows/governance.users?password_hash=like.*", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_tenant_made_suspended_exported_and_erased_over_http_leaves_nothing_but_its_slug()
    {
        await site.ReadyAsync();
        using var http = site.Client(site.Tokens["administrator"]);
        Assert.Equal(HttpStatusCode.Created, (await http.PostAsync("/v1/tenants", Json("""{"slug": "brief", "title": "Brief", "is_demo": true, "erased_at": "2020-01-01"}"""), Ct)).StatusCode);
        using var owner = site.Client(HomeToken.Open(site.Session.Home).Text);
        Assert.Equal(HttpStatusCode.Created, (await owner.PostAsync("/t/brief/v1/rows/herd.ticket_def", Json("""{"ticket_code": "brief-1"}"""), Ct)).StatusCode);

        var exported = await http.GetAsync("/v1/tenants/brief/archive", Ct);
        var archive = await exported.Content.ReadAsByteArrayAsync(Ct);
        var key = Uri.EscapeDataString(exported.Headers.GetValues("Herdbook-Archive-Key").Single());
        Assert.Equal("application/zip", exported.Content.Headers.ContentType?.MediaType);
        Assert.Matches(@"^brief-\d{8}-\d{6}\.herdbook\.zip$", exported.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal(HttpStatusCode.Conflict, (await http.PostAsync($"/v1/tenants/import?key={key}", Zip(archive), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync($"/v1/tenants/import?key={key}", Zip(archive[..^40]), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await http.PostAsync($"/v1/tenants/import?key={key}", Json("{}"), Ct)).StatusCode);

        Assert.Equal(HttpStatusCode.Conflict, (await ActAsync(http, "mark-for-erasure", "brief")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("/v1/tenants/brief/suspend", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ActAsync(http, "erase", "brief")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ActAsync(http, "mark-for-erasure", "other")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(http, "mark-for-erasure", "brief")).StatusCode);
        var erased = await ActAsync(http, "erase", "brief");
        Assert.True(erased.IsSuccessStatusCode, await erased.Content.ReadAsStringAsync(Ct));
        Assert.Equal("erased", (await erased.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("state").GetString());

        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync("/t/brief/v1/rows/herd.ticket_def", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/v1/tenants/brief/archive", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await http.PostAsync("/v1/tenants", Json("""{"slug": "brief"}"""), Ct)).StatusCode);
    }

    [Fact]
    public async Task No_path_leads_out_of_an_export_or_out_of_the_assets()
    {
        await site.ReadyAsync();
        using var http = site.Client(site.Tokens["administrator"]);
        string[] paths =
        [
            "/v1/tenants/..%2f..%2f..%2fetc%2fpasswd/archive", "/v1/tenants/%2e%2e/archive", "/v1/tenants/acme%00/archive", "/v1/tenants/acme%0d%0aX-Evil:%201/archive",
            "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/assets/....//....//etc/passwd", "/assets//etc/passwd", "/assets/..%5c..%5cetc%5cpasswd",
            "/warehouse/export.csv?table=..%2f..%2fetc%2fpasswd", "/warehouse/export.csv?q=..%2f..%2fetc%2fpasswd", "/warehouse/export.csv?sql=select%20*%20from%20read_text('/etc/passwd')",
            "/warehouse/export...%2f..%2fetc?q=x", "/tables/herd.ticket_def/export...%2fetc", "/t/..%2f..%2fetc/v1/tenants", "/v1/rows/..%2f..%2fetc%2fpasswd",
        ];
        foreach (var path in paths)
        {
            using var answer = await http.GetAsync(path, Ct);
            var body = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{path} answers {(int)answer.StatusCode}");
            Assert.DoesNotContain("root:", body, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("X-Evil"));
        }
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static ByteArrayContent Zip(byte[] archive) => new(archive) { Headers = { ContentType = new("application/zip") } };

    private static Task<HttpResponseMessage> ActAsync(HttpClient http, string verb, string again) =>
        http.PostAsync($"/v1/tenants/brief/{verb}", JsonContent.Create(new { again }), Ct);

    private Task<object?> RowsAsync(string tenant) => ScalarAsync("select md5(string_agg(t::text, '' order by t::text)) from herd.ticket_def t", tenant);

    private Task<object?> ScalarAsync(string sql, string tenant = "default") => site.Book.ReadAsync(
        new Tenant(tenant),
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(token);
        },
        Ct);
}

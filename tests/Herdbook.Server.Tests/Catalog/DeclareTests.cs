using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Server.Tests.Host;
using Npgsql;
using Xunit;

namespace Herdbook.Server.Tests.Catalog;

/// <summary>Users' tables over HTTP: a plan first, then exactly that plan or none.</summary>
public sealed class DeclareTests : IAsyncLifetime
{
    private const string Barn = """
        table: custom.barn
        kind: entity
        about: A house for animals.
        key: code
        columns:
          code:  {type: text}
          agent: {type: text, refers: herd.agent_def}
          size:  {type: integer, min: 1}
        """;

    private RunningServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(Ct);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_table_is_planned_then_applied_and_there_at_once_and_goes_again()
    {
        var (planned, plan) = await PostAsync(new { declaration = Barn });
        Assert.Equal((HttpStatusCode.OK, "planned"), (planned, (string)plan["status"]!));
        Assert.Contains(plan["steps"]!.AsArray(), step => (string)step!["what"]! == "create table");
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("custom.barn")).Status);

        var (created, applied) = await PostAsync(new { declaration = Barn, plan = (string)plan["plan"]! });
        Assert.Equal((HttpStatusCode.Created, "applied"), (created, (string)applied["status"]!));

        var (_, table) = await GetAsync("custom.barn");
        Assert.Equal(("api", "entity", Barn, "owner"), ((string)table["source"]!, (string)table["declaration"]!["kind"]!, (string)table["yaml"]!, (string)table["created_by"]!));
        var (_, list) = await GetAsync("");
        Assert.Contains(list["tables"]!.AsArray(), entry => (string)entry!["name"]! == "custom.barn" && (int)entry["columns"]! == 7);
        Assert.Contains(list["tables"]!.AsArray(), entry => (string)entry!["source"]! == "program" && (string)entry["module"]! == "herd");
        await RunAsync("insert into custom.barn (code, size) values ('b', 3)");

        var (again, nothing) = await PostAsync(new { declaration = Barn });
        Assert.Equal((HttpStatusCode.OK, 0), (again, nothing["steps"]!.AsArray().Count));

        var (_, end) = await DeleteAsync("custom.barn");
        Assert.Equal("custom.barn", (string)end["destructive"]![0]!);
        var (refused, why) = await DeleteAsync($"custom.barn?plan={end["plan"]}");
        Assert.Equal((HttpStatusCode.Conflict, "plan_refused"), (refused, (string)why["code"]!));
        var (gone, _) = await DeleteAsync($"custom.barn?plan={end["plan"]}&allow_destructive=custom.barn");
        Assert.Equal(HttpStatusCode.OK, gone);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("custom.barn")).Status);
        Assert.Equal(true, await RunAsync("select to_regclass('custom.barn') is null and not exists (select from catalog.manifest where module = 'custom')"));
    }

    [Fact]
    public async Task An_empty_table_goes_without_being_named()
    {
        await DeclareAsync(Barn);
        var (_, plan) = await DeleteAsync("custom.barn");
        Assert.Empty(plan["destructive"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await DeleteAsync($"custom.barn?plan={plan["plan"]}")).Status);
    }

    [Fact]
    public async Task The_yaml_itself_may_be_the_body()
    {
        using var body = new StringContent(Barn, Encoding.UTF8, "application/yaml");
        using var planned = await _server.Http.PostAsync(new Uri("/v1/catalog/tables", UriKind.Relative), body, Ct);
        var plan = JsonNode.Parse(await planned.Content.ReadAsStringAsync(Ct))!;
        using var again = new StringContent(Barn, Encoding.UTF8, "application/yaml");
        using var applied = await _server.Http.PostAsync(new Uri($"/v1/catalog/tables?plan={plan["plan"]}", UriKind.Relative), again, Ct);

        Assert.Equal(HttpStatusCode.Created, applied.StatusCode);
    }

    [Fact]
    public async Task A_plan_that_is_no_longer_the_same_is_not_applied_but_told()
    {
        var (_, plan) = await PostAsync(new { declaration = Barn });
        await DeclareAsync(Barn.Replace("  size", "  name:  {type: text}\n  size", StringComparison.Ordinal));

        var (status, changed) = await PostAsync(new { declaration = Barn, plan = (string)plan["plan"]! });

        Assert.Equal((HttpStatusCode.Conflict, "plan_changed"), (status, (string)changed["code"]!));
        Assert.Equal("custom.barn", (string)changed["destructive"]![0]!);
        Assert.NotEqual((string)plan["plan"]!, (string)changed["plan"]!);
        var (done, _) = await PostAsync(new { declaration = Barn, plan = (string)changed["plan"]!, allow_destructive = (string[])["custom.barn"] });
        Assert.Equal(HttpStatusCode.OK, done);
    }

    [Fact]
    public async Task Several_tables_come_and_are_renamed_in_one_transaction()
    {
        const string Stall = "table: custom.stall\nkind: entity\nabout: A place in a barn.\nkey: code\ncolumns:\n  code: {type: text}\n  barn: {type: text, refers: custom.barn}\n";
        var (_, plan) = await PostAsync(new { declarations = (string[])[Stall, Barn] });
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(new { declarations = (string[])[Stall, Barn], plan = (string)plan["plan"]! })).Status);
        await RunAsync("insert into custom.barn (code) values ('b'); insert into custom.stall (code, barn) values ('s', 'b')");

        string[] renamed = [Stall.Replace("custom.barn", "custom.house", StringComparison.Ordinal), "was: custom.barn\n" + Barn.Replace("custom.barn", "custom.house", StringComparison.Ordinal)];
        var (_, rename) = await PostAsync(new { declarations = renamed });
        Assert.Empty(rename["destructive"]!.AsArray());
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(new { declarations = renamed, plan = (string)rename["plan"]! })).Status);

        Assert.Equal(1L, await RunAsync("select count(*) from custom.house"));
        Assert.Equal("custom.house,custom.stall", await RunAsync("select string_agg(table_name, ',' order by table_name) from catalog.user_table"));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("custom.barn")).Status);
    }

    [Fact]
    public async Task History_follows_a_table_and_a_column_that_are_renamed()
    {
        await DeclareAsync(Barn);
        await RunAsync("insert into custom.barn (code, size) values ('b', 3)");
        await RunAsync("update custom.barn set size = 4");
        await DeclareAsync("was: custom.barn\n" + Barn.Replace("custom.barn", "custom.house", StringComparison.Ordinal).Replace("size:  {type: integer", "room:  {was: size, type: integer", StringComparison.Ordinal));
        await RunAsync("update custom.house set room = 5");

        using var answer = await _server.Http.GetAsync(new Uri("/v1/history/custom.house?key=b", UriKind.Relative), Ct);
        var body = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var versions = JsonNode.Parse(body)! is JsonArray list ? list : JsonNode.Parse(body)!["versions"]!.AsArray();
        Assert.Equal([5, 4, 3], versions.Select(version => (int)version!["after"]!["room"]!));
    }

    [Fact]
    public async Task A_table_that_others_refer_to_does_not_go()
    {
        await DeclareAsync(Barn);
        await DeclareAsync("table: custom.stall\nkind: entity\nabout: A place.\nkey: code\ncolumns:\n  code: {type: text}\n  barn: {type: text, refers: custom.barn}\n");

        var (status, problem) = await DeleteAsync("custom.barn");

        Assert.Equal((HttpStatusCode.BadRequest, "declaration_invalid"), (status, (string)problem["code"]!));
        Assert.Contains("refers to 'custom.barn', which is not declared", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_everything_as_it_was()
    {
        await DeclareAsync(Barn);
        await RunAsync("insert into custom.barn (code, size) values ('b', 3)");
        var stricter = Barn.Replace("min: 1", "min: 5", StringComparison.Ordinal);

        var (_, plan) = await PostAsync(new { declaration = stricter });
        var (status, problem) = await PostAsync(new { declaration = stricter, plan = (string)plan["plan"]! });

        Assert.Equal((HttpStatusCode.Conflict, "plan_failed"), (status, (string)problem["code"]!));
        Assert.Equal(Barn, (string)(await GetAsync("custom.barn")).Body["yaml"]!);
        await RunAsync("insert into custom.barn (code, size) values ('c', 1)");
    }

    [Fact]
    public async Task The_programs_own_tables_are_neither_declared_nor_removed()
    {
        var (status, problem) = await PostAsync(new { declaration = Barn.Replace("custom.barn", "herd.agent_def", StringComparison.Ordinal) });
        Assert.Equal((HttpStatusCode.BadRequest, "declaration_invalid"), (status, (string)problem["code"]!));
        Assert.Equal((1, 8), ((int)problem["errors"]![0]!["line"]!, (int)problem["errors"]![0]!["column"]!));

        var (_, moved) = await PostAsync(new { declaration = "was: herd.agent_def\n" + Barn });
        Assert.Contains("none of the users' tables", (string)moved["detail"]!, StringComparison.Ordinal);

        var (_, removed) = await DeleteAsync("herd.agent_def");
        Assert.Equal("table_reserved", (string)removed["code"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await DeleteAsync("custom.nothing")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await DeleteAsync("custom.%22%3B%20drop%20schema%20herd")).Status);
    }

    [Fact]
    public async Task The_application_may_not_write_declarations_itself()
    {
        await DeclareAsync(Barn);
        foreach (var sql in (string[])["update catalog.user_table set yaml = ''", "delete from catalog.user_table", "insert into catalog.user_table (table_name, yaml, source, digest, created_by) values ('custom.x', '', 'api', '', '')"])
        {
            await using var command = _server.Database.App.CreateCommand(sql);
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct))).SqlState);
        }
    }

    [Fact]
    public async Task Of_many_who_declare_at_once_each_gets_its_table()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => DeclareAsync(Barn.Replace("custom.barn", $"custom.barn{i}", StringComparison.Ordinal))));

        Assert.Equal(6L, await RunAsync("select count(*) from pg_class where relnamespace = 'custom'::regnamespace and relkind = 'r'"));
        Assert.Equal(6, (await GetAsync("")).Body["tables"]!.AsArray().Count(table => (string)table!["source"]! == "api"));
    }

    [Fact]
    public async Task A_book_takes_so_many_tables_and_no_more()
    {
        await using (var fill = _server.Database.Owner.CreateCommand("insert into catalog.user_table (table_name, yaml, source, digest, created_by) select 'custom.f' || n, 'table: custom.f' || n, 'api', n::text, 'test' from generate_series(1, 2000) n"))
        {
            await fill.ExecuteNonQueryAsync(Ct);
        }

        var (status, problem) = await PostAsync(new { declaration = Barn });

        Assert.Equal((HttpStatusCode.Conflict, "tables_full"), (status, (string)problem["code"]!));
    }

    private async Task DeclareAsync(string yaml)
    {
        var (_, plan) = await PostAsync(new { declaration = yaml });
        var (status, problem) = await PostAsync(new { declaration = yaml, plan = (string)plan["plan"]!, allow_destructive = (string[])["custom.barn"] });
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Created, problem.ToJsonString());
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(object body)
    {
        using var answer = await _server.Http.PostAsJsonAsync(new Uri("/v1/catalog/tables", UriKind.Relative), body, JsonSerializerOptions.Web, Ct);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string name)
    {
        using var answer = await _server.Http.GetAsync(new Uri($"/v1/catalog/tables{(name.Length > 0 ? "/" : "")}{name}", UriKind.Relative), Ct);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> DeleteAsync(string name)
    {
        using var answer = await _server.Http.DeleteAsync(new Uri($"/v1/catalog/tables/{name}", UriKind.Relative), Ct);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!);
    }

    private Task<object?> RunAsync(string sql) => _server.Database.Book(sql, Ct);
}

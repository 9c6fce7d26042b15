using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Herdbook.Server.Tests.Host;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Server.Tests.Catalog;

/// <summary>A running server takes in what others apply, and what its operator writes into the folder.</summary>
public sealed class WatchTests : IAsyncLifetime
{
    private const string Barn = "table: custom.barn\nkind: entity\nabout: A house.\nkey: code\ncolumns:\n  code: {type: text}\n";

    private RunningServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(Ct);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_table_that_another_server_applies_is_there()
    {
        await using var other = await _server.StartBesideAsync(Ct);
        await DeclareAsync(other, Barn);
        await UntilAsync(_server, async () => (await GetAsync(_server, "/custom.barn")) is not null);

        await DeclareAsync(_server, Barn + "  more: {type: text}\n");
        await UntilAsync(other, async () => (await GetAsync(other, "/custom.barn"))!["declaration"]!["columns"]!.AsArray().Count == 2);
    }

    [Fact]
    public async Task A_file_in_the_folder_becomes_a_table_and_changes_it_and_ends_it()
    {
        Write("barn", Barn);
        await UntilAsync(_server, async () => (await GetAsync(_server, "/custom.barn")) is not null);
        Assert.Equal("folder", (string)(await GetAsync(_server, "/custom.barn"))!["source"]!);

        Write("barn", Barn + "  more: {type: text}\n");
        await UntilAsync(_server, async () => (await GetAsync(_server, "/custom.barn"))!["declaration"]!["columns"]!.AsArray().Count == 2);

        File.Delete(Path.Combine(_server.Tables, "barn.yaml"));
        await UntilAsync(_server, async () => (await GetAsync(_server, "/custom.barn")) is null);
    }

    [Fact]
    public async Task A_change_that_is_refused_is_told_with_its_remedy_and_holds_up_no_other()
    {
        Write("barn", Barn + "  size: {type: integer}\n");
        await UntilAsync(_server, async () => (await GetAsync(_server, "/custom.barn")) is not null);
        await _server.Database.Book("insert into custom.barn (code, size) values ('b', 1)", Ct);

        Write("barn", Barn);
        Write("stall", "table: custom.stall\nkind: entity\nabout: A place.\nkey: code\ncolumns:\n  code: {type: text, refers: custom.barn}\n  x: {tipe: text}\n");
        Write("house", Barn.Replace("barn", "house", StringComparison.Ordinal));
        await UntilAsync(_server, async () => (await GetAsync(_server, "/custom.house")) is not null && (await ProblemsAsync()).Count >= 2);

        var problems = await ProblemsAsync();
        var lossy = Assert.Single(problems, problem => (string)problem!["table"]! == "custom.barn")!;
        Assert.Contains("drop column size", (string)lossy["message"]!, StringComparison.Ordinal);
        Assert.Contains("herdbook apply --allow-destructive custom.barn", (string)lossy["remedy"]!, StringComparison.Ordinal);
        Assert.Contains(problems, problem => (string)problem!["table"]! == "custom.stall" && (int)problem["line"]! == 7 && ((string)problem["file"]!).EndsWith("stall.yaml", StringComparison.Ordinal));

        File.Delete(Path.Combine(_server.Tables, "stall.yaml"));
        Write("barn", Barn + "  size: {type: integer}\n");
        await UntilAsync(_server, async () => (await ProblemsAsync()).Count == 0);
    }

    [Fact]
    public async Task A_table_is_declared_in_one_place_alone()
    {
        await DeclareAsync(_server, Barn);
        Write("barn", Barn + "  more: {type: text}\n");
        Write("house", Barn.Replace("barn", "house", StringComparison.Ordinal));
        await UntilAsync(_server, async () => (await ProblemsAsync()).Count == 1);
        Assert.Contains("was declared over the API", (string)(await ProblemsAsync())[0]!["message"]!, StringComparison.Ordinal);

        using var answer = await _server.Http.PostAsJsonAsync(new Uri("/v1/catalog/tables", UriKind.Relative), new { declaration = Barn.Replace("barn", "house", StringComparison.Ordinal) }, Ct);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("table_elsewhere", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_gone_takes_no_table_with_it()
    {
        Write("barn", Barn);
        await UntilAsync(_server, async () => (await GetAsync(_server, "/custom.barn")) is not null);

        Directory.Move(_server.Tables, _server.Tables + ".away");
        await using var other = await _server.StartBesideAsync(Ct);

        Assert.NotNull(await GetAsync(other, "/custom.barn"));
        Assert.NotNull(await GetAsync(_server, "/custom.barn"));
    }

    private void Write(string name, string yaml)
    {
        Directory.CreateDirectory(_server.Tables);
        File.WriteAllText(Path.Combine(_server.Tables, name + ".yaml"), yaml);
    }

    private async Task<JsonArray> ProblemsAsync() => (await GetAsync(_server, ""))!["problems"]!.AsArray();

    private static async Task DeclareAsync(RunningServer server, string yaml)
    {
        using var planned = await server.Http.PostAsJsonAsync(new Uri("/v1/catalog/tables", UriKind.Relative), new { declaration = yaml }, Ct);
        var plan = JsonNode.Parse(await planned.Content.ReadAsStringAsync(Ct))!;
        using var applied = await server.Http.PostAsJsonAsync(new Uri("/v1/catalog/tables", UriKind.Relative), new { declaration = yaml, plan = (string)plan["plan"]! }, Ct);
        Assert.True(applied.IsSuccessStatusCode, await applied.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<JsonNode?> GetAsync(RunningServer server, string path)
    {
        using var answer = await server.Http.GetAsync(new Uri("/v1/catalog/tables" + path, UriKind.Relative), Ct);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task UntilAsync(RunningServer server, Func<Task<bool>> condition)
    {
        try
        {
            await TestHome.UntilAsync(condition, Ct);
        }
        catch (TimeoutException)
        {
            Assert.Fail((await GetAsync(server, ""))!["problems"]!.ToJsonString());
        }
    }
}

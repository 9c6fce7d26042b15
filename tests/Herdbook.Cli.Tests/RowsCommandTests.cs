using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

public sealed class RowsCommandTests
{
    private const string Table = "herd.ticket_def";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_are_put_listed_got_exported_and_imported()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        await home.UpAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("herdbook-tests-rows-");
        try
        {
            await SaysAsync(home, "inserted", "rows", "put", Table, "--json", """{"ticket_code":"A-1","ticket_title":"One, \"quoted\"","ticket_tshirt_size":"M"}""");
            await SaysAsync(home, "changed", "rows", "put", Table, "--key", "A-1", "--json", """{"ticket_title":"ONE"}""");
            await SaysAsync(home, "ONE", "rows", "get", Table, "A-1");
            await SaysAsync(home, "1 of 1 rows", "rows", "list", Table, "ticket_tshirt_size=eq.M");
            Assert.Equal("ONE", JsonSerializer.Deserialize<JsonElement>((await home.RunAsync(Ct, "rows", "list", Table, "--select", "ticket_title", "--json")).Output)[0].GetProperty("ticket_title").GetString());
            Assert.Equal("ticket_code,ticket_title\nA-1,ONE\n", (await home.RunAsync(Ct, "rows", "list", Table, "--select", "ticket_code,ticket_title", "--csv")).Output);

            foreach (var extension in (string[])["csv", "ndjson", "json"])
            {
                var file = Path.Combine(folder.FullName, $"tickets.{extension}");
                await SaysAsync(home, "1 rows", "rows", "export", Table, "--out", file);
                await SaysAsync(home, "0 inserted, 1 changed", "rows", "import", Table, file, "--upsert");
                await SaysAsync(home, "taken back", "rows", "import", Table, file, "--upsert", "--dry-run");
                await RefusedAsync(home, "has a row with ticket_code 'A-1' already", "rows", "import", Table, file);
            }

            await RefusedAsync(home, "Did you mean 'herd.ticket_def'?", "rows", "list", "herd.tickets_def");
            await RefusedAsync(home, "Give one of: XS, S, M, L, XL.", "rows", "put", Table, "--json", """{"ticket_code":"A-2","ticket_tshirt_size":"HUGE"}""");
            await RefusedAsync(home, "no row 'A-9'", "rows", "get", Table, "A-9");
            await RefusedAsync(home, "cannot be read", "rows", "import", Table, Path.Combine(folder.FullName, "absent.csv"));
            await RefusedAsync(home, "is no filter", "rows", "list", Table, "status");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task SaysAsync(TestHome home, string words, params string[] arguments)
    {
        var run = await home.RunAsync(Ct, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(words, run.Output, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(TestHome home, string words, params string[] arguments)
    {
        var run = await home.RunAsync(Ct, arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }
}

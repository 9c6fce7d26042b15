using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

public sealed class TablesCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_tables_are_listed_by_module_and_one_is_shown_with_its_columns_and_rules()
    {
        await using var home = await TestHome.WarmAsync(Ct);

        var all = await JsonAsync(home, "tables", "--json");
        Assert.Contains(all.EnumerateArray(), table => table.GetProperty("table").GetString() == "prompts.prompt_versions" && table.GetProperty("kind").GetString() == "entity");
        var erp = await home.RunAsync(Ct, "tables", "erp");
        Assert.Contains("invoices", erp.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("prompt_versions", erp.Output, StringComparison.Ordinal);

        var lease = await JsonAsync(home, "tables", "control.agent_lease", "--json");
        var status = lease.GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("name").GetString() == "status");
        Assert.Equal(["active", "released", "expired", "revoked"], status.GetProperty("oneOf").EnumerateArray().Select(value => value.GetString()!));
        Assert.Contains("where status = 'active'", lease.GetProperty("unique").EnumerateArray().First().GetString(), StringComparison.Ordinal);
        var sheet = await home.RunAsync(Ct, "tables", "control.agent_lease");
        Assert.Contains("herd.agent_def", sheet.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_refused_with_those_near_it()
    {
        await using var home = await TestHome.WarmAsync(Ct);

        var refused = await home.RunAsync(Ct, "tables", "invoice");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("erp.invoices", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_are_written_without_a_book()
    {
        await using var home = new TestHome();
        var folder = Directory.CreateTempSubdirectory("herdbook-tests-pages-");
        try
        {
            Assert.Equal(0, (await home.RunAsync(Ct, "tables", "--docs", folder.FullName)).ExitCode);
            Assert.Contains("## erp.invoices", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "erp.md"), Ct), StringComparison.Ordinal);
            Assert.False(Directory.Exists(home.Home.Root) && Directory.EnumerateFileSystemEntries(home.Home.Root).Any());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<JsonElement> JsonAsync(TestHome home, params string[] arguments)
    {
        var answer = await home.RunAsync(Ct, arguments);
        Assert.Equal(0, answer.ExitCode);
        return JsonDocument.Parse(answer.Output).RootElement;
    }
}

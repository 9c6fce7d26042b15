using System.Net;
using System.Net.Http.Headers;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

/// <summary>Users' tables from the home's folder, with the real program.</summary>
public sealed class UserTableTests
{
    private const string Barn = "table: custom.barn\nkind: entity\nabout: A house.\nkey: code\ncolumns:\n  code: {type: text}\n  size: {type: integer}\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_folder_is_planned_and_applied_and_a_running_server_notices()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        var address = await home.UpAsync(Ct);
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(home.Home.TokenFile, Ct)).Trim());
        home.Environment["HERDBOOK_TABLES"] = Path.Combine(home.Home.Root, "elsewhere");
        Write(home, Barn);

        var plan = await home.RunAsync(Ct, "plan");
        Assert.Contains("custom.barn", plan.Output, StringComparison.Ordinal);
        Assert.Contains("create table", plan.Output, StringComparison.Ordinal);
        Assert.Contains("Applied.", (await home.RunAsync(Ct, "apply")).Output, StringComparison.Ordinal);
        await TestHome.UntilAsync(async () => await StatusAsync(http) == HttpStatusCode.OK, Ct);
        Assert.Contains("Nothing to do", (await home.RunAsync(Ct, "plan")).Output, StringComparison.Ordinal);
        await home.AskAsync("select set_config('herdbook.tenant', 'default', false); insert into custom.barn (code, size) values ('b', 1)", Ct);

        Write(home, Barn.Replace("  size: {type: integer}\n", "", StringComparison.Ordinal));
        var refused = await home.RunAsync(Ct, "apply");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("custom.barn: drop column size", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await home.RunAsync(Ct, "apply", "--allow-destructive", "custom.barn")).ExitCode);

        Write(home, Barn.Replace("integer", "int", StringComparison.Ordinal));
        var broken = await home.RunAsync(Ct, "plan");
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("barn.yaml:7:16: 'int' is no type. Write 'integer'.", broken.Error, StringComparison.Ordinal);

        File.Delete(Path.Combine(home.Environment["HERDBOOK_TABLES"]!, "barn.yaml"));
        Assert.Contains("custom.barn: drop the table", (await home.RunAsync(Ct, "apply")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await home.RunAsync(Ct, "apply", "--allow-destructive", "custom.barn")).ExitCode);
        await TestHome.UntilAsync(async () => await StatusAsync(http) == HttpStatusCode.NotFound, Ct);
    }

    [Fact]
    public async Task A_broken_catalog_keeps_nobody_from_looking_at_the_book()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        var catalog = Directory.CreateDirectory(Path.Combine(home.Home.Root, "catalog", "shop"));
        await File.WriteAllTextAsync(Path.Combine(catalog.FullName, "item.yaml"), "nothing", Ct);
        home.Environment["HERDBOOK_CATALOG"] = catalog.Parent!.FullName;

        Assert.Equal("1", await home.AskAsync("select 1", Ct));
        var plan = await home.RunAsync(Ct, "plan");
        Assert.Equal(1, plan.ExitCode);
        Assert.Contains("item.yaml:1:1", plan.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Herdbook made a mistake", plan.Error, StringComparison.Ordinal);
    }

    private static void Write(TestHome home, string yaml)
    {
        var folder = Directory.CreateDirectory(home.Environment["HERDBOOK_TABLES"]!);
        File.WriteAllText(Path.Combine(folder.FullName, "barn.yaml"), yaml);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("/v1/catalog/tables/custom.barn", UriKind.Relative), Ct);
        return answer.StatusCode;
    }
}

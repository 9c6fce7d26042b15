using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

public sealed class AccessCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_book_greets_its_administrator_once_and_users_and_tokens_are_managed_from_the_command_line()
    {
        await using var home = new TestHome();
        var up = await home.RunAsync(Ct, "up", "--detach", "--port", "0", "--no-import", "--warehouse-every", "0");
        Assert.Equal(0, up.ExitCode);
        var address = (await home.StatusAsync(Ct)).GetProperty("address").GetString()!;
        var link = up.Output.Split([' ', '\n']).Single(word => word.Contains("/sign-in/once/", StringComparison.Ordinal)).Trim();
        Assert.StartsWith(address, link, StringComparison.Ordinal);
        Assert.DoesNotContain("/sign-in/once/", await File.ReadAllTextAsync(Path.Combine(home.Home.LogDirectory, "server.log"), Ct), StringComparison.Ordinal);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
        Assert.Contains("signs you in once", await http.GetStringAsync(new Uri(link), Ct), StringComparison.Ordinal);

        var users = JsonDocument.Parse((await home.RunAsync(Ct, "users", "list", "--json")).Output).RootElement;
        Assert.Equal("administrator@localhost", users[0].GetProperty("email").GetString());
        Assert.Equal(0, (await home.RunAsync(Ct, "users", "add", "ada@example.org", "--role", "operator")).ExitCode);
        Assert.Equal(0, (await home.RunAsync(Ct, "users", "roles", "ada@example.org", "viewer", "auditor")).ExitCode);
        var refused = await home.RunAsync(Ct, "users", "deactivate", "administrator@localhost");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Nobody who can sign in would administer the book", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await home.RunAsync(Ct, "users", "deactivate", "ADA@example.org")).ExitCode);
        Assert.Equal("f {viewer,auditor}", await home.AskAsync("select left(is_active::text, 1) || ' ' || roles::text from governance.users where email = 'ada@example.org'", Ct));

        var token = (await home.RunAsync(Ct, "tokens", "make", "nightly", "--may", "herd:read", "--days", "1")).Output.Trim();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, token, "/v1/rows/herd.ticket_def?limit=1"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(http, token, "/v1/rows/erp.people?limit=1"));
        Assert.DoesNotContain(token, (await home.RunAsync(Ct, "tokens", "list", "--json")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await home.RunAsync(Ct, "tokens", "revoke", "nightly")).ExitCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http, token, "/v1/rows/herd.ticket_def?limit=1"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, (await File.ReadAllTextAsync(home.Home.TokenFile, Ct)).Trim(), "/v1/rows/erp.people?limit=1"));

        var another = (await home.RunAsync(Ct, "sign-in")).Output.Trim();
        Assert.StartsWith($"{address}/sign-in/once/", another, StringComparison.Ordinal);
        await home.RunAsync(Ct, "down");
        Assert.DoesNotContain("/sign-in/once/", (await home.RunAsync(Ct, "up", "--detach", "--port", "0", "--no-import", "--warehouse-every", "0")).Output, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, Ct);
        return answer.StatusCode;
    }
}

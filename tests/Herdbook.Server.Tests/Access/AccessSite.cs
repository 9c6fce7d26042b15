using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Tests.Host;
using Npgsql;
using Xunit;

namespace Herdbook.Server.Tests.Access;

/// <summary>A server of the tests of access, with a second tenant, and people and tokens of every sort.</summary>
public sealed partial class AccessSite : IAsyncLifetime
{
    public const string Password = "plum-quiet-otter-77";
    public const string Other = "barn";

    private RunningServer? _server;

    public RunningServer Server => _server!;

    public Uri Address => Server.Http.BaseAddress!;

    internal Users Users => new(Server.Book);

    internal ApiTokens Tokens => new(Server.Book, TimeProvider.System);

    internal SignIns SignIns => new(Server.Book, Users, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        var ct = CancellationToken.None;
        _server = await RunningServer.StartAsync(ct);
        await using var source = NpgsqlDataSource.Create(Server.Superuser);
        await using var command = source.CreateCommand($"insert into catalog.tenant (tenant_id, title) values ('{Other}', 'Barn')");
        await command.ExecuteNonQueryAsync(ct);
        await Users.MakeAsync(Actor.Owner, "root@herdbook.test", "Root", [AccessRoles.Administrator], Password, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>A user of a name that no other test has.</summary>
    public Task<User> MakeUserAsync(CancellationToken ct, params string[] roles) =>
        Users.MakeAsync(Actor.Owner, $"{Guid.NewGuid():n}@herdbook.test", null, roles, Password, ct);

    /// <summary>The text of a new token.</summary>
    public async Task<string> MakeTokenAsync(Tenant tenant, string[] roles, string[] permissions, CancellationToken ct) =>
        (await Tokens.MakeAsync(tenant, Actor.Owner, new WantedToken("test", roles, permissions, null, null, null), ct)).Text;

    /// <summary>A browser without a window: it keeps cookies and follows nothing.</summary>
    public HttpClient Browser()
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        return client;
    }

    /// <summary>A program with a token, or with none.</summary>
    public HttpClient Program(string? token)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Fills in the form of a page and sends it.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(HttpClient browser, string page, string action, CancellationToken ct, params (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative), ct);
        return await browser.PostAsync(new Uri(action, UriKind.Relative), Form(Token(html), fields), ct);
    }

    public static FormUrlEncodedContent Form(string? token, params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Concat(token is null ? [] : [KeyValuePair.Create("__RequestVerificationToken", token)]));

    /// <summary>The token of a page's form.</summary>
    public static string Token(string html) => WebUtility.HtmlDecode(FormToken().Match(html).Groups[1].Value);

    /// <summary>A browser in which somebody signed in by their password.</summary>
    public async Task<HttpClient> SignedInAsync(string email, CancellationToken ct)
    {
        var browser = Browser();
        using var answer = await SendFormAsync(browser, "/sign-in", "/sign-in", ct, ("email", email), ("password", Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    /// <summary>A value of the database, past every policy.</summary>
    public async Task<object?> AskAsync(string sql, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(Server.Superuser);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(ct);
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}

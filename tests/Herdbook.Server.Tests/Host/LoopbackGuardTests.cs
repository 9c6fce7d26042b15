using System.Net;
using System.Text.Json;
using Xunit;

namespace Herdbook.Server.Tests.Host;

public sealed class LoopbackGuardTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:80")]
    [InlineData("192.168.0.1")]
    public async Task A_foreign_host_header_is_misdirected(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.Host = host;
        using var answer = await shared.Running.Http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal("foreign_host", problem.RootElement.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:9")]
    [InlineData("127.0.0.1:7411")]
    [InlineData("[::1]:7411")]
    public async Task Our_own_names_are_served_with_any_port(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.Host = host;
        using var answer = await shared.Running.Http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_site_may_not_write(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/anything");
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await shared.Running.Http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_program_and_our_own_pages_may_write()
    {
        using var program = await shared.Running.Http.PostAsync(new Uri("/anything", UriKind.Relative), null, Ct);
        Assert.NotEqual(HttpStatusCode.Forbidden, program.StatusCode);

        foreach (var origin in (string[])[shared.Running.Http.BaseAddress!.GetLeftPart(UriPartial.Authority), "null"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/anything");
            request.Headers.TryAddWithoutValidation("Origin", origin);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
            using var page = await shared.Running.Http.SendAsync(request, Ct);
            Assert.NotEqual(HttpStatusCode.Forbidden, page.StatusCode);
        }
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Herdbook.Core;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Server.Governance.Approvals;
using Xunit;

namespace Herdbook.Server.Tests.Governance.Approvals;

/// <summary>A waiting program is called back: signed, again when it fails, also after a restart, and never into a private network.</summary>
public sealed class WebhookTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_outcome_comes_with_a_signature_that_the_secret_verifies()
    {
        await using var receiver = new Receiver();
        var request = await site.AskAsync(Ct, ApprovalSite.Question("W-1") with { CallbackUrl = receiver.Address });
        await site.SendAsync(HttpMethod.Post, $"{request.Id}/decide", """{"decision":"modify","reason":"The other form.","payload":{"form":"R-32"}}""", Ct);

        var message = await receiver.NextAsync(Ct);
        var secret = (string)(await site.SendAsync(HttpMethod.Get, "webhook-secret", null, Ct)).Body["secret"]!;
        var expected = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{message.Id}.{message.Timestamp}.{message.Body}"));
        Assert.Equal($"v1,{Convert.ToBase64String(expected)}", message.Signature);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(message.Timestamp, System.Globalization.CultureInfo.InvariantCulture), -5, 60);
        var body = JsonNode.Parse(message.Body)!;
        Assert.Equal(("approval.modified", request.Id.ToString(), "default"), ((string)body["type"]!, (string)body["data"]!["approval_id"]!, (string)body["tenant"]!));
        Assert.Equal("R-32", (string)body["data"]!["modifications"]!["form"]!);
        Assert.Contains(body["data"]!["changes"]!.AsArray(), change => (string)change!["path"]! == "/form");
    }

    [Fact]
    public async Task What_was_not_taken_comes_again_with_the_same_id_and_a_duplicate_changes_nothing()
    {
        await using var receiver = new Receiver();
        receiver.WillAnswer(500);
        var request = await site.AskAsync(Ct, ApprovalSite.Question("W-1") with { CallbackUrl = receiver.Address });
        await site.SendAsync(HttpMethod.Post, $"{request.Id}/decide", """{"decision":"approved"}""", Ct);

        var first = await receiver.NextAsync(Ct);
        var second = await receiver.NextAsync(Ct);
        Assert.Equal((first.Id, first.Body), (second.Id, second.Body));
        for (var i = 0; i < 2; i++)
        {
            // A receiver that heard it twice asks twice whether it may run, and decides nothing anew.
            var (status, body) = await site.SendAsync(HttpMethod.Post, $"{request.Id}/confirm", $$"""{"payload":{{request.Payload}}}""", Ct);
            Assert.Equal((HttpStatusCode.OK, true), (status, (bool)body["approved"]!));
        }

        var (_, whole) = await site.SendAsync(HttpMethod.Get, $"{request.Id}", null, Ct);
        Assert.Equal(("approved", 1, 1), ((string)whole["status"]!, whole["decisions"]!.AsArray().Count, whole["deliveries"]!.AsArray().Count));
        Assert.True(receiver.IsQuiet);
    }

    [Fact]
    public async Task A_decision_that_nobody_could_send_is_sent_by_the_next_server()
    {
        await using var own = new ApprovalSite();
        await own.InitializeAsync();
        await using var receiver = new Receiver();
        var request = await own.AskAsync(Ct, ApprovalSite.Question("W-1") with { CallbackUrl = receiver.Address });
        await own.EndAsync();
        (await own.Deciding.DecideAsync(ApprovalSite.Ada, request.Id, new ApprovalVerdict("approved"), Ct)).OrThrow();
        Assert.True(receiver.IsQuiet);

        await own.StartAsync();

        Assert.Contains("approval.approved", (await receiver.NextAsync(Ct)).Body);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://[::1]:1/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("http://93.184.216.34/")]
    [InlineData("ftp://example.org/")]
    [InlineData("https://user:secret@example.org/")]
    [InlineData("http://167772161/")]
    [InlineData("http://0x0a000001/")]
    public async Task An_address_that_may_not_be_called_is_refused_when_it_is_given(string url)
    {
        var (status, body) = await site.SendAsync(HttpMethod.Post, ApprovalSite.Root, $$"""{"checkpoint_type":"x","payload":{},"callback_url":"{{url}}"}""", Ct);

        Assert.Equal((HttpStatusCode.BadRequest, "approval_callback"), (status, (string)body["code"]!));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:4700::1111", true)]
    public void Only_public_addresses_may_be_called_unless_the_operator_allows_others(string address, bool may)
    {
        var parsed = IPAddress.Parse(address);
        Assert.Equal(may, new WebhookAddresses([]).WhyNot(parsed, isHttps: true) is null);
        Assert.NotNull(new WebhookAddresses([]).WhyNot(parsed, isHttps: false));
        Assert.Null(new WebhookAddresses([IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")]).WhyNot(parsed, isHttps: false));
    }

    [Fact]
    public async Task A_name_that_leads_into_a_private_network_is_not_called()
    {
        var addresses = new WebhookAddresses([]);
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = addresses.ConnectAsync, UseProxy = false });

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("https://localhost:9/hook", Ct));

        Assert.IsType<WebhookRefusedException>(fault.InnerException);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var receiver = new Receiver();
        receiver.WillAnswer(302);
        var request = await site.AskAsync(Ct, ApprovalSite.Question("W-1") with { CallbackUrl = receiver.Address });
        (await site.Deciding.DecideAsync(ApprovalSite.Ada, request.Id, new ApprovalVerdict("approved"), Ct)).OrThrow();
        await receiver.NextAsync(Ct);

        JsonNode sent;
        do
        {
            sent = (await site.SendAsync(HttpMethod.Get, $"{request.Id}", null, Ct)).Body["deliveries"]!.AsArray().Single()!;
        }
        while (sent["last_status"] is null);

        Assert.Equal((302, true), ((int)sent["last_status"]!, sent["delivered_at"] is null || (int)sent["attempts"]! > 1));
    }
}

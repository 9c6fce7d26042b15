using System.Net;
using System.Net.Sockets;
using Herdbook.Core;

namespace Herdbook.Server.Governance.Approvals;

/// <summary>
/// Where webhooks may go: to public addresses over https. Loopback, private and link-local ranges, and with them the metadata services of
/// clouds, are refused, unless the operator allows a range; then plain http is allowed there too.
/// </summary>
/// <param name="Allowed">Ranges that the operator allows.</param>
public sealed record WebhookAddresses(IReadOnlyList<IPNetwork> Allowed)
{
    /// <summary>Ranges to allow, joined by commas, as in 10.1.0.0/16,127.0.0.1/32.</summary>
    public const string Variable = "HERDBOOK_WEBHOOK_ALLOW";

    private static readonly IPNetwork[] Reserved =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <exception cref="RefusedException">`webhook_allow`: the variable holds no ranges.</exception>
    public static WebhookAddresses FromEnvironment()
    {
        var ranges = (Environment.GetEnvironmentVariable(Variable) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new WebhookAddresses([.. ranges.Select(range => IPNetwork.TryParse(range, out var network)
            ? network
            : throw new RefusedException("webhook_allow", $"'{range}' in {Variable} is no range of addresses. Nothing was started. Write it as 10.1.0.0/16."))]);
    }

    /// <summary>Why an address may not be called; null where it may.</summary>
    public string? WhyNot(IPAddress address, bool isHttps)
    {
        var bare = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (Allowed.Any(range => range.Contains(bare)))
        {
            return null;
        }

        return Reserved.Any(range => range.BaseAddress.AddressFamily == bare.AddressFamily && range.Contains(bare))
            ? $"{bare} is no public address"
            : isHttps ? null : "only https goes to public addresses";
    }

    /// <summary>Refuses at once what can be seen from the text; a name is looked up when it is called.</summary>
    /// <exception cref="RefusedException">`approval_callback`.</exception>
    public void Check(string? url)
    {
        if (url is null || !Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            return;
        }

        var isHttps = address.Scheme == Uri.UriSchemeHttps;
        var why = IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var literal) ? WhyNot(literal, isHttps)
            : isHttps || Allowed.Count > 0 ? null : "only https goes to public addresses";
        if (why is not null)
        {
            throw new RefusedException("approval_callback", $"callback_url cannot be called: {why}. Nothing was asked.") { Remedy = $"Give a public https address, or have the operator allow the range in {Variable}." };
        }
    }

    /// <summary>Connects to an address that was looked at, so that a name cannot turn to another between look and call.</summary>
    /// <exception cref="WebhookRefusedException">None of the name's addresses may be called.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var isHttps = context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttps;
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var may = found.Where(address => WhyNot(address, isHttps) is null).ToArray();
        if (may.Length == 0)
        {
            throw new WebhookRefusedException(found.Length == 0 ? "the name has no address" : WhyNot(found[0], isHttps)!);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(may, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The address may not be called, now or later.</summary>
public sealed class WebhookRefusedException(string why) : Exception(why);

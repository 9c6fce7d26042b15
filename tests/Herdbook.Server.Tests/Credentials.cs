using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;

namespace Herdbook.Server.Tests;

/// <summary>The home tokens of the servers that the tests started, by address: tests that are about something else ask as the book's owner.</summary>
internal static class Credentials
{
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    /// <summary>From now on what asks this server as its owner finds the token.</summary>
    public static string Remember(HerdbookHome home, string address) => Known[new Uri(address).Authority] = HomeToken.Open(home).Text;

    /// <summary>The owner's token of the server at this address.</summary>
    public static string Of(Uri address) => Known[address.Authority];

    /// <summary>The client sends its server's owner's token with every request.</summary>
    public static HttpClient AsOwner(this HttpClient http)
    {
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Of(http.BaseAddress!));
        return http;
    }
}

using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Homes;

namespace Herdbook.Server.Tests;

/// <summary>
/// Who the tests are, by the address of the server that they started. Tests that are about something else ask as the book's owner, by its
/// home's token, and look with a browser in which its administrator signed in.
/// </summary>
internal static class Credentials
{
    /// <summary>The administrator whose session browsers bring along.</summary>
    public const string Administrator = "ada@herdbook.test";

    private static readonly ConcurrentDictionary<string, Known> Servers = new(StringComparer.Ordinal);

    /// <summary>From now on what asks this server finds its credentials.</summary>
    public static void Remember(HomeSession session, string address)
    {
        var book = session.Book;
        Servers[new Uri(address).Authority] = new Known(HomeToken.Open(session.Home).Text, new Lazy<Task<string>>(() => SignInAsync(book)));
    }

    /// <summary>The owner's token of the server at this address.</summary>
    public static string Of(Uri address) => Servers[address.Authority].Token;

    /// <summary>The cookie of a browser in which the administrator signed in.</summary>
    public static async Task<(string Name, string Value)> CookieAsync(Uri address) => ($"herdbook-session-{address.Port}", await Servers[address.Authority].Session.Value);

    /// <summary>The client sends its server's owner's token with every request.</summary>
    public static HttpClient AsOwner(this HttpClient http)
    {
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Of(http.BaseAddress!));
        return http;
    }

    private static async Task<string> SignInAsync(Book book)
    {
        var users = new Users(book);
        var user = await users.FindAsync(Administrator, CancellationToken.None)
            ?? await users.MakeAsync(Actor.Owner, Administrator, "Ada", [AccessRoles.Administrator], null, CancellationToken.None);
        return await new SignInSessions(book, TimeProvider.System).BeginAsync(user, "link", new SignInPlace("127.0.0.1", "tests"), null, CancellationToken.None);
    }

    private sealed record Known(string Token, Lazy<Task<string>> Session);
}

using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Herdbook.Server.Tests.Rows;

/// <summary>Any text and any bytes in each place: the server never has a fault of its own.</summary>
public sealed class HostilePropertyTests(HostileSite site) : IClassFixture<HostileSite>
{
    private const string Tickets = HostileSite.Tickets;
    private const int Runs = 400;

    /// <summary>Pieces of the grammar: what is made of them is almost right.</summary>
    private static readonly string[] Pieces =
    [
        "ticket_code", "ticket_title", "project_def", "metadata", "eq", "not", "and", "or", "in", "is", "fts", "like", "select", "order", "null", "inner", "any", "all", "count", "text",
        ".", ",", "(", ")", "!", ":", "::", "->", "->>", "\"", "'", "*", "...", "{", "}", "[", "]", "=", "&", "%", " ", "\\", "0", "-1", "1e9", "desc", "nullsfirst", "é", "🐑", "\u0000", "\ud800",
    ];

    private static readonly string[] Places =
    [
        "/v1/rows/{0}", Tickets + "?{0}", Tickets + "?{0}={0}", Tickets + "?ticket_code={0}", Tickets + "?ticket_code=eq.{0}", Tickets + "?ticket_code=in.({0})", Tickets + "?ticket_code=match.{0}",
        Tickets + "?created_at=gt.{0}", Tickets + "?ticket_title=fts.{0}", Tickets + "?ticket_title=wfts({0}).{0}", Tickets + "?select={0}", Tickets + "?select=*,project_def({0})", Tickets + "?order={0}",
        Tickets + "?limit={0}", Tickets + "?and={0}", Tickets + "?or=({0})", Tickets + "?as_of={0}", Tickets + "?after={0}", Tickets + "?deleted={0}", "/v1/rows/agent.sessions?metadata->{0}=eq.{0}", "/v1/rows/agent.sessions?metadata=cs.{0}",
        "/v1/history/herd.ticket_def?key={0}", "/v1/history/herd.ticket_def/at?key=T-1&time={0}", "/v1/search?q={0}", "/v1/openapi.json?table={0}", "/api/herd.ticket_def?try=1&select={0}&rest={0}",
    ];

    private static readonly string[] Headers = ["Prefer", "Range", "Accept", "If-None-Match", "Accept-Profile", "Range-Unit"];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => Encoding.Latin1.GetString(bytes)));

    private static readonly Gen<byte[]> Bodies = Gen.OneOf(
        ArbMap.Default.GeneratorFor<byte[]>(),
        Gen.Elements((string[])["{", "}", "[", "]", ",", ":", "\"ticket_code\"", "\"ticket_title\"", "\"created_at\"", "\"x\"", "null", "1", "-1e400", "true", "\"\\u0000\"", "\"\\ud800\"", "\n", "ticket_code", "\""])
            .ListOf().Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task No_text_in_the_address_is_a_fault() => site.UnchangedByAsync(verdict => EachAsync(
        Gen.Elements(Places).Zip(Texts), async made =>
        {
            var target = string.Format(CultureInfo.InvariantCulture, made.Item1, Escaped(made.Item2));
            if (target.Length < 7_000)
            {
                verdict.Faultless(await site.Raw.SendAsync("GET", target, [], null, Ct), target);
            }
        }), Ct);

    [Fact]
    public Task No_text_in_a_header_is_a_fault() => site.UnchangedByAsync(verdict => EachAsync(
        Gen.Elements(Headers).Zip(Texts), async made =>
        {
            var value = string.Concat(made.Item2.Where(letter => letter is >= ' ' and not '\u007f' and < '\u0100'));
            verdict.Faultless(await site.Raw.SendAsync("GET", Tickets, [$"{made.Item1}: {value}"], null, Ct), $"{made.Item1}: {value}");
        }), Ct);

    [Theory]
    [InlineData("POST", "application/json")]
    [InlineData("POST", "application/x-ndjson")]
    [InlineData("POST", "text/csv")]
    [InlineData("PATCH", "application/json")]
    [InlineData("PUT", "application/json")]
    public Task No_body_is_a_fault(string method, string type) => site.UnchangedByAsync(verdict => EachAsync(
        Bodies, async body =>
        {
            var target = method == "POST" ? Tickets : Tickets + "?ticket_code=eq.x";
            var answer = await site.Raw.SendAsync(method, target, [$"Content-Type: {type}", "Prefer: tx=rollback"], body, Ct);
            verdict.Faultless(answer, $"{method} {type} {Encoding.Latin1.GetString(body)}");
        }), Ct);

    [Fact]
    public Task No_bytes_of_a_request_are_a_fault() => site.UnchangedByAsync(verdict => EachAsync(
        Gen.Elements((string[])["GET", "POST", "DELETE", "X"]).Zip(ArbMap.Default.GeneratorFor<byte[]>()), async made =>
        {
            var answer = await site.Raw.SendAsync(made.Item1, "/v1/rows/" + Encoding.Latin1.GetString(made.Item2), [], null, Ct);
            verdict.Is(answer.Status is 0 or 505 or (>= 200 and < 500), answer, made.Item1);
        }), Ct);

    private static async Task EachAsync<T>(Gen<T> made, Func<T, Task> see)
    {
        foreach (var one in made.Sample(Runs))
        {
            await see(one);
        }
    }

    /// <summary>As bytes of UTF-8, half characters as the three bytes that they would be.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text.EnumerateRunes())
        {
            escaped.Append(Uri.EscapeDataString(letter.ToString()));
        }

        return text.Contains('\ud800', StringComparison.Ordinal) ? escaped + "%ED%A0%80" : escaped.ToString();
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Herdbook.Server.Tests.Host;
using Herdbook.Server.Tests.RowPages;
using Xunit;

[assembly: AssemblyFixture(typeof(Shelf))]

namespace Herdbook.Server.Tests.RowPages;

/// <summary>A server on a book with two tables of a user's own: one with a column of each sort, and the one that it names.</summary>
public sealed partial class Shelf : IAsyncLifetime
{
    public const string Script = "<script>window.broken=1</script><img src=x onerror=\"window.broken=1\">";

    private const string Crate = """
        table: custom.crate
        kind: entity
        about: Where specimens lie.
        key: crate_code
        columns:
          crate_code: {type: text, example: c-1, about: The code on its side.}
          title: {type: text, about: What it is called.}
        search: [title]
        display: {title: title, columns: [crate_code, title]}
        """;

    private const string Specimen = """
        table: custom.specimen
        kind: entity
        about: One of each sort of column.
        key: code
        columns:
          code: {type: text, pattern: "^[a-z]+-[0-9]+$", example: s-1, about: Its own code.}
          title: {type: text, required: true, about: What it is called.}
          notes: {type: text, format: markdown, about: What is known of it.}
          script: {type: text, format: code, about: How it is measured.}
          size: {type: text, oneOf: [S, M, L], default: M, about: How large it is.}
          pieces: {type: integer, min: 0, max: 100, unit: pieces, about: How many parts it has.}
          weight: {type: "numeric(6,2)", min: 0, unit: kg, about: What it weighs.}
          fragile: {type: boolean, required: true, default: false, about: Whether it breaks.}
          checked: {type: boolean, about: Whether somebody looked at it.}
          bought: {type: date, about: When it was bought.}
          seen_at: {type: timestamptz, about: When it was last seen.}
          facts: {type: jsonb, shape: {type: object}, about: What else is known.}
          tags: {type: "text[]", about: Words to find it by.}
          serial: {type: varchar(8), about: The maker's number.}
          crate_code: {type: text, refers: custom.crate, about: Where it lies.}
          pin: {type: text, secret: true, about: Opens its lock.}
          subject_type: {type: text, about: The table of what it is about.}
          subject_id: {type: text, about: The key of what it is about.}
        unique: [[serial]]
        subject: [subject_type, subject_id]
        indexes: [[crate_code], [subject_type, subject_id]]
        search: [title, notes]
        display: {title: title, columns: [code, title, size, pieces, fragile, bought, crate_code]}
        """;

    private RunningServer? server;

    public HttpClient Http => server!.Http;

    public Uri Address => server!.Http.BaseAddress!;

    public async ValueTask InitializeAsync()
    {
        var ct = CancellationToken.None;
        server = await RunningServer.StartAsync(ct);
        Http.DefaultRequestHeaders.Add("Accept", "text/html, application/json;q=0.9");
        foreach (var declaration in new[] { Crate, Specimen })
        {
            var planned = await DeclareAsync(new { declaration });
            await DeclareAsync(new { declaration, plan = planned.GetProperty("plan").GetString() });
        }

        await InsertAsync("custom.crate", """[{"crate_code":"c-1","title":"The oak crate"},{"crate_code":"c-2","title":"Straw & more"}]""", ct);
        await using var source = Npgsql.NpgsqlDataSource.Create(server.Superuser);
        await using var command = source.CreateCommand("insert into catalog.tenant (tenant_id, title, is_demo) values ('other', 'Other', false) on conflict do nothing");
        await command.ExecuteNonQueryAsync(ct);
        // The tests share one client as a browser's tabs do: the cookie that forms are checked by is there before the first of them.
        await GetAsync("/tables/custom.specimen/new", ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    public async Task InsertAsync(string table, string json, CancellationToken ct, string tenant = "")
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{tenant}/v1/rows/{table}") { Content = content };
        request.Headers.Add("Prefer", "missing=default");
        using var answer = await Http.SendAsync(request, ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    public async Task PatchAsync(string address, string json, CancellationToken ct)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await Http.PatchAsync(new Uri($"/v1/rows/{address}", UriKind.Relative), content, ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    /// <summary>The row as the API gives it.</summary>
    public async Task<JsonElement> RowAsync(string code, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/rows/custom.specimen?code=eq.{code}&deleted=include");
        request.Headers.Add("Accept", "application/json");
        using var answer = await Http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement[0];
    }

    public async Task<Page> GetAsync(string address, CancellationToken ct)
    {
        using var answer = await Http.GetAsync(new Uri(address, UriKind.Relative), ct);
        return await Page.OfAsync(answer, ct);
    }

    /// <summary>Sends the fields, with the token of the page that holds the form.</summary>
    public async Task<Page> PostAsync(string address, Page form, IEnumerable<(string Name, string Value)> fields, CancellationToken ct)
    {
        var pairs = fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        pairs.Add(KeyValuePair.Create("__RequestVerificationToken", form.Token));
        using var content = new FormUrlEncodedContent(pairs);
        using var answer = await Http.PostAsync(new Uri(address, UriKind.Relative), content, ct);
        return await Page.OfAsync(answer, ct);
    }

    private async Task<JsonElement> DeclareAsync(object body)
    {
        using var answer = await Http.PostAsJsonAsync("/v1/catalog/tables", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>An answer, as far as tests look at it.</summary>
    public sealed partial record Page(HttpStatusCode Status, string Html, string? Location)
    {
        public string Token => Values("__RequestVerificationToken") is [var token, ..] ? token : "";

        /// <summary>The page's text without tags, decoded.</summary>
        public string Text => White().Replace(WebUtility.HtmlDecode(Tag().Replace(Html, " ")), " ");

        /// <summary>The values of the inputs of that name.</summary>
        public IReadOnlyList<string> Values(string name) =>
            [.. Regex.Matches(Html, $"<input[^>]*name=\"{Regex.Escape(name)}\"[^>]*value=\"([^\"]*)\"").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

        /// <summary>The part of the form that belongs to a column.</summary>
        public string Field(string column)
        {
            var start = Html.IndexOf($"data-field=\"{column}\"", StringComparison.Ordinal);
            Assert.True(start > 0, $"There is no field {column}: {Text}");
            var end = Html.IndexOf("data-field=", start + 10, StringComparison.Ordinal);
            return Html[start..(end < 0 ? Html.Length : end)];
        }

        /// <summary>Every field as a browser would send it unchanged.</summary>
        public IEnumerable<(string Name, string Value)> Fields()
        {
            foreach (Match match in Regex.Matches(Html, "<input type=\"hidden\" name=\"([^\"]+)\"(?: value=\"([^\"]*)\")?"))
            {
                if (match.Groups[1].Value != "__RequestVerificationToken")
                {
                    yield return (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value));
                }
            }

            foreach (Match match in Regex.Matches(Html, "<textarea[^>]*name=\"([^\"]+)\"[^>]*>(?:\\n|&#xA;)?(.*?)</textarea>", RegexOptions.Singleline))
            {
                yield return (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value).ReplaceLineEndings("\r\n"));
            }

            foreach (Match match in Regex.Matches(Html, "<input class=\"field\"[^>]*name=\"(f-[^\"]+)\"[^>]*?(?: value=\"([^\"]*)\")"))
            {
                yield return (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value));
            }

            foreach (Match match in Regex.Matches(Html, "<input type=\"checkbox\"[^>]*name=\"(f-[^\"]+)\"[^>]*checked"))
            {
                yield return (match.Groups[1].Value, "true");
            }

            foreach (Match match in Regex.Matches(Html, "<select[^>]*name=\"(f-[^\"]+)\".*?</select>", RegexOptions.Singleline))
            {
                var chosen = Regex.Match(match.Value, "<option value=\"([^\"]*)\" selected");
                yield return (match.Groups[1].Value, chosen.Success ? WebUtility.HtmlDecode(chosen.Groups[1].Value) : "");
            }
        }

        /// <summary>The same with some fields written anew.</summary>
        public IEnumerable<(string Name, string Value)> With(params (string Name, string Value)[] changed) =>
            Fields().Where(field => changed.All(one => one.Name != field.Name)).Concat(changed);

        internal static async Task<Page> OfAsync(HttpResponseMessage answer, CancellationToken ct) => new(
            answer.StatusCode,
            await answer.Content.ReadAsStringAsync(ct),
            answer.Headers.Location?.OriginalString);

        [GeneratedRegex(@"\s+")]
        private static partial Regex White();

        [GeneratedRegex("<[^>]*>")]
        private static partial Regex Tag();
    }
}

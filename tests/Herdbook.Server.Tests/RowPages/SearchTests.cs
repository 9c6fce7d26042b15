using System.Net;
using System.Text.Json;
using Herdbook.Catalog.Rows.Search;
using Xunit;

namespace Herdbook.Server.Tests.RowPages;

/// <summary>Search over all tables: ranked, grouped, marked, of one tenant.</summary>
public sealed class SearchTests(Shelf shelf)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_with_all_words_are_found_in_every_table_the_best_first()
    {
        await shelf.InsertAsync("custom.specimen", """[{"code":"find-1","title":"One aardvark","notes":"seen once"},{"code":"find-2","title":"Aardvark aardvark","notes":"aardvark after aardvark"},{"code":"find-3","title":"Nothing"}]""", Ct);
        await shelf.InsertAsync("custom.crate", """{"crate_code":"find-c","title":"Crate for an aardvark"}""", Ct);
        var answer = await AskAsync("/v1/search?q=aardvark");
        var tables = answer.GetProperty("tables").EnumerateArray().ToDictionary(table => table.GetProperty("table").GetString()!);
        Assert.Equal(["find-2", "find-1"], Keys(tables["custom.specimen"]));
        Assert.Equal(["find-c"], Keys(tables["custom.crate"]));
        Assert.Equal(2, tables["custom.specimen"].GetProperty("count").GetInt64());
        var hit = tables["custom.crate"].GetProperty("rows")[0];
        var mark = hit.GetProperty("marks")[0];
        Assert.Equal("aardvark", hit.GetProperty("excerpt").GetString()!.Substring(mark[0].GetInt32(), mark[1].GetInt32()));
        Assert.Equal("/tables/custom.crate/row?key=find-c", hit.GetProperty("page").GetString());
        Assert.Empty((await AskAsync("/v1/search?q=aardvark%20zebra")).GetProperty("tables").EnumerateArray());
        Assert.Single((await AskAsync("/v1/search?q=aardvark&tables=custom.crate")).GetProperty("tables").EnumerateArray());
        Assert.Single(Keys((await AskAsync("/v1/search?q=aardvark&tables=custom.specimen&limit=1")).GetProperty("tables")[0]));
    }

    [Fact]
    public async Task The_last_word_is_found_by_its_beginning_and_a_key_comes_first_in_any_case()
    {
        await shelf.InsertAsync("custom.specimen", """[{"code":"prefix-1","title":"Quokka colony"},{"code":"prefix-2","title":"mentions prefix-1 prefix-1 prefix-1"}]""", Ct);
        Assert.Equal(["prefix-1"], Keys((await AskAsync("/v1/search?q=colony%20quok")).GetProperty("tables")[0]));
        Assert.Empty((await AskAsync("/v1/search?q=quok%20colony")).GetProperty("tables").EnumerateArray());
        var byKey = (await AskAsync("/v1/search?q=PREFIX-1")).GetProperty("tables")[0];
        Assert.Equal("prefix-1", Keys(byKey)[0]);
        Assert.True(byKey.GetProperty("rows")[0].GetProperty("byKey").GetBoolean());
    }

    [Theory]
    [InlineData("' or 1=1 --")]
    [InlineData("a & b | !c:* <-> 'd'")]
    [InlineData("back\\slash \\' %_")]
    [InlineData("\uE000marks\uE001")]
    [InlineData("🐄 ünï 漢字")]
    [InlineData("$1 $2")]
    public async Task No_sign_in_a_text_is_an_operator(string text)
    {
        var answer = await AskAsync($"/v1/search?q={Uri.EscapeDataString(text)}");
        Assert.Equal(JsonValueKind.Array, answer.GetProperty("tables").ValueKind);
        var page = await shelf.GetAsync($"/search?q={Uri.EscapeDataString(text)}", Ct);
        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    [Theory]
    [InlineData("/v1/search", "search_empty")]
    [InlineData("/v1/search?q=%20-%20", "search_empty")]
    [InlineData("/v1/search?q=a&limit=0", "limit_invalid")]
    [InlineData("/v1/search?q=a&limit=1000", "limit_invalid")]
    [InlineData("/v1/search?q=a&tables=no.table", "table_unknown")]
    [InlineData("/v1/search?q=a&tables=catalog.history", "search_unsupported")]
    public async Task What_cannot_be_searched_is_refused_by_name(string address, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept", "application/json");
        shelf.Http.DefaultRequestHeaders.TryGetValues("Accept", out _);
        using var program = new HttpClient { BaseAddress = shelf.Address }.AsOwner();
        using var answer = await program.SendAsync(request, Ct);
        Assert.InRange((int)answer.StatusCode, 400, 404);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_is_one_page_that_groups_and_narrows_by_module()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"page-1","title":"Pangolin <b>x</b>","notes":"The pangolin rolls up."}""", Ct);
        await shelf.InsertAsync("herd.ticket_def", """{"ticket_code":"PAN-1","ticket_title":"Feed the pangolin"}""", Ct);
        var page = await shelf.GetAsync("/search?q=pangolin", Ct);
        Assert.Contains("<mark>pangolin</mark>", page.Html, StringComparison.Ordinal);
        Assert.Contains("data-found=\"custom.specimen\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("data-found=\"herd.ticket_def\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>x</b>", page.Html, StringComparison.Ordinal);
        var herd = await shelf.GetAsync("/search?q=pangolin&module=herd", Ct);
        Assert.DoesNotContain("data-found=\"custom.specimen\"", herd.Html, StringComparison.Ordinal);
        Assert.Contains("data-found=\"herd.ticket_def\"", herd.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_palette_offers_tables_and_rows_by_key()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"palette-1","title":"In the palette"}""", Ct);
        var rows = await AskAsync("/find?q=palette-1");
        Assert.Contains(rows.EnumerateArray(), found => found.GetProperty("address").GetString() == "/tables/custom.specimen/row?key=palette-1");
        var tables = await AskAsync("/find?q=ticket%20def");
        Assert.Contains(tables.EnumerateArray(), found => found.GetProperty("address").GetString() == "/tables/herd.ticket_def");
    }

    [Fact]
    public void A_text_without_a_letter_or_digit_asks_nothing()
    {
        Assert.Null(SearchWords.Of(" - ' & "));
        Assert.Equal("'a' & 'b''c':*", SearchWords.Of("a b'c")!.Query);
        Assert.Equal(SearchWords.MaxWords, SearchWords.Of(string.Join(' ', Enumerable.Range(0, 100)))!.Words.Count);
    }

    private static List<string> Keys(JsonElement table) => [.. table.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("key").GetString()!)];

    private async Task<JsonElement> AskAsync(string address)
    {
        using var answer = await shelf.Http.GetAsync(new Uri(address, UriKind.Relative), Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}

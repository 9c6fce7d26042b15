using Herdbook.Catalog.Rows;
using Herdbook.Core.Rows;
using Xunit;

namespace Herdbook.Core.Tests.Rows.Write;

public sealed class FaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"code":"A-1","title":null}""", "value_missing", 400, "title")]
    [InlineData("""{"code":"A-0","title":"x"}""", "row_exists", 409, "code")]
    [InlineData("""{"code":"A-1","title":"zero","size":"S"}""", "row_exists", 409, "title, size")]
    [InlineData("""{"code":"A-1","maker":"nobody"}""", "reference_missing", 409, "maker")]
    [InlineData("""{"code":"A-1","size":"XXL"}""", "value_refused", 400, "size")]
    [InlineData("""{"code":"A-1","stars":9}""", "value_refused", 400, "stars")]
    [InlineData("""{"code":"A-1","price":1,"cost":2}""", "value_refused", 400, "price, cost")]
    [InlineData("""{"code":"A-1","stars":"many"}""", "value_invalid", 400, "stars")]
    [InlineData("""{"code":"A-1","stars":1.5}""", "value_invalid", 400, "stars")]
    [InlineData("""{"code":"A-1","stars":3000000000}""", "value_range", 400, "stars")]
    [InlineData("""{"code":"A-1","little":40000}""", "value_range", 400, "little")]
    [InlineData("""{"code":"A-1","big":9223372036854775808}""", "value_range", 400, "big")]
    [InlineData("""{"code":"A-1","price":1e300}""", "value_range", 400, "price")]
    [InlineData("""{"code":"A-1","ratio":1e999}""", "value_range", 400, "ratio")]
    [InlineData("""{"code":"A-1","short":"too long"}""", "value_range", 400, "short")]
    [InlineData("""{"code":"A-1","made":"yesterday-ish"}""", "value_invalid", 400, "made")]
    [InlineData("""{"code":"A-1","made":"2026-13-40"}""", "value_invalid", 400, "made")]
    [InlineData("""{"code":"A-1","day":"0"}""", "value_invalid", 400, "day")]
    [InlineData("""{"code":"A-1","uid":"x"}""", "value_invalid", 400, "uid")]
    [InlineData("""{"code":"A-1","raw":"\\xZZ"}""", "value_invalid", 400, "raw")]
    [InlineData("""{"code":"A-1","host":"no host"}""", "value_invalid", 400, "host")]
    [InlineData("""{"code":"A-1","active":"perhaps"}""", "value_invalid", 400, "active")]
    [InlineData("""{"code":"A-1","counts":["a"]}""", "value_invalid", 400, "counts")]
    [InlineData("""{"code":"A-1","counts":7}""", "value_invalid", 400, "counts")]
    [InlineData("""{"code":"A-1","nmber":1}""", "column_unknown", 400, "nmber")]
    [InlineData("""{"code":"A-1","code":"A-2"}""", "column_twice", 400, "code")]
    [InlineData("""{"code":"A-1","title":"a\u0000b"}""", "text_nul", 400, "title")]
    [InlineData("""{"code":"A-1","title":"\ud800"}""", "text_surrogate", 400, "title")]
    [InlineData("""{"code":"A-1","meta":{"a":["\udc00"]}}""", "text_surrogate", 400, "meta")]
    [InlineData("""{"code":"A-1","title":}""", "body_invalid", 400, null)]
    [InlineData("""{"code":"A-1"}{"code":"A-2"}""", "body_invalid", 400, null)]
    [InlineData("""{"code":"A-1",}""", "body_invalid", 400, null)]
    [InlineData("\"text\"", "body_invalid", 400, null)]
    [InlineData("7", "body_invalid", 400, null)]
    [InlineData("", "body_empty", 400, null)]
    [InlineData("[7]", "row_not_object", 400, null)]
    [InlineData("[[]]", "row_not_object", 400, null)]
    [InlineData("""[{"code":"A-1"}""", "body_invalid", 400, null)]
    [InlineData("""[{"code":"A-1"}] x""", "body_invalid", 400, null)]
    public async Task A_row_that_breaks_a_rule_is_refused_with_column_rule_and_remedy(string body, string code, int status, string? column)
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("item", """{"code":"A-0","title":"zero","size":"S"}""", Ct);
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", body, Ct));

        Assert.Equal((code, status, column), (refusal.Code, refusal.Status, refusal.Column));
        Assert.False(string.IsNullOrEmpty(refusal.Remedy));
        Assert.EndsWith("Nothing was changed.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("""[{"code":"A-0"}]""", await store.GetAsync("item", "select=code", Ct));
    }

    [Fact]
    public async Task The_allowed_values_are_told()
    {
        await using var store = await Store.OpenAsync(Ct);
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", """{"code":"A-1","size":"XXL"}""", Ct));
        Assert.Equal("size is 'XXL', but it is one of XS, S, M. Nothing was changed.", refusal.Message);
        Assert.Equal("oneOf", refusal.Rule);
        Assert.Equal(["XS", "S", "M"], (IEnumerable<string>)refusal.More!["allowed"]!);
    }

    [Theory]
    [InlineData("stars", "\"many\"", "value_invalid")]
    [InlineData("stars", "9", "value_refused")]
    [InlineData("maker", "\"nobody\"", "reference_missing")]
    [InlineData("title", "null", "value_missing")]
    [InlineData("code", "\"A-3\"", "row_exists")]
    public async Task In_many_rows_the_one_to_blame_is_found(string column, string value, string code)
    {
        await using var store = await Store.OpenAsync(Ct);
        foreach (var (rows, bad) in new[] { (10, 5), (2500, 2345) })
        {
            var lines = Enumerable.Range(1, rows).Select(number => $$"""{"code":"A-{{number}}","title":"t","stars":1,"maker":null}""").ToList();
            lines[bad - 1] = column == "code"
                ? $$"""{"title":"t","stars":1,"maker":null,"code":{{value}}}"""
                : lines[bad - 1].Replace($"\"{column}\":{(column is "stars" ? "1" : column is "maker" ? "null" : "\"t\"")}", $"\"{column}\":{value}", StringComparison.Ordinal);
            var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", string.Join('\n', lines), Ct, format: RowBodyFormat.Ndjson));
            Assert.Equal((code, (long)bad, (long)bad, column), (refusal.Code, refusal.More!["row"], refusal.More["line"], refusal.Column));
            Assert.StartsWith($"Row {bad} (line {bad}): ", refusal.Message, StringComparison.Ordinal);
            Assert.Equal("[]", await store.GetAsync("item", "", Ct));
        }
    }

    [Fact]
    public async Task A_row_may_name_one_that_comes_later_in_the_same_chunk()
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("item", """[{"code":"A-1","parent":"A-2"},{"code":"A-2","parent":null}]""", Ct);
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", """[{"code":"A-3","parent":"A-4","stars":1},{"code":"A-4","parent":null,"stars":9}]""", Ct));
        Assert.Equal(("value_refused", 2L), (refusal.Code, refusal.More!["row"]));
    }

    [Fact]
    public async Task A_changed_key_that_others_name_is_refused()
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("maker", """{"code":"m","title":"Maker"}""", Ct);
        await store.InsertAsync("item", """{"code":"A-1","maker":"m"}""", Ct);
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.UpdateAsync("maker", "code=eq.m", """{"code":"n"}""", Ct));
        Assert.Equal(("row_referred", 409), (refusal.Code, refusal.Status));
        Assert.Contains("shop.item", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_never_changes_is_said_in_the_database_s_words()
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("item", """{"code":"A-1"}""", Ct);
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.UpdateAsync("item", "code=eq.A-1", """{"created_at":"2020-01-01"}""", Ct));
        Assert.Equal(("kind_forbids", "Leave created_at out of the update."), (refusal.Code, refusal.Remedy));
        refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.UpdateAsync("item", "made=gt.nonsense", """{"title":"x"}""", Ct));
        Assert.Equal(("value_invalid", "made"), (refusal.Code, refusal.Column));
    }

    [Fact]
    public async Task Nesting_and_length_are_bounded()
    {
        await using var store = await Store.OpenAsync(Ct);
        var deep = $$"""{"code":"A-1","meta":{{new string('[', 100)}}{{new string(']', 100)}}}""";
        foreach (var body in new[] { deep, $"[{deep}]" })
        {
            Assert.Equal("body_depth", (await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", body, Ct))).Code);
        }

        Assert.Equal("body_depth", (await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", deep, Ct, format: RowBodyFormat.Ndjson))).Code);
        var long1 = $$"""{"code":"A-1","title":"{{new string('a', 17 << 20)}}"}""";
        foreach (var format in new[] { RowBodyFormat.Json, RowBodyFormat.Ndjson })
        {
            Assert.Equal(("row_too_large", 413), (await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", long1, Ct, format: format))) is var e ? (e.Code, e.Status) : default);
        }
    }
}

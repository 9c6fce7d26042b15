using System.Net;
using System.Text.Json;
using Xunit;

namespace Herdbook.Server.Tests.RowPages;

/// <summary>Forms made of a declaration, sent as a browser sends them.</summary>
public sealed class FormTests(Shelf shelf)
{
    private const string New = "/tables/custom.specimen/new";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_column_is_asked_for_as_its_type_wants_it()
    {
        var form = await shelf.GetAsync(New, Ct);
        Assert.Equal(HttpStatusCode.OK, form.Status);
        foreach (var (column, input) in ((string, string)[])
        [
            ("title", "<input class=\"field\" type=\"text\""), ("notes", "<textarea"), ("script", "<textarea"), ("size", "<select"), ("pieces", "min=\"0\" max=\"100\" step=\"1\""),
            ("weight", "step=\"any\""), ("fragile", "type=\"checkbox\""), ("checked", "<select"), ("bought", "type=\"date\""), ("seen_at", "type=\"datetime-local\""),
            ("facts", "data-json"), ("tags", "<textarea"), ("serial", "maxlength=\"8\""), ("crate_code", "The oak crate"), ("pin", "type=\"password\""),
        ])
        {
            Assert.Contains(input, form.Field(column), StringComparison.Ordinal);
        }

        Assert.Contains("required", form.Field("title"), StringComparison.Ordinal);
        Assert.Contains("default: M", form.Field("size"), StringComparison.Ordinal);
        Assert.Contains("How many parts it has. In pieces. From 0 to 100.", form.Text, StringComparison.Ordinal);
        Assert.Contains("modified_at", form.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-field=\"modified_at\"", form.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("tenant_id", form.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_row_has_what_was_typed_in_each_type_and_defaults_elsewhere()
    {
        var form = await shelf.GetAsync(New, Ct);
        var done = await shelf.PostAsync(New, form, form.With(
            ("f-code", "form-1"), ("f-title", "Ünïcödé 🐄 <b>"), ("f-notes", "one\r\ntwo"), ("f-pieces", "7"), ("f-weight", "12.50"), ("f-checked", "false"), ("f-bought", "2026-01-31"),
            ("f-seen_at", "2026-02-01T10:30"), ("f-facts", "{\"a\": [1, 2]}"), ("f-tags", "red\r\n\r\n with, comma \r\n"), ("f-crate_code", "c-1"), ("f-pin", "4711")), Ct);
        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        Assert.Equal("/tables/custom.specimen/row?key=form-1&said=inserted", done.Location);
        var row = await shelf.RowAsync("form-1", Ct);
        Assert.Equal("Ünïcödé 🐄 <b>", row.GetProperty("title").GetString());
        Assert.Equal("one\ntwo", row.GetProperty("notes").GetString());
        Assert.Equal(7, row.GetProperty("pieces").GetInt32());
        Assert.Equal("12.50", row.GetProperty("weight").GetRawText());
        Assert.False(row.GetProperty("checked").GetBoolean());
        Assert.False(row.GetProperty("fragile").GetBoolean());
        Assert.Equal("M", row.GetProperty("size").GetString());
        Assert.Equal("2026-01-31", row.GetProperty("bought").GetString());
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 10, 30, 0, TimeSpan.Zero), row.GetProperty("seen_at").GetDateTimeOffset());
        Assert.Equal("[1,2]", JsonSerializer.Serialize(row.GetProperty("facts").GetProperty("a")));
        Assert.Equal(["red", "with, comma"], row.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(JsonValueKind.Null, row.GetProperty("script").ValueKind);
        Assert.False(row.TryGetProperty("pin", out _));
    }

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "code", "NOT A CODE", "pattern" },
        { "title", "", "required" },
        { "pieces", "101", "min/max" },
        { "pieces", "many", "integer" },
        { "pieces", "99999999999", "integer" },
        { "weight", "-1", "min/max" },
        { "weight", "123456.789", "numeric(6,2)" },
        { "size", "XXL", "oneOf" },
        { "bought", "the day before", "date" },
        { "seen_at", "2026-13-45T99:99", "timestamp with time zone" },
        { "facts", "{not json", "JSON" },
        { "facts", "[1]", "shape" },
        { "serial", "much too long", "character varying(8)" },
        { "crate_code", "no-such-crate", "refers" },
        { "subject_type", "custom.crate", "subject" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_the_database_refuses_stands_at_its_field_and_everything_typed_is_kept(string column, string value, string rule)
    {
        var form = await shelf.GetAsync(New, Ct);
        var refused = await shelf.PostAsync(New, form, form.With(
            ((string Name, string Value)[])[("f-notes", $"Kept & {Shelf.Script}"), .. new[] { ("f-code", "refused-1"), ("f-title", "Refused") }.Where(field => field.Item1 != "f-" + column), ("f-" + column, value)]), Ct);
        Assert.InRange((int)refused.Status, 400, 409);
        var field = refused.Field(column);
        Assert.Contains("role=\"alert\"", field, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", field, StringComparison.Ordinal);
        Assert.Contains(rule, WebUtility.HtmlDecode(field), StringComparison.Ordinal);
        Assert.Contains(value.ReplaceLineEndings("\n"), WebUtility.HtmlDecode(field), StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode("Kept & <script>"), refused.Field("notes").Replace("&#x27;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>window", refused.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_row_of_the_same_key_and_of_the_same_unique_value_is_refused_at_that_field()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"twice-1","title":"Twice","serial":"TW-1"}""", Ct);
        var form = await shelf.GetAsync(New, Ct);
        var key = await shelf.PostAsync(New, form, form.With(("f-code", "twice-1"), ("f-title", "Again")), Ct);
        Assert.Contains("has a row with code 'twice-1' already", WebUtility.HtmlDecode(key.Field("code")), StringComparison.Ordinal);
        Assert.DoesNotContain("Prefer", key.Field("code"), StringComparison.Ordinal);
        var unique = await shelf.PostAsync(New, form, form.With(("f-code", "twice-2"), ("f-title", "Again"), ("f-serial", "TW-1")), Ct);
        Assert.Contains("unique", unique.Field("serial"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_save_writes_only_what_was_changed()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"save-1","title":"Before","notes":"a\r\nb","seen_at":"2026-01-01T00:00:00.123456Z","facts":{"b":1,"a":[true,null,"x"]},"tags":["x","y"],"fragile":true,"weight":1.10}""", Ct);
        var form = await shelf.GetAsync("/tables/custom.specimen/row/edit?key=save-1", Ct);
        var same = await shelf.PostAsync("/tables/custom.specimen/row/edit?key=save-1", form, form.Fields(), Ct);
        Assert.EndsWith("said=unchanged", same.Location, StringComparison.Ordinal);
        var saved = await shelf.PostAsync("/tables/custom.specimen/row/edit?key=save-1", form, form.With(("f-title", "After"), ("f-tags", "")), Ct);
        Assert.EndsWith("said=saved", saved.Location, StringComparison.Ordinal);
        var row = await shelf.RowAsync("save-1", Ct);
        Assert.Equal("After", row.GetProperty("title").GetString());
        Assert.Equal("a\r\nb", row.GetProperty("notes").GetString());
        Assert.Contains(".123456", row.GetProperty("seen_at").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, row.GetProperty("tags").ValueKind);
        var page = await shelf.GetAsync("/tables/custom.specimen/row?key=save-1", Ct);
        Assert.Matches("<div class=\"changed\">(title, tags|tags, title)</div>", page.Html);
    }

    [Fact]
    public async Task A_lost_update_shows_both_versions_and_saves_what_the_person_chooses()
    {
        const string edit = "/tables/custom.specimen/row/edit?key=lost-1";
        await shelf.InsertAsync("custom.specimen", """{"code":"lost-1","title":"Old title","notes":"Old notes","pieces":1,"size":"S"}""", Ct);
        var form = await shelf.GetAsync(edit, Ct);
        await shelf.PatchAsync("custom.specimen?code=eq.lost-1", """{"title":"Their title","pieces":2}""", Ct);
        var conflict = await shelf.PostAsync(edit, form, form.With(("f-title", "My title"), ("f-size", "L")), Ct);
        Assert.Equal(HttpStatusCode.PreconditionFailed, conflict.Status);
        Assert.Contains("My", conflict.Text, StringComparison.Ordinal);
        Assert.Contains("Their", conflict.Text, StringComparison.Ordinal);
        Assert.Contains("both changed it", conflict.Text, StringComparison.Ordinal);
        Assert.Contains("only you changed it", conflict.Text, StringComparison.Ordinal);
        Assert.Contains("only they changed it", conflict.Text, StringComparison.Ordinal);
        Assert.Equal("Their title", (await shelf.RowAsync("lost-1", Ct)).GetProperty("title").GetString());
        var saved = await shelf.PostAsync(edit, conflict, [.. conflict.Fields(), ("pick-title", "mine"), ("pick-size", "mine"), ("pick-pieces", "theirs")], Ct);
        Assert.EndsWith("said=saved", saved.Location, StringComparison.Ordinal);
        var row = await shelf.RowAsync("lost-1", Ct);
        Assert.Equal(("My title", "L", 2), (row.GetProperty("title").GetString(), row.GetProperty("size").GetString(), row.GetProperty("pieces").GetInt32()));
    }

    [Fact]
    public async Task A_form_without_a_token_of_ours_changes_nothing()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"token-1","title":"Stays"}""", Ct);
        foreach (var address in (string[])["row/edit?key=token-1", "row/delete?key=token-1", "row/cell?key=token-1&column=title", "row/restore?key=token-1", "edit/preview", "edit/apply", "new"])
        {
            using var content = new FormUrlEncodedContent([KeyValuePair.Create("f-title", "Gone"), KeyValuePair.Create("m-title", "x"), KeyValuePair.Create("key", "token-1"), KeyValuePair.Create("column", "title")]);
            using var answer = await shelf.Http.PostAsync(new Uri($"/tables/custom.specimen/{address}", UriKind.Relative), content, Ct);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("form_expired", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        var row = await shelf.RowAsync("token-1", Ct);
        Assert.Equal(("Stays", JsonValueKind.Null), (row.GetProperty("title").GetString(), row.GetProperty("deleted_at").ValueKind));
    }

    [Theory]
    [InlineData("/tables/catalog.history/new")]
    [InlineData("/tables/agent.events/row/edit?key=1")]
    public async Task What_people_may_not_write_has_no_form(string address)
    {
        var page = await shelf.GetAsync(address, Ct);
        Assert.True(page.Status is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound, page.Status.ToString());
    }
}

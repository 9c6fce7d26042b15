using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.RowPages;

/// <summary>Rows as a person changes them, in a real browser.</summary>
public sealed class RowBrowserTests(Shelf shelf, Chromium chromium)
{
    private const string Grid = "/tables/custom.specimen";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cell_is_changed_in_its_place_and_a_refusal_is_shown_there()
    {
        await shelf.InsertAsync("custom.specimen", """[{"code":"cell-1","title":"In a cell","pieces":5},{"code":"cell-2","title":"Below","pieces":6}]""", Ct);
        await using var window = await chromium.OpenAsync(shelf.Address);
        await window.GotoAsync($"{Grid}?code=in.(cell-1,cell-2)");
        var cell = window.Page.Locator("tr[data-key='cell-1'] td[data-column=pieces]");
        await cell.ClickAsync();
        var field = cell.Locator("input.field");
        await Assertions.Expect(field).ToBeFocusedAsync();
        await field.FillAsync("500");
        await field.PressAsync("Enter");
        await Assertions.Expect(cell.Locator(".fault")).ToContainTextAsync("min/max");
        await Assertions.Expect(field).ToHaveValueAsync("500");
        await window.KeepPictureAsync("cell-refused");
        await field.FillAsync("50");
        await field.PressAsync("Enter");
        await Assertions.Expect(cell).ToHaveTextAsync("50");
        Assert.Equal(50, (await shelf.RowAsync("cell-1", Ct)).GetProperty("pieces").GetInt32());

        // By keys alone: down to the next row, F2, a change, and Escape takes it back.
        await Assertions.Expect(cell).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("ArrowDown");
        await window.Page.Keyboard.PressAsync("F2");
        var below = window.Page.Locator("tr[data-key='cell-2'] td[data-column=pieces]");
        await Assertions.Expect(below.Locator("input.field")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(below).ToHaveTextAsync("6");
        Assert.All(window.Faults, fault => Assert.Contains("400", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cell_that_somebody_else_changed_says_so_and_keeps_what_was_typed()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"both-1","title":"Both","serial":"A"}""", Ct);
        await using var window = await chromium.OpenAsync(shelf.Address);
        await window.GotoAsync($"{Grid}?code=eq.both-1&select=code,serial");
        var cell = window.Page.Locator("tr[data-key='both-1'] td[data-column=serial]");
        await cell.ClickAsync();
        await cell.Locator("input.field").FillAsync("mine");
        await shelf.PatchAsync("custom.specimen?code=eq.both-1", """{"serial":"theirs"}""", Ct);
        await cell.Locator("button", new() { HasText = "Save" }).ClickAsync();
        await Assertions.Expect(cell.Locator(".fault")).ToContainTextAsync("theirs");
        await Assertions.Expect(cell.Locator("input.field")).ToHaveValueAsync("mine");
        await cell.Locator("button", new() { HasText = "Save" }).ClickAsync();
        await Assertions.Expect(cell).ToHaveTextAsync("mine");
    }

    [Fact]
    public async Task A_form_keeps_what_was_typed_leads_to_the_fault_and_works_without_scripts()
    {
        foreach (var scripts in (bool[])[true, false])
        {
            await using var window = await chromium.OpenAsync(shelf.Address, scripts: scripts);
            await window.GotoAsync($"{Grid}/new");
            var code = scripts ? "typed-1" : "typed-2";
            await window.Page.Locator("[name=f-code]").FillAsync(code);
            await window.Page.Locator("[name=f-title]").FillAsync("Typed by hand");
            await window.Page.Locator("[name=f-pieces]").FillAsync("1000");
            await window.Page.Locator("[name=f-notes]").FillAsync("Kept");
            await window.Page.Locator("[name=f-seen_at]").FillAsync("2026-05-06T07:08");
            await window.Page.Locator("[name=f-fragile][type=checkbox]").CheckAsync();
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Insert" }).ClickAsync();
            await Assertions.Expect(window.Page.Locator("[data-field=pieces] .fault")).ToContainTextAsync("between 0 and 100");
            await Assertions.Expect(window.Page.Locator("[name=f-notes]")).ToHaveValueAsync("Kept");
            await Assertions.Expect(window.Page.Locator("[name=f-fragile][type=checkbox]")).ToBeCheckedAsync();
            await window.KeepPictureAsync($"form-refused-{(scripts ? "scripts" : "bare")}", whole: true);
            if (scripts)
            {
                await Assertions.Expect(window.Page.Locator("[name=f-pieces]")).ToBeFocusedAsync();
            }

            await window.Page.Locator("[name=f-pieces]").FillAsync("10");
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Insert" }).ClickAsync();
            await window.Page.WaitForURLAsync($"**/row?key={code}&said=inserted");
            var row = await shelf.RowAsync(code, Ct);
            Assert.Equal((10, true, "Kept"), (row.GetProperty("pieces").GetInt32(), row.GetProperty("fragile").GetBoolean(), row.GetProperty("notes").GetString()));
        }
    }

    [Fact]
    public async Task A_row_to_name_is_found_by_typing_a_part_of_its_title()
    {
        await shelf.InsertAsync("custom.crate", """{"crate_code":"pick-77","title":"A very special crate"}""", Ct);
        await using var window = await chromium.OpenAsync(shelf.Address);
        await window.GotoAsync($"{Grid}/new");
        await window.Page.Locator("[name=f-crate_code]").PressSequentiallyAsync("special");
        await Assertions.Expect(window.Page.Locator("#l-i-crate_code option")).ToHaveCountAsync(1);
        Assert.Equal("pick-77", await window.Page.Locator("#l-i-crate_code option").GetAttributeAsync("value"));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task The_search_opens_with_a_slash_and_leads_to_a_row()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"slash-1","title":"Ocelot in the grass","notes":"An ocelot waits."}""", Ct);
        await using var window = await chromium.OpenAsync(shelf.Address);
        await window.GotoAsync("/tables");
        await window.Page.Keyboard.PressAsync("/");
        await window.Page.Keyboard.TypeAsync("ocelot");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.WaitForURLAsync("**/search?q=ocelot");
        await Assertions.Expect(window.Page.Locator("[data-found='custom.specimen'] mark").First).ToHaveTextAsync("ocelot", new() { IgnoreCase = true });
        await window.Page.Locator("[data-found='custom.specimen'] a.title").First.ClickAsync();
        await window.Page.WaitForURLAsync("**/tables/custom.specimen/row?key=slash-1");
        await Assertions.Expect(window.Page.Locator("h1")).ToHaveTextAsync("Ocelot in the grass");
        window.AssertNoFaults();
    }

    [Fact]
    public async Task Selected_rows_are_changed_together_after_a_preview()
    {
        await shelf.InsertAsync("custom.specimen", """[{"code":"sel-1","title":"Sel A"},{"code":"sel-2","title":"Sel B"}]""", Ct);
        await using var window = await chromium.OpenAsync(shelf.Address);
        await window.GotoAsync($"{Grid}?code=in.(sel-1,sel-2)");
        await window.Page.Locator("[data-all]").CheckAsync();
        await window.Page.Locator("[data-selected] button", new() { HasText = "Edit" }).ClickAsync();
        await window.Page.Locator("#bulk-column").SelectOptionAsync("size");
        await window.Page.Locator("[name=f-size]").SelectOptionAsync("L");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".preview tbody tr")).ToHaveCountAsync(2);
        await window.KeepPictureAsync("bulk-preview", whole: true);
        await window.Page.Locator("[data-confirm]").ClickAsync();
        await Assertions.Expect(window.Page.Locator("h2").First).ToContainTextAsync("2 rows have size L now");
        Assert.Equal("L", (await shelf.RowAsync("sel-2", Ct)).GetProperty("size").GetString());
        window.AssertNoFaults();
    }

    [Fact]
    public async Task Every_page_of_a_row_fits_its_window_in_light_and_dark()
    {
        var long1 = string.Join("\n\n", Enumerable.Repeat("## Measured\n\nIt weighs **more** than it looks, see [the page](https://example.org) and `code`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |", 2));
        await shelf.InsertAsync("custom.crate", """{"crate_code":"look-c","title":"A crate to look at"}""", Ct);
        var looked = JsonNode.Parse("""
            {"code": "look-1", "title": "A specimen with a rather long title that must wrap somewhere", "script": "for x in range(3):\n    print(x)", "pieces": 12, "weight": 3.5,
             "bought": "2026-01-31", "seen_at": "2026-11-20T10:00:00Z", "facts": {"origin": {"country": "NO", "year": 1912}, "parts": ["a", "b"]}, "tags": ["red", "green"],
             "crate_code": "look-c", "subject_type": "custom.crate", "subject_id": "look-c"}
            """)!;
        looked["notes"] = long1;
        await shelf.InsertAsync("custom.specimen", looked.ToJsonString(), Ct);
        await shelf.InsertAsync("custom.specimen", $"[{string.Join(',', Enumerable.Range(10, 9).Select(n => $$"""{"code":"look-{{n}}","title":"Neighbour {{n}}","crate_code":"look-c","pieces":{{n}}}"""))}]", Ct);
        await shelf.PatchAsync("custom.specimen?code=eq.look-1", JsonSerializer.Serialize(new { pieces = 13, notes = long1.Replace("more", "less", StringComparison.Ordinal) }), Ct);
        await shelf.PatchAsync("custom.specimen?code=eq.look-1", """{"title":"A specimen with a rather long title that has to wrap somewhere","size":"L"}""", Ct);
        var row = await shelf.GetAsync($"{Grid}/row?key=look-1", Ct);
        var versions = System.Text.RegularExpressions.Regex.Matches(row.Html, "data-version=\"(\\d+)\"").Select(match => match.Groups[1].Value).ToList();
        (string, string)[] pages =
        [
            ("row", $"{Grid}/row?key=look-1"), ("row-named", "/tables/custom.crate/row?key=look-c"), ("row-new", $"{Grid}/new"), ("row-edit", $"{Grid}/row/edit?key=look-1"), ("row-compare", $"{Grid}/row/compare?key=look-1&left={versions[2]}&right={versions[0]}"),
            ("row-restore", $"{Grid}/row/restore?key=look-1&version={versions[2]}"), ("row-delete", "/tables/custom.crate/row/delete?key=look-c"), ("bulk", $"{Grid}/edit?crate_code=eq.look-c"), ("search", "/search?q=specimen"), ("search-empty", "/search"),
        ];
        foreach (var (name, address) in pages)
        {
            await chromium.LookAsync(shelf.Address, name, address);
        }
    }
}

using Herdbook.Catalog.Pages;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Catalog.Tests.Pages;

/// <summary>The reference pages say what is declared.</summary>
public sealed class ModulePagesTests
{
    private static readonly string Folder = Path.Combine(SharedData.Repository, "docs", "tables");

    [Fact]
    public void The_pages_in_the_repository_are_those_of_the_catalog()
    {
        var pages = ModulePages.Render(CatalogLoader.Load(CatalogFolder.Own));

        Assert.Equal(pages.Select(page => page.Key).Order(StringComparer.Ordinal), Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var (file, text) in pages)
        {
            Assert.True(text == File.ReadAllText(Path.Combine(Folder, file)), $"docs/tables/{file} is not current: run `herdbook tables --docs docs/tables`.");
        }
    }

    [Fact]
    public void A_page_shows_every_column_with_its_rules_and_links()
    {
        using var folder = new CatalogFolder()
            .With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text, about: Its code., example: A1}")
            .With("shop.sale", "entity", """
                key: id
                columns:
                  id: {type: bigint, identity: true}
                  code: {type: text, refers: {table: shop.item, register: true}, about: What was sold.}
                  state: {type: varchar(10), required: true, default: new, oneOf: [new, done], about: "New | done."}
                  price: {type: "numeric(8,2)", min: 0, unit: EUR}
                  tax: {type: "numeric(8,2)", generated: price * 0.19}
                unique: [{columns: [code], where: "state = 'new'"}]
                checks: {sold: "price > 0"}
                """);

        var page = ModulePages.Render(folder.Load()).Single(page => page.Key == "shop.md").Value;

        foreach (var line in new[]
        {
            "| `id` | bigint | key; numbered by the database |",
            "| `code` | text |  | [shop.item](shop.md#shopitem), registered where missing | What was sold. |",
            "| `state` | varchar(10) | required; default new; one of new, done |  | New \\| done. |",
            "| `price` | numeric(8,2) | from 0; in EUR |",
            "| `tax` | numeric(8,2) | computed: price * 0.19 |",
            "- Unique: `code, where state = 'new'`",
            "- Check sold: `price > 0`",
            "- Linked from: `shop.sale.code`",
        })
        {
            Assert.Contains(line, page, StringComparison.Ordinal);
        }
    }
}

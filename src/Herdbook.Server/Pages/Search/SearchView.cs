using System.Text;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Search;
using Herdbook.Core.Herd;
using Herdbook.Core.Rows;
using Herdbook.Server.Pages.Tables;

namespace Herdbook.Server.Pages.Search;

/// <summary>Everything that the search page shows.</summary>
/// <param name="Module">Only tables of this one; null for all.</param>
public sealed record SearchView(PageContext Page, CatalogSet Catalog, string Text, string? Module)
{
    /// <summary>Rows of each table.</summary>
    public const int MostOfEach = 5;

    /// <summary>Rows of each table when one module is searched.</summary>
    public const int MostOfModule = 50;

    /// <summary>Null where the text has no word.</summary>
    public SearchWords? Words { get; init; }

    public IReadOnlyList<FoundTable> Found { get; init; } = [];

    public IReadOnlyList<RecentConversation> Conversations { get; init; } = [];

    /// <summary>Tables that were looked through.</summary>
    public int Searched { get; init; }

    public RowRefusalException? Fault { get; init; }

    public string Address(string? module) => Links.With(Page.Links.Search, ("q", Text), ("module", module));

    /// <summary>All of a table's rows with the words, in its grid: the same words, as its own search field has them.</summary>
    public string GridOf(FoundTable found)
    {
        var table = Page.Links.Table(found.Table.FullName);
        return GridForm.Searched(found.Table).Count > 0 && Words is { Words: [var word] } ? Links.With(table, (GridForm.Prefix + "text", word)) : table;
    }

    public static string CountOf(FoundTable found) => found.More ? $"{Figures.Exact(found.Count)} or more" : Figures.Exact(found.Count);
}

/// <summary>A stretch of an excerpt.</summary>
public sealed record ExcerptPart(string Text, bool Marked);

/// <summary>Excerpts with the found words told apart. What it returns is plain text, to be encoded.</summary>
public static class MarkedText
{
    public static IReadOnlyList<ExcerptPart> Parts(string excerpt)
    {
        var parts = new List<ExcerptPart>();
        var text = new StringBuilder();
        var marked = false;
        foreach (var letter in excerpt)
        {
            if (letter is SearchSql.Begin or SearchSql.End)
            {
                Close();
                marked = letter == SearchSql.Begin;
            }
            else
            {
                // White space is one space: an excerpt is a line.
                text.Append(char.IsWhiteSpace(letter) || char.IsControl(letter) ? ' ' : letter);
            }
        }

        Close();
        return parts;

        void Close()
        {
            if (text.Length > 0)
            {
                parts.Add(new ExcerptPart(text.ToString(), marked));
                text.Clear();
            }
        }
    }
}

/// <summary>What programs get.</summary>
public sealed record SearchAnswer(string Query, IReadOnlyList<string> Words, IReadOnlyList<SearchAnswer.Group> Tables)
{
    /// <param name="Count">Rows found; with <paramref name="More"/> at least so many.</param>
    /// <param name="OnlyNewest">Only the newest rows were looked at.</param>
    public sealed record Group(string Table, long Count, bool More, bool OnlyNewest, IReadOnlyList<Hit> Rows);

    /// <param name="Marks">Where in the excerpt found words stand: beginning and length.</param>
    public sealed record Hit(string Key, string? Title, double Rank, bool ByKey, string? Excerpt, IReadOnlyList<int[]> Marks, string Page, string Row);

    public static Group Of(Links links, FoundTable found) => new(found.Table.FullName, found.Count, found.More, found.OnlyNewest, [.. found.Rows.Select(row => Of(links, found.Table, row))]);

    private static Hit Of(Links links, TableDeclaration table, FoundRow row)
    {
        var excerpt = new StringBuilder();
        var marks = new List<int[]>();
        foreach (var part in row.Excerpt is null ? [] : MarkedText.Parts(row.Excerpt))
        {
            if (part.Marked)
            {
                marks.Add([excerpt.Length, part.Text.Length]);
            }

            excerpt.Append(part.Text);
        }

        var rows = $"{links.Root}/v1/rows/{table.FullName}";
        var address = Links.With(rows, [.. table.Key.Zip(row.Key.Values, (column, value) => (column, (string?)$"eq.{value}"))]);
        return new Hit(row.Key.Text, row.Title, Math.Round(row.Rank, 6), row.ByKey, row.Excerpt is null ? null : excerpt.ToString(), marks, links.Row(table.FullName, row.Key.Text), address);
    }
}

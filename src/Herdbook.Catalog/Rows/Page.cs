namespace Herdbook.Catalog.Rows;

/// <summary>One column of a page.</summary>
/// <param name="Number">Within the page.</param>
/// <param name="Spread">The spread embed that brings it, where it is one's.</param>
/// <param name="SpreadNumber">Its number there.</param>
internal sealed record Slot(RowItem Item, int Number, Spread? Spread, int SpreadNumber)
{
    /// <summary>Whether the column holds what an embed is found by, and not the value that is shown.</summary>
    public bool IsKey => Item is RowEmbed;
}

/// <summary>An embed whose items stand in the row itself.</summary>
internal sealed record Spread(RowEmbed Embed, Page Page);

/// <summary>A query with a number for each of its columns, those of spread embeds among them.</summary>
internal sealed class Page
{
    private readonly List<Slot> _slots = [];
    private readonly List<Spread> _spreads = [];

    /// <exception cref="RowRefusalException">`select_duplicate`, `aggregate_spread`.</exception>
    public Page(RowQuery query)
    {
        Query = query;
        foreach (var item in query.Shown)
        {
            if (item is not RowEmbed { Spread: true } embed)
            {
                _slots.Add(new Slot(item, _slots.Count, null, 0));
                continue;
            }

            if (query.Aggregates && embed.Query.Select.Any(item => item is RowAggregate or RowEmbed))
            {
                throw new RowRefusalException("aggregate_spread", $"'{embed.Name}' cannot be summed up and spread at once.")
                {
                    Rule = "select",
                    Remedy = $"Embed it as an object: {embed.Name}(…).",
                };
            }

            var spread = new Spread(embed, new Page(embed.Query with { Limit = 1 }));
            _spreads.Add(spread);
            _slots.AddRange(spread.Page.Slots.Select((slot, at) => new Slot(slot.Item, _slots.Count + at, spread, slot.Number)));
        }

        RefuseTwice();
    }

    public RowQuery Query { get; }

    public IReadOnlyList<Slot> Slots => _slots;

    public IReadOnlyList<Spread> Spreads => _spreads;

    private void RefuseTwice()
    {
        if (_slots.GroupBy(slot => slot.Item.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            throw new RowRefusalException("select_duplicate", $"Two things in the answer would be called '{Yaml.Shown.Of(twice.Key)}'.")
            {
                Rule = "select",
                Remedy = "Give one of them a name of its own: select=alias:column.",
            };
        }
    }
}

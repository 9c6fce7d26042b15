namespace Herdbook.Catalog.Rows;

/// <summary>One table of a request while it is being read: the root, or an embed.</summary>
internal sealed class Node(TableDeclaration table, int depth)
{
    /// <summary>Items, and nodes for embeds, in order.</summary>
    private readonly List<object> _items = [];

    public TableDeclaration Table { get; } = table;

    public int Depth { get; } = depth;

    public RowLink? Link { get; init; }

    public string Name { get; init; } = "";

    public bool Inner { get; init; }

    public bool Spread { get; init; }

    public List<RowCondition> Where { get; } = [];

    public List<RowOrder> Order { get; } = [];

    public long? Limit { get; set; }

    public long Offset { get; set; }

    /// <summary>What makes this node, after all: its parameters come in any order.</summary>
    public RowQuery Query(DateTimeOffset? asOf, RowDeleted deleted) => new()
    {
        Table = Table,
        Select = [.. _items.Select(item => item as RowItem ?? ((Node)item).Embed(asOf, deleted))],
        Where = RowLogic.All(Where),
        Order = Order,
        Limit = Limit,
        Offset = Offset,
        AsOf = asOf,
        Deleted = deleted,
    };

    public void Add(Node embed)
    {
        RefuseName(embed.Spread ? "" : embed.Name);
        _items.Add(embed);
    }

    public void Add(RowItem item)
    {
        if (!_items.Contains(item))
        {
            RefuseName(item.Name);
            _items.Add(item);
        }
    }

    /// <summary>The embed of that name in the answer; an embed of a whole table is known by its full name too.</summary>
    public Node? Embedded(string name) =>
        _items.OfType<Node>().FirstOrDefault(node => node.Name == name)
        ?? _items.OfType<Node>().FirstOrDefault(node => node.Table.FullName == name && node.Name == node.Table.Name);

    public IEnumerable<string> EmbedNames => _items.OfType<Node>().Select(node => node.Name);

    private RowEmbed Embed(DateTimeOffset? asOf, RowDeleted deleted) =>
        new(Name, Link!, Query(asOf, deleted == RowDeleted.Only ? RowDeleted.Include : deleted), Inner, Spread);

    private void RefuseName(string name)
    {
        if (name.Length > 0 && _items.Any(item => item is RowItem other ? other.Name == name : item is Node { Spread: false } node && node.Name == name))
        {
            throw new RowRefusalException("select_duplicate", $"Two things in the answer would be called '{Yaml.Shown.Of(name)}'.")
            {
                Rule = "select",
                Remedy = "Give one of them a name of its own: select=alias:column.",
            };
        }
    }
}

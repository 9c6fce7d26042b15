using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Herdbook.Server.Pages.Warehouse.Agents;
using Herdbook.Server.Pages.Warehouse.Costs;
using Herdbook.Server.Pages.Warehouse.Delivery;
using Herdbook.Server.Pages.Warehouse.Quality;
using Herdbook.Server.Pages.Warehouse.Sprints;

namespace Herdbook.Server.Pages.Warehouse.Lineage;

/// <summary>A table of bronze, a model, or a dashboard.</summary>
/// <param name="Id">As in the graph: a model's name, `source:module.table`, `page:cost`.</param>
public sealed record LineageNode(string Id, string Name, string Layer, string Kind, string About, string Path, string Compiled, IReadOnlyList<LineageColumn> Columns)
{
    public bool IsModel => Kind is "view" or "table" or "incremental";
}

public sealed record LineageColumn(string Name, string Type, string About);

/// <summary>Where a column comes from.</summary>
/// <param name="From">Columns of what the model reads, as node and column; empty where it is not known.</param>
public sealed record ColumnOrigin(LineageColumn Column, IReadOnlyList<(string Node, string Column)> From);

/// <summary>What the warehouse is made of, from the book's tables to the dashboards.</summary>
public sealed partial class LineageGraph
{
    public static readonly LineageGraph Empty = new([], [], [], []);

    private static readonly string[] Layers = ["book", "staging", "vault", "gold", "dashboards"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.Default };

    private static readonly IReadOnlyList<Dashboard> Pages =
    [
        Dashboard.Of("cost", "Cost", "What the fleet spends: by day, agent, model, project, ticket and pull request.", [.. CostQueries.All, CostQueries.Span, CostQueries.Month]),
        Dashboard.Of("delivery", "Delivery", "What the fleet delivers: pull requests, tickets, and how long they take.", DeliveryQueries.All),
        Dashboard.Of("quality", "Quality", "What reviews find, and how often the first one approves.", QualityQueries.All),
        Dashboard.Of("sprint", "Sprint", "One sprint: its tickets, and what is left of its points by day.", SprintQueries.All),
        Dashboard.Of("agents", "Agents", "Each agent: what it does, costs and delivers, and the versions it had.", AgentQueries.All),
    ];

    private readonly Dictionary<string, LineageNode> _nodes = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _parents;
    private readonly ILookup<string, string> _children;

    public LineageGraph(IReadOnlyList<object?[]> models, IReadOnlyList<object?[]> edges, IReadOnlyList<object?[]> sources, IReadOnlyList<object?[]> columns)
    {
        var of = columns.ToLookup(row => $"{row[0]}.{row[1]}", row => new LineageColumn((string)row[2]!, (string)row[3]!, (string)row[4]!), StringComparer.Ordinal);
        foreach (var row in sources)
        {
            var id = "source:" + (string)row[0]!;
            _nodes[id] = new LineageNode(id, (string)row[0]!, "book", "source", (string)row[3]!, "", "", [.. of[$"{row[1]}.{row[2]}"]]);
        }

        foreach (var row in models)
        {
            var name = (string)row[0]!;
            var layer = (string)row[1]! switch { "dwsa" => "staging", "dwh" => "vault", _ => "gold" };
            _nodes[name] = new LineageNode(name, name, layer, (string)row[3]!, (string)row[5]!, (string)row[4]!, (string)row[6]!, [.. of[$"{row[1]}.{row[2]}"]]);
        }

        var links = edges.Select(row => (Child: (string)row[0]!, Parent: (string)row[1]!)).ToList();
        var relations = models.ToLookup(row => $"{row[1]}.{row[2]}", row => (string)row[0]!, StringComparer.OrdinalIgnoreCase);
        foreach (var page in _nodes.Count == 0 ? [] : Pages)
        {
            var id = "page:" + page.Address;
            _nodes[id] = new LineageNode(id, page.Title, "dashboards", "page", page.About, "", "", []);
            links.AddRange(page.Reads.SelectMany(relation => relations[relation]).Select(model => (id, model)));
        }

        links.RemoveAll(link => !_nodes.ContainsKey(link.Child) || !_nodes.ContainsKey(link.Parent));
        _parents = links.ToLookup(link => link.Child, link => link.Parent, StringComparer.Ordinal);
        _children = links.ToLookup(link => link.Parent, link => link.Child, StringComparer.Ordinal);
    }

    public IEnumerable<IGrouping<string, LineageNode>> ByLayer =>
        _nodes.Values.OrderBy(node => Array.IndexOf(Layers, node.Layer)).ThenBy(IsUnread).ThenBy(node => node.Name, StringComparer.Ordinal).GroupBy(node => node.Layer);

    public IEnumerable<LineageNode> Nodes => _nodes.Values;

    public IEnumerable<LineageNode> Parents(string id) => _parents[id].Select(parent => _nodes[parent]);

    public IEnumerable<LineageNode> Children(string id) => _children[id].Select(child => _nodes[child]);

    /// <summary>A node by its id or its name.</summary>
    public LineageNode? Find(string asked) => _nodes.GetValueOrDefault(asked) ?? _nodes.GetValueOrDefault("source:" + asked)
        ?? _nodes.Values.FirstOrDefault(node => string.Equals(node.Name, asked, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Where each column comes from: columns of what the model reads that its expression names, or the one of its own name. What neither
    /// tells is not guessed.
    /// </summary>
    public IReadOnlyList<ColumnOrigin> Origins(LineageNode node)
    {
        var parents = Parents(node.Id).ToList();
        return [.. node.Columns.Select(column => new ColumnOrigin(column, [.. Named(node, column, parents).Distinct()]))];
    }

    /// <summary>How many tables of the book no model reads: the drawing of everything leaves them out.</summary>
    public int Unread => _nodes.Values.Count(IsUnread);

    /// <summary>The nodes that a node comes from and that come from it, or all but what nothing reads, as the script draws them.</summary>
    public string Drawing(LineageNode? focus, Func<string, string> address)
    {
        var chosen = focus is null ? [.. _nodes.Values.Where(node => !IsUnread(node)).Select(node => node.Id)] : Reach(focus.Id, _parents).Concat(Reach(focus.Id, _children)).Append(focus.Id).ToHashSet(StringComparer.Ordinal);
        var nodes = chosen.Select(id => _nodes[id]).ToList();
        return JsonSerializer.Serialize(
            new
            {
                focus = focus?.Id,
                modules = Layers.Where(layer => nodes.Any(node => node.Layer == layer)).Select(layer => new { id = layer, word = char.ToUpperInvariant(layer[0]) + layer[1..] }),
                tables = nodes.Select(node => new { id = node.Id, name = node.Name, module = node.Layer, about = node.About, kind = node.Kind, address = address(node.Id), weight = _children[node.Id].Count() }),
                links = nodes.SelectMany(node => _parents[node.Id].Where(chosen.Contains).Select(parent => new { from = parent, to = node.Id, column = "", enforced = true })),
            },
            Json);
    }

    private bool IsUnread(LineageNode node) => node.Kind == "source" && !_children[node.Id].Any();

    private static IEnumerable<(string Node, string Column)> Named(LineageNode node, LineageColumn column, List<LineageNode> parents)
    {
        var expression = Expression(node.Compiled, column.Name);
        var words = expression is null ? [] : Word().Matches(expression).Select(word => word.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = parents.SelectMany(parent => parent.Columns.Where(other => words.Contains(other.Name)).Select(other => (parent.Id, other.Name))).ToList();
        return found.Count > 0 ? found : parents.SelectMany(parent => parent.Columns.Where(other => other.Name == column.Name).Select(other => (parent.Id, other.Name)));
    }

    /// <summary>What stands before `as name` in the SQL, where it stands on one line.</summary>
    private static string? Expression(string sql, string column)
    {
        foreach (var line in sql.Split('\n'))
        {
            var match = Regex.Match(line, $@"(?<expression>.+?)\s+as\s+""?{Regex.Escape(column)}""?\s*,?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            if (match.Success)
            {
                return match.Groups["expression"].Value;
            }
        }

        return null;
    }

    private static HashSet<string> Reach(string id, ILookup<string, string> next)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var edge = new Stack<string>([id]);
        while (edge.TryPop(out var at))
        {
            foreach (var other in next[at].Where(found.Add))
            {
                edge.Push(other);
            }
        }

        return found;
    }

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}

/// <summary>Everything the page shows.</summary>
/// <param name="Node">The one in focus.</param>
public sealed record LineageView(PageContext Page, LineageGraph Graph, LineageNode? Node, string Asked)
{
    public string Root => $"{Page.Links.Warehouse}/lineage";

    public string Address(string node) => Links.With(Root, ("node", node));
}

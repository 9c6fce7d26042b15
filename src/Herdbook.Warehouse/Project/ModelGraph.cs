using Herdbook.Core;

namespace Herdbook.Warehouse.Project;

/// <summary>
/// What reads what: models under their names, tables of bronze as `source:module.table`. It has no cycle, and every name that is read
/// stands in the project.
/// </summary>
public sealed class ModelGraph
{
    private readonly Dictionary<string, IReadOnlyList<string>> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _children = new(StringComparer.Ordinal);

    /// <exception cref="RefusedException">`warehouse_project`: a name that nothing bears, or a cycle, each named.</exception>
    public ModelGraph(IReadOnlyCollection<Model> models, IReadOnlyCollection<SourceTable> sources)
    {
        var names = models.Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        var tables = sources.Select(source => source.FullName).ToHashSet(StringComparer.Ordinal);
        foreach (var model in models)
        {
            foreach (var name in model.Refs.Where(name => !names.Contains(name)))
            {
                throw ProjectFault.At(model.Path, LineOf(model, name), $"The model '{name}' is not in the project.", ProjectWords.Suggest(name, names) ?? "Add models/**/" + name + ".sql, or name another.");
            }

            foreach (var name in model.Sources.Where(name => !tables.Contains(name)))
            {
                throw ProjectFault.At(model.Path, LineOf(model, name), $"The source '{name}' is not declared.", ProjectWords.Suggest(name, tables) ?? "Declare it under models/bronze.");
            }

            _parents[model.Name] = [.. model.Refs.Distinct(), .. model.Sources.Distinct().Select(OfSource)];
        }

        foreach (var source in tables)
        {
            _parents[OfSource(source)] = [];
        }

        foreach (var (child, parents) in _parents)
        {
            foreach (var parent in parents)
            {
                (_children.TryGetValue(parent, out var list) ? list : _children[parent] = []).Add(child);
            }
        }

        Order = Sort(models);
    }

    /// <summary>The models, each after everything that it reads; in equal rank by name.</summary>
    public IReadOnlyList<string> Order { get; }

    /// <summary>How a table of bronze is called in the graph.</summary>
    public static string OfSource(string fullName) => "source:" + fullName;

    public static bool IsSource(string node) => node.StartsWith("source:", StringComparison.Ordinal);

    public IReadOnlyList<string> Parents(string node) => _parents.GetValueOrDefault(node) ?? [];

    public IReadOnlyList<string> Children(string node) => _children.GetValueOrDefault(node) ?? (IReadOnlyList<string>)[];

    /// <summary>Everything that it reads, through others too.</summary>
    /// <param name="steps">How far; null for all.</param>
    public IReadOnlySet<string> Ancestors(string node, int? steps = null) => Reach(node, Parents, steps);

    /// <summary>Everything that reads it, through others too.</summary>
    public IReadOnlySet<string> Descendants(string node, int? steps = null) => Reach(node, Children, steps);

    private static HashSet<string> Reach(string node, Func<string, IReadOnlyList<string>> next, int? steps)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        List<string> edge = [node];
        for (var step = 0; edge.Count > 0 && (steps is null || step < steps); step++)
        {
            edge = [.. edge.SelectMany(next).Where(found.Add)];
        }

        return found;
    }

    private List<string> Sort(IReadOnlyCollection<Model> models)
    {
        var order = new List<string>(models.Count);
        var waits = models.ToDictionary(model => model.Name, model => Parents(model.Name).Count(parent => !IsSource(parent)), StringComparer.Ordinal);
        var ready = new SortedSet<string>(waits.Where(pair => pair.Value == 0).Select(pair => pair.Key), StringComparer.Ordinal);
        while (ready.Min is { } next)
        {
            ready.Remove(next);
            order.Add(next);
            foreach (var child in Children(next))
            {
                if (--waits[child] == 0)
                {
                    ready.Add(child);
                }
            }
        }

        if (order.Count < models.Count)
        {
            var cycle = Cycle(waits.Where(pair => pair.Value > 0).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal));
            var first = models.First(model => model.Name == cycle[0]);
            throw ProjectFault.At(first.Path, LineOf(first, cycle[1]), $"Models read each other in a circle: {string.Join(" → ", cycle)}.", "Take one of these references away.");
        }

        return order;
    }

    /// <summary>Follows what each one reads among those left until a name comes again.</summary>
    private List<string> Cycle(HashSet<string> left)
    {
        var path = new List<string> { left.Order(StringComparer.Ordinal).First() };
        while (true)
        {
            var next = Parents(path[^1]).First(left.Contains);
            var at = path.IndexOf(next);
            path.Add(next);
            if (at >= 0)
            {
                return path[at..];
            }
        }
    }

    private static int LineOf(Model model, string name)
    {
        var word = name[(name.LastIndexOf('.') + 1)..];
        var at = model.Source.IndexOf(word, StringComparison.Ordinal);
        return at < 0 ? 1 : model.Source.AsSpan(0, at).Count('\n') + 1;
    }
}

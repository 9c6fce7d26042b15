namespace Herdbook.Templating.Evaluation;

/// <summary>Finds the names of one frame; it stops where another frame begins.</summary>
internal sealed class Collector(Symbols symbols) : INodeVisitor
{
    private Symbols _symbols = symbols;
    private bool _asParameters;

    internal void VisitAll(IEnumerable<Node> nodes)
    {
        foreach (var node in nodes)
        {
            Visit(node);
        }
    }

    /// <summary>Declares the names of a target as parameters.</summary>
    internal void Declare(Node target)
    {
        _asParameters = true;
        Visit(target);
        _asParameters = false;
    }

    public void Visit(Node node)
    {
        switch (node)
        {
            case NameNode name:
                Visit(name);
                break;
            case IfNode branches:
                Visit(branches);
                break;
            case MacroNode macro:
                _symbols.Store(macro.Name);
                break;
            case CallBlockNode call:
                Visit(call.Call);
                break;
            case FilterBlockNode filter:
                Visit(filter.Filter);
                break;
            case ForNode loop:
                Visit(loop.Items);
                break;
            case WithNode with:
                VisitAll(with.Values);
                break;
            case SetBlockNode set:
                Visit(set.Target);
                break;
            case AutoescapeNode or BlockNode:
                break;
            default:
                node.Children(this);
                break;
        }
    }

    private void Visit(NameNode name)
    {
        if (_asParameters || name.Use == NameUse.Parameter)
        {
            _symbols.Declare(name.Name);
        }
        else if (name.Use == NameUse.Store)
        {
            _symbols.Store(name.Name);
        }
        else
        {
            _symbols.Load(name.Name);
        }
    }

    /// <summary>An elif is an if in the else of the one before, as in Jinja2, with a branch of its own.</summary>
    private void Visit(IfNode node)
    {
        var original = _symbols;
        var branches = new List<Symbols>();
        Visit(node.Tests[0]);
        branches.Add(Branch(original, [node.Bodies[0]]));
        var elifs = original.Branch();
        for (var at = 1; at < node.Tests.Length; at++)
        {
            _symbols = elifs;
            Visit(node.Tests[at]);
            elifs.Merge([Branch(elifs, [node.Bodies[at]]), elifs.Branch(), elifs.Branch()]);
        }

        branches.Add(elifs);
        branches.Add(Branch(original, node.Otherwise is null ? [] : [node.Otherwise]));
        _symbols = original;
        original.Merge([.. branches]);
    }

    private Symbols Branch(Symbols from, Node[] nodes)
    {
        var copy = from.Branch();
        _symbols = copy;
        VisitAll(nodes);
        _symbols = from;
        return copy;
    }
}

/// <summary>Finds which of some names are read before anything sets them; blocks are not looked into.</summary>
internal sealed class Undeclared : INodeVisitor
{
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _found = [];

    private Undeclared(string[] names) => _names = [.. names];

    internal static HashSet<string> Find(Node node, params string[] names)
    {
        var visitor = new Undeclared(names);
        visitor.Visit(node);
        return visitor._found;
    }

    public void Visit(Node node)
    {
        switch (node)
        {
            case BlockNode:
                break;
            case NameNode { Use: NameUse.Load } name:
                if (_names.Contains(name.Name))
                {
                    _found.Add(name.Name);
                }

                break;
            case NameNode name:
                _names.Remove(name.Name);
                break;
            default:
                node.Children(this);
                break;
        }
    }
}

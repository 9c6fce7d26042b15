namespace Herdbook.Templating.Evaluation;

/// <summary>Whether a tree has a node of some kind.</summary>
internal sealed class Search(Func<Node, bool> matches) : INodeVisitor
{
    internal bool Found { get; private set; }

    public void Visit(Node node)
    {
        Found = Found || matches(node);
        if (!Found)
        {
            node.Children(this);
        }
    }

    internal static bool In(Node node, Func<Node, bool> matches)
    {
        var search = new Search(matches);
        search.Visit(node);
        return search.Found;
    }
}

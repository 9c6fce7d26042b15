using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Herdbook.Catalog.Yaml;

/// <summary>Builds nodes from events and refuses the first that goes beyond the bounds, before its node exists.</summary>
internal sealed class NodeBuilder(string file)
{
    private readonly Stack<Open> _open = new();
    private int _nodes;

    public Node? Root { get; private set; }

    public void Accept(ParsingEvent parsed, SourceMark at)
    {
        Refuse(parsed, at);
        switch (parsed)
        {
            case Scalar scalar:
                Add(new ScalarNode(at, scalar.Value, scalar.Style is not ScalarStyle.Plain));
                break;
            case MappingStart:
                Push(new Open(at, IsMap: true));
                break;
            case SequenceStart:
                Push(new Open(at, IsMap: false));
                break;
            case MappingEnd or SequenceEnd:
                Add(_open.Pop().Close());
                break;
        }
    }

    private void Refuse(ParsingEvent parsed, SourceMark at)
    {
        if (parsed is AnchorAlias || parsed is NodeEvent { Anchor.IsEmpty: false })
        {
            throw new RefusedYamlException(at, "Anchors and aliases are not accepted.", "Write the value out where it is used.");
        }

        if (parsed is NodeEvent { Tag.IsEmpty: false } tagged && !(tagged is Scalar && tagged.Tag.IsNonSpecific))
        {
            throw new RefusedYamlException(at, "Tags are not accepted.", "Remove the '!' and what belongs to it.");
        }

        if (parsed is NodeEvent && ++_nodes > YamlGuard.MaxNodes)
        {
            throw new RefusedYamlException(at, $"The file holds more than {YamlGuard.MaxNodes} values.", "Split the table or shorten it.");
        }
    }

    private void Push(Open open)
    {
        if (_open.Count >= YamlGuard.MaxDepth)
        {
            throw new RefusedYamlException(open.At, $"The nesting is deeper than {YamlGuard.MaxDepth} levels.", "A declaration needs four; close what is open before.");
        }

        if (_open.TryPeek(out var parent) && parent.ExpectsKey)
        {
            throw new RefusedYamlException(open.At, "A keyword must be a plain word.", "Put a name before the colon.");
        }

        _open.Push(open);
    }

    private void Add(Node node)
    {
        if (!_open.TryPeek(out var parent))
        {
            Root = node;
            return;
        }

        if (parent.Add(node) is { } duplicate)
        {
            throw new RefusedYamlException(node.At, $"'{Shown.Of(duplicate)}' stands twice in the same map in {Path.GetFileName(file)}.", "Keep one of the two.");
        }
    }

    private sealed record Open(SourceMark At, bool IsMap)
    {
        private readonly List<Node> _items = [];
        private readonly List<KeyValuePair<ScalarNode, Node>> _entries = [];
        private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
        private ScalarNode? _key;

        public bool ExpectsKey => IsMap && _key is null;

        /// <summary>The key, when the map has it already.</summary>
        public string? Add(Node node)
        {
            if (!IsMap)
            {
                _items.Add(node);
            }
            else if (_key is null)
            {
                _key = (ScalarNode)node;
                return _keys.Add(_key.Text) ? null : _key.Text;
            }
            else
            {
                _entries.Add(new(_key, node));
                _key = null;
            }

            return null;
        }

        public Node Close() => IsMap ? new MapNode(At, _entries) : new SequenceNode(At, _items);
    }
}

internal static class Shown
{
    /// <summary>A word from a file as an error may print it: short and without control characters.</summary>
    public static string Of(string text)
    {
        var shown = new string([.. text.Take(80).Select(c => char.IsControl(c) ? '\u00B7' : c)]);
        return text.Length > 80 ? shown + "…" : shown;
    }
}

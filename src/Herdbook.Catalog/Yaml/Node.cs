namespace Herdbook.Catalog.Yaml;

/// <summary>A piece of a YAML file with its place.</summary>
internal abstract record Node(SourceMark At);

internal sealed record ScalarNode(SourceMark At, string Text, bool Quoted) : Node(At);

internal sealed record SequenceNode(SourceMark At, IReadOnlyList<Node> Items) : Node(At);

/// <summary>Keys are unique; their order is the file's.</summary>
internal sealed record MapNode(SourceMark At, IReadOnlyList<KeyValuePair<ScalarNode, Node>> Entries) : Node(At);

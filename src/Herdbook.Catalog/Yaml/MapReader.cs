using System.Globalization;

namespace Herdbook.Catalog.Yaml;

/// <summary>Reads a map of known keywords. Every fault becomes an error with its place; reading goes on to find the next.</summary>
internal sealed class MapReader
{
    private readonly Dictionary<string, Node> _values = new(StringComparer.Ordinal);
    private readonly List<CatalogError> _errors;

    public MapReader(MapNode map, IReadOnlyCollection<string> keywords, List<CatalogError> errors)
    {
        At = map.At;
        _errors = errors;
        foreach (var (key, value) in map.Entries)
        {
            if (keywords.Contains(key.Text))
            {
                _values[key.Text] = value;
            }
            else
            {
                Error(key.At, $"'{Shown.Of(key.Text)}' is no keyword here.", Nearest.Remedy(key.Text, keywords, "keyword"));
            }
        }
    }

    public SourceMark At { get; }

    public bool Has(string keyword) => _values.ContainsKey(keyword);

    public SourceMark Place(string keyword) => _values.TryGetValue(keyword, out var node) ? node.At : At;

    public Node? Node(string keyword) => _values.GetValueOrDefault(keyword);

    public string? Text(string keyword) => _values.TryGetValue(keyword, out var node) ? Text(node, keyword) : null;

    public string? RequiredText(string keyword, string remedy)
    {
        if (!Has(keyword))
        {
            Error(At, $"'{keyword}' is missing.", remedy);
            return null;
        }

        return Text(keyword);
    }

    public bool Flag(string keyword)
    {
        if (!_values.TryGetValue(keyword, out var node))
        {
            return false;
        }

        if (node is ScalarNode { Quoted: false, Text: "true" or "false" } scalar)
        {
            return scalar.Text == "true";
        }

        Error(node.At, $"'{keyword}' is neither true nor false.", "Write true, or leave it out.");
        return false;
    }

    /// <summary>Null where nothing is said, or what is said is no classification.</summary>
    public string? Classification()
    {
        const string Keyword = "classification";
        if (Text(Keyword) is not { } word || TableDeclaration.Classifications.Contains(word))
        {
            return Text(Keyword);
        }

        Error(Place(Keyword), $"'{Shown.Of(word)}' is no classification.", $"Write {string.Join(" or ", TableDeclaration.Classifications)}, or leave it out.");
        return null;
    }

    public decimal? Number(string keyword)
    {
        if (Text(keyword) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Error(Place(keyword), $"'{Shown.Of(text)}' is no number.", $"Write '{keyword}' as 0 or 0.5.");
        return null;
    }

    public MapNode? Map(string keyword)
    {
        switch (Node(keyword))
        {
            case null:
                return null;
            case MapNode map:
                return map;
            case { } other:
                Error(other.At, $"'{keyword}' is not a map.", "Write 'name: value' lines below it.");
                return null;
        }
    }

    public IReadOnlyList<Node> Items(string keyword)
    {
        switch (Node(keyword))
        {
            case null:
                return [];
            case SequenceNode sequence:
                return sequence.Items;
            case { } other:
                Error(other.At, $"'{keyword}' is not a list.", "Write it as [a, b].");
                return [];
        }
    }

    /// <summary>A list of words; an empty list and a word that stands twice are errors.</summary>
    public IReadOnlyList<ScalarNode> Words(string keyword) =>
        Node(keyword) is { } node ? Words(node, keyword, _errors) : [];

    public static IReadOnlyList<ScalarNode> Words(Node node, string keyword, List<CatalogError> errors)
    {
        if (node is not SequenceNode sequence || sequence.Items.Any(item => item is not ScalarNode))
        {
            errors.Add(new CatalogError(node.At.File, node.At.Line, node.At.Column, $"'{keyword}' is not a list of words.", "Write it as [a, b]."));
            return [];
        }

        var words = sequence.Items.Cast<ScalarNode>().ToList();
        if (words.Count == 0)
        {
            errors.Add(new CatalogError(node.At.File, node.At.Line, node.At.Column, $"'{keyword}' is empty.", "Name at least one, or leave it out."));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words.Where(word => !seen.Add(word.Text)))
        {
            errors.Add(new CatalogError(word.At.File, word.At.Line, word.At.Column, $"'{Shown.Of(word.Text)}' stands twice in '{keyword}'.", "Keep one of the two."));
        }

        return words;
    }

    public void Error(SourceMark at, string message, string remedy) => _errors.Add(new CatalogError(at.File, at.Line, at.Column, message, remedy));

    private string? Text(Node node, string keyword)
    {
        if (node is ScalarNode scalar && (scalar.Quoted || scalar.Text is not ("" or "~" or "null")))
        {
            if (scalar.Text.Length > 0 && !scalar.Text.Contains('\0', StringComparison.Ordinal))
            {
                return scalar.Text;
            }
        }

        Error(node.At, $"'{keyword}' has no text.", "Give it a value, or leave it out.");
        return null;
    }
}

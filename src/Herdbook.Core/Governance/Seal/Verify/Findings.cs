namespace Herdbook.Core.Governance.Seal;

/// <summary>Collects what several readers find.</summary>
/// <param name="told">Of each kind.</param>
internal sealed class Findings(int told)
{
    private readonly Lock _lock = new();
    private readonly List<Finding> _list = [];
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    public IReadOnlyList<Finding> List => [.. _list.OrderBy(finding => finding.Verdict).ThenBy(finding => finding.Kind, StringComparer.Ordinal).ThenBy(finding => finding.Leaf)];

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public IReadOnlyList<string> Notes => _notes;

    public void Add(Finding finding)
    {
        lock (_lock)
        {
            var count = _counts[finding.Kind] = _counts.GetValueOrDefault(finding.Kind) + 1;
            if (count <= told)
            {
                _list.Add(finding);
            }
        }
    }

    public void Note(string note)
    {
        lock (_lock)
        {
            _notes.Add(note);
        }
    }

    public bool Has(params string[] kinds)
    {
        lock (_lock)
        {
            return kinds.Any(_counts.ContainsKey);
        }
    }
}

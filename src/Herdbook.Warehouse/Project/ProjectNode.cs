namespace Herdbook.Warehouse.Project;

/// <summary>A value of a project's YAML with the place that it stands at.</summary>
/// <param name="Line">Of its file, from 1.</param>
internal abstract record ProjectNode(int Line);

/// <param name="Plain">Written without quotes, so that true, 5 and null mean what they say.</param>
internal sealed record ProjectScalar(string Text, bool Plain, int Line) : ProjectNode(Line)
{
    public bool IsNull => Plain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The value as SQL and dbt's configurations take it: text, number, boolean or null.</summary>
    public object? Value =>
        IsNull ? null
        : !Plain ? Text
        : bool.TryParse(Text, out var flag) ? flag
        : long.TryParse(Text, System.Globalization.CultureInfo.InvariantCulture, out var whole) ? whole
        : decimal.TryParse(Text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
        : Text;
}

internal sealed record ProjectList(IReadOnlyList<ProjectNode> Items, int Line) : ProjectNode(Line);

internal sealed record ProjectMap(IReadOnlyDictionary<string, ProjectNode> Entries, int Line) : ProjectNode(Line)
{
    public ProjectNode? this[string key] => Entries.GetValueOrDefault(key);

    public string? Text(string key) => this[key] is ProjectScalar { IsNull: false } scalar ? scalar.Text : null;

    public IReadOnlyList<ProjectNode> List(string key) => this[key] is ProjectList list ? list.Items : [];

    public IEnumerable<ProjectMap> Maps(string key) => List(key).OfType<ProjectMap>();

    public ProjectMap? Map(string key) => this[key] as ProjectMap;

    /// <summary>One word or a list of words.</summary>
    public IReadOnlyList<string> Words(string key) => this[key] switch
    {
        ProjectScalar { IsNull: false } one => [one.Text],
        ProjectList list => [.. list.Items.OfType<ProjectScalar>().Select(word => word.Text)],
        _ => [],
    };
}

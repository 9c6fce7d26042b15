using System.Globalization;
using System.Text;

namespace Herdbook.Testing;

/// <summary>A column of a random table.</summary>
/// <param name="Id">Stays with the column when it is renamed.</param>
public sealed record RandomColumn(int Id, string Name, string Type)
{
    public bool Required { get; init; }

    /// <summary>Whether it is part of the key, and so never empty.</summary>
    public bool IsKey { get; init; }

    /// <summary>As it stands in the file.</summary>
    public string? Default { get; init; }

    public IReadOnlyList<string>? OneOf { get; init; }

    public int? Min { get; init; }

    public int? Max { get; init; }

    public string? Pattern { get; init; }

    /// <summary>The full name of the table whose key it holds.</summary>
    public string? Refers { get; init; }

    /// <summary>The column that it is computed from, twofold.</summary>
    public int? TwiceOf { get; init; }

    public bool Identity { get; init; }

    public bool Secret { get; init; }

    public string? Was { get; init; }

    public string? Convert { get; init; }

    /// <summary>Whether somebody has to give its value, or may.</summary>
    public bool IsGiven => !Identity && TwiceOf is null;

    /// <summary>Whether nothing but its type binds it.</summary>
    public bool IsPlain => OneOf is null && (Min ?? Max) is null && Pattern is null && Refers is null && IsGiven && Default is null;

    /// <summary>A value for the nth row as PostgreSQL's text, different for each row wherever the type allows; null for none.</summary>
    public string? Value(int n)
    {
        if (OneOf is { } values)
        {
            return values[n % values.Count];
        }

        if (Pattern is not null)
        {
            return new string((char)('a' + (n % 26)), 1 + (n % 5));
        }

        if (!Required && !IsKey && Refers is null && (n + Id) % 5 == 4)
        {
            return null;
        }

        return RandomValues.Of(Type, Refers is null && Min is null ? n : n % 100);
    }

    internal string Yaml(RandomTable table)
    {
        var yaml = new StringBuilder($"{{type: \"{Type}\"");
        void Add(string keyword, string? value) => yaml.Append(value is null ? "" : $", {keyword}: {value}");
        Add("about", Id % 3 == 0 ? $"\"Column {Id}: its 'meaning', in words.\"" : null);
        Add("required", Required ? "true" : null);
        Add("identity", Identity ? "true" : null);
        Add("default", Default);
        Add("oneOf", OneOf is null ? null : $"[{string.Join(", ", OneOf.Select(value => $"\"{value}\""))}]");
        Add("min", Min?.ToString(CultureInfo.InvariantCulture));
        Add("max", Max?.ToString(CultureInfo.InvariantCulture));
        Add("pattern", Pattern is null ? null : $"'{Pattern}'");
        Add("refers", Refers);
        Add("generated", TwiceOf is { } source ? $"'\"{table.Columns.Single(column => column.Id == source).Name}\" * 2'" : null);
        Add("secret", Secret ? "true" : null);
        Add("was", Was is null ? null : $"\"{Was}\"");
        Add("convert", Convert is null ? null : $"'{Convert}'");
        return yaml.Append('}').ToString();
    }
}

/// <summary>An index, a unique rule or a check over columns, which it names by their ids.</summary>
/// <param name="Where">The column that a partial one asks about.</param>
public sealed record RandomRule(IReadOnlyList<int> Columns, int? Where = null);

/// <summary>A random table that is sound: everything that it names is there.</summary>
public sealed record RandomTable(string Module, string Name, string Kind, IReadOnlyList<int> Key, IReadOnlyList<RandomColumn> Columns)
{
    public IReadOnlyList<RandomRule> Indexes { get; init; } = [];

    public IReadOnlyList<RandomRule> Unique { get; init; } = [];

    /// <summary>Each says that a number is not absurd.</summary>
    public IReadOnlyList<int> Checks { get; init; } = [];

    public IReadOnlyList<int> Search { get; init; } = [];

    public string? Was { get; init; }

    /// <summary>Stays with the table when it is renamed.</summary>
    public int Number { get; init; }

    public string FullName => $"{Module}.{Name}";

    /// <summary>The key's only column, or null.</summary>
    public RandomColumn? OnlyKey => Key is [var id] ? Column(id) : null;

    public RandomColumn Column(int id) => Columns.Single(column => column.Id == id);

    /// <summary>The nth row: the value of every column that is given one, as PostgreSQL's text.</summary>
    public IReadOnlyDictionary<string, string?> Row(int n) =>
        Columns.Where(column => column.IsGiven).ToDictionary(column => column.Name, column => column.Value(n), StringComparer.Ordinal);

    /// <summary>The declaration, as a file holds it.</summary>
    public string Yaml()
    {
        var yaml = new StringBuilder($"table: {FullName}\nkind: {Kind}\nabout: \"A random table: 'odd', but sound.\"\n");
        if (Was is not null)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"was: {Was}\n");
        }

        if (Kind == "cache")
        {
            yaml.Append("rebuildFrom: nothing\n");
        }

        if (Key.Count > 0)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"key: [{Names(Key)}]\n");
        }

        yaml.Append("columns:\n");
        foreach (var column in Columns)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  {column.Name}: {column.Yaml(this)}\n");
        }

        List(yaml, "unique", Unique.Select(Rule));
        List(yaml, "indexes", Indexes.Select(Rule));
        if (Search.Count > 0)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"search: [{Names(Search)}]\n");
        }

        if (Checks.Count > 0)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"checks:\n{string.Concat(Checks.Select(id => $"  sane_{id}: '\"{Column(id).Name}\" <> -77 or \"{Column(id).Name}\" is null'\n"))}");
        }

        return yaml.ToString();
    }

    private string Rule(RandomRule rule) => rule.Where is { } where
        ? $"{{columns: [{Names(rule.Columns)}], where: '\"{Column(where).Name}\" is not null'}}"
        : $"[{Names(rule.Columns)}]";

    private string Names(IEnumerable<int> ids) => string.Join(", ", ids.Select(id => $"\"{Column(id).Name}\""));

    private static void List(StringBuilder yaml, string keyword, IEnumerable<string> items)
    {
        var all = items.ToList();
        if (all.Count > 0)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"{keyword}: [{string.Join(", ", all)}]\n");
        }
    }
}

namespace Herdbook.Catalog.Live;

/// <summary>What PostgreSQL says about some schemas, in its own words. Two of these are compared; nothing here is parsed.</summary>
internal sealed record LiveDatabase(
    IReadOnlyDictionary<string, LiveSchema> Schemas,
    IReadOnlyDictionary<string, LiveTable> Tables,
    IReadOnlyDictionary<string, LiveFunction> Functions,
    IReadOnlyDictionary<string, LiveView> Views)
{
    /// <summary>Pictures of different tables as one.</summary>
    public static LiveDatabase Union(IReadOnlyList<LiveDatabase> parts) => parts is [var only]
        ? only
        : new LiveDatabase(Merge(parts.Select(part => part.Schemas)), Merge(parts.Select(part => part.Tables)), Merge(parts.Select(part => part.Functions)),
            Merge(parts.Select(part => part.Views)));

    private static Dictionary<string, T> Merge<T>(IEnumerable<IReadOnlyDictionary<string, T>> parts)
    {
        var merged = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in parts.SelectMany(part => part))
        {
            merged[name] = value;
        }

        return merged;
    }
}

internal sealed record LiveSchema(string Name, IReadOnlySet<Grant> Grants);

/// <param name="Signature">As SQL names it.</param>
/// <param name="Head">Arguments and result: a function of another head is dropped and made again.</param>
/// <param name="IsLate">Rows of a table are among arguments or result.</param>
internal sealed record LiveFunction(string Module, string Name, string Signature, string Definition, string Head, bool IsLate, string? Comment)
{
    /// <summary>What PostgreSQL grants on a function that was just made.</summary>
    public static readonly IReadOnlySet<Grant> Initial = new HashSet<Grant> { new("public", "EXECUTE", Grantable: false) };

    public HashSet<Grant> Grants { get; } = [];
}

/// <param name="Options">As PostgreSQL stores them.</param>
internal sealed record LiveView(string Module, string Name, string Definition, string Options, string? Comment)
{
    public string FullName => $"{Module}.{Name}";

    /// <summary>As SQL names it, quoted.</summary>
    public string Target => $"{Quote.Name(Module)}.{Quote.Name(Name)}";

    public List<LiveViewColumn> Columns { get; } = [];

    /// <summary>The tables and views that it reads by full name, and the functions by signature.</summary>
    public HashSet<string> Uses { get; } = new(StringComparer.Ordinal);

    public HashSet<Grant> Grants { get; } = [];
}

internal sealed record LiveViewColumn(string Name, string Type, string? Comment);

internal sealed class LiveTable(string module, string name)
{
    public string Module { get; } = module;

    public string Name { get; } = name;

    public string FullName => $"{Module}.{Name}";

    /// <summary>As SQL names it, quoted.</summary>
    public string Target => $"{Quote.Name(Module)}.{Quote.Name(Name)}";

    public required bool RowSecurity { get; init; }

    public required bool ForcedRowSecurity { get; init; }

    public required bool Logged { get; init; }

    public required string? Comment { get; init; }

    /// <summary>Whether the table has pages: it may have rows.</summary>
    public required bool HasPages { get; init; }

    public List<LiveColumn> Columns { get; } = [];

    public Dictionary<string, LiveConstraint> Constraints { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, LiveIndex> Indexes { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, LiveTrigger> Triggers { get; } = new(StringComparer.Ordinal);

    /// <summary>Policies by name, each as the statement that makes it.</summary>
    public Dictionary<string, string> Policies { get; } = new(StringComparer.Ordinal);

    /// <summary>Rewrite rules, which no declaration has.</summary>
    public HashSet<string> Rules { get; } = new(StringComparer.Ordinal);

    public HashSet<Grant> Grants { get; } = [];

    public LiveColumn? Column(string name) => Columns.FirstOrDefault(column => column.Name == name);
}

/// <param name="Identity">'a' always, 'd' by default, empty for none; as pg_attribute has it.</param>
/// <param name="Generated">'s' or 'v' for a computed column, which no declaration has.</param>
/// <param name="Collation">Null for the type's own.</param>
internal sealed record LiveColumn(
    string Name, string Type, bool NotNull, string? Default, string Identity, string Generated, string? Collation, string? Comment);

/// <param name="Type">'p', 'u', 'f', 'c' or 'x'; as pg_constraint has it.</param>
/// <param name="Target">The table that a foreign key refers to, by full name.</param>
internal sealed record LiveConstraint(char Type, string Definition, string? Target);

internal sealed record LiveIndex(bool Unique, bool Valid, string Definition);

/// <param name="Enabled">'A' always, 'O' origin, 'R' replica, 'D' disabled.</param>
internal sealed record LiveTrigger(string Definition, char Enabled);

/// <param name="Column">For a privilege on one column.</param>
/// <param name="SequenceOf">For a privilege on the sequence of an identity column.</param>
internal sealed record Grant(string Grantee, string Privilege, bool Grantable, string? Column = null, string? SequenceOf = null);

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Herdbook.Intake.GitHub;

/// <summary>The sorts of thing that GitHub tells of, as intake.github_object names them.</summary>
internal static class GitHubKinds
{
    public const string Pull = "pull";
    public const string Issue = "issue";
    public const string Review = "review";
    public const string Comment = "comment";
    public const string Check = "check";
}

/// <summary>
/// A thing of GitHub's, field by field, each with the time of its telling. Two tellings are merged by field: the later counts, of one moment the
/// one of higher rank, then the greater text. So merging is commutative, associative and idempotent: order and repetition do not matter.
/// A field that a payload leaves out is not told of.
/// </summary>
internal sealed class GitHubThing(string kind, string code, string? parent)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, Told> _fields = new(StringComparer.Ordinal);

    public string Kind { get; } = kind;

    public string Code { get; } = code;

    /// <summary>What it belongs to; null where it stands alone.</summary>
    public string? Parent { get; private set; } = parent;

    /// <param name="Value">JSON, as text.</param>
    private sealed record Told(DateTimeOffset At, int Rank, string Value) : IComparable<Told>
    {
        public int CompareTo(Told? other) => other is null ? 1
            : At != other.At ? At.CompareTo(other.At)
            : Rank != other.Rank ? Rank.CompareTo(other.Rank)
            : string.CompareOrdinal(Value, other.Value);
    }

    /// <summary>What the database holds of it.</summary>
    public static GitHubThing Of(string kind, string code, string? parent, string fields)
    {
        var thing = new GitHubThing(kind, code, parent);
        using var document = JsonDocument.Parse(fields);
        foreach (var field in document.RootElement.EnumerateObject())
        {
            thing._fields[field.Name] = new Told(field.Value.GetProperty("t").GetDateTimeOffset(), field.Value.GetProperty("r").GetInt32(), Canonical(JsonNode.Parse(field.Value.GetProperty("v").GetRawText())));
        }

        return thing;
    }

    public GitHubThing Tell(string name, JsonNode? value, DateTimeOffset at, int rank)
    {
        var told = new Told(at.ToUniversalTime(), rank, Canonical(value));
        if (!_fields.TryGetValue(name, out var known) || told.CompareTo(known) > 0)
        {
            _fields[name] = told;
        }

        return this;
    }

    /// <summary>Takes what the other tells and this does not know better.</summary>
    public void Merge(GitHubThing other)
    {
        Parent ??= other.Parent;
        foreach (var (name, told) in other._fields)
        {
            if (!_fields.TryGetValue(name, out var known) || told.CompareTo(known) > 0)
            {
                _fields[name] = told;
            }
        }
    }

    /// <summary>Whether the field was told of, if only as empty.</summary>
    public bool Knows(string name) => _fields.ContainsKey(name);

    public string? Text(string name) => Value(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public int? Number(string name) => Value(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public bool? Flag(string name) => Value(name) switch { { ValueKind: JsonValueKind.True } => true, { ValueKind: JsonValueKind.False } => false, _ => null };

    public DateTimeOffset? Time(string name) => Text(name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime() : null;

    /// <summary>When the latest of its fields was told.</summary>
    public DateTimeOffset Latest => _fields.Values.Max(told => told.At);

    /// <summary>As the database keeps it: `{"field": {"t": time, "r": rank, "v": value}}`.</summary>
    public string Fields()
    {
        var fields = new JsonObject();
        foreach (var (name, told) in _fields)
        {
            fields[name] = new JsonObject { ["t"] = told.At.ToString("O", CultureInfo.InvariantCulture), ["r"] = told.Rank, ["v"] = JsonNode.Parse(told.Value) };
        }

        return fields.ToJsonString(Plain);
    }

    /// <summary>The one text of a value: the database writes the same string with other escapes.</summary>
    private static string Canonical(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? JsonSerializer.Serialize(text, Plain) : value?.ToJsonString(Plain) ?? "null";

    private JsonElement? Value(string name)
    {
        if (!_fields.TryGetValue(name, out var told))
        {
            return null;
        }

        using var document = JsonDocument.Parse(told.Value);
        return document.RootElement.Clone();
    }
}

using Herdbook.Catalog.Rows;
using Herdbook.Core.Rows;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Rows;

/// <summary>What a request prefers (RFC 7240), and which of it was done.</summary>
internal sealed class Preferences
{
    private readonly Dictionary<string, string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _applied = [];

    public Preferences(IHeaderDictionary headers)
    {
        foreach (var part in headers["Prefer"].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            var pair = part.Split('=', 2);
            _asked.TryAdd(pair[0].Trim(), pair.Length > 1 ? pair[1].Trim().Trim('"') : "");
        }
    }

    /// <summary>`Prefer: count=`.</summary>
    public RowCount Count => Take("count", "exact", "planned", "estimated") switch
    {
        "exact" => RowCount.Exact,
        "planned" => RowCount.Planned,
        "estimated" => RowCount.Estimated,
        _ => RowCount.None,
    };

    /// <summary>`Prefer: deleted=`; null when it is not said.</summary>
    public RowDeleted? Deleted => Take("deleted", "exclude", "include", "only") switch
    {
        "exclude" => RowDeleted.Exclude,
        "include" => RowDeleted.Include,
        "only" => RowDeleted.Only,
        _ => null,
    };

    /// <summary>The value that is asked for, when it is one of those known; it counts as applied.</summary>
    /// <exception cref="RowRefusalException">`preference_unknown`: another value, and `handling=strict`.</exception>
    public string? Take(string name, params string[] known)
    {
        if (!_asked.TryGetValue(name, out var value))
        {
            return null;
        }

        if (known.Length == 0 || known.Contains(value, StringComparer.Ordinal))
        {
            if (!_applied.Contains($"{name}={value}"))
            {
                _applied.Add($"{name}={value}");
            }

            return value;
        }

        return _asked.GetValueOrDefault("handling") != "strict" ? null : throw new RowRefusalException("preference_unknown", $"'Prefer: {name}' does not know what is asked.")
        {
            Rule = "Prefer",
            Remedy = $"One of {string.Join(", ", known)}; or leave out handling=strict.",
        };
    }

    /// <summary>Says in the answer what was done.</summary>
    public void Tell(HttpResponse response)
    {
        if (_applied.Count > 0)
        {
            response.Headers["Preference-Applied"] = string.Join(", ", _applied);
        }
    }
}

using System.Globalization;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Rows;

/// <summary>What the header Prefer (RFC 7240) asks of a write, in PostgREST's words. What is not understood is passed over, unless handling=strict.</summary>
internal sealed class WritePreferences
{
    private readonly List<string> _applied = [];

    private WritePreferences()
    {
    }

    public WantedReturn Return { get; private set; }

    public RowResolution Resolution { get; private set; }

    public RowMissing Missing { get; private set; }

    public long? MaxAffected { get; private set; }

    public bool DryRun { get; private set; }

    public bool Count { get; private set; }

    public RowDeleted? Deleted { get; private set; }

    /// <summary>The value of the header Preference-Applied; empty when nothing was asked.</summary>
    public string Applied => string.Join(", ", _applied);

    /// <exception cref="RowRefusalException">`preference_unknown`: there is one that is not understood, and handling=strict.</exception>
    public static WritePreferences Of(HttpRequest request)
    {
        var preferences = new WritePreferences();
        var unknown = new List<string>();
        var strict = false;
        foreach (var word in request.Headers["Prefer"].SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            var known = preferences.Take(word);
            strict |= word == "handling=strict";
            if (known)
            {
                preferences._applied.Add(word);
            }
            else
            {
                unknown.Add(word.Length > 80 ? word[..80] : word);
            }
        }

        return strict && unknown.Count > 0
            ? throw new RowRefusalException("preference_unknown", "The header Prefer asks for what is not known here, and handling=strict. Nothing was changed.")
            {
                Rule = "handling=strict",
                Details = $"Invalid preferences: {string.Join(", ", unknown)}",
                Remedy = "Leave it out, or send handling=lenient.",
            }
            : preferences;
    }

    private bool Take(string word)
    {
        var (name, value) = word.Split('=', 2) is [var left, var right] ? (left.TrimEnd(), right.Trim().Trim('"')) : (word, "");
        switch (name, value)
        {
            case ("return", "minimal"):
                Return = WantedReturn.Minimal;
                return true;
            case ("return", "headers-only"):
                Return = WantedReturn.HeadersOnly;
                return true;
            case ("return", "representation"):
                Return = WantedReturn.Representation;
                return true;
            case ("resolution", "merge-duplicates"):
                Resolution = RowResolution.Merge;
                return true;
            case ("resolution", "ignore-duplicates"):
                Resolution = RowResolution.Ignore;
                return true;
            case ("missing", "default"):
                Missing = RowMissing.Default;
                return true;
            case ("missing", "null"):
                Missing = RowMissing.Null;
                return true;
            case ("max-affected", _) when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var most):
                MaxAffected = most;
                return true;
            case ("tx", "rollback" or "commit"):
                DryRun = value == "rollback";
                return true;
            case ("count", "exact" or "planned" or "estimated"):
                Count = true;
                return true;
            case ("handling", "strict" or "lenient"):
                return true;
            case ("deleted", "include" or "only" or "exclude"):
                Deleted = Enum.Parse<RowDeleted>(value, ignoreCase: true);
                return true;
            default:
                return false;
        }
    }
}

/// <summary>What is to come back of the rows written.</summary>
internal enum WantedReturn
{
    Minimal,
    HeadersOnly,
    Representation,
}

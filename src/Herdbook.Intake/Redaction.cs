using System.Text;
using System.Text.RegularExpressions;
using Herdbook.Core;

namespace Herdbook.Intake;

/// <summary>
/// Rules that blot out what must not be stored. They run over the raw line, before anything is parsed, so no field escapes them;
/// a replacement holds no character that JSON would have to escape.
/// </summary>
public sealed class Redaction
{
    /// <summary>Stores lines as they are.</summary>
    public static readonly Redaction None = new([]);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, (string Pattern, string With)[]> Known = new(StringComparer.Ordinal)
    {
        ["keys"] =
        [
            (@"\b(?:sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|AKIA[0-9A-Z]{16}|xox[abprs]-[A-Za-z0-9-]{10,}|AIza[0-9A-Za-z_-]{30,}|npm_[A-Za-z0-9]{30,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,})", "[key]"),
            (@"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*PRIVATE KEY-----", "[key]"),
            (@"(?i)\b(bearer )[A-Za-z0-9._~+/-]{16,}=*", "$1[key]"),
        ],
        ["emails"] = [(@"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b", "[email]")],
        ["home"] =
        [
            (@"/(?:Users|home)/[A-Za-z0-9._-]+", "~"),
            (@"(?i)[a-z]:(?:\\){1,2}Users(?:\\){1,2}[A-Za-z0-9._-]+", "~"),
            (@"-(?:Users|home)-[A-Za-z0-9._]+-", "-~-"),
        ],
    };

    private readonly (Regex Pattern, string With)[] _rules;

    private Redaction((Regex, string)[] rules) => _rules = rules;

    public bool IsEmpty => _rules.Length == 0;

    /// <param name="names">Of `keys`, `emails`, `home`; `all` is all three.</param>
    /// <param name="rulesFile">A file with one regular expression a line; what it matches becomes [redacted]. Lines that start with # are remarks.</param>
    /// <exception cref="RefusedException">A name is unknown, the file is not there, or an expression is not valid.</exception>
    public static Redaction Create(IEnumerable<string> names, string? rulesFile)
    {
        var rules = new List<(Regex, string)>();
        foreach (var name in names.SelectMany(n => n == "all" ? Known.Keys.AsEnumerable() : [n]).Distinct())
        {
            if (!Known.TryGetValue(name, out var known))
            {
                throw new RefusedException("redaction_rule", $"There is no redaction rule '{name}': use {string.Join(", ", Known.Keys)} or all.");
            }

            rules.AddRange(known.Select(k => (Compile(k.Pattern), k.With)));
        }

        if (rulesFile is not null)
        {
            rules.AddRange(ReadRules(rulesFile).Select(pattern => (Compile(pattern), "[redacted]")));
        }

        return rules.Count == 0 ? None : new Redaction([.. rules]);
    }

    /// <summary>The text with everything that a rule matches replaced.</summary>
    public string Apply(string text)
    {
        foreach (var (pattern, with) in _rules)
        {
            text = pattern.Replace(text, with);
        }

        return text;
    }

    /// <summary>The line as it may be stored.</summary>
    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> line) =>
        IsEmpty ? line : Encoding.UTF8.GetBytes(Apply(Encoding.UTF8.GetString(line.Span)));

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new RefusedException("redaction_rule", $"The redaction rule '{pattern}' is no regular expression that runs in linear time: {e.Message}", e);
        }
    }

    private static IEnumerable<string> ReadRules(string file)
    {
        try
        {
            return [.. File.ReadLines(file).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#')];
        }
        catch (IOException e)
        {
            throw new RefusedException("redaction_rule", $"The redaction rules cannot be read: {e.Message}", e);
        }
    }
}

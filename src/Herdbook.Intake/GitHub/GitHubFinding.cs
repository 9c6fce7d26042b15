using System.Text.RegularExpressions;

namespace Herdbook.Intake.GitHub;

/// <summary>
/// What a review comment says of itself, in the words of https://conventionalcomments.org: `nitpick:`, `issue (blocking):`. A comment that
/// says nothing of the kind has neither category nor severity; none is guessed.
/// </summary>
internal static partial class GitHubFinding
{
    public static (string? Category, string? Severity) Of(string? text)
    {
        var match = Label().Match(text ?? "");
        if (!match.Success)
        {
            return default;
        }

        var mark = match.Groups["mark"].Value.ToLowerInvariant();
        var severity = mark.Contains("non-blocking", StringComparison.Ordinal) || mark.Contains("if-minor", StringComparison.Ordinal) ? "advisory" : mark.Contains("blocking", StringComparison.Ordinal) ? "blocking" : null;
        var category = match.Groups["label"].Value.ToLowerInvariant();
        return (category == "nit" ? "nitpick" : category, severity ?? (category is "nit" or "nitpick" or "thought" or "praise" or "note" ? "advisory" : null));
    }

    [GeneratedRegex(@"^[\s*_>]*(?<label>praise|nit|nitpick|suggestion|issue|todo|question|thought|chore|note|typo|polish|quibble|security|bug)[*_]*\s*(?:\((?<mark>[a-z, -]{1,60})\))?[*_]*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Label();
}

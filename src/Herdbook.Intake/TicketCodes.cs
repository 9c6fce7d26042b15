using System.Text.RegularExpressions;

namespace Herdbook.Intake;

/// <summary>Finds codes of tickets and pull requests in what people and agents write.</summary>
internal static partial class TicketCodes
{
    // Words of the trade that look like a ticket's code.
    private static readonly HashSet<string> NotTickets = new(StringComparer.Ordinal)
    {
        "UTF", "SHA", "ISO", "RFC", "GPT", "MD", "AES", "RSA", "CVE", "PEP", "ES", "HTTP", "TLS", "X", "V", "OPUS", "SONNET", "HAIKU",
    };

    /// <summary>The ticket that a branch names: `DBC-87` in `herd/mason/DBC-87-login`, `GH-12` in `issue-12` or `fix/issues/12`.</summary>
    public static string? InBranch(string? branch)
    {
        if (string.IsNullOrEmpty(branch))
        {
            return null;
        }

        if (InText(branch) is { } ticket)
        {
            return ticket;
        }

        var issue = Issue().Match(branch);
        return issue.Success ? $"GH-{issue.Groups["number"].Value}" : null;
    }

    /// <summary>The ticket that a title or a message names, by a tracker's code alone: `DBC-87`.</summary>
    public static string? InText(string? text)
    {
        foreach (Match match in Tracker().Matches(text ?? ""))
        {
            if (!NotTickets.Contains(match.Groups["team"].Value))
            {
                return match.Value;
            }
        }

        return null;
    }

    /// <summary>An issue of a forge by its code in a branch: `GH-12` is `owner/repository#12` where the repository is known.</summary>
    public static string? InRepository(string? code, string repository) =>
        code is not null && code.StartsWith("GH-", StringComparison.Ordinal) && repository.Contains('/', StringComparison.Ordinal) ? $"{repository}#{code[3..].TrimStart('0')}" : code;

    /// <summary>`owner/repository#7` for the address of a pull request.</summary>
    public static (string Code, string Url)? PullRequestIn(string? text)
    {
        var match = text is null ? Match.Empty : PullRequest().Match(text);
        return match.Success ? ($"{match.Groups["repo"].Value}#{match.Groups["number"].Value}", match.Value) : null;
    }

    [GeneratedRegex(@"(?<![A-Za-z0-9])(?<team>[A-Z][A-Z0-9]{1,9})-(?<number>[0-9]{1,7})(?![A-Za-z0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tracker();

    [GeneratedRegex(@"(?:^|[/_-])(?:gh|issues?)[/_-]?(?<number>[0-9]{1,7})(?:$|[/_-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Issue();

    [GeneratedRegex(@"https?://[A-Za-z0-9.-]+/(?<repo>[A-Za-z0-9._-]+/[A-Za-z0-9._-]+)/pull/(?<number>[0-9]{1,9})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PullRequest();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Herdbook.Intake.Git;

/// <summary>Finds the pull requests that a branch has merged: by the subjects that forges give to merge commits and squashed ones.</summary>
internal static partial class GitPulls
{
    /// <param name="commits">All that are reachable from the tip, in any order.</param>
    /// <param name="tip">The branch's last commit.</param>
    public static IReadOnlyList<GitPull> Of(IReadOnlyList<GitCommit> commits, string tip)
    {
        var known = commits.ToDictionary(commit => commit.Sha, StringComparer.Ordinal);
        List<GitCommit> mainline = [];
        for (var sha = tip; sha is not null && known.TryGetValue(sha, out var commit); sha = commit.Parents.Count > 0 ? commit.Parents[0] : null)
        {
            mainline.Add(commit);
        }

        // From the oldest merge on, a commit belongs to the first that brought it.
        var taken = mainline.Select(commit => commit.Sha).ToHashSet(StringComparer.Ordinal);
        List<GitPull> pulls = [];
        foreach (var commit in Enumerable.Reverse(mainline))
        {
            if (commit.Parents.Count > 1 && Merge().Match(commit.Subject) is { Success: true } merge)
            {
                pulls.Add(new GitPull(Number(merge), FirstLine(commit.Body), Branch(merge.Groups["from"].Value), commit.CommittedAt, Brought(commit, known, taken)));
            }
            else if (commit.Parents.Count == 1 && Squash().Match(commit.Subject) is { Success: true } squash)
            {
                pulls.Add(new GitPull(Number(squash), squash.Groups["title"].Value.Trim(), null, commit.CommittedAt, [commit.Sha]));
            }
        }

        return [.. pulls.Where(pull => pull.Number > 0).GroupBy(pull => pull.Number).Select(same => same.Last())];
    }

    /// <summary>`owner/a/branch` is the owner's branch `a/branch`.</summary>
    public static string? Branch(string? head)
    {
        var slash = head?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash < 0 ? head : head![(slash + 1)..];
    }

    private static List<string> Brought(GitCommit merge, Dictionary<string, GitCommit> known, HashSet<string> taken)
    {
        List<string> brought = [];
        Stack<string> open = new(merge.Parents.Skip(1));
        while (open.TryPop(out var sha))
        {
            if (known.TryGetValue(sha, out var commit) && taken.Add(sha))
            {
                brought.Add(sha);
                foreach (var parent in commit.Parents)
                {
                    open.Push(parent);
                }
            }
        }

        return brought;
    }

    private static int Number(Match match) => int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string? FirstLine(string body) => body.Split('\n', 2)[0].Trim() is { Length: > 0 } line ? line : null;

    [GeneratedRegex(@"^Merge pull request #(?<number>[0-9]{1,9}) from (?<from>\S+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Merge();

    [GeneratedRegex(@"^(?<title>.+)\(#(?<number>[0-9]{1,9})\)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Squash();
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Herdbook.Core;

namespace Herdbook.Intake.Git;

/// <summary>Reads the history of a git repository's current branch, by git itself. Nothing in the repository is changed or run.</summary>
internal sealed partial class GitRepository(string folder)
{
    private const char Field = '\u001f';

    // %x1e begins a commit and %x1f ends each of its fields; what follows the last are the lines of --numstat.
    private const string Format = "%x1e%H%x1f%P%x1f%an%x1f%ae%x1f%aI%x1f%cI%x1f%s%x1f%b%x1f%(trailers:only=true,unfold=true)%x1f";

    /// <summary>Whether the folder is, or stands in, a repository that git can read.</summary>
    /// <exception cref="RefusedException">`git_missing`.</exception>
    public async Task<bool> ExistsAsync(CancellationToken ct) => (await GitAsync(ct, "rev-parse", "--git-dir")).Code == 0;

    /// <summary>The hash of the last commit; null where there is none yet.</summary>
    public async Task<string?> TipAsync(CancellationToken ct) =>
        await GitAsync(ct, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is { Code: 0, Output: var sha } ? sha.Trim() : null;

    /// <summary>`owner/name` of the remote `origin`; null where it has none.</summary>
    public async Task<string?> NameAsync(CancellationToken ct) =>
        await GitAsync(ct, "config", "--get", "remote.origin.url") is { Code: 0, Output: var url } && OwnerAndName().Match(url.Trim()) is { Success: true } match
            ? match.Groups["name"].Value
            : null;

    /// <summary>Every commit that the tip reaches.</summary>
    /// <exception cref="RefusedException">`git_unreadable`, with git's own words.</exception>
    public async Task<IReadOnlyList<GitCommit>> CommitsAsync(string tip, CancellationToken ct)
    {
        var (code, output, error) = await GitAsync(ct, "log", "--no-show-signature", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--numstat", $"--format={Format}", tip, "--");
        if (code != 0)
        {
            throw new RefusedException("git_unreadable", $"git cannot read the history of {folder}: {error.Trim()} Nothing was imported; run `git fsck` there.");
        }

        return [.. Commits().Split(output).Where(text => text.Length > 0).Select(Commit)];
    }

    private GitCommit Commit(string text)
    {
        var parts = text.Split(Field);
        if (parts.Length < 10)
        {
            throw new RefusedException("git_unreadable", $"git told of a commit of {folder} that cannot be read: {text[..Math.Min(40, text.Length)]}. Nothing was imported.");
        }

        // A message may hold the separators: the first seven fields cannot, and neither can the last two.
        var body = string.Join(Field, parts[7..^2]);
        return new GitCommit(
            parts[0], parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), new GitPerson(parts[2], GitAgents.Address(parts[3])),
            Time(parts[4]), Time(parts[5]), parts[6], body, [.. Trailers(parts[^2])], Lines(parts[^1], merge: parts[1].Contains(' ', StringComparison.Ordinal)));
    }

    private static IEnumerable<KeyValuePair<string, string>> Trailers(string text) =>
        from line in text.Split('\n')
        let colon = line.IndexOf(':', StringComparison.Ordinal)
        where colon > 0
        select KeyValuePair.Create(line[..colon].Trim(), line[(colon + 1)..].Trim());

    private static GitLines? Lines(string text, bool merge)
    {
        if (merge)
        {
            return null;
        }

        var (added, deleted) = (0, 0);
        List<string> files = [];
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('\t', 3);
            if (parts.Length == 3)
            {
                added += Count(parts[0]);
                deleted += Count(parts[1]);
                files.Add(parts[2]);
            }
        }

        return new GitLines(added, deleted, files);
    }

    /// <summary>git says `-` of a binary file.</summary>
    private static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime();

    private async Task<(int Code, string Output, string Error)> GitAsync(CancellationToken ct, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            // The owner's own repository may belong to another user; it is only read.
            ArgumentList = { "-c", "safe.directory=*", "-c", "core.quotepath=off", "-c", "log.showSignature=false", "-C", folder },
            Environment = { ["GIT_TERMINAL_PROMPT"] = "0", ["GIT_OPTIONAL_LOCKS"] = "0", ["LC_ALL"] = "C.UTF-8" },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process git;
        try
        {
            git = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new RefusedException("git_missing", "The program git is missing. Nothing was imported; install it (apt-get install git) and run this again.", e);
        }

        using (git)
        {
            try
            {
                var error = git.StandardError.ReadToEndAsync(ct);
                var output = await git.StandardOutput.ReadToEndAsync(ct);
                await git.WaitForExitAsync(ct);
                return (git.ExitCode, output, await error);
            }
            catch (OperationCanceledException)
            {
                git.Kill();
                throw;
            }
        }
    }

    /// <summary>Where a commit begins; the sign alone may stand in a message.</summary>
    [GeneratedRegex("\u001e(?=[0-9a-f]{40,64}\u001f)", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Commits();

    [GeneratedRegex(@"[:/](?<name>[A-Za-z0-9._-]+/[A-Za-z0-9._-]+?)(?:\.git)?/?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OwnerAndName();
}

using System.Text.RegularExpressions;

namespace Herdbook.Intake.Git;

/// <summary>An agent that a commit names, and the model that its name tells of.</summary>
internal readonly record struct GitAgent(string Code, string? Model, string? Email);

/// <summary>
/// Tells agents from people by the names and addresses that their makers give them in commits, and by the addresses of the team's own
/// register. A name that is not known is a person's; robots that only bump versions are no agents.
/// </summary>
internal sealed partial class GitAgents(IReadOnlyDictionary<string, string> byEmail)
{
    private static readonly (Regex Name, string Code)[] Known =
    [
        (Claude(), "claude-code"), (Copilot(), "copilot"), (Cursor(), "cursor"), (Codex(), "codex"), (Gemini(), "gemini-cli"), (Devin(), "devin"),
        (Aider(), "aider"), (Jules(), "jules"), (OpenHands(), "openhands"), (Amp(), "amp"), (CodeRabbit(), "coderabbit"),
    ];

    /// <summary>The agents of a commit: its author, and who is named as co-author; each once.</summary>
    public IReadOnlyList<GitAgent> Of(GitCommit commit)
    {
        List<GitAgent> agents = [];
        foreach (var person in commit.Trailer("Co-authored-by").Select(Person).Prepend(commit.Author))
        {
            if (Of(person) is { } agent && agents.TrueForAll(other => other.Code != agent.Code))
            {
                agents.Add(agent);
            }
        }

        return agents;
    }

    /// <summary>The code of an agent that another program names, such as `Claude Code`.</summary>
    public string Named(string? name) => name is null ? "claude-code" : Of(new GitPerson(name, null))?.Code ?? "claude-code";

    /// <summary>`Name &lt;address&gt;`; an address that was taken out is none.</summary>
    internal static GitPerson Person(string text)
    {
        var match = NameAndAddress().Match(text);
        return match.Success ? new GitPerson(match.Groups["name"].Value.Trim(), Address(match.Groups["address"].Value)) : new GitPerson(text.Trim(), null);
    }

    internal static string? Address(string? text) => text is { Length: > 2 } && text.Contains('@', StringComparison.Ordinal) ? text.Trim() : null;

    /// <summary>The agent of that name or address; null for a person.</summary>
    public GitAgent? Of(GitPerson person)
    {
        if (person.Email is { } email && byEmail.TryGetValue(email, out var registered))
        {
            return new GitAgent(registered, null, email);
        }

        foreach (var (name, code) in Known)
        {
            if (name.Match(person.Name) is { Success: true } match)
            {
                return new GitAgent(code, Model(code, match), person.Email);
            }
        }

        return null;
    }

    /// <summary>`Claude Opus 4.5` ran on `claude-opus-4-5`; `aider (gpt-5)` on `gpt-5`.</summary>
    private static string? Model(string code, Match match) => match.Groups["model"] is not { Success: true, Value: var told }
        ? null
        : code == "claude-code" ? $"claude-{told.ToLowerInvariant().Replace(' ', '-').Replace('.', '-')}" : told;

    [GeneratedRegex(@"^Claude(?: Code)?(?: (?<model>(?:Opus|Sonnet|Haiku|Fable|Mythos) [0-9]+(?:\.[0-9]+)?))?(?: \([^)]*\))?$|^claude\[bot\]$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Claude();

    [GeneratedRegex(@"^(?:GitHub )?Copilot$|^copilot-(?:swe-agent|pull-request-reviewer)(?:\[bot\])?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Copilot();

    [GeneratedRegex(@"^Cursor(?: Agent)?$|^cursoragent$|^cursor\[bot\]$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Cursor();

    [GeneratedRegex(@"^(?:OpenAI )?Codex(?: CLI)?$|^chatgpt-codex-connector\[bot\]$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Codex();

    [GeneratedRegex(@"^Gemini(?: CLI)?$|^gemini-code-assist\[bot\]$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Gemini();

    [GeneratedRegex(@"^Devin(?: AI)?$|^devin-ai-integration\[bot\]$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Devin();

    [GeneratedRegex(@"^aider(?: \((?<model>[^)]+)\))?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Aider();

    [GeneratedRegex(@"^google-labs-jules\[bot\]$|^Jules$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Jules();

    [GeneratedRegex("^openhands(?:-agent)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OpenHands();

    [GeneratedRegex("^Amp$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Amp();

    [GeneratedRegex(@"^coderabbitai(?:\[bot\])?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CodeRabbit();

    [GeneratedRegex("^(?<name>[^<]*)<(?<address>[^>]*)>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NameAndAddress();
}

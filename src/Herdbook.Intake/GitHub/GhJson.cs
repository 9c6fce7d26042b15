using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Intake.ClaudeCode;

namespace Herdbook.Intake.GitHub;

/// <summary>
/// What `gh pr list --json …` and `gh issue list --json …` print: the objects of GitHub's GraphQL interface in camelCase, of which the asker chose
/// the fields. They are read as those of the REST interface. Reviews in them bear no number that the other sources know, and are left to these.
/// </summary>
internal static class GhJson
{
    private static readonly string[] OfPullsAlone = ["headRefName", "headRefOid", "baseRefName", "isDraft", "mergedAt", "mergeCommit", "additions", "deletions", "changedFiles", "reviewDecision"];
    private static readonly string[] OfBoth = ["createdAt", "updatedAt", "closedAt", "stateReason"];

    private static readonly (string Gh, string Name)[] Names =
    [
        ("number", "number"), ("title", "title"), ("body", "body"), ("createdAt", "created_at"), ("closedAt", "closed_at"), ("mergedAt", "merged_at"), ("isDraft", "draft"),
        ("additions", "additions"), ("deletions", "deletions"), ("changedFiles", "changed_files"), ("url", "html_url"),
    ];

    /// <returns>The object as the REST interface gives it; null where it is none of `gh`'s.</returns>
    /// <exception cref="LineRejectedException">`missing_field`: it bears no time.</exception>
    public static JsonElement? AsRest(JsonElement item)
    {
        bool Has(string name) => item.TryGetProperty(name, out _);
        var isPull = OfPullsAlone.Any(Has) || (item.Text("url") is { } url && url.Contains("/pull/", StringComparison.Ordinal));
        if (!Has("number") || Has("node_id") || Has("html_url") || !(OfBoth.Any(Has) || OfPullsAlone.Any(name => name is not ("additions" or "deletions") && Has(name))))
        {
            return null;
        }

        var rest = new JsonObject();
        foreach (var (gh, name) in Names)
        {
            if (item.TryGetProperty(gh, out var value))
            {
                rest[name] = JsonNode.Parse(value.GetRawText());
            }
        }

        rest["updated_at"] = item.Text("updatedAt") ?? item.Text("mergedAt") ?? item.Text("closedAt") ?? item.Text("createdAt")
            ?? throw new LineRejectedException("missing_field", "Nothing tells when it was so; ask gh for updatedAt too: --json number,title,state,url,updatedAt,createdAt,closedAt,mergedAt,headRefName.");
        if (item.Text("state")?.ToLowerInvariant() is { } state)
        {
            rest["state"] = state == "merged" ? "closed" : state;
        }

        if (item.Text("stateReason") is { Length: > 0 } reason)
        {
            rest["state_reason"] = reason.ToLowerInvariant();
        }

        if (item.Object("author")?.Text("login") is { } login)
        {
            rest["user"] = new JsonObject { ["login"] = login };
        }

        if (isPull)
        {
            OfPull(item, rest);
        }
        else
        {
            rest["labels"] = new JsonArray();
        }

        return JsonSerializer.SerializeToElement(rest);
    }

    /// <summary>The commits that a pull request of `gh`'s lists.</summary>
    public static IEnumerable<string> Commits(JsonElement item) =>
        item.Array("commits") is { } commits ? commits.EnumerateArray().Where(commit => commit.ValueKind == JsonValueKind.Object).Select(commit => commit.Text("oid")).OfType<string>() : [];

    private static void OfPull(JsonElement item, JsonObject rest)
    {
        if (item.Text("mergedAt") is not null || item.Text("state") is not null)
        {
            rest["merged"] = item.Text("mergedAt") is not null || item.Text("state") is "MERGED" or "merged";
        }

        if (item.Array("commits") is { } commits)
        {
            rest["commits"] = commits.GetArrayLength();
        }

        var head = new JsonObject();
        if (item.Text("headRefName") is { } branch)
        {
            head["ref"] = branch;
        }

        if (item.Text("headRefOid") is { } sha)
        {
            head["sha"] = sha;
        }

        (rest["head"], rest["base"]) = (head, new JsonObject());
    }
}

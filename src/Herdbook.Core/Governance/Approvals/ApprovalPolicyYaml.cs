using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Catalog.Yaml;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>Reads policies of approval as they are written in YAML. Every word is known or refused; nothing is guessed.</summary>
internal static class ApprovalPolicyYaml
{
    public static readonly string[] Risks = ["low", "medium", "high", "critical"];

    private static readonly string[] Known =
        ["name", "checkpoint", "risk", "reviewers", "quorum", "remind_after", "escalate_after", "escalate_to", "expires_after", "owner_decides_for_agent"];

    /// <exception cref="RefusedException">`approval_policy`.</exception>
    public static IReadOnlyList<ApprovalPolicy> Read(string document)
    {
        JsonNode root;
        try
        {
            root = OutsideYaml.Read("policies.yaml", Encoding.UTF8.GetBytes(document));
        }
        catch (CatalogException e)
        {
            throw Fault(string.Join(' ', e.Errors.Select(error => $"{error.Line}:{error.Column}: {error.Message}")), e);
        }

        if (root is not JsonObject map || map.Count != 1 || map["policies"] is not JsonArray list)
        {
            throw Fault("it does not begin with 'policies:' and a list");
        }

        var policies = list.Select((node, at) => Policy(node as JsonObject ?? throw Fault($"policy {at + 1} is no map"), at + 1)).ToList();
        var twice = policies.GroupBy(policy => policy.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? policies : throw Fault($"two policies have the name '{twice.Key}'");
    }

    private static ApprovalPolicy Policy(JsonObject map, int number)
    {
        var name = map["name"] is JsonValue text && text.ToString().Trim() is { Length: > 0 and <= 100 } given ? given : throw Fault($"policy {number} has no name of 1 to 100 letters");
        if (map.Select(member => member.Key).FirstOrDefault(key => !Known.Contains(key)) is { } strange)
        {
            throw Fault($"'{name}' has the unknown word '{strange}'; known are {string.Join(", ", Known)}");
        }

        var risks = Words(map["risk"], name, "risk");
        if (risks.FirstOrDefault(risk => !Risks.Contains(risk)) is { } odd)
        {
            throw Fault($"'{name}' has the risk '{odd}'; risks are {string.Join(", ", Risks)}");
        }

        var (role, reviewers) = Asked(map["reviewers"], name, "reviewers") ?? throw Fault($"'{name}' has no reviewers; write 'reviewers: {{role: approver}}' or '{{named: [ada@example.org]}}'");
        var (escalateRole, escalateReviewers) = Asked(map["escalate_to"], name, "escalate_to") ?? (null, []);
        var quorum = map["quorum"] is null ? 1 : Whole(map["quorum"]!, name);
        if (role is null && reviewers.Count < quorum)
        {
            throw Fault($"'{name}' asks for {quorum} approvals of {reviewers.Count} persons");
        }

        var escalateAfter = Span(map["escalate_after"], name, "escalate_after");
        return escalateAfter is null == (escalateRole is null && escalateReviewers.Count == 0)
            ? new ApprovalPolicy(
                name, [.. Words(map["checkpoint"], name, "checkpoint").Where(word => word != "*")], risks, role, reviewers, quorum,
                Span(map["remind_after"], name, "remind_after"), escalateAfter, escalateRole, escalateReviewers,
                Span(map["expires_after"], name, "expires_after"), Flag(map["owner_decides_for_agent"], name))
            : throw Fault($"'{name}' has one of escalate_after and escalate_to without the other");
    }

    private static (string? Role, IReadOnlyList<string> Named)? Asked(JsonNode? node, string name, string word) => node switch
    {
        null => null,
        JsonObject { Count: 1 } map when map["role"] is JsonValue role && role.ToString() is { Length: > 0 } text => (text, []),
        JsonObject { Count: 1 } map when map["named"] is { } named && Words(named, name, word) is { Count: > 0 } persons => (null, [.. persons.Distinct(StringComparer.OrdinalIgnoreCase)]),
        _ => throw Fault($"'{name}': {word} is '{{role: …}}' or '{{named: […]}}'"),
    };

    private static List<string> Words(JsonNode? node, string name, string word) => node switch
    {
        null => [],
        JsonValue value when value.ToString() is { Length: > 0 and <= 100 } text => [text],
        JsonArray list when list.All(item => item is JsonValue value && value.ToString() is { Length: > 0 and <= 100 }) => [.. list.Select(item => item!.ToString())],
        _ => throw Fault($"'{name}': {word} is a word or a list of words"),
    };

    private static int Whole(JsonNode node, string name) =>
        int.TryParse(node.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 100
            ? number
            : throw Fault($"'{name}': quorum is a number from 1 to 100");

    private static bool Flag(JsonNode? node, string name) => node?.ToString() switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Fault($"'{name}': owner_decides_for_agent is true or false"),
    };

    /// <summary>A number with s, m, h or d; `never` and nothing at all are null.</summary>
    public static TimeSpan? Span(JsonNode? node, string name, string word)
    {
        if (node?.ToString() is not { } text || text == "never")
        {
            return null;
        }

        var unit = text.Length > 1 ? text[^1] : ' ';
        var factor = unit switch { 's' => 1L, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        return factor > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number * factor <= 3_660 * 86_400L
            ? TimeSpan.FromSeconds(number * factor)
            : throw Fault($"'{name}': {word} is a time such as 30m, 24h or 7d, or never");
    }

    private static RefusedException Fault(string why, Exception? inner = null) =>
        new("approval_policy", $"These policies cannot be taken: {why}. The former ones still hold.", inner) { Remedy = "Correct the document and send it again." };
}

using System.Text.Json.Nodes;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>One difference of two payloads.</summary>
/// <param name="Path">As a JSON pointer; "" is the whole.</param>
/// <param name="Before">JSON; null where it was not there.</param>
/// <param name="After">JSON; null where it is gone.</param>
public sealed record PayloadChange(string Path, string? Before, string? After);

/// <summary>What changes from one payload to another, leaf by leaf, in the order of the later one.</summary>
public static class PayloadDiff
{
    public static IReadOnlyList<PayloadChange> Of(string before, string after)
    {
        var changes = new List<PayloadChange>();
        Compare("", JsonNode.Parse(before), JsonNode.Parse(after), changes);
        return changes;
    }

    private static void Compare(string path, JsonNode? before, JsonNode? after, List<PayloadChange> to)
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return;
        }

        switch (before, after)
        {
            case (JsonObject old, JsonObject now):
                foreach (var (name, value) in now)
                {
                    Member(path, name, old.TryGetPropertyValue(name, out var was), was, true, value, to);
                }

                foreach (var (name, was) in old.Where(member => !now.ContainsKey(member.Key)))
                {
                    Member(path, name, true, was, false, null, to);
                }

                break;
            case (JsonArray old, JsonArray now):
                for (var i = 0; i < Math.Max(old.Count, now.Count); i++)
                {
                    Member(path, i.ToString(System.Globalization.CultureInfo.InvariantCulture), i < old.Count, i < old.Count ? old[i] : null, i < now.Count, i < now.Count ? now[i] : null, to);
                }

                break;
            default:
                to.Add(new PayloadChange(path, Text(before), Text(after)));
                break;
        }
    }

    private static void Member(string path, string name, bool was, JsonNode? before, bool isThere, JsonNode? after, List<PayloadChange> to)
    {
        var at = $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        if (was && isThere)
        {
            Compare(at, before, after, to);
        }
        else
        {
            to.Add(new PayloadChange(at, was ? Text(before) : null, isThere ? Text(after) : null));
        }
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(Relaxed) ?? "null";

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

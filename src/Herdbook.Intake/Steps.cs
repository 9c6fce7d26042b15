using System.Text;
using System.Text.Json;

namespace Herdbook.Intake;

/// <summary>Rows that the lines of every source become.</summary>
internal static class Steps
{
    public static EventRow Row(Envelope line, string type, string? text, string? payload) => new()
    {
        Instance = line.Instance,
        Key = line.Key,
        ParentKey = line.Parent,
        At = line.At,
        Type = type,
        Message = JsonText.Excerpt(text),
        Payload = payload,
        Line = line.Line,
    };

    /// <summary>The instance of the line, with what the line tells of it.</summary>
    public static InstanceFacts Facts(Envelope line, ChunkRows rows)
    {
        var facts = Facts(line.Instance, line.Root, rows);
        if (!line.Timed)
        {
            return facts;
        }

        if (line.Folder is not null && (facts.StartedAt is null || line.At < facts.StartedAt || facts.FirstFolder is null))
        {
            facts.FirstFolder = line.Folder;
        }

        if (facts.Saw(line.At))
        {
            facts.Folder = line.Folder ?? facts.Folder;
            facts.ToolVersion = line.Version ?? facts.ToolVersion;
            if (line.Branch is { Length: > 0 } branch && branch != facts.Branch)
            {
                facts.Branch = branch;
                if (TicketCodes.InBranch(branch) is { } ticket)
                {
                    facts.Ticket = ticket;
                    if (!rows.Tickets.Exists(t => t.Instance == line.Instance && t.Ticket == ticket))
                    {
                        rows.Tickets.Add(new(line.Instance, ticket, line.At, $"branch {branch}"));
                    }
                }
            }
        }

        return facts;
    }

    public static InstanceFacts Facts(string instance, string root, ChunkRows rows)
    {
        if (!rows.Instances.TryGetValue(instance, out var facts))
        {
            rows.Instances[instance] = facts = new InstanceFacts(instance) { Root = root };
            if (facts.IsSubagent)
            {
                Facts(root, root, rows); // a subagent's row refers to its conversation's
            }
        }

        return facts;
    }

    public static void OfferTitle(string root, string? text, string source, DateTimeOffset at, ChunkRows rows)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            Facts(root, root, rows).Offer(new Title(JsonText.Excerpt(text), source, at));
        }
    }

    public static void Link(Envelope line, string code, string? url, bool created, ChunkRows rows)
    {
        var branch = line.Branch ?? (rows.Instances.TryGetValue(line.Instance, out var facts) ? facts.Branch : null);
        rows.PullRequests.Add(new(line.Instance, code, url, branch, TicketCodes.InBranch(branch), created, line.At));
        Facts(line, rows);
    }

    public static Envelope Part(Envelope line, int index) => index == 0 ? line : line with { Key = JsonText.KeyOf(line.Key, index) };

    public static Guid? KeyOf(string? uuid) =>
        uuid is null ? null : Guid.TryParse(uuid, out var key) ? key : JsonText.KeyOf(Encoding.UTF8.GetBytes(uuid));

    public static string Spoken(JsonElement text) => $$"""{"type":"text","text":{{text.Raw()}}}""";

    /// <summary>What a call is about, in one line: the argument that people look for first.</summary>
    public static string Call(string name, JsonElement? input)
    {
        if (input is not { ValueKind: JsonValueKind.Object } given)
        {
            return name;
        }

        foreach (var key in (ReadOnlySpan<string>)["command", "cmd", "file_path", "path", "pattern", "query", "url", "description", "skill", "prompt"])
        {
            if (Fields.Present(given, key) is { ValueKind: JsonValueKind.String } value)
            {
                return $"{name} {value.GetString()}";
            }
        }

        return name;
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Herdbook.Server.Api;

/// <summary>The operations of trust, the warehouse and the server itself: what each does, and what it is asked with.</summary>
internal static partial class ServicePaths
{
    private const string Approvals = "/v1/governance/approvals";
    private const string Budgets = "/v1/governance/budgets";

    // "query" names its parameters; a method that takes a body takes a JSON object, as docs/ tells of each.
    private static readonly (string Method, string Path, string Id, string Tag, string Summary, string[] Query)[] All =
    [
        ("get", Approvals, "approvals.list", "approvals", "Requests for approval, the most urgent first", ["status", "reviewer", "agent", "checkpoint_type", "limit", "offset"]),
        ("post", Approvals, "approvals.ask", "approvals", "Ask people before an agent goes on", []),
        ("get", $"{Approvals}/{{id}}", "approvals.get", "approvals", "A request with its decisions and comments", []),
        ("get", $"{Approvals}/{{id}}/wait", "approvals.wait", "approvals", "The request once it is decided, or as it stands when the time is up", ["seconds"]),
        ("post", $"{Approvals}/{{id}}/confirm", "approvals.confirm", "approvals", "Say that the approved was done", []),
        ("post", $"{Approvals}/{{id}}/comments", "approvals.comment", "approvals", "Say something to a request", []),
        ("post", $"{Approvals}/{{id}}/withdraw", "approvals.withdraw", "approvals", "Take a request back", []),
        ("post", $"{Approvals}/{{id}}/decide", "approvals.decide", "approvals", "Approve or reject a request", []),
        ("post", $"{Approvals}/{{id}}/delegate", "approvals.delegate", "approvals", "Pass a request on to somebody else", []),
        ("post", $"{Approvals}/batch", "approvals.batch", "approvals", "Decide several requests at once", []),
        ("get", $"{Approvals}/events", "approvals.events", "approvals", "What happens to requests, as server-sent events", []),
        ("get", $"{Approvals}/delegations", "delegations.list", "approvals", "Who decides in whose place", []),
        ("post", $"{Approvals}/delegations", "delegations.add", "approvals", "Let somebody decide in one's place", []),
        ("delete", $"{Approvals}/delegations/{{id}}", "delegations.revoke", "approvals", "End a delegation", []),
        ("get", $"{Approvals}/policies", "policies.get", "approvals", "What needs whose approval", ["version"]),
        ("put", $"{Approvals}/policies", "policies.put", "approvals", "Set what needs whose approval", []),
        ("get", $"{Approvals}/policies/versions", "policies.versions", "approvals", "Every version of the policies", []),
        ("get", $"{Approvals}/webhook-secret", "approvals.secret", "approvals", "The secret that webhooks of approvals are signed with", []),
        ("post", $"{Approvals}/escalate", "approvals.escalate", "approvals", "Do now what falls due", []),
        ("get", Budgets, "budgets.list", "budgets", "Budgets with what is used of them", []),
        ("post", $"{Budgets}/check", "budgets.check", "budgets", "Ask whether something may be spent, and hold it", []),
        ("post", $"{Budgets}/settle", "budgets.settle", "budgets", "Tell what was spent of what is held", []),
        ("post", $"{Budgets}/release", "budgets.release", "budgets", "Give back what is held", []),
        ("post", $"{Budgets}/set", "budgets.set", "budgets", "Set a budget", []),
        ("post", $"{Budgets}/remove", "budgets.remove", "budgets", "Remove a budget", []),
        ("post", $"{Budgets}/lift", "budgets.lift", "budgets", "Ask for more than a budget gives", []),
        ("get", "/v1/audit/entries", "audit.entries", "audit", "Entries of the audit log, newest first", ["actor", "actor_type", "event", "subject_type", "subject_id", "from", "to", "limit", "after"]),
        ("get", "/v1/audit/entries/{id}", "audit.entry", "audit", "An entry of the audit log", []),
        ("get", "/v1/audit/checkpoint", "audit.checkpoint", "audit", "The last signed checkpoint", []),
        ("get", "/v1/audit/state", "audit.state", "audit", "How far the log is sealed and verified", []),
        ("get", "/v1/audit/proof/inclusion", "audit.inclusion", "audit", "The proof that an entry is in the log", ["entry", "leaf", "size"]),
        ("get", "/v1/audit/proof/consistency", "audit.consistency", "audit", "The proof that one state of the log goes on from another", ["from", "to"]),
        ("get", "/v1/audit/export", "audit.export", "audit", "The whole log, with what it takes to verify it without the server", ["from"]),
        ("get", "/v1/warehouse/runs", "warehouse.runs", "warehouse", "Builds of the warehouse, newest first", []),
        ("post", "/v1/warehouse/runs", "warehouse.build", "warehouse", "Ask for a build of the warehouse", []),
        ("get", "/v1/warehouse/runs/{run}", "warehouse.run", "warehouse", "A build of the warehouse", []),
        ("post", "/v1/warehouse/runs/{run}/cancel", "warehouse.cancel", "warehouse", "Stop a build of the warehouse", []),
        ("post", "/v1/intake/github/{tenant}", "intake.github.of", "intake", "A delivery of a GitHub webhook for a tenant, signed in X-Hub-Signature-256", []),
        ("delete", "/mcp", "mcp.end", "mcp", "End a session of the Model Context Protocol: there is nothing to end", []),
        ("get", "/healthz", "server.health", "server", "Whether the server runs", []),
        ("get", "/readyz", "server.ready", "server", "Whether the server can reach its database", []),
    ];

    /// <summary>Each operation, put into the paths that are there already.</summary>
    public static void AddTo(JsonObject paths)
    {
        foreach (var (method, path, id, tag, summary, query) in All)
        {
            if (paths[path] is not JsonObject operations)
            {
                paths[path] = operations = [];
            }

            operations[method] = Operation(method, path, id, tag, summary, query);
        }
    }

    private static JsonObject Operation(string method, string path, string id, string tag, string summary, string[] query)
    {
        var operation = new JsonObject { ["operationId"] = id, ["tags"] = new JsonArray(tag), ["summary"] = summary };
        var parameters = new JsonArray();
        foreach (var place in Places().EnumerateMatches(path))
        {
            parameters.Add(new JsonObject { ["name"] = path.Substring(place.Index + 1, place.Length - 2), ["in"] = "path", ["required"] = true, ["schema"] = String() });
        }

        foreach (var name in query)
        {
            parameters.Add(new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = String() });
        }

        if (parameters.Count > 0)
        {
            operation["parameters"] = parameters;
        }

        if (method is "post" or "put" or "patch")
        {
            operation["requestBody"] = new JsonObject { ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } } };
        }

        var content = new JsonObject { [id is "approvals.events" ? "text/event-stream" : "application/json"] = new JsonObject { ["schema"] = new JsonObject() } };
        operation["responses"] = new JsonObject
        {
            ["2XX"] = new JsonObject { ["description"] = "What was done, or is known.", ["content"] = content },
            ["default"] = Shared.Response("Refused"),
        };
        return operation;
    }

    private static JsonObject String() => new() { ["type"] = "string" };

    [GeneratedRegex("{[a-z]+}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Places();
}

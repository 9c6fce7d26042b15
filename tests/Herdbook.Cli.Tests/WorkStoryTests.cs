using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

/// <summary>A team's day, told with the verbs by which work comes in.</summary>
public sealed class WorkStoryTests
{
    private const string Thread = "019a0000-0000-7000-8000-000000000001";

    private static readonly string[] Rollout =
    [
        """{"timestamp":"2026-01-19T12:00:00.000Z","type":"session_meta","payload":{"id":"019a0000-0000-7000-8000-000000000001","timestamp":"2026-01-19T12:00:00.000Z","cwd":"/home/ada/book","cli_version":"0.120.0","source":"cli","git":{"branch":"ada/DBC-87-login"}}}""",
        """{"timestamp":"2026-01-19T12:00:01.000Z","type":"turn_context","payload":{"cwd":"/home/ada/book","model":"gpt-5-codex"}}""",
        """{"timestamp":"2026-01-19T12:00:09.000Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":500,"cached_input_tokens":400,"output_tokens":20,"reasoning_output_tokens":5,"total_tokens":520},"last_token_usage":{"input_tokens":500,"cached_input_tokens":400,"output_tokens":20,"reasoning_output_tokens":5,"total_tokens":520}},"rate_limits":null}}""",
    ];

    private const string Chat = """
        {"sessionId":"faff42ab-6ea5-4f78-b8c4-f7dd6272af08","projectHash":"7e89","startTime":"2026-01-19T12:08:26.108Z","lastUpdated":"2026-01-19T12:08:26.108Z","kind":"main","directories":["/home/ada/book"]}
        {"id":"g1","timestamp":"2026-01-19T12:08:30.000Z","type":"gemini","content":"Done.","tokens":{"input":1000,"output":18,"cached":400,"thoughts":31,"tool":7,"total":1056},"model":"gemini-2.5-pro"}

        """;

    private const string Tree = """
        {"id":"00000000-0000-4000-8000-000000000001","timestamp":"2026-01-19T12:20:00.000Z","type":"session.start","data":{"sessionId":"11111111-0000-4000-8000-000000000001","selectedModel":"claude-sonnet-4.5","context":{"cwd":"/home/ada/book"}}}
        {"id":"00000000-0000-4000-8000-000000000002","timestamp":"2026-01-19T12:20:05.000Z","type":"assistant.message","data":{"messageId":"m1","content":"I look.","outputTokens":40}}

        """;

    private const string Events = """{"run":"nightly-42","id":"nightly-42/1","at":"2026-01-19T12:30:00Z","agent":"reviewer","model":"claude-sonnet-4-5","input_tokens":1200,"output_tokens":300,"branch":"ada/DBC-87-login","project":"/home/ada/book","message":"Read three files."}""" + "\n";

    private const string Telemetry = """
        {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1768824008000000000","body":{"stringValue":""},"attributes":[
          {"key":"event.name","value":{"stringValue":"codex.sse_event"}},{"key":"event.kind","value":{"stringValue":"response.completed"}},{"key":"conversation.id","value":{"stringValue":"019a0000-0000-7000-8000-000000000001"}},
          {"key":"model","value":{"stringValue":"gpt-5-codex"}},{"key":"input_token_count","value":{"intValue":"500"}},{"key":"cached_token_count","value":{"intValue":"400"}},{"key":"output_token_count","value":{"intValue":"20"}}]}]}]}]}
        """;

    private const string Opened = """
        {"action":"opened","number":5,"repository":{"full_name":"acme/book"},"pull_request":{"number":5,"title":"Log in","state":"open","merged_at":null,"created_at":"2026-01-19T13:00:00Z","updated_at":"2026-01-19T13:00:00Z",
         "head":{"ref":"ada/DBC-87-login","sha":"x"},"base":{"ref":"main"},"user":{"login":"ada"},"labels":[]}}
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_of_agents_of_many_makes_comes_in_once_is_linked_by_itself_and_has_its_cost()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        var address = await home.UpAsync(Ct);
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var token = (await File.ReadAllTextAsync(Path.Combine(home.Home.Root, "token"), Ct)).Trim();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        string Kept(string name, string text)
        {
            var path = Path.Combine(Path.GetDirectoryName(home.Home.Root)!, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return path;
        }

        // Telemetry comes before the rollout that tells the same call.
        using (var logs = new StringContent(Telemetry, Encoding.UTF8, "application/json"))
        {
            (await http.PostAsync("/v1/logs", logs, Ct)).EnsureSuccessStatusCode();
        }

        var rollout = Kept($"sessions/rollout-2026-01-19T12-00-00-{Thread}.jsonl", string.Join('\n', Rollout) + "\n");
        await DoneAsync(home, "import", "codex", rollout);
        await DoneAsync(home, "import", "gemini", Kept("chats/session-1.jsonl", Chat));
        await DoneAsync(home, "import", "copilot", Kept("tree/events.jsonl", Tree));
        await DoneAsync(home, "import", "events", Kept("runs.ndjson", Events));
        using var shown = await JsonAsync(home, "github", "secret", "--json");
        await DeliverAsync(http, shown.RootElement.GetProperty("path").GetString()!, shown.RootElement.GetProperty("secret").GetString()!);

        // The server finds by itself what belongs to the pull request.
        await TestHome.UntilAsync(async () => (await http.GetStringAsync("/v1/rows/herd.work_link?to_code=eq.acme%2Fbook%235&from_type=eq.session", Ct)).Contains("nightly-42", StringComparison.Ordinal), Ct);
        using var links = await JsonAsync(home, "work", "link", "--json");
        Assert.Equal(0, links.RootElement.GetProperty("by_branch").GetInt32());
        // A part of the cost as large as the link is sure.
        using var cost = await JsonAsync(home, "work", "cost", "--json");
        var pull = Assert.Single(cost.RootElement.EnumerateArray());
        Assert.Equal(("acme/book#5", 2L, 0.9m * (1200 * 3e-6m + 300 * 15e-6m)), (pull.GetProperty("code").GetString(), pull.GetProperty("sessions").GetInt64(), pull.GetProperty("cost_usd").GetDecimal()));

        var pushed = await DoneAsync(home, "push", "--to", address, "--token", token, "--machine", "laptop", "--source", "codex", rollout);
        Assert.DoesNotContain("failed", pushed.Replace("0 failed", "", StringComparison.Ordinal), StringComparison.Ordinal);
        using var told = await JsonAsync(home, "reconcile", "--by", "session", "--all", "--json");
        Assert.Contains(Thread, told.RootElement.GetRawText(), StringComparison.Ordinal);
        await DoneAsync(home, "herd", "log", "--as-agent", "reviewer", "--message", "Opened the pull request acme/book#5");
        Assert.Equal("codex 1 520, copilot 1 40, gemini 1 1056, reviewer 1 1500", await home.AskAsync("""
            select string_agg(concat_ws(' ', agent, calls, tokens), ', ' order by agent)
              from (select i.agent_code as agent, sum(a.token_call_count) as calls, sum(a.token_input_count + a.token_output_count + a.token_cache_read_count) as tokens
                      from herd.agent_instance_token_activity a join herd.agent_instance i using (agent_instance_code) group by 1) t
            """, Ct));
    }

    private static async Task<string> DoneAsync(TestHome home, params string[] arguments)
    {
        var done = await home.RunAsync(Ct, arguments);
        Assert.True(done.ExitCode == 0, $"{string.Join(' ', arguments)}: {done.Error}{done.Output}");
        return done.Output;
    }

    private static async Task<JsonDocument> JsonAsync(TestHome home, params string[] arguments) => JsonDocument.Parse(await DoneAsync(home, arguments));

    private static async Task DeliverAsync(HttpClient http, string path, string secret)
    {
        var body = Encoding.UTF8.GetBytes(Opened);
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("X-GitHub-Event", "pull_request");
        request.Headers.Add("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        (await http.SendAsync(request, Ct)).EnsureSuccessStatusCode();
    }
}

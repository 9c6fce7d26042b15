using System.Globalization;

namespace Herdbook.Intake.Tests.Codex;

/// <summary>Lines as Codex writes them. Times are seconds after noon.</summary>
internal static class Rollout
{
    public const string Main = "019a0000-0000-7000-8000-000000000001";
    public const string Child = "019a0000-0000-7000-8000-000000000002";

    public static string Path(string thread) => $"/sessions/2026/01/19/rollout-2026-01-19T12-00-00-{thread}.jsonl";

    public static string Meta(double at, string thread = Main, string more = "") => Line(at, "session_meta",
        $$"""{"id":"{{thread}}","timestamp":"{{Time(at)}}","cwd":"/home/ada/book","originator":"codex_cli_rs","cli_version":"0.120.0","source":"cli","git":{"branch":"ada/DBC-87-login"}{{more}} }""");

    /// <summary>The description of a subagent's thread, as version 0.120 writes it: its parent's follows, and its parent's lines.</summary>
    public static string ChildMeta(double at, string parent = Main, string thread = Child, string more = "") => Line(at, "session_meta",
        $$$"""{"id":"{{{thread}}}","timestamp":"{{{Time(at)}}}","cwd":"/home/ada/book","cli_version":"0.120.0","source":{"subagent":{"thread_spawn":{"parent_thread_id":"{{{parent}}}","depth":1,"agent_role":"explorer"} } }{{{more}}} }""");

    public static string Turn(double at, string model = "gpt-5-codex") => Line(at, "turn_context",
        $$$"""{"cwd":"/home/ada/book","approval_policy":"on-request","sandbox_policy":{"type":"workspace-write"},"model":"{{{model}}}"}""");

    public static string Said(double at, string role, string text) => Line(at, "response_item",
        $$"""{"type":"message","role":"{{role}}","content":[{"type":"{{(role == "user" ? "input_text" : "output_text")}}","text":"{{text}}"}]}""");

    public static string Call(double at, string id, string command) => Line(at, "response_item",
        $$"""{"type":"function_call","name":"shell","arguments":"{\"command\":[\"bash\",\"-lc\",\"{{command}}\"]}","call_id":"{{id}}"}""");

    public static string Result(double at, string id, string output, int exit = 0) => Line(at, "response_item",
        $$"""{"type":"function_call_output","call_id":"{{id}}","output":"{\"output\":\"{{output}}\",\"metadata\":{\"exit_code\":{{exit}},\"duration_seconds\":1.5} }"}""");

    /// <param name="total">Input with cached, cached, output: since the thread began.</param>
    /// <param name="last">The same of the last response.</param>
    public static string Count(double at, (int In, int Cached, int Out) total, (int In, int Cached, int Out)? last) => Line(at, "event_msg",
        $$"""{"type":"token_count","info":{"total_token_usage":{{Usage(total)}}{{Last(last)}},"model_context_window":272000},"rate_limits":null}""");

    public static string Limits(double at) => Line(at, "event_msg", """{"type":"token_count","info":null,"rate_limits":{"primary":{"used_percent":7.0}}}""");

    public static string Record(double at, string response, (int In, int Cached, int Out) used, string thread = Main) => Line(at, "token_usage_record",
        $$"""{"thread_id":"{{thread}}","response_id":"{{response}}","usage":{{Usage(used)}} }""");

    public static string Line(double at, string type, string payload) => $$"""{"timestamp":"{{Time(at)}}","type":"{{type}}","payload":{{payload}} }""";

    private static string Last((int In, int Cached, int Out)? last) => last is { } step ? $",\"last_token_usage\":{Usage(step)}" : "";

    private static string Usage((int In, int Cached, int Out) used) =>
        $$"""{"input_tokens":{{used.In}},"cached_input_tokens":{{used.Cached}},"output_tokens":{{used.Out}},"reasoning_output_tokens":0,"total_tokens":{{used.In + used.Out}} }""";

    private static string Time(double at) =>
        new DateTimeOffset(2026, 1, 19, 12, 0, 0, TimeSpan.Zero).AddSeconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

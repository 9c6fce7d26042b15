namespace Herdbook.Server.Tests;

/// <summary>A conversation whose every text tries to be markup, with a long command output and a line that is no JSON.</summary>
internal static class HostileTranscript
{
    public const string Code = "0a0a0a0a-1111-4222-8333-444444444444";

    public const string Script = "</script><script>window.broken=1</script><img src=x onerror=\"window.broken=1\">";

    /// <summary>Longer than what a page shows unasked.</summary>
    public static readonly string LongOutput = string.Concat(Enumerable.Range(1, 2_000).Select(line => $"line {line} of a long output\n"));

    public static string Lines => string.Join('\n',
        Line("user", "u1", 0, new { role = "user", content = $"Show me {Script} please" }),
        Line("assistant", "a1", 4, new
        {
            id = "msg_h1",
            role = "assistant",
            model = "house-model-1",
            content = new object[] { new { type = "text", text = Script } },
            usage = new { input_tokens = 1_000, output_tokens = 200, cache_read_input_tokens = 0, cache_creation_input_tokens = 0 },
        }),
        Line("assistant", "a2", 5, new
        {
            id = "msg_h1",
            role = "assistant",
            model = "house-model-1",
            content = new object[] { new { type = "tool_use", id = "toolu_h1", name = "Bash", input = new { command = $"echo '{Script}'", description = "Prints" } } },
            usage = new { input_tokens = 1_000, output_tokens = 200, cache_read_input_tokens = 0, cache_creation_input_tokens = 0 },
        }),
        Line("user", "u2", 9, new
        {
            role = "user",
            content = new object[] { new { type = "tool_result", tool_use_id = "toolu_h1", content = Script + "\n" + LongOutput, is_error = true } },
        }),
        Line("assistant", "a3", 12, new
        {
            id = "msg_h2",
            role = "assistant",
            model = "house-model-1",
            content = new object[]
            {
                new { type = "tool_use", id = "toolu_h2", name = "Edit", input = new { file_path = "/srv/page.html", old_string = "one\ntwo\nthree", new_string = "one\n<b>2</b>\nthree" } },
            },
            usage = new { input_tokens = 2_000, output_tokens = 100, cache_read_input_tokens = 0, cache_creation_input_tokens = 0 },
        }),
        Line("user", "u3", 13, new { role = "user", content = new object[] { new { type = "tool_result", tool_use_id = "toolu_h2", content = "done" } } }),
        "<script>window.broken=1</script> is no JSON",
        "");

    private static string Line(string type, string name, int second, object message) => System.Text.Json.JsonSerializer.Serialize(new
    {
        type,
        uuid = $"00000000-0000-4000-8000-{name[1]:x}{(name[0] == 'u' ? '0' : '1')}0000000000",
        sessionId = Code,
        timestamp = new DateTime(2026, 3, 1, 12, 0, second, DateTimeKind.Utc),
        cwd = "/srv/\"><b>house",
        gitBranch = "fix/<i>HOUSE-7</i>",
        version = "2.1.0",
        requestId = type == "assistant" ? "req_h" : null,
        message,
    });
}

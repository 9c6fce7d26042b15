using System.Text;
using Xunit;
using static Herdbook.Intake.Tests.ClaudeCode.Transcript;

namespace Herdbook.Intake.Tests.ClaudeCode;

public sealed class TranscriptParserTests
{
    [Fact]
    public void A_call_told_on_several_lines_counts_once_by_its_largest_line()
    {
        var rows = Parse(
            Assistant(2, uuid: "20000000-0000-4000-8000-000000000001"),
            Assistant(90, uuid: "20000000-0000-4000-8000-000000000002"),
            Assistant(40, uuid: "20000000-0000-4000-8000-000000000003"));

        var call = Assert.Single(rows.Usage.Values);
        Assert.Equal((10, 90, 100, 50, 20), (call.Input, call.Output, call.CacheRead, call.CacheCreate, call.CacheCreate1h));
        Assert.Equal(3, rows.Events.Count);
    }

    [Fact]
    public void Two_whole_objects_on_a_line_are_both_taken()
    {
        var rows = Parse(User("hello") + """{"type":"summary","summary":"Greeting","leafUuid":"10000000-0000-4000-8000-000000000001"}""");

        Assert.Empty(rows.Rejects);
        Assert.Equal(["user_message", "summary"], rows.Events.Select(e => e.Type));
        Assert.Equal("Greeting", rows.Instances[Session].Title!.Text);
    }

    [Fact]
    public void A_whole_object_before_a_torn_one_is_kept_and_the_rest_is_rejected()
    {
        var rows = Parse(User("hello") + """{"type":"summ""", Assistant(1));

        var reject = Assert.Single(rows.Rejects);
        Assert.Equal(("torn", 1), (reject.Reason, reject.Line));
        Assert.Equal(Encoding.UTF8.GetByteCount(User("hello")), reject.Offset);
        Assert.Equal(["user_message", "assistant_message"], rows.Events.Select(e => e.Type));
    }

    [Theory]
    [InlineData("""{"type":"user","message":""", "torn")]
    [InlineData("not json at all", "not_json")]
    [InlineData("\"massive error\"", "not_an_object")]
    [InlineData("[1]", "not_an_object")]
    [InlineData("42", "not_an_object")]
    [InlineData("""{"silly":"this"}""", "missing_field")]
    [InlineData("""{"type":7}""", "wrong_type")]
    [InlineData("""{"type":"user","uuid":"x","message":{"content":"no time"}}""", "missing_field")]
    [InlineData("""{"type":"user","timestamp":"yesterday","message":{"content":"hi"}}""", "wrong_type")]
    [InlineData("""{"type":"user","timestamp":"2026-01-19T15:22:54Z","message":"error"}""", "wrong_type")]
    [InlineData("""{"type":"user","timestamp":"2026-01-19T15:22:54Z","message":{"content":["wow error"]}}""", "wrong_type")]
    [InlineData("""{"type":"user","timestamp":"2026-01-19T15:22:54Z","message":{"contenst":[]}}""", "missing_field")]
    [InlineData("""{"type":"progress","timestamp":"2026-01-19T15:22:54Z","data":[]}""", "wrong_type")]
    public void A_line_that_is_not_what_it_should_be_is_rejected_and_the_rest_is_taken(string line, string reason)
    {
        var rows = Parse(User("before"), line, Assistant(1));

        var reject = Assert.Single(rows.Rejects);
        Assert.Equal((reason, 2), (reject.Reason, reject.Line));
        Assert.Equal(line, reject.Text);
        Assert.Equal(["user_message", "assistant_message"], rows.Events.Select(e => e.Type));
    }

    [Theory]
    [InlineData("""{"input_tokens":"ten"}""")]
    [InlineData("""{"input_tokens":-1}""")]
    [InlineData("""{"input_tokens":1.5}""")]
    [InlineData("""{"input_tokens":1e300}""")]
    [InlineData("""{"output_tokens":99999999999}""")]
    [InlineData("""[]""")]
    public void A_message_whose_usage_is_wrong_is_not_half_booked(string usage)
    {
        var rows = Parse(User("before"), Assistant(0, usage: usage));

        Assert.Equal("wrong_type", Assert.Single(rows.Rejects).Reason);
        Assert.Empty(rows.Usage);
        Assert.Equal("user_message", Assert.Single(rows.Events).Type);
    }

    [Fact]
    public void Nesting_without_end_is_rejected()
    {
        var rows = Parse($$"""{"type":"user","x":{{new string('[', 100_000)}}""", User("after"));

        Assert.Equal("too_deep", Assert.Single(rows.Rejects).Reason);
        Assert.Single(rows.Events);
    }

    [Fact]
    public void Invalid_UTF8_is_rejected_and_can_be_shown()
    {
        byte[] bytes = [.. "{\"type\":\"user\",\"x\":\""u8, 0xff, 0x00, .. "\"}\n"u8, .. Encoding.UTF8.GetBytes(User("after"))];
        var rows = Parse(bytes, Redaction.None);

        var reject = Assert.Single(rows.Rejects);
        Assert.Equal("invalid_utf8", reject.Reason);
        Assert.DoesNotContain('\0', reject.Text);
        Assert.Single(rows.Events);
    }

    [Fact]
    public void A_line_beyond_the_bound_is_rejected_with_its_beginning_and_its_length()
    {
        var huge = User(new string('x', LineReader.MaxLineBytes));
        var rows = Parse(huge, User("after"));

        var reject = Assert.Single(rows.Rejects);
        Assert.Equal(("too_large", (long)huge.Length), (reject.Reason, reject.Length));
        Assert.Equal(4096, reject.Text.Length);
        Assert.Equal("after", Assert.Single(rows.Events).Message);
    }

    [Fact]
    public void Escapes_that_PostgreSQL_refuses_become_the_replacement_character()
    {
        var rows = Parse(User(@"a\u0000b \ud800 c \ud83d\ude80 \\u0000"));

        Assert.Empty(rows.Rejects);
        Assert.Contains(@"a\ufffdb \ufffd c \ud83d\ude80 \\u0000", Assert.Single(rows.Events).Payload, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_knows_its_tool_and_how_long_it_took()
    {
        var call = """{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"ls -la"}}""";
        var result = $$$"""{"type":"user","sessionId":"{{{Session}}}","uuid":"30000000-0000-4000-8000-000000000001","timestamp":"2026-01-19T15:23:02.500Z","toolUseResult":"Error","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"content":"no such file"}]}}""";
        var rows = Parse(Assistant(1, content: call), result);

        Assert.Equal(("tool_call", "Bash", "Bash ls -la"), (rows.Events[0].Type, rows.Events[0].ToolName, rows.Events[0].Message));
        var answered = rows.Events[1];
        Assert.Equal(("tool_result", "Bash", true, 2500L), (answered.Type, answered.ToolName, answered.IsError, answered.DurationMs));
    }

    [Fact]
    public void A_subagent_is_an_instance_of_its_own_named_by_the_call_that_started_it()
    {
        var call = """{"type":"tool_use","id":"toolu_9","name":"Task","input":{"subagent_type":"Explore","description":"Look around","prompt":"Look."}}""";
        var progress = $$$"""{"type":"progress","sessionId":"{{{Session}}}","uuid":"u1","timestamp":"2026-01-19T15:23:05Z","parentToolUseID":"toolu_9","data":{"type":"agent_progress","agentId":"ab1","prompt":"Look.","message":{"type":"assistant","uuid":"40000000-0000-4000-8000-000000000001","timestamp":"2026-01-19T15:23:04Z","requestId":"req_s","message":{"id":"msg_s","model":"claude-haiku-4-5-20251001","content":[{"type":"text","text":"Seen."}],"usage":{"input_tokens":3,"output_tokens":4} } } } }""";
        var rows = Parse(Assistant(1, content: call), progress);

        var subagent = rows.Instances[$"{Session}/ab1"];
        Assert.Equal(("claude-code/Explore", "toolu_9", "Look around", Session), (subagent.AgentCode, subagent.ParentToolUseId, subagent.Description, subagent.Root));
        Assert.Equal($"{Session}/ab1", rows.Usage[(UsageSource.Transcript, "msg_s", "req_s")].Instance);
        Assert.Equal(Session, rows.Usage[(UsageSource.Transcript, "msg_1", "req_1")].Instance);
    }

    [Fact]
    public void A_sidechain_file_belongs_to_the_same_subagent()
    {
        var line = $$$"""{"type":"assistant","isSidechain":true,"agentId":"ab1","sessionId":"{{{Session}}}","uuid":"40000000-0000-4000-8000-000000000001","timestamp":"2026-01-19T15:23:04Z","requestId":"req_s","message":{"id":"msg_s","model":"claude-haiku-4-5-20251001","content":[{"type":"text","text":"Seen."}],"usage":{"input_tokens":3,"output_tokens":4} } }""";
        var rows = Parse(line);

        Assert.Equal($"{Session}/ab1", Assert.Single(rows.Usage.Values).Instance);
        Assert.Equal([Session, $"{Session}/ab1"], rows.Instances.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_branch_links_its_ticket_and_a_pull_request_line_its_pull_request()
    {
        var link = $$$"""{"type":"pr-link","sessionId":"{{{Session}}}","timestamp":"2026-01-19T16:00:00Z","prNumber":7,"prUrl":"https://github.com/ada/book/pull/7","prRepository":"ada/book"}""";
        var rows = Parse(User("hello"), link);

        Assert.Equal((Session, "DBC-87"), (rows.Tickets.Single().Instance, rows.Tickets.Single().Ticket));
        var pull = Assert.Single(rows.PullRequests);
        Assert.Equal(("ada/book#7", "ada/DBC-87-login", "DBC-87", false), (pull.Code, pull.Branch, pull.Ticket, pull.Created));
    }

    [Fact]
    public void A_change_of_the_permission_mode_is_an_event_and_the_same_mode_again_is_none()
    {
        var rows = Parse(
            User("a", "10000000-0000-4000-8000-000000000001", ""","permissionMode":"default" """),
            User("b", "10000000-0000-4000-8000-000000000002", ""","permissionMode":"default" """),
            User("c", "10000000-0000-4000-8000-000000000003", ""","permissionMode":"plan" """));

        Assert.Equal(["default", "default → plan"], rows.Events.Where(e => e.Type == "permission_change").Select(e => e.Message));
    }

    [Fact]
    public void Redaction_runs_before_anything_is_kept()
    {
        var secret = "sk-ant-" + new string('a', 24);
        var rows = Parse(
            User($"key {secret} of ada@example.org in /home/ada/book") + "\n{torn " + secret,
            Redaction.Create(["all"], null));

        var step = Assert.Single(rows.Events);
        Assert.Equal("key [key] of [email] in ~/book", step.Message);
        Assert.DoesNotContain(secret, step.Payload, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, Assert.Single(rows.Rejects).Text, StringComparison.Ordinal);
        Assert.Equal("~/book", rows.Instances[Session].FirstFolder);
    }

    [Theory]
    [InlineData("herd/mason/DBC-87-login", "DBC-87")]
    [InlineData("fix/issue-12", "GH-12")]
    [InlineData("issues/412/crash", "GH-412")]
    [InlineData("ada/utf-8-names", null)]
    [InlineData("UTF-8-names", null)]
    [InlineData("main", null)]
    [InlineData("release-2024", null)]
    public void A_ticket_is_read_from_a_branch_and_not_guessed(string branch, string? ticket) =>
        Assert.Equal(ticket, TicketCodes.InBranch(branch));
}

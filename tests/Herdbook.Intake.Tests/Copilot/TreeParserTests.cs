using Xunit;

namespace Herdbook.Intake.Tests.Copilot;

public sealed class TreeParserTests
{
    private const string Session = "11111111-0000-4000-8000-000000000001";

    private static readonly string[] Tree =
    [
        Event(0, "session.start", $$"""{"sessionId":"{{Session}}","copilotVersion":"0.0.420","selectedModel":"claude-sonnet-4.5","context":{"cwd":"/home/ada/book","branch":"issue-12"} }"""),
        Event(1, "user.message", """{"content":"Fix the login"}"""),
        Event(2, "assistant.message", """{"messageId":"m1","content":"I look.","outputTokens":40,"toolRequests":[{"toolCallId":"c1","name":"task"}]}"""),
        Event(3, "tool.execution_start", """{"toolCallId":"c1","toolName":"task","arguments":{"description":"Explore"}}"""),
        Event(4, "subagent.started", """{"toolCallId":"c1","agentName":"explore","agentDescription":"Looks around"}"""),
        Event(5, "assistant.message", """{"messageId":"m2","content":"Here.","outputTokens":10,"model":"gpt-5-mini","parentToolCallId":"c1"}"""),
        Event(6, "tool.execution_complete", """{"toolCallId":"c1","success":false,"error":{"message":"no such file"}}"""),
        Event(7, "session.shutdown", """{"shutdownType":"routine","modelMetrics":{"claude-sonnet-4.5":{"requests":{"count":1},"usage":{"inputTokens":71282,"outputTokens":45,"cacheReadTokens":35495,"cacheWriteTokens":35783}},"gpt-5-mini":{"usage":{"inputTokens":900,"outputTokens":10,"cacheReadTokens":0,"cacheWriteTokens":0}}}}"""),
        Event(20, "session.resume", "{}"),
        Event(21, "assistant.message", """{"messageId":"m3","content":"Again.","outputTokens":5}"""),
        Event(22, "session.shutdown", """{"modelMetrics":{"claude-sonnet-4.5":{"usage":{"inputTokens":100,"outputTokens":5,"cacheReadTokens":60,"cacheWriteTokens":0}}}}"""),
    ];

    [Fact]
    public void The_sums_of_a_session_are_those_that_it_tells_at_its_ends()
    {
        var rows = Read(Tree);

        var sonnet = rows.Usage.Values.Where(u => u.Model == "claude-sonnet-4-5").ToList();
        Assert.Equal((4 + 40, 45 + 5, 35495 + 60, 35783), (sonnet.Sum(u => u.Input), sonnet.Sum(u => u.Output), sonnet.Sum(u => u.CacheRead), sonnet.Sum(u => u.CacheCreate)));
        var mini = rows.Usage.Values.Where(u => u.Model == "gpt-5-mini").ToList();
        Assert.Equal((900, 10), (mini.Sum(u => u.Input), mini.Sum(u => u.Output)));
    }

    [Fact]
    public void A_session_that_was_killed_still_has_what_its_answers_told()
    {
        var rows = Read(Tree[..6]);

        Assert.Equal(50, rows.Usage.Values.Sum(u => u.Output));
    }

    [Fact]
    public void A_subagent_is_an_instance_of_its_own()
    {
        var rows = Read(Tree);

        var subagent = rows.Instances[$"{Session}/c1"];
        Assert.Equal(("copilot/explore", "c1", Session), (subagent.AgentCode, subagent.ParentToolUseId, subagent.Root));
        Assert.Contains(rows.Usage.Values, u => u.MessageId == "m2" && u.Instance == subagent.Code);
        var result = Assert.Single(rows.Events, e => e.Type == "tool_result");
        Assert.True(result is { IsError: true, DurationMs: 3000, Message: "no such file" });
        Assert.Equal("GH-12", Assert.Single(rows.Tickets, t => t.Instance == Session).Ticket);
    }

    [Fact]
    public void A_reader_that_knows_only_what_was_saved_reads_the_same() =>
        Assert.Equal(Lines.Picture(Read(Tree)), Lines.Picture(Lines.ReadByOne(SourceFormat.Copilot, Path, Tree)));

    private const string Path = $"/session-state/{Session}/events.jsonl";

    private static ChunkRows Read(string[] lines) => Lines.Read(SourceFormat.Copilot, Path, lines);

    private static string Event(int second, string type, string data) =>
        $$"""{"type":"{{type}}","id":"22222222-0000-4000-8000-0000000000{{second:D2}}","timestamp":"2026-01-19T12:00:{{second:D2}}.000Z","parentId":null,"data":{{data}} }""";
}

using Xunit;

namespace Herdbook.Intake.Tests.Gemini;

public sealed class ChatParserTests
{
    private const string Session = "faff42ab-6ea5-4f78-b8c4-f7dd6272af08";

    private static readonly string[] Lined =
    [
        $$"""{"sessionId":"{{Session}}","projectHash":"7e89","startTime":"2026-05-10T02:08:26.108Z","lastUpdated":"2026-05-10T02:08:26.108Z","kind":"main","directories":["/home/ada/book"]}""",
        """{"$set":{"messages":[{"id":"u1","timestamp":"2026-05-10T02:08:26.200Z","type":"user","content":[{"text":"Add a line"}]}]}}""",
        """{"id":"g1","timestamp":"2026-05-10T02:08:30.000Z","type":"gemini","content":"","thoughts":[{"subject":"Plan","description":"do it","timestamp":"2026-05-10T02:08:29.000Z"}],"model":"gemini-2.5-pro"}""",
        """{"id":"g1","timestamp":"2026-05-10T02:08:30.000Z","type":"gemini","content":"","thoughts":[{"subject":"Plan","description":"do it","timestamp":"2026-05-10T02:08:29.000Z"}],"toolCalls":[{"id":"t1","name":"write_file","args":{"file_path":"a.txt"},"status":"executing","timestamp":"2026-05-10T02:08:31.000Z"}],"tokens":{"input":1000,"output":18,"cached":400,"thoughts":31,"tool":7,"total":1056},"model":"gemini-2.5-pro"}""",
        """{"id":"g1","timestamp":"2026-05-10T02:08:30.000Z","type":"gemini","content":"","toolCalls":[{"id":"t1","name":"write_file","args":{"file_path":"a.txt"},"status":"error","resultDisplay":"denied","timestamp":"2026-05-10T02:08:33.000Z"}],"tokens":{"input":1000,"output":18,"cached":400,"thoughts":31,"tool":7,"total":1056},"model":"gemini-2.5-pro"}""",
        """{"$rewindTo":"u1"}""",
        """{"$set":{"summary":"A line for a.txt","lastUpdated":"2026-05-10T02:09:00.000Z"}}""",
    ];

    [Fact]
    public void A_message_that_is_told_again_as_it_grows_is_one_call()
    {
        var rows = Lines.Read(SourceFormat.Gemini, "/x/chats/session-1.jsonl", Lined);

        var call = Assert.Single(rows.Usage.Values);
        Assert.Equal((607, 49, 400, "gemini-2.5-pro"), (call.Input, call.Output, call.CacheRead, call.Model));
        Assert.Empty(rows.Rejects);
    }

    [Fact]
    public void Each_part_of_a_growing_message_is_one_event()
    {
        var rows = Lines.Read(SourceFormat.Gemini, "/x/chats/session-1.jsonl", Lined);

        var kinds = rows.Events.DistinctBy(e => e.Key).Select(e => e.Type);
        Assert.Equal(["user_message", "thinking", "tool_call", "tool_result", "system"], kinds);
        Assert.True(rows.Events.First(e => e.Type == "tool_result") is { IsError: true, Message: "denied", ToolUseId: "t1", DurationMs: 3000 });
        Assert.Equal("A line for a.txt", rows.Instances[Session].Title!.Text);
        Assert.Equal("/home/ada/book", rows.Instances[Session].FirstFolder);
    }

    [Fact]
    public void A_file_in_a_folder_of_a_session_is_its_subagent()
    {
        var own = "0b1c2d3e-0000-4000-8000-000000000001";
        var rows = Lines.Read(SourceFormat.Gemini, $"/x/chats/{Session}/{own}.jsonl", Lined[0].Replace(Session, own, StringComparison.Ordinal), Lined[3]);

        Assert.Equal($"{Session}/{own}", Assert.Single(rows.Usage.Values).Instance);
        Assert.Equal(Session, rows.Instances[$"{Session}/{own}"].Root);
    }

    [Fact]
    public void A_reader_that_knows_only_what_was_saved_reads_the_same() =>
        Assert.Equal(
            Lines.Picture(Lines.Read(SourceFormat.Gemini, "/x/chats/session-1.jsonl", Lined)),
            Lines.Picture(Lines.ReadByOne(SourceFormat.Gemini, "/x/chats/session-1.jsonl", Lined)));
}

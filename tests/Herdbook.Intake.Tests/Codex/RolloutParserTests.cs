using Xunit;
using static Herdbook.Intake.Tests.Codex.Rollout;

namespace Herdbook.Intake.Tests.Codex;

public sealed class RolloutParserTests
{
    private static readonly string[] Conversation =
    [
        Meta(0), Turn(0.1), Said(0.2, "user", "<environment_context>x</environment_context>"), Said(0.3, "user", "Fix the login"),
        Limits(1), Call(3, "call_1", "gh pr create"), Count(4, (1000, 400, 50), (1000, 400, 50)), Count(4.1, (1000, 400, 50), (1000, 400, 50)),
        Result(6, "call_1", "https://github.com/ada/book/pull/7", exit: 1), Said(9, "assistant", "Done."),
        Count(10, (2500, 1400, 80), (1500, 1000, 30)), Limits(10.1), Count(10.2, (2500, 1400, 80), (1500, 1000, 30)),
    ];

    [Fact]
    public void A_repeated_snapshot_is_no_call_and_cached_input_is_a_part_of_input()
    {
        var rows = Read(Main, Conversation);

        Assert.Equal([(600, 50, 400), (500, 30, 1000)], rows.Usage.Values.OrderBy(u => u.At).Select(u => (u.Input, u.Output, u.CacheRead)));
        Assert.All(rows.Usage.Values, u => Assert.Equal("gpt-5-codex", u.Model));
        Assert.Empty(rows.Rejects);
    }

    [Fact]
    public void A_conversation_has_its_prompt_its_calls_with_results_and_its_pull_request()
    {
        var rows = Read(Main, Conversation);

        Assert.Equal("Fix the login", rows.Instances[Main].Title!.Text);
        Assert.Equal(["DBC-87"], rows.Tickets.Select(t => t.Ticket));
        Assert.Equal("ada/book#7", Assert.Single(rows.PullRequests).Code);
        var result = Assert.Single(rows.Events, e => e.Type == "tool_result");
        Assert.True(result is { IsError: true, DurationMs: 1500, ToolUseId: "call_1", ToolName: "shell" });
        Assert.Equal("shell gh pr create", Assert.Single(rows.Events, e => e.Type == "tool_call").Message);
        Assert.Single(rows.Events, e => e.Type == "user_message");
    }

    [Fact]
    public void A_reader_that_knows_only_what_was_saved_reads_the_same()
    {
        string[] lines = [.. Conversation, Record(11, "resp_1", (10, 0, 1)), .. Copy(20)];

        Assert.Equal(Lines.Picture(Read(Main, lines)), Lines.Picture(Lines.ReadByOne(SourceFormat.Codex, Path(Main), lines)));
    }

    /// <summary>Written in one breath when the subagent was started, each with the time of the copy.</summary>
    private static IEnumerable<string> Copy(double at) =>
        [Meta(at + 0.01), Turn(at + 0.02), Said(at + 0.03, "user", "Fix the login"), Count(at + 0.04, (1000, 400, 50), (1000, 400, 50)), Count(at + 0.3, (2500, 1400, 80), (1500, 1000, 30))];

    [Fact]
    public void A_subagent_that_replays_its_parent_with_new_times_has_only_its_own_calls()
    {
        var rows = Read(Child, [ChildMeta(20), .. Copy(20), Turn(20.31, "gpt-5-mini"), Said(23, "assistant", "Found it."), Count(23.1, (2600, 1400, 90), (100, 0, 10))]);

        var call = Assert.Single(rows.Usage.Values);
        Assert.Equal((Child, "gpt-5-mini", 100, 10), (call.Instance, call.Model, call.Input, call.Output));
        Assert.Equal(["Found it."], rows.Events.Where(e => e.Type == "assistant_message").Select(e => e.Message));
        Assert.Equal(("codex/explorer", Main), (rows.Instances[Child].AgentCode, rows.Instances[Child].Root));
    }

    [Fact]
    public void A_subagent_that_replays_its_parent_with_old_times_has_only_its_own_calls()
    {
        var rows = Read(Child, [ChildMeta(20), .. Conversation[1..], Turn(20.1), Said(20.2, "user", "Look for it"), Count(23.1, (2600, 1400, 90), (100, 0, 10))]);

        Assert.Equal(100, Assert.Single(rows.Usage.Values).Input);
        Assert.Contains(rows.Events, e => e.Message == "Look for it");
        Assert.DoesNotContain(rows.Events, e => e.Message == "Fix the login");
    }

    [Fact]
    public void A_fork_that_repeats_the_inherited_total_books_it_no_second_time()
    {
        var rows = Read(Child, [Meta(20, Child, $",\"forked_from_id\":\"{Main}\""), .. Copy(20), Count(25, (2500, 1400, 80), (1500, 1000, 30)), Count(30, (2700, 1400, 90), (200, 0, 10))]);

        Assert.Equal(200, Assert.Single(rows.Usage.Values).Input);
    }

    [Fact]
    public void A_subagent_whose_count_begins_anew_is_counted_whole()
    {
        var rows = Read(Child, [ChildMeta(20), Turn(20.1), Said(20.2, "user", "Look for it"), Count(20.9, (300, 0, 10), (300, 0, 10)), Count(25, (700, 300, 30), (400, 300, 20))]);

        Assert.Equal((400, 30), (rows.Usage.Values.Sum(u => u.Input), rows.Usage.Values.Sum(u => u.Output)));
    }

    [Fact]
    public void Ordinals_decide_where_the_file_tells_them()
    {
        static string At(int ordinal, string line) => line.Replace("\"type\":\"event_msg\"", $"\"ordinal\":{ordinal},\"type\":\"event_msg\"", StringComparison.Ordinal);
        var rows = Read(Child, [ChildMeta(20, more: ",\"subagent_history_start_ordinal\":5"), At(3, Count(40, (1000, 0, 50), (1000, 0, 50))), At(5, Count(40.1, (1100, 0, 60), (100, 0, 10)))]);

        Assert.Equal(100, Assert.Single(rows.Usage.Values).Input);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_response_that_is_recorded_by_itself_is_not_counted_by_its_snapshot_too(bool snapshotFirst)
    {
        var first = (Count: Count(4, (1000, 400, 50), (1000, 400, 50)), Record: Record(4, "resp_1", (1000, 400, 50)));
        string[] pair = snapshotFirst ? [first.Count, first.Record] : [first.Record, first.Count];
        var rows = Read(Main, [Meta(0), Turn(0.1), .. pair, Record(9, "resp_2", (1500, 1000, 30)), Count(9, (2500, 1400, 80), (1500, 1000, 30))]);

        Assert.Equal((1100, 80), (rows.Usage.Values.Sum(u => u.Input), rows.Usage.Values.Sum(u => u.Output)));
        Assert.Contains(rows.Usage.Values, u => u.MessageId == "resp_2");
    }

    [Fact]
    public void Without_a_step_the_difference_of_the_totals_counts()
    {
        var rows = Read(Main, [Meta(0), Turn(0.1), Count(4, (1000, 400, 50), null), Count(9, (2500, 1400, 80), null)]);

        Assert.Equal([(600, 50), (500, 30)], rows.Usage.Values.OrderBy(u => u.At).Select(u => (u.Input, u.Output)));
    }

    [Fact]
    public void A_negative_count_is_rejected_and_the_file_goes_on()
    {
        var rows = Read(Main, [Meta(0), Turn(0.1), Count(4, (-1, 0, 0), (-1, 0, 0)), "{\"type\":\"event_msg\"", Count(9, (100, 0, 5), (100, 0, 5))]);

        Assert.Equal(["wrong_type", "torn"], rows.Rejects.Select(r => r.Reason));
        Assert.Single(rows.Usage);
    }

    private static ChunkRows Read(string thread, params string[] lines) => Lines.Read(SourceFormat.Codex, Path(thread), lines);
}

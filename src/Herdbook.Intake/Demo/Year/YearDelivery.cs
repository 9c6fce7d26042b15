using System.Globalization;

namespace Herdbook.Intake.Demo.Year;

/// <summary>A ticket's pull request: opened, pushed to, reviewed until it is approved, and merged; or closed, and made anew.</summary>
internal sealed class YearDelivery(YearRows rows, YearRuns runs, YearReviewing reviewing)
{
    private readonly Dictionary<string, int> _numbers = [];

    /// <param name="first">The run that did the work; it opens the pull request when it ends.</param>
    /// <returns>When the ticket was done.</returns>
    public DateTimeOffset Deliver(YearTicket ticket, DemoProject project, YearAgent author, InstanceRow first, string branch, DemoDice dice)
    {
        var opened = first.Ended.AddMinutes(-1);
        var pull = Open(ticket, project, first, branch, opened, dice);
        var scale = ticket.Row.Size switch { "XS" => 12, "S" => 50, "M" => 140, "L" => 340, _ => 720 };
        var size = new PullChange(pull, opened.AddSeconds(20), 0, 0, dice.Between(1, 4 + (scale / 90)), null, null);
        size = Push(size, first, opened.AddSeconds(20), dice.Between(scale / 2, scale * 2), dice.Between(scale / 8, scale), dice);
        ticket.Become("in_review", "transitioned", first.Code, first.Ended.AddSeconds(-20));
        var (ready, closes) = (first.Ended, dice.Chance(4));
        for (var round = 1; ; round++)
        {
            var file = dice.Of(project.Tasks.SelectMany(t => t.Files).ToArray());
            var verdict = reviewing.Review(pull, ticket.Row, author, file, round, ready, dice);
            switch (verdict.Verdict)
            {
                case "approved":
                    return Merge(ticket, author, size, verdict, dice);
                case "request_changes" when closes:
                    Close(ticket, size, verdict);
                    var again = Work(ticket, author, "once more, another way", verdict.At, dice.Between(30, 150), 4, dice);
                    return Deliver(ticket, project, author, again, branch + "-2", dice);
                case "request_changes":
                    ticket.Become("in_progress", "transitioned", verdict.Instance.Code, verdict.At.AddSeconds(15), comment: "changes asked for");
                    var rework = Work(ticket, author, $"Answer the review of {pull}", verdict.At, dice.Between(8, 70), dice.Between(1, 4), dice);
                    size = Push(size, rework, rework.Ended.AddMinutes(-2), dice.Between(2, 20 + (scale / 4)), dice.Between(1, 10 + (scale / 6)), dice);
                    ticket.Become("in_review", "transitioned", rework.Code, rework.Ended.AddMinutes(-1));
                    ready = rework.Ended;
                    break;
                default:
                    ready = verdict.At;
                    break;
            }
        }
    }

    /// <summary>A run of the author on the ticket, begun some time after.</summary>
    public InstanceRow Work(YearTicket ticket, YearAgent author, string title, DateTimeOffset after, int minutes, int calls, DemoDice dice)
    {
        var at = YearCalendar.After(after, 10, 240, dice);
        return runs.Start(author, ticket.Row.Code, ticket.Row.Project, null, title, at, at.AddMinutes(minutes).AddSeconds(dice.Between(0, 59)), calls, dice);
    }

    private string Open(YearTicket ticket, DemoProject project, InstanceRow instance, string branch, DateTimeOffset at, DemoDice dice)
    {
        var number = _numbers[project.Repository] = _numbers.GetValueOrDefault(project.Repository, 999) + 1;
        var pull = string.Create(CultureInfo.InvariantCulture, $"{project.Repository}#{number}");
        rows.Pulls.Add(new(pull, ticket.Row.Code, instance.Code, branch, ticket.Row.Title, at));
        rows.PullEvents.Add(new(instance.Code, pull, "created", null, null, null, $"from {branch}", at));
        return pull;
    }

    private PullChange Push(PullChange size, InstanceRow instance, DateTimeOffset at, int added, int deleted, DemoDice dice)
    {
        var next = size with { At = at, Added = size.Added + added, Deleted = size.Deleted + deleted };
        rows.PullChanges.Add(next);
        rows.PullEvents.Add(new(instance.Code, size.Code, "pushed", dice.Hex(40), added, deleted, null, at));
        return next;
    }

    /// <summary>The author merges what was approved.</summary>
    private DateTimeOffset Merge(YearTicket ticket, YearAgent author, PullChange size, YearVerdict verdict, DemoDice dice)
    {
        var run = Work(ticket, author, $"Merge {size.Code}", verdict.At, dice.Between(3, 9), 1, dice);
        var at = run.Started.AddSeconds((run.Ended - run.Started).TotalSeconds / 2);
        rows.PullChanges.Add(size with { At = at, Merged = at });
        rows.PullEvents.Add(new(run.Code, size.Code, "merged", null, null, null, null, at));
        ticket.Become("done", "transitioned", run.Code, at.AddSeconds(10));
        return at.AddSeconds(10);
    }

    private void Close(YearTicket ticket, PullChange size, YearVerdict verdict)
    {
        var at = verdict.At.AddSeconds(30);
        rows.PullChanges.Add(size with { At = at, Closed = at });
        rows.PullEvents.Add(new(verdict.Instance.Code, size.Code, "closed", null, null, null, "the way taken does not lead there", at));
        ticket.Become("in_progress", "transitioned", verdict.Instance.Code, at.AddSeconds(10), comment: "another way");
    }
}

using System.Globalization;

namespace Herdbook.Intake.Demo.Year;

/// <summary>What came of one round of review.</summary>
internal sealed record YearVerdict(string Verdict, InstanceRow Instance, DateTimeOffset At);

/// <summary>Reviews of pull requests: who reads, what is found, what it comes to.</summary>
internal sealed class YearReviewing(YearRows rows, YearRuns runs)
{
    private static readonly string[] Comments = ["Reads well.", "Small and clear.", "Looks right to me."];

    private readonly YearAgent[] _reviewers = [.. YearCast.Agents.Where(a => a.Reviews)];
    private readonly int _weights = YearWords.Findings.Sum(f => f.Weight);

    /// <param name="round">The first is 1.</param>
    /// <param name="ready">When there was something to read.</param>
    public YearVerdict Review(string pull, TicketRow ticket, YearAgent author, string file, int round, DateTimeOffset ready, DemoDice dice)
    {
        var at = YearCalendar.After(ready, 15, round == 1 ? 420 : 180, dice);
        var reviewer = Reviewer(author, dice);
        var minutes = dice.Between(4, 38);
        var until = at.AddMinutes(minutes).AddSeconds(dice.Between(0, 59));
        var instance = runs.Start(reviewer, ticket.Code, ticket.Project, null, $"Review {pull}, round {round}", at, until.AddMinutes(dice.Between(2, 20)), dice.Between(1, 3), dice);
        var verdict = Verdict(author, round, at, dice);
        var code = string.Create(CultureInfo.InvariantCulture, $"{pull}/r{round}");
        rows.Reviews.Add(new(code, pull, instance.Code, round, verdict, Math.Round((decimal)(until - at).TotalMinutes, 2), until));
        rows.ReviewEvents.Add(new(instance.Code, code, pull, "submitted", null, verdict == "approved" ? dice.Of(Comments) : null, until));
        Find(code, pull, instance.Code, verdict, file, until, dice);
        return new(verdict, instance, until);
    }

    /// <summary>Who asks for changes asks more seldom the better the author has become, and seldom more than thrice.</summary>
    private string Verdict(YearAgent author, int round, DateTimeOffset at, DemoDice dice)
    {
        var percent = author.Rework.First + ((author.Rework.Last - author.Rework.First) * Math.Clamp(runs.Part(at), 0, 1));
        var asks = (int)(round switch { 1 => percent, 2 => percent, 3 => percent * 0.7, 4 => percent * 0.4, _ => 0 });
        return dice.Chance(asks) ? "request_changes" : round < 6 && dice.Chance(26) ? "comment" : "approved";
    }

    private void Find(string review, string pull, string instance, string verdict, string file, DateTimeOffset at, DemoDice dice)
    {
        var count = verdict switch { "request_changes" => dice.Between(1, 4), "comment" => dice.Between(1, 2), _ => dice.Chance(18) ? 1 : 0 };
        for (var number = 1; number <= count; number++)
        {
            var (category, text, pattern) = Finding(dice);
            var blocks = verdict == "request_changes" && (number == 1 || dice.Chance(35));
            var outcome = dice.Between(0, 99) switch { < 74 => "accepted", < 86 => "disputed", _ => "deferred" };
            var code = string.Create(CultureInfo.InvariantCulture, $"{review}/{number}");
            rows.Findings.Add(new(code, review, category, blocks ? "blocking" : "advisory", text, file, dice.Between(8, 420), pattern, blocks && outcome == "deferred" ? "accepted" : outcome, at));
            rows.ReviewEvents.Add(new(instance, review, pull, "finding_created", code, category, at));
        }
    }

    private (string Category, string Text, string Pattern) Finding(DemoDice dice)
    {
        var drawn = dice.Between(1, _weights);
        foreach (var (category, weight, texts) in YearWords.Findings)
        {
            if ((drawn -= weight) <= 0)
            {
                var which = dice.Between(0, texts.Length - 1);
                return (category, texts[which], string.Create(CultureInfo.InvariantCulture, $"{category}-{which + 1}"));
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }

    /// <summary>The reviewer by trade most often; nobody reads their own.</summary>
    private YearAgent Reviewer(YearAgent author, DemoDice dice)
    {
        for (; ; )
        {
            var reviewer = dice.Chance(55) ? _reviewers.First(r => r.Role == "reviewer") : dice.Of(_reviewers);
            if (reviewer != author)
            {
                return reviewer;
            }
        }
    }
}

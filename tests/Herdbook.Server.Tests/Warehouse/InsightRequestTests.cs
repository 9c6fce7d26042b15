using Herdbook.Core;
using Herdbook.Server.Pages.Warehouse.Costs;
using Herdbook.Server.Pages.Warehouse.Insight;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Herdbook.Server.Tests.Warehouse;

/// <summary>What a dashboard's address says, and what it may not say.</summary>
public sealed class InsightRequestTests
{
    /// <summary>A Thursday.</summary>
    private static readonly DateOnly Today = new(2026, 3, 5);

    private static readonly (DateOnly, DateOnly) Sprint = (new DateOnly(2026, 2, 23), Today);

    [Theory]
    [InlineData("", "2026-02-04", "2026-03-05", "2026-01-05", "2026-02-03")]
    [InlineData("period=today", "2026-03-05", "2026-03-05", "2026-03-04", "2026-03-04")]
    [InlineData("period=this_week", "2026-03-02", "2026-03-05", "2026-02-23", "2026-02-26")]
    [InlineData("period=this_sprint", "2026-02-23", "2026-03-05", "2026-02-12", "2026-02-22")]
    [InlineData("period=last_90d", "2025-12-06", "2026-03-05", "2025-09-07", "2025-12-05")]
    [InlineData("period=2026-01-01..2026-01-31", "2026-01-01", "2026-01-31", "2025-12-01", "2025-12-31")]
    [InlineData("from=2026-02-01&to=2026-02-28", "2026-02-01", "2026-02-28", "2026-01-04", "2026-01-31")]
    public void A_period_is_days_with_both_ends_and_is_compared_with_as_many_days_before(string query, string from, string to, string beforeFrom, string beforeTo)
    {
        var period = Read(query).Period;
        Assert.Equal((Day(from), Day(to)), (period.From, period.To));
        Assert.Equal((Day(beforeFrom), Day(beforeTo)), (period.Before.From, period.Before.To));
    }

    [Theory]
    [InlineData("period=yesterday", "is no period")]
    [InlineData("period=last_0d", "1 to 3660 days")]
    [InlineData("period=last_9999d", "1 to 3660 days")]
    [InlineData("period=2026-02-30..2026-03-01", "is no day")]
    [InlineData("period=2026-03-02..2026-03-01", "before it begins")]
    [InlineData("period=0001-01-01..9999-12-31", "is no day")]
    [InlineData("period=1900-01-01..2026-03-01", "3660 days at most")]
    [InlineData("period=today&period=this_week", "2 times")]
    [InlineData("by=ticket_code; drop table x", "cannot be grouped by")]
    [InlineData("agent=%01", "is no code")]
    [InlineData("budget=-5", "is no budget")]
    [InlineData("budget=many", "is no budget")]
    [InlineData("prices_at=soon", "is no day")]
    public void What_means_nothing_is_refused_by_name(string query, string said)
    {
        var refused = Assert.Throws<RefusedException>(() => Read(query));
        Assert.Equal("insight_filter", refused.Code);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sprint_that_is_not_under_way_is_no_period()
    {
        var refused = Assert.Throws<RefusedException>(() => InsightPeriod.Read("this_sprint", Today, null));
        Assert.Contains("No sprint is under way", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_carries_what_was_chosen_and_nothing_else()
    {
        Assert.Equal("/cost", Read("").Address("/cost"));
        Assert.Equal("/cost", Read("period=last_30d&by=agent").Address("/cost"));
        var request = Read("by=model&agent=a%26b&period=this_week&budget=500");
        Assert.Equal("/cost?period=this_week&agent=a%26b&by=model&budget=500", request.Address("/cost"));
        Assert.Equal("/cost?period=this_week&by=model&budget=500", request.Address("/cost", ("agent", null)));
        Assert.Equal("/cost/rows?of=x&period=today&agent=a%26b&by=model&budget=500", request.Address("/cost/rows?of=x", ("period", "today")));
    }

    [Fact]
    public void An_address_read_again_says_the_same()
    {
        var request = Read("period=2026-01-01..2026-01-31&model=m&by=project&prices_at=2026-02-01&ticket=T-1");
        Assert.Equal(request.Pairs(), Read(request.Address("")[1..]).Pairs());
    }

    [Theory]
    [InlineData("2026-01-01", "2026-01-31", 92, "day", 31)]
    [InlineData("2026-01-01", "2026-06-30", 92, "week", 27)]
    [InlineData("2024-01-01", "2026-06-30", 92, "month", 30)]
    [InlineData("2026-01-01", "2026-03-31", 35, "week", 14)]
    public void Bars_are_days_weeks_or_months_and_hold_only_the_days_asked_for(string from, string to, int most, string size, int count)
    {
        var buckets = InsightBuckets.Over(Day(from), Day(to), most);
        Assert.Equal((size, count), (buckets.Size, buckets.Count));
        Assert.Equal((Day(from), Day(to)), (buckets.Starts[0], buckets.Ends[^1]));
        for (var day = Day(from); day <= Day(to); day = day.AddDays(1))
        {
            Assert.InRange(day, buckets.Starts[buckets.Index(day)], buckets.Ends[buckets.Index(day)]);
        }

        Assert.Equal(-1, buckets.Index(Day(from).AddDays(-1)));
        Assert.Equal(-1, buckets.Index(Day(to).AddDays(1)));
    }

    [Fact]
    public void A_budget_is_spread_over_the_days_of_each_month()
    {
        var budget = CostBudget.Read("310.00")!;
        Assert.Equal(10m, budget.Over(Day("2026-01-05"), Day("2026-01-05")));
        Assert.Equal(310m, Math.Round(budget.Over(Day("2026-02-01"), Day("2026-02-28")), 6));
        Assert.Equal(310m + 10m, Math.Round(budget.Over(Day("2025-12-31"), Day("2026-01-31")), 6));
    }

    [Fact]
    public void A_projection_is_the_mean_day_times_30_and_365_over_the_days_that_the_book_has()
    {
        var whole = CostProjection.Of(60m, Day("2026-02-04"), Today, Day("2025-01-01"), Today)!;
        Assert.Equal((2m, 60m, 730m), (whole.Daily, whole.Month, whole.Year));
        var young = CostProjection.Of(60m, Day("2026-02-04"), Day("2026-12-31"), Day("2026-02-24"), Today)!;
        Assert.Equal((10, 6m), (young.Days, young.Daily));
        Assert.Null(CostProjection.Of(null, Day("2026-02-04"), Today, null, Today));
        Assert.Null(CostProjection.Of(1m, Today.AddDays(1), Today.AddDays(9), null, Today));
    }

    [Theory]
    [InlineData(120, 100, Better.Less, "+20 %", "bad")]
    [InlineData(95.4, 100, Better.Less, "−4.6 %", "ok")]
    [InlineData(100, 100, Better.More, "the same", "quiet")]
    [InlineData(600, 100, Better.More, "×6.0", "ok")]
    [InlineData(5, 0, Better.More, null, "ok")]
    public void A_change_is_said_in_words_and_its_colour_tells_whether_it_is_good(double now, double before, Better better, string? words, string state)
    {
        var change = new InsightChange(now, before, better, "", "");
        Assert.Equal((words, state), (change.Words, change.State));
    }

    private static InsightRequest Read(string query) =>
        InsightRequest.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), CostEndpoint.Shape, Today, Sprint);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

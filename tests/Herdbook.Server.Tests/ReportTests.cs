using Herdbook.Core;
using Herdbook.Core.Herd;
using Xunit;

namespace Herdbook.Server.Tests;

/// <summary>The figures that pages and command line share.</summary>
public sealed class ReportTests(Site site)
{
    private readonly Reports reports = new(site.Book);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("default")]
    [InlineData("demo")]
    public async Task Every_grouping_sums_to_the_same(string tenant)
    {
        var sums = new List<(long, long, decimal, long)>();
        foreach (var by in Enum.GetValues<ReportBy>())
        {
            var rows = await reports.ReadAsync(new Tenant(tenant), by, DayRange.All, Ct);
            Assert.Equal(rows.Count, rows.Select(row => row.Key).Distinct().Count());
            sums.Add((rows.Sum(row => row.Calls), rows.Sum(row => row.Tokens), rows.Sum(row => row.CostUsd ?? 0), rows.Sum(row => row.UnpricedTokens)));
        }

        Assert.Single(sums.Distinct());
        Assert.True(sums[0].Item1 > 0);
    }

    [Fact]
    public async Task Both_ends_of_a_range_are_inside_it()
    {
        var days = await reports.ReadAsync(Tenant.Demo, ReportBy.Day, DayRange.All, Ct);
        var day = DateOnly.Parse(days[days.Count / 2].Key, System.Globalization.CultureInfo.InvariantCulture);
        var one = await reports.ReadAsync(Tenant.Demo, ReportBy.Day, new DayRange(day, day), Ct);
        Assert.Equal(days[days.Count / 2], Assert.Single(one));
        var before = await reports.ReadAsync(Tenant.Demo, ReportBy.Day, new DayRange(null, day), Ct);
        var after = await reports.ReadAsync(Tenant.Demo, ReportBy.Day, new DayRange(day, null), Ct);
        Assert.Equal(days.Count + 1, before.Count + after.Count);
    }

    [Fact]
    public async Task What_has_no_price_is_counted_and_costs_nothing_known()
    {
        var models = await reports.ReadAsync(Tenant.Default, ReportBy.Model, DayRange.All, Ct);
        var house = Assert.Single(models, row => row.Key == "house-model-1");
        Assert.Null(house.CostUsd);
        Assert.Equal(3_300, house.UnpricedTokens);
        Assert.Equal(2, house.Calls);
    }

    [Fact]
    public async Task A_conversation_includes_its_subagents()
    {
        var sessions = await reports.ReadAsync(Tenant.Demo, ReportBy.Session, DayRange.All, Ct);
        Assert.DoesNotContain(sessions, row => row.Key.Contains('/', StringComparison.Ordinal));
        var grid = await new Sessions(site.Book).ReadAsync(Tenant.Demo, new SessionFilter { Sort = SessionSort.Subagents }, Ct);
        var row = grid.Rows[0];
        Assert.True(row.Subagents > 0);
        var report = Assert.Single(sessions, session => session.Key == row.Code);
        Assert.Equal((report.Calls, report.Tokens, report.CostUsd), (row.Calls, row.Tokens, row.CostUsd));
        var story = await new SessionStories(site.Book).ReadAsync(Tenant.Demo, row.Code, Ct);
        Assert.Equal(row.Calls, story!.Family.Sum(member => member.Calls));
        Assert.Equal(row.Errors, story.Family.Sum(member => member.Errors));
        Assert.Equal(row.ToolCalls, story.Family.Sum(member => member.ToolCalls));
    }

    [Theory]
    [InlineData("model")]
    [InlineData("agent")]
    [InlineData("project")]
    public async Task The_grid_behind_a_figure_sums_to_it(string kind)
    {
        var by = Enum.Parse<ReportBy>(kind, ignoreCase: true);
        var sessions = new Sessions(site.Book);
        foreach (var tenant in (Tenant[])[Tenant.Default, Tenant.Demo])
        {
            foreach (var row in await reports.ReadAsync(tenant, by, DayRange.All, Ct))
            {
                var filter = kind switch
                {
                    "model" => new SessionFilter { Model = row.Key },
                    "agent" => new SessionFilter { Agent = row.Key },
                    _ => new SessionFilter { Project = row.Key },
                };
                var grid = await sessions.ReadAsync(tenant, filter, Ct);
                Assert.Equal((row.Calls, row.Tokens, row.CostUsd, row.UnpricedTokens), (grid.Total.Calls, grid.Total.Tokens, grid.Total.CostUsd, grid.Total.UnpricedTokens));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Every_order_holds_over_all_pages(SessionSort sort, bool descending)
    {
        var sessions = new Sessions(site.Book);
        var rows = new List<SessionRow>();
        SessionGrid grid;
        var filter = new SessionFilter { Sort = sort, Descending = descending };
        do
        {
            grid = await sessions.ReadAsync(Tenant.Demo, filter, Ct);
            rows.AddRange(grid.Rows);
            filter = filter with { Page = filter.Page + 1 };
        }
        while (filter.Page <= grid.Pages);

        Assert.Equal(grid.Count, rows.Select(row => row.Code).Distinct().Count());
        var keys = rows.Select(row => Key(row, sort)).OfType<IComparable>().ToList();
        Assert.Equal(descending ? keys.OrderDescending() : keys.Order(), keys);
    }

    public static TheoryData<SessionSort, bool> Sorts()
    {
        var data = new TheoryData<SessionSort, bool>();
        foreach (var sort in Enum.GetValues<SessionSort>())
        {
            data.Add(sort, true);
            data.Add(sort, false);
        }

        return data;
    }

    private static IComparable? Key(SessionRow row, SessionSort sort) => sort switch
    {
        SessionSort.Started => row.StartedAt,
        SessionSort.Duration => row.Duration,
        SessionSort.Steps => row.Calls,
        SessionSort.Tools => row.ToolCalls,
        SessionSort.Errors => row.Errors,
        SessionSort.Subagents => row.Subagents,
        SessionSort.Tokens => row.Tokens,
        SessionSort.Cost => row.CostUsd,
        _ => null,
    };
}

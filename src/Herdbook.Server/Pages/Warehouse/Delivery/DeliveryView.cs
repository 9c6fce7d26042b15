using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Delivery;

/// <summary>Everything that Delivery shows.</summary>
public sealed record DeliveryView(
    InsightView Insight, DeliveryFigures Now, DeliveryFigures Before, InsightTable Requests, InsightTable Times, InsightTable InProgress,
    InsightTable Agents, InsightTable Projects, InsightTable OpenRequests, InsightTable OpenTickets)
{
    public InsightRequest Request => Insight.Request;

    private InsightBuckets Buckets => Request.Buckets;

    /// <summary>What stands open at the last day that the warehouse knows of the period.</summary>
    public InsightRow? OpenNow => InProgress.Rows is [.., var last] ? last : null;

    public InsightChart RequestChart()
    {
        var buckets = Buckets;
        return new InsightChart("prs", $"Pull requests, {Request.Period.Words}", "count", buckets,
            [Layer("opened", "--hb-info"), Layer("merged", "--hb-ok"), Layer("closed", "--hb-quiet")])
        {
            IsStacked = false,
            Rows = Insight.Rows(DeliveryQueries.Merged.Name),
        };

        InsightSeries Layer(string column, string colour) =>
            new(null, column, colour, buckets.Sum(Requests.Rows.Select(row => (row.Day("day")!.Value, row.Number(column) ?? 0))));
    }

    public InsightChart DoneChart() => new(
        "done", "Throughput: tickets done", "count", Buckets, [new InsightSeries(null, "done", "--hb-ok", Buckets.Sum(Times.Rows.Select(row => (row.Day("day")!.Value, row.Number("done") ?? 0))))])
    {
        Rows = Insight.Rows(DeliveryQueries.Done.Name),
    };

    public InsightChart TimeChart()
    {
        var buckets = Buckets;
        return new InsightChart("times", "Lead and cycle time, median of tickets done", "hours", buckets, [Line("lead time", "lead_time_minutes", "--s0"), Line("cycle time", "cycle_time_minutes", "--s2")])
        {
            Kind = "line",
            IsStacked = false,
            Rows = Insight.Rows(DeliveryQueries.Done.Name),
        };

        InsightSeries Line(string name, string column, string colour)
        {
            var hours = new double?[buckets.Count];
            foreach (var row in Times.Rows)
            {
                if (buckets.Index(row.Day("day")!.Value) is >= 0 and var at)
                {
                    hours[at] = row.Number(column) / 60;
                }
            }

            return new InsightSeries(null, name, colour, hours);
        }
    }

    /// <summary>Each bar shows its last day: what stands open is not a sum.</summary>
    public InsightChart OpenChart()
    {
        var buckets = Buckets;
        return new InsightChart("wip", "Work in progress, tickets at the end of the " + buckets.Size, "count", buckets,
            [Layer("in progress", "in_progress", "--hb-info"), Layer("blocked", "blocked", "--hb-bad"), Layer("waiting", "waiting", "--s-none")])
        {
            Rows = Insight.Rows(DeliveryQueries.InProgress.Name),
        };

        InsightSeries Layer(string name, string column, string colour)
        {
            var last = new double?[buckets.Count];
            foreach (var row in InProgress.Rows)
            {
                if (buckets.Index(row.Day("day")!.Value) is >= 0 and var at)
                {
                    last[at] = row.Number(column);
                }
            }

            return new InsightSeries(null, name, colour, last);
        }
    }
}

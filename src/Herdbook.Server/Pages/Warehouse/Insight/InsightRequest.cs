using Herdbook.Core;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>A dashboard's state as its address carries it. What it cannot read is refused by name; nothing is guessed.</summary>
/// <param name="Filters">The value of each filter that limits.</param>
/// <param name="By">What the chart is grouped by.</param>
/// <param name="Extras">The page's own parameters, as they were given and found good.</param>
/// <param name="Today">The UTC day.</param>
public sealed record InsightRequest(
    InsightShape Shape, InsightPeriod Period, IReadOnlyDictionary<string, string> Filters, string By, IReadOnlyDictionary<string, string> Extras, DateOnly Today)
{
    /// <summary>Longer than any code of the book.</summary>
    private const int MostLetters = 300;

    /// <summary>The value of a filter; null where it limits nothing.</summary>
    public string? this[string filter] => Filters.GetValueOrDefault(filter);

    /// <summary>The bars of this page's charts.</summary>
    public InsightBuckets Buckets => InsightBuckets.Over(Period.From, Period.To, Shape.MostBars);

    public string? Extra(string name) => Extras.GetValueOrDefault(name);

    /// <param name="today">The UTC day.</param>
    /// <param name="sprint">The days of the sprint under way; null where none is.</param>
    /// <exception cref="RefusedException">`insight_filter`: a value means nothing; the message says which and what would.</exception>
    public static InsightRequest Read(IQueryCollection query, InsightShape shape, DateOnly today, (DateOnly From, DateOnly To)? sprint)
    {
        var filters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var filter in shape.Filters)
        {
            if (Value(query, filter.Name) is { } value)
            {
                filters[filter.Name] = value;
            }
        }

        var by = Value(query, "by") ?? (shape.Groups.Count > 0 ? shape.Groups[0] : "");
        if (by.Length > 0 && !shape.Groups.Contains(by))
        {
            throw InsightPeriod.Refused($"{shape.Title} cannot be grouped by “{InsightPeriod.Shown(by)}”. It can be by {string.Join(", ", shape.Groups)}.");
        }

        var extras = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var extra in shape.Extras)
        {
            if (Value(query, extra.Name) is { } value)
            {
                _ = extra.Read(value);
                extras[extra.Name] = value;
            }
        }

        return new InsightRequest(shape, ReadPeriod(query, shape, today, sprint), filters, by, extras, today);
    }

    /// <summary>The address of a page with this state, changed. A change to null or "" takes a part away.</summary>
    public string Address(string page, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var state = new List<(string Name, string? Value)>();
        foreach (var (name, value) in Pairs())
        {
            state.Add((name, value));
        }

        foreach (var change in changes)
        {
            var at = state.FindIndex(pair => pair.Name == change.Name);
            if (at < 0)
            {
                state.Add(change);
            }
            else
            {
                state[at] = change;
            }
        }

        return Links.With(page, [.. state]);
    }

    /// <summary>Every part that is not meant by itself, in a fixed order.</summary>
    public IEnumerable<(string Name, string Value)> Pairs()
    {
        if (Period.Name != Shape.Period)
        {
            yield return ("period", Period.Name);
        }

        foreach (var filter in Shape.Filters)
        {
            if (this[filter.Name] is { } value)
            {
                yield return (filter.Name, value);
            }
        }

        if (Shape.Groups.Count > 0 && By != Shape.Groups[0])
        {
            yield return ("by", By);
        }

        foreach (var (name, value) in Extras)
        {
            yield return (name, value);
        }
    }

    /// <summary>
    /// The parameters that a named query may use, as text: `from`, `to` and `today` (days as 2026-01-31, ends included), `by`,
    /// `bucket` (day, week or month, as the charts draw), each filter by its name, null where it limits nothing, and the page's own.
    /// </summary>
    /// <param name="before">Whether the period before is meant.</param>
    public IReadOnlyDictionary<string, string?> Parameters(bool before = false)
    {
        var period = before ? Period.Before : Period;
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["from"] = Figures.Day(period.From),
            ["to"] = Figures.Day(period.To),
            ["today"] = Figures.Day(Today),
            ["by"] = By,
            ["bucket"] = InsightBuckets.Over(period.From, period.To, Shape.MostBars).Size,
        };
        foreach (var filter in Shape.Filters)
        {
            all[filter.Name] = this[filter.Name];
        }

        foreach (var extra in Shape.Extras)
        {
            all[extra.Name] = Extra(extra.Name) is { } text ? extra.Read(text) : extra.Usual(Today);
        }

        return all;
    }

    private static InsightPeriod ReadPeriod(IQueryCollection query, InsightShape shape, DateOnly today, (DateOnly From, DateOnly To)? sprint)
    {
        // A form without a script sends the two days by themselves.
        var (from, to) = (Value(query, "from"), Value(query, "to"));
        if (from is not null || to is not null)
        {
            var last = to is null ? today : InsightPeriod.Day(to);
            return InsightPeriod.Between(from is null ? last.AddDays(-29) : InsightPeriod.Day(from), last);
        }

        return InsightPeriod.Read(Value(query, "period") ?? shape.Period, today, sprint);
    }

    private static string? Value(IQueryCollection query, string name)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            throw InsightPeriod.Refused($"The address says “{name}” {values.Count} times. Say it once.");
        }

        var value = values.ToString().Trim();
        if (value.Length > MostLetters || value.Any(char.IsControl))
        {
            throw InsightPeriod.Refused($"The value of “{name}” is no code: codes have {MostLetters} letters at most, and none that cannot be seen.");
        }

        return value.Length == 0 ? null : value;
    }
}

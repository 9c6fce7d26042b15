using System.Globalization;
using Herdbook.Core.Herd;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Overview;

/// <summary>The overview's state as its address carries it: `range` or `from` and `to`, and `by`.</summary>
public sealed record OverviewRequest(NamedRange Range, StackBy Stack)
{
    public static OverviewRequest From(IQueryCollection query, BookedSpan span, DateTimeOffset now) =>
        new(NamedRange.From(query, span, now), Enum.TryParse<StackBy>(query["by"], ignoreCase: true, out var stack) && Enum.IsDefined(stack) ? stack : StackBy.Model);

    /// <summary>The same page with another range or stack.</summary>
    public string Address(Links links, string? range = null, StackBy? stack = null) => Links.With(
        links.Overview,
        ("range", range ?? Range.Name),
        ("from", range is null && Range.Name is null && Range.Days.From is { } from ? Figures.Day(from) : null),
        ("to", range is null && Range.Name is null && Range.Days.To is { } to ? Figures.Day(to) : null),
        ("by", (stack ?? Stack) is StackBy.Model ? null : (stack ?? Stack).ToString().ToLowerInvariant()));
}

/// <summary>A range of UTC days, by name or by its two ends.</summary>
/// <param name="Name">7d, 30d, 90d or all; null for own ends.</param>
public sealed record NamedRange(string? Name, DayRange Days)
{
    public static readonly (string Name, string Words)[] Choices = [("7d", "7 days"), ("30d", "30 days"), ("90d", "90 days"), ("all", "All")];

    /// <summary>What the address asks for; without a wish the last 30 days, or all if the book's last call is older.</summary>
    public static NamedRange From(IQueryCollection query, BookedSpan span, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var from = ParseDay(query["from"]);
        var to = ParseDay(query["to"]);
        if (from is not null || to is not null)
        {
            return new NamedRange(null, new DayRange(from, to));
        }

        var isRecent = span.LastAt is null || span.LastAt >= now.UtcDateTime.AddDays(-30);
        return query["range"].ToString() switch
        {
            "7d" => new NamedRange("7d", new DayRange(today.AddDays(-6), today)),
            "90d" => new NamedRange("90d", new DayRange(today.AddDays(-89), today)),
            "30d" => new NamedRange("30d", new DayRange(today.AddDays(-29), today)),
            "all" => new NamedRange("all", DayRange.All),
            _ => isRecent ? new NamedRange("30d", new DayRange(today.AddDays(-29), today)) : new NamedRange("all", DayRange.All),
        };
    }

    public static DateOnly? ParseDay(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The last 30 days · 2026-01-01 to 2026-01-31 · all days</summary>
    public string Words => this switch
    {
        { Name: "all" } => "all days",
        { Name: { } name } => $"the last {name[..^1]} days",
        { Days: { From: { } from, To: { } to } } => from == to ? Figures.Day(from) : $"{Figures.Day(from)} to {Figures.Day(to)}",
        { Days.From: { } from } => $"since {Figures.Day(from)}",
        { Days.To: { } to } => $"until {Figures.Day(to)}",
        _ => "all days",
    };
}

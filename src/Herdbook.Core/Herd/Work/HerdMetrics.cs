using System.Globalization;
using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd.Work;

/// <summary>Figures from the ledgers as they stand now; nothing waits for the warehouse.</summary>
public sealed class HerdMetrics(Book book, TimeProvider time)
{
    /// <summary>Each query by its names: its statement, and what it can be grouped by, the usual one first.</summary>
    private static readonly (string Name, string Other, string Sql, string[] Groups)[] Queries =
    [
        ("cost_per_ticket", "token_costs", MetricsSql.CostPerTicket, ["ticket", "agent", "model", "project", "sprint", "day"]),
        ("agent_performance", "agents", MetricsSql.AgentPerformance, ["agent", "model", "project", "day"]),
        ("model_efficiency", "models", MetricsSql.ModelEfficiency, ["model", "agent", "project", "day"]),
        ("review_effectiveness", "review_stats", MetricsSql.ReviewEffectiveness, ["agent", "model", "project", "day"]),
        ("sprint_velocity", "velocity", MetricsSql.SprintVelocity, ["sprint"]),
        ("pipeline_efficiency", "pipeline", MetricsSql.PipelineEfficiency, ["status", "agent", "project", "ticket"]),
        ("headline", "summary", MetricsSql.Headline, ["all"]),
    ];

    /// <summary>The names of the queries.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Queries.Select(query => query.Name)];

    /// <summary>At most 500 rows; days in order, all else by what it is about, the most first.</summary>
    /// <exception cref="RefusedException">`metrics_query`, `metrics_period`, `metrics_group`.</exception>
    public Task<MetricsAnswer> AskAsync(HerdCaller caller, MetricsRequest request, CancellationToken ct)
    {
        var asked = HerdWords.Need(request.Query, "query", 100).ToLowerInvariant();
        var found = Queries.FirstOrDefault(query => query.Name == asked || query.Other == asked);
        if (found.Name is null)
        {
            throw new RefusedException("metrics_query", $"'{asked}' is no query. Ask for one of {string.Join(", ", Names)}.");
        }

        var by = HerdWords.Maybe(request.GroupBy, "group_by", 100)?.ToLowerInvariant() ?? found.Groups[0];
        if (!found.Groups.Contains(by, StringComparer.Ordinal))
        {
            throw new RefusedException("metrics_group", $"{found.Name} is not grouped by {by}. Ask for one of {string.Join(", ", found.Groups)}.");
        }

        return book.ReadAsync(
            caller.Tenant,
            async (connection, token) =>
            {
                var (since, until) = await PeriodAsync(connection, request.Period, time.GetUtcNow(), token);
                await SortMemory.RaiseAsync(connection, token);
                await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(found.Sql, new { by, since, until }, cancellationToken: token));
                var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
                var rows = new List<IReadOnlyDictionary<string, object?>>();
                while (await reader.ReadAsync(token))
                {
                    rows.Add(columns.Select((name, place) => KeyValuePair.Create(name, Plain(reader.GetValue(place)))).ToDictionary(StringComparer.Ordinal));
                }

                return new MetricsAnswer(found.Name, by, since, until, columns, rows);
            },
            ct);
    }

    /// <summary>Days are of UTC, and weeks begin on Monday.</summary>
    private static async Task<(DateTimeOffset? Since, DateTimeOffset? Until)> PeriodAsync(NpgsqlConnection connection, string? period, DateTimeOffset now, CancellationToken ct)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        switch (period?.Trim())
        {
            case null or "" or "all":
                return (null, null);
            case "today":
                return (today, today.AddDays(1));
            case "this_week":
                return (today.AddDays(-(((int)today.DayOfWeek + 6) % 7)), today.AddDays(1));
            case "last_30d":
                return (today.AddDays(-29), today.AddDays(1));
            case "this_sprint":
                var began = await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(MetricsSql.SprintStart, cancellationToken: ct))
                    ?? throw new RefusedException("metrics_period", "No sprint runs: each has an actual end, or none has begun. Ask for another period.");
                return (new DateTimeOffset(began, TimeSpan.Zero), today.AddDays(1));
            case { } range when range.Split("..") is [var first, var last] && Day(first) is { } from && Day(last) is { } to && from <= to:
                return (from, to.AddDays(1));
            default:
                throw new RefusedException("metrics_period", $"'{period}' is no period. Ask for today, this_week, this_sprint, last_30d, or two days as 2026-01-01..2026-01-31.");
        }
    }

    private static DateTimeOffset? Day(string text) =>
        DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null;

    /// <summary>A sum without a price stays null, and a decimal loses the zeros after the point.</summary>
    private static object? Plain(object value) => value switch
    {
        DBNull => null,
        decimal number => number / 1.0000000000000000000000000000m,
        DateTime at => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)),
        _ => value,
    };
}

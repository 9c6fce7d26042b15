using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd;

/// <summary>Conversations with their figures: filtered, in order, a page at a time.</summary>
public sealed class Sessions(Book book)
{
    static Sessions() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public Task<SessionGrid> ReadAsync(Tenant tenant, SessionFilter filter, CancellationToken ct) =>
        book.ReadAsync(tenant, (connection, token) => ReadAsync(connection, filter, token), ct);

    private static async Task<SessionGrid> ReadAsync(NpgsqlConnection connection, SessionFilter filter, CancellationToken ct)
    {
        await SortMemory.RaiseAsync(connection, ct);
        var rows = (await connection.QueryAsync<GridRow>(new CommandDefinition(SessionSql.Grid, Parameters(filter), cancellationToken: ct))).AsList();
        if (rows is not [var first, ..])
        {
            return new SessionGrid([], 0, new Usage());
        }

        var counts = (await connection.QueryAsync<CountRow>(new CommandDefinition(
            SessionSql.Counts, new { codes = rows.Select(row => row.Code).ToArray() }, cancellationToken: ct))).ToDictionary(row => row.Code);
        return new SessionGrid(
            [.. rows.Select(row => counts.TryGetValue(row.Code, out var count) ? row with { ToolCalls = count.ToolCalls, Errors = count.Errors } : row)],
            first.AllCount,
            first.Total);
    }

    private static object Parameters(SessionFilter filter) => new
    {
        text = LikePattern.Escape(filter.Text),
        model = filter.Model,
        agent = filter.Agent,
        project = filter.Project,
        branch = filter.Branch,
        ticket = filter.Ticket,
        since = filter.Days.Since,
        until = filter.Days.Until,
        errors = filter.WithErrors,
        unpriced = filter.Unpriced,
        count_errors = filter.WithErrors || filter.Sort is SessionSort.Errors,
        count_tools = filter.Sort is SessionSort.Tools,
        sort = filter.Sort.ToString(),
        descending = filter.Descending,
        skip = (Math.Max(filter.Page, 1) - 1) * SessionFilter.PageSize,
        take = SessionFilter.PageSize,
    };

    private sealed record CountRow
    {
        public string Code { get; init; } = "";

        public long ToolCalls { get; init; }

        public long Errors { get; init; }
    }

    private sealed record GridRow : SessionRow
    {
        public long AllCount { get; init; }

        public long AllCalls { get; init; }

        public long AllInputTokens { get; init; }

        public long AllOutputTokens { get; init; }

        public long AllCacheCreationTokens { get; init; }

        public long AllCacheReadTokens { get; init; }

        public decimal? AllCostUsd { get; init; }

        public decimal? AllImputedUsd { get; init; }

        public long AllUnpricedTokens { get; init; }

        public Usage Total => new()
        {
            Calls = AllCalls,
            InputTokens = AllInputTokens,
            OutputTokens = AllOutputTokens,
            CacheCreationTokens = AllCacheCreationTokens,
            CacheReadTokens = AllCacheReadTokens,
            CostUsd = AllCostUsd,
            ImputedUsd = AllImputedUsd,
            UnpricedTokens = AllUnpricedTokens,
        };
    }
}

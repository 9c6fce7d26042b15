using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Core.Herd.Prices;
using Herdbook.Intake;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Warehouse.Tests.Models;

/// <summary>What the warehouse says of the real transcripts is what `herdbook report` says.</summary>
public sealed class TranscriptCostTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_and_cost_by_model_day_agent_and_project_are_those_of_the_report()
    {
        await using var book = await WarehouseBook.CreateAsync(Ct);
        await PriceBook.EnsureListAsync(book.Book, book.Tenant, TimeProvider.System, Ct);
        await new TranscriptImporter(book.Book, book.Tenant, TimeProvider.System)
            .ImportAsync(TranscriptFolders.Find([SharedData.Require("claude-code")]), new ImportOptions(), null, Ct);
        await book.BuildAsync(Ct);

        foreach (var (by, column) in new[] { (ReportBy.Model, "model_code"), (ReportBy.Day, "cast(day as varchar)"), (ReportBy.Agent, "agent_code"), (ReportBy.Project, "project_code") })
        {
            var report = await new Reports(book.Book).ReadAsync(book.Tenant, by, DayRange.All, Ct);
            var rows = await book.RowsAsync(
                $"""
                select {column}, cast(sum(calls) as bigint), cast(sum(input_tokens) as bigint), cast(sum(output_tokens) as bigint), cast(sum(cache_create_tokens) as bigint),
                       cast(sum(cache_read_tokens) as bigint), cast(sum(cost_usd) as decimal(18,6)), cast(sum(imputed_cost_usd) as decimal(18,6)), cast(sum(unpriced_tokens) as bigint)
                  from herd_dm.mart_cost_daily group by 1
                """, Ct);

            Assert.NotEmpty(report);
            Assert.Equal(
                report.Select(row => string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{row.Key} | {row.Calls} | {row.InputTokens} | {row.OutputTokens} | {row.CacheCreationTokens} | {row.CacheReadTokens} | {(row.CostUsd is { } cost ? cost.ToString("F6", System.Globalization.CultureInfo.InvariantCulture) : "-")} | {row.ImputedUsd ?? 0:F6} | {row.UnpricedTokens}"))
                    .Order(StringComparer.Ordinal),
                rows.Order(StringComparer.Ordinal));
        }
    }
}

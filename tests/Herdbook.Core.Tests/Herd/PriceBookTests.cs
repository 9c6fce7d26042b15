using System.Text.Json;
using Herdbook.Core.Herd.Prices;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests.Herd;

public sealed class PriceBookTests
{
    private const string Rows = "select count(*) from herd.model_price";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_costs_the_sum_of_its_four_token_classes()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        await book.ImportAsync("""
            "m": {"cost": {"input": 15, "output": 75, "cache_read": 1.5, "cache_write": 18.75}}
            """, Ct);

        Assert.Equal(74.25m, await book.CallAsync("m", "2026-01-01", 1_000_000, 500_000, 2_000_000, 1_000_000, 0, Ct));
    }

    [Fact]
    public async Task A_call_that_uses_a_class_without_a_price_is_unpriced_and_not_free()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        await book.ImportAsync("""
            "m": {"cost": {"input": 15, "output": 75}}
            """, Ct);

        Assert.Equal(0.015m, await book.CallAsync("m", "2026-01-01", 1000, 0, 0, 0, 0, Ct));
        Assert.Null(await book.CallAsync("m", "2026-01-01", 1000, 0, 1, 0, 0, Ct));
        Assert.Null(await book.CallAsync("m", "2026-01-01", 1000, 0, 0, 1, 1, Ct));
        Assert.Null(await book.CallAsync("nobody-knows", "2026-01-01", 1000, 0, 0, 0, 0, Ct));
        Assert.Equal(0m, await book.CallAsync("<synthetic>", "2026-01-01", 1000, 0, 7, 0, 0, Ct));
    }

    [Fact]
    public async Task Cache_writes_for_an_hour_cost_more_than_those_for_five_minutes()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        await book.ImportAsync("""
            "claude-x": {"cost": {"input": 10, "output": 50}}
            """, Ct);

        Assert.Equal(12.5m, await book.CallAsync("claude-x", "2026-01-01", 0, 0, 0, 1_000_000, 0, Ct));
        Assert.Equal(20m, await book.CallAsync("claude-x", "2026-01-01", 0, 0, 0, 1_000_000, 1_000_000, Ct));
        Assert.Equal(1m, await book.CallAsync("claude-x", "2026-01-01", 0, 0, 1_000_000, 0, 0, Ct));
    }

    [Fact]
    public async Task A_prompt_beyond_the_tier_costs_the_price_of_the_tier()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        await PriceBook.EnsureListAsync(book.Book, book.Tenant, TimeProvider.System, Ct);

        Assert.Equal(0.6m, await book.CallAsync("claude-sonnet-4-5-20250929", "2026-01-01", 200_000, 0, 0, 0, 0, Ct));
        Assert.Equal(1.200006m, await book.CallAsync("claude-sonnet-4-5-20250929", "2026-01-01", 200_001, 0, 0, 0, 0, Ct));
        Assert.Equal(0.12006m, await book.CallAsync("claude-sonnet-4-5", "2026-01-01", 10, 0, 200_000, 0, 0, Ct));
    }

    [Fact]
    public async Task A_booking_takes_the_price_of_its_time()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        await book.ImportAsync("""
            "m": {"cost": {"input": 10, "output": 0}}
            """, Ct);
        var second = await book.ImportAsync("""
            "m": {"cost": {"input": 8, "output": 0}}
            """, Ct, from: "2026-02-01");
        var third = await book.ImportAsync("""
            "m": {"cost": {"input": 6, "output": 0}}
            """, Ct);

        Assert.Equal((1, 1), (second.Changed, third.Changed));
        Assert.Equal(10m, await book.CallAsync("m", "2020-01-01", 1_000_000, 0, 0, 0, 0, Ct));
        Assert.Equal(10m, await book.CallAsync("m", "2026-01-31T23:59:59.999", 1_000_000, 0, 0, 0, 0, Ct));
        Assert.Equal(8m, await book.CallAsync("m", "2026-02-01", 1_000_000, 0, 0, 0, 0, Ct));
        Assert.Equal(6m, await book.CallAsync("m", "2026-03-01T12:00:00", 1_000_000, 0, 0, 0, 0, Ct));
        Assert.Equal(6m, await book.ScalarAsync<decimal>("select model_input_cost_per_m from herd.model_def where model_code = 'm'", Ct));
    }

    [Fact]
    public async Task Of_two_bookings_for_one_date_the_later_counts_also_where_it_has_fewer_tiers()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        await book.ImportAsync("""
            "m": {"cost": {"input": 3, "output": 0, "context_over_200k": {"input": 6, "output": 0}}}
            """, Ct, from: "2026-01-01");
        await book.ImportAsync("""
            "m": {"cost": {"input": 4, "output": 0}}
            """, Ct, from: "2026-01-01");
        var again = await book.ImportAsync("""
            "m": {"cost": {"input": 4, "output": 0}}
            """, Ct, from: "2026-01-01");

        Assert.Equal(1, again.Unchanged);
        Assert.Equal(2m, await book.CallAsync("m", "2026-01-02", 500_000, 0, 0, 0, 0, Ct));
    }

    [Fact]
    public async Task Importing_a_file_again_books_nothing()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        const string models = """
            "a": {"cost": {"input": 0.30000000000000004, "output": 1}}, "claude-b": {"cost": {"input": 1, "output": 5}},
            "bad": {"cost": {"input": -1, "output": 1}}
            """;

        var first = await book.ImportAsync(models, Ct);
        var rows = await book.ScalarAsync<long>(Rows, Ct);
        var second = await book.ImportAsync(models, Ct, now: PricedBook.Now.AddDays(1));

        Assert.Equal((2, 0, 0, 1), (first.Added, first.Changed, first.Unchanged, first.Refused.Count));
        Assert.Equal((0, 0, 2, 1), (second.Added, second.Changed, second.Unchanged, second.Refused.Count));
        Assert.Equal(rows, await book.ScalarAsync<long>(Rows, Ct));
    }

    [Fact]
    public async Task The_shipped_list_is_booked_once_and_leaves_a_price_of_ones_own_alone()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        await book.ImportAsync("""
            "claude-opus-4-5": {"cost": {"input": 4, "output": 20}}
            """, Ct);

        var first = await PriceBook.EnsureListAsync(book.Book, book.Tenant, TimeProvider.System, Ct);
        var rows = await book.ScalarAsync<long>(Rows, Ct);
        var second = await PriceBook.EnsureListAsync(book.Book, book.Tenant, TimeProvider.System, Ct);

        Assert.Equal((1, 0), (first.Unchanged, second.Added));
        Assert.Equal(rows, await book.ScalarAsync<long>(Rows, Ct));
        Assert.Equal(4m, await book.CallAsync("claude-opus-4-5-20251101", "2026-01-01", 1_000_000, 0, 0, 0, 0, Ct));
    }

    [Fact]
    public async Task A_price_of_another_tenant_prices_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var (mine, other) = (new PricedBook(database, Tenant.Default), new PricedBook(database, new Tenant("other")));
        await other.ImportAsync("""
            "m": {"cost": {"input": 10, "output": 0}}
            """, Ct);

        Assert.Null(await mine.CallAsync("m", "2026-01-01", 1, 0, 0, 0, 0, Ct));
    }

    [Fact]
    public async Task The_shipped_list_prices_the_real_transcripts_to_their_known_cost()
    {
        var path = SharedData.Require("claude-code/token-facts.json");
        await using var book = await PricedBook.CreateAsync(Ct);
        await PriceBook.EnsureListAsync(book.Book, book.Tenant, TimeProvider.System, Ct);
        using var facts = JsonDocument.Parse(await File.ReadAllBytesAsync(path, Ct));

        foreach (var file in facts.RootElement.EnumerateArray())
        {
            Assert.Equal(file.GetProperty("cost_usd_main").GetDecimal(), await Cost(file.GetProperty("tokens_by_model_max_rule")), 2);
            Assert.Equal(file.GetProperty("cost_usd_subagents").GetDecimal(), await Cost(file.GetProperty("subagent_tokens_by_model_max_rule")), 2);
        }

        async Task<decimal> Cost(JsonElement models)
        {
            var sum = 0m;
            foreach (var model in models.EnumerateObject())
            {
                // The facts are sums over calls, none of which reaches a tier: one class at a time keeps the sum below it too.
                int Tokens(string name) => model.Value.GetProperty(name).GetInt32();
                var (created, hour) = (Tokens("cache_creation"), Tokens("cache_creation_1h"));
                sum += await Priced(Tokens("input"), n => (n, 0, 0, 0, 0));
                sum += await Priced(Tokens("output"), n => (0, n, 0, 0, 0));
                sum += await Priced(Tokens("cache_read"), n => (0, 0, n, 0, 0));
                sum += await Priced(created - hour, n => (0, 0, 0, n, 0));
                sum += await Priced(hour, n => (0, 0, 0, n, n));

                async Task<decimal> Priced(int tokens, Func<int, (int, int, int, int, int)> call)
                {
                    var cost = 0m;
                    for (var done = 0; done < tokens; done += 200_000)
                    {
                        var (i, o, r, c, h) = call(Math.Min(200_000, tokens - done));
                        cost += await book.CallAsync(model.Name, "2026-01-19", i, o, r, c, h, Ct)
                            ?? throw new InvalidOperationException($"{model.Name} is unpriced.");
                    }

                    return cost;
                }
            }

            return sum;
        }
    }
}

using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Herd.Prices;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests.Herd;

public sealed class RepricerTests
{
    private const string Sums = """
        select format('%s|%s|%s|%s|%s', sum(token_cost_usd), sum(token_unpriced_count), sum(token_call_count),
                      sum(token_input_count + token_output_count + token_cache_read_count + token_cache_create_count), count(*))
          from herd.agent_instance_token_activity
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_unpriced_is_priced_by_correcting_rows_and_only_once()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        await book.CallAsync("m", "2026-01-01", 1_000_000, 500_000, 0, 0, 0, Ct);
        await book.CallAsync("unknown", "2026-01-01", 10, 0, 0, 0, 0, Ct);
        Assert.Equal("|1500010|2|1500010|2", await book.ScalarAsync<string>(Sums, Ct));
        await book.ImportAsync("""
            "m": {"cost": {"input": 2, "output": 4}}
            """, Ct);

        var first = await Repricer.RepriceAsync(book.Book, book.Tenant, Ct);
        var second = await Repricer.RepriceAsync(book.Book, book.Tenant, Ct);

        Assert.Equal(new Repricing(1, 4m, 1_500_000, 1), first);
        Assert.Equal(new Repricing(0, 0m, 0, 1), second);
        Assert.Equal("4.000000|10|2|1500010|3", await book.ScalarAsync<string>(Sums, Ct));
        Assert.Equal(
            "0 4.000000 -1500000 2026-01-01",
            await book.ScalarAsync<string>(
                """
                select format('%s %s %s %s', token_input_count, token_cost_usd, token_unpriced_count, (created_at at time zone 'utc')::date)
                  from herd.agent_instance_token_activity where booking_kind = 'reprice'
                """,
                Ct));
    }

    [Fact]
    public async Task A_price_superseded_for_the_same_time_corrects_the_calls_of_that_time_and_no_others()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        await book.ImportAsync("""
            "m": {"cost": {"input": 10, "output": 0}}
            """, Ct);
        await book.CallAsync("m", "2026-01-15", 1_000_000, 0, 0, 0, 0, Ct);
        await book.CallAsync("m", "2026-02-15", 1_000_000, 0, 0, 0, 0, Ct);
        await book.ImportAsync("""
            "m": {"cost": {"input": 7, "output": 0}}
            """, Ct, from: "2026-02-01");

        Assert.Equal(new Repricing(1, -3m, 0, 0), await Repricer.RepriceAsync(book.Book, book.Tenant, Ct));
        Assert.Equal("17.000000|0|2|2000000|3", await book.ScalarAsync<string>(Sums, Ct));
        Assert.Equal(
            17m, await book.ScalarAsync<decimal>("select sum(cost_usd) from intake.usage", Ct));
    }

    [Fact]
    public async Task A_new_price_from_now_leaves_what_was_booked()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        await book.ImportAsync("""
            "m": {"cost": {"input": 10, "output": 0}}
            """, Ct);
        await book.CallAsync("m", "2026-02-15", 1_000_000, 0, 0, 0, 0, Ct);
        await book.ImportAsync("""
            "m": {"cost": {"input": 7, "output": 0}}
            """, Ct);

        Assert.Equal(0, (await Repricer.RepriceAsync(book.Book, book.Tenant, Ct)).Calls);
    }

    [Fact]
    public async Task More_calls_than_one_transaction_takes_are_all_corrected()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        await book.Book.WriteAsync(
            book.Tenant,
            Actor.Intake,
            new AuditEvent("test"), async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(
                    """
                    insert into intake.usage (message_id, request_id, agent_instance_code, model_code, occurred_at, input_tokens, cost_basis)
                    select 'msg' || i, '', 'inst', 'm', '2026-01-01', 1, 'list' from generate_series(1, 20001) i
                    """,
                    connection);
                return await command.ExecuteNonQueryAsync(token);
            },
            Ct);
        await book.ImportAsync("""
            "m": {"cost": {"input": 1, "output": 0}}
            """, Ct);

        Assert.Equal(new Repricing(20_001, 0.020001m, 20_001, 0), await Repricer.RepriceAsync(book.Book, book.Tenant, Ct));
    }

    [Fact]
    public async Task Two_runs_at_once_book_each_correction_once()
    {
        await using var book = await PricedBook.CreateAsync(Ct);
        for (var i = 0; i < 20; i++)
        {
            await book.CallAsync("m", "2026-01-01", 1_000_000, 0, 0, 0, 0, Ct);
        }

        await book.ImportAsync("""
            "m": {"cost": {"input": 1, "output": 0}}
            """, Ct);

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Repricer.RepriceAsync(book.Book, book.Tenant, Ct)));

        Assert.Equal(20, runs.Sum(r => r.Calls));
        Assert.Equal("20.000000|0|20|20000000|40", await book.ScalarAsync<string>(Sums, Ct));
    }

    [Fact]
    public async Task A_run_sees_no_call_of_another_tenant()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var (mine, other) = (new PricedBook(database, Tenant.Default), new PricedBook(database, new Tenant("other")));
        await other.CallAsync("m", "2026-01-01", 1, 0, 0, 0, 0, Ct);
        await mine.ImportAsync("""
            "m": {"cost": {"input": 10, "output": 0}}
            """, Ct);
        await other.ImportAsync("""
            "m": {"cost": {"input": 10, "output": 0}}
            """, Ct);

        Assert.Equal(0, (await Repricer.RepriceAsync(mine.Book, mine.Tenant, Ct)).Calls);
        Assert.Equal(1, (await Repricer.RepriceAsync(other.Book, other.Tenant, Ct)).Calls);
    }
}

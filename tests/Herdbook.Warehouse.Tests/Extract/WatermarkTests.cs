using Herdbook.Catalog.Extracts;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Extract;
using Npgsql;
using Xunit;

namespace Herdbook.Warehouse.Tests.Extract;

public sealed class WatermarkTests
{
    private const string Token = "insert into herd.agent_instance_token_activity (agent_instance_code, model_code, token_input_count, created_at) values ";
    private const string Tokens = "select agent_instance_code, token_input_count from herd.agent_instance_token_activity order by all";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_booking_arrives_once_and_an_extract_without_news_brings_nothing()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.WriteAsync(Token + "('a', 'm', 1, '2026-01-01'), ('a', 'm', 1, '2026-01-01')", Ct);
        var first = await bronze.ExtractAsync(Ct);
        var second = await bronze.ExtractAsync(Ct);
        await bronze.WriteAsync(Token + "('b', 'm', 2, '2026-01-01')", Ct);
        var third = await bronze.ExtractAsync(Ct);

        Assert.True(first.Full);
        Assert.Equal(2, first.Rows["herd.agent_instance_token_activity"]);
        Assert.False(second.HasChanges);
        Assert.Equal((1, 3), (third.TotalRows, third.Batch));
        Assert.Equal(["a|1", "a|1", "b|2"], bronze.Rows(Tokens, Ct));
        Assert.Equal(["1", "1", "3"], bronze.Rows("select _batch from herd.agent_instance_token_activity order by 1", Ct));
    }

    /// <summary>Row groups that are not full are put together, and so written again, by the first checkpoint of the next build.</summary>
    [Fact]
    public async Task Rows_of_a_large_extract_fill_their_row_groups_also_where_a_build_lets_threads_append_in_any_order()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.WriteAsync("insert into herd.agent_instance_token_activity (agent_instance_code, model_code, created_at) select 'a' || n, 'm', '2026-01-01' from generate_series(1, 500000) n", Ct);
        using var file = bronze.OpenAnother(new DuckDbOptions { PreserveInsertionOrder = false, Threads = 2 });
        await bronze.ExtractAsync(Ct, file: file);
        Assert.Equal(["False"], bronze.Rows("select current_setting('preserve_insertion_order')", Ct, file));
        _ = bronze.Rows("checkpoint", Ct, file);
        Assert.Equal(
            ["0|122880", "1|122880", "2|122880", "3|122880", "4|8480"],
            bronze.Rows("select row_group_id, sum(count)::bigint from pragma_storage_info('herd.agent_instance_token_activity') where column_name = 'booking_id' and segment_type = 'BIGINT' group by 1 order by 1", Ct, file));
    }

    [Fact]
    public async Task A_transaction_that_began_earlier_and_commits_later_is_not_lost_and_is_shown_while_it_holds_the_watermark_back()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.ExtractAsync(Ct);
        await using var connection = await bronze.Database.Database.App.OpenConnectionAsync(Ct);
        await using var late = await connection.BeginTransactionAsync(Ct);
        await using (var enter = new NpgsqlCommand("select set_config('herdbook.tenant', 'default', true)", connection))
        {
            await enter.ExecuteNonQueryAsync(Ct);
        }

        await using (var insert = new NpgsqlCommand(Token + "('late', 'm', 1, '2026-01-01')", connection))
        {
            await insert.ExecuteNonQueryAsync(Ct);
        }

        await bronze.WriteAsync(Token + "('early', 'm', 2, '2026-01-01')", Ct);
        var held = await bronze.ExtractAsync(Ct);
        Assert.Equal(0, held.TotalRows);
        Assert.True(held.Watermark.Lag >= 2);
        Assert.Contains(held.Watermark.HeldBackBy, open => open.Application == "herdbook herdbook_app" && open.Since is not null);

        await late.CommitAsync(Ct);
        var freed = await bronze.ExtractAsync(Ct);
        Assert.Equal(2, freed.TotalRows);
        Assert.DoesNotContain(freed.Watermark.HeldBackBy, open => open.Application == "herdbook herdbook_app");
        Assert.Equal(["early|2", "late|1"], bronze.Rows(Tokens, Ct));
    }

    [Fact]
    public async Task What_is_rolled_back_never_arrives()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await Assert.ThrowsAsync<PostgresException>(() => bronze.WriteAsync(Token + "('gone', 'm', 1, '2026-01-01'); select 1 / 0", Ct));
        await bronze.WriteAsync(Token + "('stays', 'm', 1, '2026-01-01')", Ct);
        await bronze.ExtractAsync(Ct);
        Assert.Equal(["stays|1"], bronze.Rows(Tokens, Ct));
    }

    [Fact]
    public async Task All_tables_are_read_as_of_one_moment()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    await bronze.WriteAsync(
                        $"insert into herd.ticket_def (ticket_code) values ('T-{i}'); insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type) values ('a', 'T-{i}', 'created')",
                        Ct);
                }
            },
            Ct);
        for (var i = 0; i < 10; i++)
        {
            await bronze.ExtractAsync(Ct);
            Assert.Equal(["0"], bronze.Rows("select count(*) from herd.ticket_def t full join herd.agent_instance_ticket_activity a using (ticket_code) where a.ticket_code is null or t.ticket_code is null", Ct));
        }

        await stop.CancelAsync();
        await writing;
        await bronze.ExtractAsync(Ct);
        Assert.Equal(await bronze.FullPictureAsync(Ct), bronze.Picture(Ct));
    }

    [Fact]
    public async Task Each_tenant_gets_its_own_rows_alone()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.WriteAsync(Token + "('ours', 'm', 1, '2026-01-01')", Ct);
        await bronze.WriteAsync(Token + "('theirs', 'm', 1, '2026-01-01'); insert into herd.ticket_def (ticket_code) values ('THEIRS')", Ct, Tenant.Demo);
        await bronze.ExtractAsync(Ct);
        Assert.Equal(["ours|1"], bronze.Rows(Tokens, Ct));
        Assert.Equal(["0"], bronze.Rows("select count(*) from herd.ticket_def", Ct));
        Assert.Contains("theirs|m|1", string.Join('\n', await bronze.FullPictureAsync(Ct, Tenant.Demo)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_database_than_the_last_time_is_extracted_in_full()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await using var other = await Bronze.OpenAsync(Ct);
        await bronze.WriteAsync(Token + "('a', 'm', 1, '2026-01-01')", Ct);
        await other.WriteAsync(Token + "('b', 'm', 1, '2026-01-01')", Ct);
        await bronze.ExtractAsync(Ct);
        var summary = await other.ExtractAsync(Ct, file: bronze.File);
        Assert.True(summary.Full);
        Assert.Equal(["b|1"], bronze.Rows(Tokens, Ct));
    }

    [Fact]
    public async Task A_cancelled_extract_leaves_the_file_as_it_was()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.WriteAsync(Token + "('a', 'm', 1, '2026-01-01')", Ct);
        await bronze.ExtractAsync(Ct);
        await bronze.WriteAsync("insert into herd.agent_instance_token_activity (agent_instance_code, token_input_count) select 'b', n from generate_series(1, 200000) n", Ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bronze.ExtractAsync(stop.Token, progress: new Stopping(stop)));
        Assert.Equal(["a|1"], bronze.Rows(Tokens, Ct));
        Assert.Equal(200_000, (await bronze.ExtractAsync(Ct)).TotalRows);
    }

    [Fact]
    public async Task A_connection_that_ends_in_the_middle_leaves_the_file_as_it_was()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.WriteAsync("insert into herd.agent_instance_token_activity (agent_instance_code, token_input_count) select 'b', n from generate_series(1, 400000) n", Ct);
        await bronze.ExtractAsync(Ct, tenant: Tenant.Demo);
        var ends = new Ending(bronze);
        await Assert.ThrowsAnyAsync<Exception>(() => bronze.ExtractAsync(Ct, full: true, progress: ends));
        Assert.True(ends.HasEnded);
        Assert.Equal(["0"], bronze.Rows("select count(*) from herd.agent_instance_token_activity", Ct));
        Assert.Equal(400_000, (await bronze.ExtractAsync(Ct, full: true)).TotalRows);
    }

    [Fact]
    public async Task A_long_extract_is_not_ended_by_the_limits_that_the_server_sets()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.ForceAsync($"alter database {bronze.Database.Name} set statement_timeout = '100ms'", Ct);
        await bronze.Database.Book.WriteAsync(
            Tenant.Default,
            new Actor("test"),
            new AuditEvent("test"), async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(
                    "set local statement_timeout = 0; insert into herd.agent_instance_token_activity (agent_instance_code, token_input_count) select 'b', n from generate_series(1, 300000) n", connection);
                return await command.ExecuteNonQueryAsync(token);
            },
            Ct);
        Assert.Equal(300_000, (await bronze.ExtractAsync(Ct)).TotalRows);
    }

    [Fact]
    public async Task An_increment_reads_its_own_rows_alone()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.WriteAsync("insert into herd.agent_instance_token_activity (agent_instance_code, token_input_count) select 'b', n from generate_series(1, 20000) n", Ct);
        await bronze.WriteAsync("insert into herd.ticket_def (ticket_code) select 'T-' || n from generate_series(1, 5000) n", Ct);
        await bronze.ForceAsync("analyze herd.agent_instance_token_activity, catalog.history", Ct);
        var below = (await bronze.ExtractAsync(Ct)).Watermark.Below;
        var window = new ExtractWindow(below, below + 10);
        var ledger = ExtractTable.All(bronze.Catalog).Single(table => table.FullName == "herd.agent_instance_token_activity");
        foreach (var (copy, index) in new[] { (ExtractSql.Rows(ledger, window), "agent_instance_token_activity_booked_xid_idx"), (ExtractSql.Versions(window, null), "history_booked_xid_idx") })
        {
            var query = copy["copy (".Length..copy.LastIndexOf(") to stdout", StringComparison.Ordinal)];
            var plan = await bronze.Database.Book.ReadAsync(
                Tenant.Default,
                async (connection, token) =>
                {
                    await using var explain = new NpgsqlCommand($"explain {query}", connection);
                    await using var lines = await explain.ExecuteReaderAsync(token);
                    var text = "";
                    while (await lines.ReadAsync(token))
                    {
                        text += lines.GetString(0) + "\n";
                    }

                    return text;
                },
                Ct);
            Assert.Contains(index, plan, StringComparison.Ordinal);
        }
    }

    /// <summary>Asks for the end at the first news.</summary>
    private sealed class Stopping(CancellationTokenSource stop) : IProgress<ExtractProgress>
    {
        public void Report(ExtractProgress value) => stop.Cancel();
    }

    /// <summary>Ends the connection at the first news, as a restart of PostgreSQL does.</summary>
    private sealed class Ending(Bronze bronze) : IProgress<ExtractProgress>
    {
        public bool HasEnded { get; private set; }

        public void Report(ExtractProgress value)
        {
            if (!HasEnded)
            {
                HasEnded = true;
                bronze.ForceAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'copy%'", CancellationToken.None).GetAwaiter().GetResult();
            }
        }
    }
}

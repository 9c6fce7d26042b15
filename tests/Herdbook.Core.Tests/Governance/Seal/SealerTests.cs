using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Seal;

public sealed class SealerTests
{
    private static readonly string[] Rivals = ["one", "other"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_one_seals_at_a_time_and_another_takes_over_when_the_lease_has_run_out()
    {
        await using var book = await SealedBook.OpenAsync(Ct);
        var clock = new SetClock();
        var (one, other) = (book.NewSealer("first", clock), book.NewSealer("second", clock));
        await book.AppendAsync(1, Ct);
        await SealedByAsync(one, 1);

        await book.AppendAsync(2, Ct);
        Assert.False((await other.TurnAsync(Tenant.Default, Ct)).Held);
        clock.Now += TimeSpan.FromSeconds(11);
        await SealedByAsync(other, 1);

        Assert.Equal("second 2", await book.AskAsync<string>("select holder || ' ' || fence from governance.audit_sealer", Ct));
        Assert.Equal("1 2", await book.AskAsync<string>("select string_agg(fence::text, ' ' order by tree_size) from governance.audit_checkpoint", Ct));
        Assert.Empty((await book.VerifyAsync(Ct)).Findings);
    }

    [Fact]
    public async Task A_holder_whose_lease_was_taken_is_refused_by_its_fence_and_writes_nothing()
    {
        await using var book = await SealedBook.OpenAsync(Ct);
        // The first one's clock stands still, so it takes its lease for good.
        var (stale, clock) = (new SetClock(), new SetClock());
        var (one, other) = (book.NewSealer("first", stale), book.NewSealer("second", clock));
        await book.AppendAsync(1, Ct);
        await SealedByAsync(one, 1);
        clock.Now += TimeSpan.FromSeconds(11);
        await book.AppendAsync(2, Ct);
        await SealedByAsync(other, 1);
        await book.AppendAsync(3, Ct);
        await TestHome.UntilAsync(async () => await book.AskAsync<bool>("select bool_and(booked_xid < pg_snapshot_xmin(pg_current_snapshot())) from governance.audit_logs", Ct), Ct);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => one.TurnAsync(Tenant.Default, Ct));

        Assert.Equal("lease_lost", refused.Code);
        Assert.Equal(2L, await book.AskAsync<long>("select count(*) from governance.audit_leaf", Ct));
        Assert.False((await one.TurnAsync(Tenant.Default, Ct)).Held);
        await SealedByAsync(other, 1);
        Assert.Empty((await book.VerifyAsync(Ct)).Findings);
    }

    [Fact]
    public async Task Sealers_that_race_while_eight_write_make_one_tree_that_is_never_accused()
    {
        const int Each = 90;
        await using var book = await SealedBook.OpenAsync(Ct);
        var written = 0;
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await (i % 3 == 0 ? book.BookAsync((writer * 1_000) + i, Ct) : book.AppendAsync(i, Ct));
                Interlocked.Increment(ref written);
                if (writer == 0 && i % 30 == 15)
                {
                    book.Keys.Rotate();
                }
            }
        })).ToArray();
        // On a clock that is this fast, the lease runs out twice in a millisecond and changes hands again and again.
        var fast = new SetClock { Rate = 20_000 };
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var sealers = Rivals.Select(name => book.NewSealer(name, fast)).Select(sealer => Task.Run(async () =>
        {
            while (!writing.IsCancellationRequested)
            {
                try
                {
                    await sealer.TurnAsync(Tenant.Default, Ct);
                }
                catch (RefusedException e) when (e.Code == "lease_lost")
                {
                    // The other one has taken it.
                }
            }
        })).ToArray();

        var verified = 0;
        while (written < 8 * Each)
        {
            Assert.Empty((await book.VerifyAsync(Ct)).Findings);
            verified++;
        }

        await writing.CancelAsync();
        await Task.WhenAll([.. writers, .. sealers]);
        await SealAllAsync(book, fast);

        var report = await book.VerifyAsync(Ct);
        Assert.Empty(report.Findings);
        Assert.Equal((8 * Each, 8 * Each, 0), (report.Entries, report.Leaves, report.Unsealed));
        Assert.True(verified > 0);
        Assert.True(await book.AskAsync<long>("select max(fence) from governance.audit_checkpoint", Ct) > 1);
    }

    [Fact]
    public async Task A_sealer_that_was_killed_in_the_middle_of_its_turn_leaves_nothing_half_done_and_the_next_goes_on()
    {
        await using var book = await SealedBook.OpenAsync(Ct);
        await book.FillAsync(20, Ct);
        for (var i = 0; i < 5; i++)
        {
            await book.AppendAsync(i, Ct);
            using var killed = new CancellationTokenSource();
            var turn = book.NewSealer("one").TurnAsync(Tenant.Default, killed.Token);
            killed.CancelAfter(TimeSpan.FromMilliseconds(i));
            await turn.ContinueWith(_ => { }, TaskScheduler.Default);
            Assert.Empty((await book.VerifyAsync(Ct)).Findings);
        }

        await book.SealAsync(Ct);
        Assert.Equal(26, (await book.Tree.HeadAsync(Tenant.Default, Ct))!.Checkpoint.Size);
        Assert.Empty((await book.VerifyAsync(Ct)).Findings);
    }

    [Fact]
    public async Task Nothing_is_sealed_upon_a_tree_that_is_not_the_one_that_was_signed_or_published()
    {
        await using var book = await SealedBook.OpenAsync(Ct);
        await book.FillAsync(16, Ct);
        var folder = Directory.CreateTempSubdirectory("herdbook-checkpoints-");
        try
        {
            var kept = new CheckpointFolder(folder.FullName, book.Key);
            await kept.PublishAsync(Tenant.Default, (await book.Tree.HeadAsync(Tenant.Default, Ct))!, Ct);
            await book.UndoneAsync(
                async () =>
                {
                    await book.TamperAsync("delete from governance.audit_leaf where leaf_index = 3", Ct);
                    await book.AppendAsync(1, Ct);
                    Assert.Equal("log_damaged", (await Assert.ThrowsAsync<RefusedException>(() => book.NewSealer("one").TurnAsync(Tenant.Default, Ct))).Code);
                },
                Ct);
            await book.TamperAsync("delete from governance.audit_leaf where leaf_index > 0; delete from governance.audit_checkpoint where tree_size > 1; delete from governance.audit_logs where id not in (select entry_id from governance.audit_leaf)", Ct);
            await book.AppendAsync(1, Ct);

            var sealer = new Sealer(book.Book, book.Key, TimeProvider.System, "one") { Compare = kept.CompareAsync };
            Assert.Equal("log_damaged", (await Assert.ThrowsAsync<RefusedException>(() => sealer.TurnAsync(Tenant.Default, Ct))).Code);
            Assert.Equal(1L, await book.AskAsync<long>("select count(*) from governance.audit_leaf", Ct));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task One_transaction_of_many_batches_is_read_a_few_times_and_not_once_a_batch()
    {
        const int Entries = 2_010;
        await using var book = await SealedBook.OpenAsync(Ct);
        await book.AppendAsync(0, Ct);
        await book.SealAsync(Ct);
        // What each turn fetched of the log, by PostgreSQL's own count, which begins anew with each.
        await book.TamperAsync("""
            set session_replication_role = default;
            create table kept_work (fetched bigint);
            create function count_work() returns trigger language plpgsql security definer as $body$
            begin
                perform pg_stat_force_next_flush();
                insert into public.kept_work select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_all_tables where relid = 'governance.audit_logs'::regclass;
                return null;
            end $body$;
            create trigger count_work after insert on governance.audit_checkpoint for each statement execute function count_work();
            alter table governance.audit_checkpoint enable always trigger count_work;
            """, Ct);
        var what = new AuditEvent("test.many");
        for (var i = 1; i < Entries; i++)
        {
            what.Also(new AuditEvent("test.many").With("n", i));
        }

        await book.Book.AppendAsync(Tenant.Default, Actor.Owner, what, Ct);
        await book.AppendAsync(1, Ct);
        await book.PlanAsOfLargeTablesAsync(Ct);
        await TestHome.UntilAsync(async () => await book.AskAsync<bool>("select bool_and(booked_xid < pg_snapshot_xmin(pg_current_snapshot())) from governance.audit_logs", Ct), Ct);

        var (sealer, done) = (book.NewSealer("one", most: 40), 0);
        for (var turn = new SealTurn(true, 0, true); turn.More; done += turn.Sealed)
        {
            turn = await sealer.TurnAsync(Tenant.Default, Ct);
        }

        Assert.Equal(Entries + 1, done);
        var fetched = await book.AskAsync<decimal>("select sum(fetched) from kept_work", Ct);
        Assert.InRange(fetched, Entries, 5 * Entries);
        Assert.Empty((await book.VerifyAsync(Ct)).Findings);
    }

    private static async Task SealedByAsync(Sealer sealer, int entries)
    {
        var before = 0;
        await TestHome.UntilAsync(async () => (before += (await sealer.TurnAsync(Tenant.Default, Ct)).Sealed) >= entries, Ct);
        Assert.Equal(entries, before);
    }

    private static async Task SealAllAsync(SealedBook book, TimeProvider clock) => await TestHome.UntilAsync(
        async () =>
        {
            await book.NewSealer("last", clock).TurnAsync(Tenant.Default, Ct);
            return (await new SealState(book.Book, book.Key, TimeProvider.System).ReadAsync(Tenant.Default, Ct)).Unsealed == 0;
        },
        Ct);
}

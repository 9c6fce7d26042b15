using FsCheck;
using FsCheck.Fluent;
using Herdbook.Core.Governance.Seal;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Seal;

/// <summary>A superuser for whom no trigger fires does what he likes to entries and rows, at random. Each is found, and the row is named.</summary>
public sealed class TamperTests
{
    private const string Ledger = "herd.agent_instance_lifecycle_activity";

    /// <summary>What is done, the table and key that have to be named, and the kinds of finding of which one has to do it. @ stands for a row's number, # for another's.</summary>
    private sealed record Deed(string Name, string Sql, string[] Kinds, string Names);

    private const string Entry = "(select id from governance.audit_logs order by id offset @ limit 1)";
    private const string Other = "(select id from governance.audit_logs order by id offset # limit 1)";
    private const string Booking = $"(select booking_id from {Ledger} order by booking_id offset @ limit 1)";
    private const string OtherBooking = $"(select booking_id from {Ledger} order by booking_id offset # limit 1)";

    private static readonly Deed[] Deeds =
    [
        new("change an entry's data", $"update governance.audit_logs set event_data = event_data || '{{\"x\": 1}}' where id = {Entry}", [FindingKind.EntryChanged], Entry),
        new("change an entry's actor", $"update governance.audit_logs set actor_id = 'mallory' where id = {Entry}", [FindingKind.EntryChanged], Entry),
        new("change an entry's time", $"update governance.audit_logs set created_at = created_at - interval '1 microsecond' where id = {Entry}", [FindingKind.EntryChanged], Entry),
        new("name another key", $"update governance.audit_logs set key_id = 'k000000000000' where id = {Entry}", [FindingKind.KeyUnknown], Entry),
        new("take away a signature", $"update governance.audit_logs set signature = null where id = {Entry}", [FindingKind.EntryChanged], Entry),
        new("delete an entry", $"delete from governance.audit_logs where id = {Entry}", [FindingKind.EntryMissing], Entry),
        new("delete an entry and its leaf", $"with d as (delete from governance.audit_logs where id = {Entry} returning id) delete from governance.audit_leaf where entry_id in (select id from d)", [FindingKind.LeafMissing], ""),
        new("forge an entry", "insert into governance.audit_logs (tenant_id, id, event_type, event_data, actor_type, signature, key_id) select 'default', '01900000-0000-7000-8000-000000000bad', event_type, event_data, actor_type, signature, key_id from governance.audit_logs offset @ limit 1", [FindingKind.EntryForged], "'01900000-0000-7000-8000-000000000bad'"),
        new("swap what two entries say", $"update governance.audit_logs a set event_data = b.event_data, event_type = b.event_type, subject_id = b.subject_id from governance.audit_logs b where (a.id = {Entry} and b.id = {Other}) or (a.id = {Other} and b.id = {Entry})", [FindingKind.EntryChanged], Entry),
        new("swap the places of two entries", "alter table governance.audit_leaf drop constraint audit_leaf_pkey; update governance.audit_leaf set leaf_index = case leaf_index when @ then # else @ end where leaf_index in (@, #)", [FindingKind.OrderChanged], "(select entry_id from governance.audit_leaf where leaf_index = @)"),
        new("swap the leaves of two entries", "alter table governance.audit_leaf drop constraint audit_leaf_entry_id_key; update governance.audit_leaf a set entry_id = b.entry_id from governance.audit_leaf b where (a.leaf_index = @ and b.leaf_index = #) or (a.leaf_index = # and b.leaf_index = @)", [FindingKind.LeafChanged], "(select entry_id from governance.audit_leaf where leaf_index = @)"),
        new("duplicate an entry", $"alter table governance.audit_logs drop constraint audit_logs_pkey; insert into governance.audit_logs select * from governance.audit_logs where id = {Entry} limit 1", [FindingKind.EntryTwice], Entry),
        new("duplicate a leaf", "alter table governance.audit_leaf drop constraint audit_leaf_entry_id_key; insert into governance.audit_leaf (tenant_id, leaf_index, entry_id, leaf_hash) select tenant_id, (select max(leaf_index) + 1 from governance.audit_leaf), entry_id, leaf_hash from governance.audit_leaf where leaf_index = @", [FindingKind.LeafTwice], "(select entry_id from governance.audit_leaf where leaf_index = @)"),
        new("change a leaf", "update governance.audit_leaf set leaf_hash = sha256('x') where leaf_index = @", [FindingKind.LeafChanged], "(select entry_id from governance.audit_leaf where leaf_index = @)"),
        new("forge a head", "update governance.audit_checkpoint set root_hash = sha256('x') where tree_size = (select max(tree_size) from governance.audit_checkpoint)", [FindingKind.CheckpointForged], ""),
        new("delete the last head", "delete from governance.audit_checkpoint where tree_size = (select max(tree_size) from governance.audit_checkpoint)", [FindingKind.CheckpointMissing], ""),
        new("cut the tail off and keep the heads", "delete from governance.audit_logs where id in (select entry_id from governance.audit_leaf where leaf_index >= @); delete from governance.audit_leaf where leaf_index >= @", [FindingKind.CutOff], ""),
        new("cut the tail off with its heads", "delete from governance.audit_logs where id in (select entry_id from governance.audit_leaf where leaf_index >= @); delete from governance.audit_leaf where leaf_index >= @; delete from governance.audit_checkpoint where tree_size > @", [FindingKind.CutOff, FindingKind.CheckpointMissing], ""),
        new("change a row", $"update {Ledger} set lifecycle_event_type = 'forged' where booking_id = {Booking}", [FindingKind.RowChanged], $"{Booking}::text"),
        new("change when a row was booked", $"update {Ledger} set booked_at = booked_at - interval '1 day' where booking_id = {Booking}", [FindingKind.RowChanged], $"{Booking}::text"),
        new("delete a row", $"delete from {Ledger} where booking_id = {Booking}", [FindingKind.RowMissing], $"{Booking}::text"),
        new("forge a row", $"insert into {Ledger} (tenant_id, agent_instance_code, lifecycle_event_type) values ('default', 'agent-@', 'spawned')", [FindingKind.RowForged], $"(select max(booking_id)::text from {Ledger})"),
        new("duplicate a row", $"alter table {Ledger} drop constraint agent_instance_lifecycle_activity_pkey; insert into {Ledger} overriding system value select * from {Ledger} where booking_id = {Booking} limit 1", [FindingKind.RowTwice], $"{Booking}::text"),
        new("swap what two rows say", $"update {Ledger} a set agent_instance_code = b.agent_instance_code from {Ledger} b where (a.booking_id = {Booking} and b.booking_id = {OtherBooking}) or (a.booking_id = {OtherBooking} and b.booking_id = {Booking})", [FindingKind.RowChanged], $"{Booking}::text"),
        new("change a row and its seal", $"update {Ledger} set lifecycle_event_type = 'forged' where booking_id = {Booking}; set timezone = 'UTC'; update catalog.row_seal s set hashes = sha256(convert_to(row(r.tenant_id, r.booking_id)::text, 'UTF8')), columns = array['tenant_id', 'booking_id'] from {Ledger} r where r.booking_id = {Booking} and s.table_name = '{Ledger}' and s.keys = array[r.booking_id::text]", [FindingKind.SealsChanged], "@seal"),
        new("delete a row and its seal", $"with d as (delete from {Ledger} where booking_id = {Booking} returning booking_id) delete from catalog.row_seal s using d where s.table_name = '{Ledger}' and s.keys = array[d.booking_id::text]", [FindingKind.SealsChanged], "@seal"),
        new("forge a row with a seal", $"with r as (insert into {Ledger} (tenant_id, agent_instance_code, lifecycle_event_type) values ('default', 'agent-@', 'spawned') returning *) insert into catalog.row_seal (tenant_id, entry_id, table_name, columns, keys, hashes, row_count) select 'default', null, '{Ledger}', array['tenant_id', 'booking_id'], array[r.booking_id::text], sha256(convert_to(row(r.tenant_id, r.booking_id)::text, 'UTF8')), 1 from r", [FindingKind.PastTheBook], $"(select max(booking_id)::text from {Ledger})"),
        new("change a history's row", "update catalog.history set actor = 'mallory' where booking_id = (select min(booking_id) from catalog.history)", [FindingKind.RowChanged], "(select min(booking_id)::text from catalog.history)"),
        new("cut the tail of the rows off", $"delete from {Ledger} where booking_id >= {Booking}", [FindingKind.RowMissing], $"{Booking}::text"),
    ];

    [Fact]
    public async Task Whatever_is_done_to_entries_and_rows_is_found_and_named()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var book = await SealedBook.OpenAsync(ct);
        await book.FillAsync(40, ct);
        var folder = Directory.CreateTempSubdirectory("herdbook-checkpoints-");
        try
        {
            await new CheckpointFolder(folder.FullName, book.Key).PublishAsync(Tenant.Default, (await book.Tree.HeadAsync(Tenant.Default, ct))!, ct);
            var options = new VerificationOptions { Checkpoints = folder.FullName };
            Assert.Empty((await book.VerifyAsync(ct, options)).Findings);

            var order = Gen.Shuffle(Deeds).Sample(1, 1).Single();
            foreach (var (deed, at) in order.Zip(Gen.Choose(1, 37).Sample(100, order.Length)))
            {
                await book.UndoneAsync(async () => await TryAsync(book, deed, at, at % 2 == 0 ? at + 1 : at - 1, options, ct), ct);
            }

            Assert.Empty((await book.VerifyAsync(ct, options)).Findings);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task TryAsync(SealedBook book, Deed deed, int at, int other, VerificationOptions options, CancellationToken ct)
    {
        string Put(string text) => text.Replace("@", $"{at}", StringComparison.Ordinal).Replace("#", $"{other}", StringComparison.Ordinal);
        async Task<string?> NamedAsync() => deed.Names switch
        {
            "" => null,
            "@seal" => await book.AskAsync<string>($"select entry_id::text from catalog.row_seal where keys = array[{Put(Booking)}::text] and table_name = '{Ledger}'", ct),
            var sql => await book.AskAsync<string>($"select ({Put(sql)})::text", ct),
        };
        var forged = deed.Name.StartsWith("forge", StringComparison.Ordinal);
        var before = forged ? null : await NamedAsync();
        await book.TamperAsync(Put(deed.Sql), ct);
        var named = forged ? await NamedAsync() : before;

        var report = await book.VerifyAsync(ct, options);

        var found = report.Findings.Where(finding => deed.Kinds.Contains(finding.Kind)).ToArray();
        Assert.True(found.Length > 0, $"{deed.Name} at {at}: {string.Join("; ", report.Findings.Select(finding => finding.Kind))}");
        Assert.True(
            named is null || found.Any(finding => finding.Key == named || finding.EntryId?.ToString() == named),
            $"{deed.Name} at {at} does not name {named}: {string.Join("; ", found.Select(finding => finding.Message))}");
        Assert.False(report.IsIntact && report.IsComplete);
    }
}

using Herdbook.Core;
using Xunit;

namespace Herdbook.Warehouse.Tests.Extract;

public sealed class VersionTests
{
    private const string Tickets = "select ticket_code, ticket_title, _operation, _deleted, _row_key from herd.ticket_def order by _version_id";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_version_of_a_row_arrives_in_the_order_of_booking_with_deletions_and_returns()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.WriteAsync("insert into herd.ticket_def (ticket_code, ticket_title) values ('T-1', 'one')", Ct);
        await bronze.ExtractAsync(Ct);
        await bronze.WriteAsync("update herd.ticket_def set ticket_title = 'two'", Ct);
        await bronze.WriteAsync("update herd.ticket_def set deleted_at = now()", Ct);
        await bronze.ExtractAsync(Ct);
        await bronze.WriteAsync("update herd.ticket_def set deleted_at = null", Ct);
        await bronze.ExtractAsync(Ct);

        Assert.Equal(["T-1|one|insert|False|T-1", "T-1|two|update|False|T-1", "T-1|two|delete|True|T-1", "T-1|two|update|False|T-1"], bronze.Rows(Tickets, Ct));
        Assert.Equal(["1", "2", "2", "3"], bronze.Rows("select _batch from herd.ticket_def order by _version_id", Ct));
        Assert.Equal(await bronze.FullPictureAsync(Ct), bronze.Picture(Ct));
    }

    [Fact]
    public async Task A_renamed_key_is_one_row_gone_and_another_come()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.WriteAsync("insert into herd.ticket_def (ticket_code, ticket_title) values ('OLD', 'kept')", Ct);
        await bronze.ExtractAsync(Ct);
        await bronze.WriteAsync("update herd.ticket_def set ticket_code = 'NEW'", Ct);
        await bronze.ExtractAsync(Ct);
        Assert.Equal(["NEW|kept|insert|False|NEW", "OLD|kept|delete|True|OLD", "OLD|kept|insert|False|OLD"], bronze.Rows(Tickets, Ct).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_row_that_is_erased_leaves_its_last_state_as_a_deletion()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.DeclareAsync(["table: custom.note\nkind: entity\nabout: A note.\nkey: code\ncolumns:\n  code: {type: text}\n  body: {type: text}\n"], [], Ct);
        await bronze.WriteAsync("insert into custom.note (code, body) values ('a', 'text')", Ct);
        await bronze.ForceAsync("select set_config('herdbook.tenant', 'default', false); alter table custom.note disable trigger herdbook_refuse_delete; alter table custom.note disable trigger herdbook_refuse_any_delete; delete from custom.note", Ct);
        await bronze.ExtractAsync(Ct);
        Assert.Equal(["a|text|insert|False", "a|text|delete|True"], bronze.Rows("select code, body, _operation, _deleted from custom.note order by _version_id", Ct));
    }

    [Fact]
    public async Task A_junction_has_its_whole_key_and_versions_that_never_change_come_as_rows()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        await bronze.WriteAsync(
            """
            insert into herd.agent_def (agent_code) values ('kevin');
            insert into herd.skillset_def (skillset_code) values ('s');
            insert into herd.agent_skillset (agent_code, skillset_code) values ('kevin', 's');
            insert into herd.skill_def (skill_code) values ('k');
            insert into herd.skill_version (skill_code, skill_version_content) values ('k', 'what it said');
            """,
            Ct);
        await bronze.ExtractAsync(Ct);
        await bronze.WriteAsync("insert into herd.skill_version (skill_code, skill_version_content) values ('k', 'what it says')", Ct);
        await bronze.ExtractAsync(Ct);
        Assert.Equal(["""kevin|s|False|["kevin","s"]"""], bronze.Rows("select agent_code, skillset_code, _deleted, _row_key from herd.agent_skillset", Ct));
        Assert.Equal(["what it said|1", "what it says|2"], bronze.Rows("select skill_version_content, _batch from herd.skill_version order by 2", Ct));
        Assert.Equal(["True"], bronze.Rows("select bool_and(booked_at is not null) from herd.skill_version", Ct));
    }

    [Fact]
    public async Task What_belongs_to_nobody_but_Herdbook_is_not_extracted()
    {
        await using var bronze = await Bronze.OpenAsync(Ct);
        var summary = await bronze.ExtractAsync(Ct);
        Assert.DoesNotContain(summary.Rows.Keys, name => name.StartsWith("catalog.", StringComparison.Ordinal) || name.StartsWith("intake.", StringComparison.Ordinal));
        Assert.Equal(["0"], bronze.Rows("select count(*) from duckdb_columns() where column_name in ('tenant_id', 'booked_xid', 'password_hash', 'authentication')", Ct));
    }
}

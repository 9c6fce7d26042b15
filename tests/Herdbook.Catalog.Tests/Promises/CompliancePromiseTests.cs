using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests.Promises;

/// <summary>What filings, rules and entities promise, PostgreSQL keeps.</summary>
public sealed class CompliancePromiseTests(OwnTables tables) : IClassFixture<OwnTables>
{
    private readonly TenantRows _rows = tables.Tenant();

    [Fact]
    public async Task The_matrix_follows_the_checklists_and_says_why()
    {
        const string Cell = "select status || ': ' || (details ->> 'why') from compliance.compliance_status";
        await _rows.RunAsync("insert into compliance.filing_checklists (entity_id, entity_type, compliance_domain, items, deadline) values ('w1', 'well', 'rule_37', '[]', now() + interval '10 days')");
        Assert.Equal("action_needed: The checklist is draft.", await _rows.RunAsync(Cell));

        await _rows.RunAsync("update compliance.filing_checklists set status = 'in_review'");
        Assert.Equal("in_review: The checklist is in review.", await _rows.RunAsync(Cell));
        await _rows.RunAsync("update compliance.filing_checklists set deadline = now() - interval '1 day'");
        Assert.Equal("overdue: The checklist is in review, and its deadline has passed.", await _rows.RunAsync(Cell));
        await _rows.RunAsync("update compliance.filing_checklists set status = 'filed'");
        Assert.Equal("compliant: The checklist is filed.", await _rows.RunAsync(Cell));

        await _rows.RunAsync("update compliance.filing_checklists set deleted_at = now()");
        Assert.Null(await _rows.RunAsync(Cell));
    }

    [Fact]
    public async Task A_matrix_that_was_lost_is_computed_again_as_it_was()
    {
        const string Matrix = "select string_agg(concat_ws(' ', entity_id, compliance_domain, status, checklist_id), ', ' order by entity_id, compliance_domain) from compliance.compliance_status";
        await _rows.RunAsync("""
            insert into compliance.filing_checklists (entity_id, entity_type, compliance_domain, items, status)
            select 'w' || n % 5, 'well', 'rule_' || n % 3, '[]', (array['draft', 'approved', 'in_review'])[n % 3 + 1] from generate_series(1, 40) n
            """);
        var before = await _rows.RunAsync(Matrix);

        await _rows.RunAsync("delete from compliance.compliance_status");
        Assert.Equal("15", await _rows.RunAsync("select compliance.refresh_status()"));
        Assert.Equal(before, await _rows.RunAsync(Matrix));
    }

    [Fact]
    public async Task A_rule_is_never_rewritten_and_a_newer_version_takes_its_place()
    {
        await RuleAsync(1, "2026-01-01");
        foreach (var change in new[] { "rule_data = '{}'", "effective_date = '2026-02-01'", "version = 3", "deleted_at = now()", "rule_identifier = 'x'" })
        {
            Assert.Equal(PostgresErrorCodes.RestrictViolation, (await _rows.RefusesAsync($"update compliance.rule_versions set {change}")).SqlState);
        }

        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync(Rule(1, "2026-03-01"))).SqlState);
        await RuleAsync(2, "2026-03-01");
        Assert.Equal("1 superseded 2026-03-01, 2 active", await _rows.RunAsync("select string_agg(concat_ws(' ', version, status, superseded_date), ', ' order by version) from compliance.rule_versions"));
        Assert.Equal(PostgresErrorCodes.RestrictViolation, (await _rows.RefusesAsync("update compliance.rule_versions set status = 'active' where version = 1")).SqlState);
    }

    [Fact]
    public async Task A_filing_that_was_started_under_an_older_rule_turns_stale_and_can_be_acknowledged()
    {
        await RuleAsync(1, "2026-01-01");
        await _rows.RunAsync("insert into compliance.filing_checklists (entity_id, entity_type, compliance_domain, items) values ('w1', 'well', 'rule_37', '[]')");
        const string Freeze = "insert into compliance.filing_rule_snapshots (checklist_id, rule_version_id, rule_data_at_snapshot) select c.id, r.id, '{}' from compliance.filing_checklists c, compliance.rule_versions r where r.version = 1";
        await _rows.RunAsync(Freeze);
        Assert.Equal("{\"lease_line_ft\": 1} true", await _rows.RunAsync("select rule_data_at_snapshot::text || ' ' || is_current from compliance.filing_rule_snapshots"));

        await RuleAsync(2, "2026-03-01");
        Assert.Equal("false 2", await _rows.RunAsync("select is_current || ' ' || r.version from compliance.filing_rule_snapshots s join compliance.rule_versions r on r.id = s.superseded_by"));
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync("update compliance.filing_rule_snapshots set acknowledged = true")).SqlState);
        await _rows.RunAsync("update compliance.filing_rule_snapshots set acknowledged = true, acknowledged_by = 'ada', acknowledged_at = now()");
        Assert.Equal(PostgresErrorCodes.RestrictViolation, (await _rows.RefusesAsync("update compliance.filing_rule_snapshots set rule_data_at_snapshot = '{}'")).SqlState);

        // Yet another version asks for another acknowledgement.
        await RuleAsync(3, "2026-04-01");
        Assert.Equal("false 3", await _rows.RunAsync("select acknowledged || ' ' || r.version from compliance.filing_rule_snapshots s join compliance.rule_versions r on r.id = s.superseded_by"));
    }

    [Fact]
    public async Task A_draft_of_a_rule_holds_once_it_is_active()
    {
        await RuleAsync(1, "2026-01-01");
        await _rows.RunAsync(Rule(2, "2026-03-01", "draft"));
        Assert.Equal("1", await _rows.RunAsync("select version from compliance.rule_versions where status = 'active'"));
        await _rows.RunAsync("update compliance.rule_versions set status = 'active' where version = 2");
        Assert.Equal("2", await _rows.RunAsync("select version from compliance.rule_versions where status = 'active'"));
    }

    [Fact]
    public async Task A_checklist_takes_its_artifacts_along_when_it_is_deleted()
    {
        await _rows.RunAsync("""
            insert into compliance.filing_checklists (id, entity_id, entity_type, compliance_domain, items) values ('00000000-0000-0000-0000-00000000000c', 'w1', 'well', 'rule_37', '[]');
            insert into compliance.checklist_artifacts (checklist_id, item_index, artifact_type, name) values ('00000000-0000-0000-0000-00000000000c', 0, 'pdf', 'Plat');
            update compliance.filing_checklists set deleted_at = now()
            """);

        Assert.Equal("1", await _rows.RunAsync("select count(*) from compliance.checklist_artifacts where deleted_at is not null"));
    }

    private static string Rule(int version, string day, string status = "active") => $$"""
        insert into compliance.rule_versions (rule_type, rule_domain, rule_identifier, version, effective_date, source, rule_data, status)
        values ('statewide', 'spacing', 'SWR_37', {{version}}, '{{day}}', 'manual', '{"lease_line_ft": {{version}}}', '{{status}}')
        """;

    private Task<string?> RuleAsync(int version, string day) => _rows.RunAsync(Rule(version, day));
}

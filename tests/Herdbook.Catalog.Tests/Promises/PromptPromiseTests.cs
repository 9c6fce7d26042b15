using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests.Promises;

/// <summary>What prompts and skills promise, PostgreSQL keeps.</summary>
public sealed class PromptPromiseTests(OwnTables tables) : IClassFixture<OwnTables>
{
    private const string Template = "00000000-0000-0000-0000-00000000000a";

    private readonly TenantRows _rows = tables.Tenant();

    [Fact]
    public async Task A_user_has_one_draft_of_a_template_and_versions_are_numbered()
    {
        await TemplateAsync();
        await DraftAsync("ada");
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync(Draft("ada"))).SqlState);
        await DraftAsync("grace");

        Assert.Equal("1 ada, 2 grace", await _rows.RunAsync("select string_agg(version_number || ' ' || draft_owner_id, ', ' order by version_number) from prompts.prompt_versions"));
        await _rows.RunAsync("update prompts.prompt_versions set deleted_at = now() where draft_owner_id = 'ada'");
        await DraftAsync("ada");
        Assert.Equal("3", await _rows.RunAsync("select version_number from prompts.prompt_versions where draft_owner_id = 'ada' and deleted_at is null"));
    }

    [Fact]
    public async Task The_text_of_a_draft_changes_and_of_what_was_published_never()
    {
        await TemplateAsync();
        await DraftAsync("ada");
        await _rows.RunAsync("update prompts.prompt_versions set body = 'Hello {{ name }}'");
        Assert.Equal("true", await _rows.RunAsync("select body_hash = encode(sha256(convert_to(body, 'UTF8')), 'hex') from prompts.prompt_versions"));

        await PromoteAsync("pre_production");
        var refused = await _rows.RefusesAsync("update prompts.prompt_versions set body = 'other'");
        Assert.Equal(PostgresErrorCodes.RestrictViolation, refused.SqlState);
        Assert.Equal("body", refused.ColumnName);
        Assert.Equal(PostgresErrorCodes.RestrictViolation, (await _rows.RefusesAsync("update prompts.prompt_versions set deleted_at = now()")).SqlState);
        Assert.Equal(PostgresErrorCodes.RestrictViolation, (await _rows.RefusesAsync("update prompts.prompt_versions set status = 'draft', draft_owner_id = 'ada', body = 'other'")).SqlState);
        Assert.Equal(PostgresErrorCodes.RestrictViolation, (await _rows.RefusesAsync("update prompts.prompt_versions set author_id = 'mallory'")).SqlState);
    }

    [Fact]
    public async Task A_template_has_one_version_in_pre_production_and_one_that_is_active()
    {
        await TemplateAsync();
        await DraftAsync("ada");
        await PromoteAsync("pre_production");
        await DraftAsync("ada");
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync("update prompts.prompt_versions set status = 'pre_production', draft_owner_id = null where status = 'draft'")).SqlState);

        await PromoteAsync("active", "pre_production");
        await PromoteAsync("pre_production");
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync("update prompts.prompt_versions set status = 'active' where status = 'pre_production'")).SqlState);
    }

    [Fact]
    public async Task The_template_names_its_active_version_whatever_is_typed()
    {
        const string Named = "select version_number from prompts.prompt_templates t left join prompts.prompt_versions v on v.id = t.active_version_id";
        await TemplateAsync();
        await DraftAsync("ada");
        await _rows.RunAsync("update prompts.prompt_templates set active_version_id = (select id from prompts.prompt_versions)");
        Assert.Null(await _rows.RunAsync(Named));

        await PromoteAsync("active");
        Assert.Equal("1", await _rows.RunAsync(Named));
        await DraftAsync("ada");
        await _rows.RunAsync("update prompts.prompt_versions set status = 'archived' where status = 'active'");
        Assert.Null(await _rows.RunAsync(Named));
        await PromoteAsync("active");
        Assert.Equal("2", await _rows.RunAsync(Named));

        // Rolled back: the archived one is active again.
        await _rows.RunAsync("update prompts.prompt_versions set status = 'archived' where status = 'active'");
        await _rows.RunAsync("update prompts.prompt_versions set status = 'active' where version_number = 1");
        Assert.Equal("1", await _rows.RunAsync(Named));
    }

    [Fact]
    public async Task A_skill_has_one_default_persona_with_one_text()
    {
        await _rows.RunAsync("insert into skills.skill_definitions (id, skill_key, display_name, description) values ('00000000-0000-0000-0000-00000000000b', 's', 'S', 'd')");
        const string Persona = "insert into skills.skill_personas (skill_id, persona_key, prompt_text, prompt_template_ref, is_default) select id, {0}, true from skills.skill_definitions";

        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync(Persona.Replace("{0}", "'a', 'x', 'agents:x'", StringComparison.Ordinal))).SqlState);
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync(Persona.Replace("{0}", "'a', null, null", StringComparison.Ordinal))).SqlState);
        await _rows.RunAsync(Persona.Replace("{0}", "'a', 'x', null", StringComparison.Ordinal));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync(Persona.Replace("{0}", "'b', 'x', null", StringComparison.Ordinal))).SqlState);

        await _rows.RunAsync("update skills.skill_personas set deleted_at = now()");
        await _rows.RunAsync(Persona.Replace("{0}", "'b', 'x', null", StringComparison.Ordinal));
        await _rows.RunAsync("update skills.skill_definitions set deleted_at = now()");
        Assert.Equal("0", await _rows.RunAsync("select count(*) from skills.skill_personas where deleted_at is null"));
    }

    [Fact]
    public async Task Every_agent_of_a_facet_is_in_the_herds_register()
    {
        await _rows.RunAsync("""
            insert into skills.agent_definitions (agent_key) values ('rule_37');
            insert into skills.agents (id, name, config, agent_key) values ('rule37-agent', 'Rule 37', '{}', 'rule_37');
            insert into agent.profiles (name) values ('rule_32')
            """);

        Assert.Equal("rule_32, rule_37", await _rows.RunAsync("select string_agg(agent_code, ', ' order by agent_code) from herd.agent_def"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync("insert into skills.agent_definitions (agent_key) values ('rule_37')")).SqlState);
    }

    [Fact]
    public async Task An_artifacts_hash_is_that_of_its_text()
    {
        await _rows.RunAsync("insert into skills.skill_artifacts (id, name, content) values ('a', 'A', 'one')");
        await _rows.RunAsync("update skills.skill_artifacts set content = 'two'");
        Assert.Equal("true", await _rows.RunAsync("select content_hash = encode(sha256('two'), 'hex') from skills.skill_artifacts"));
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync("update skills.skill_artifacts set content_hash = repeat('0', 64)")).SqlState);
    }

    private Task<string?> TemplateAsync() => _rows.RunAsync($"""
        insert into prompts.prompt_namespaces (id, namespace_key) values ('{Template}', 'agents');
        insert into prompts.prompt_templates (id, namespace_id, slug) values ('{Template}', '{Template}', 'greeting')
        """);

    private static string Draft(string owner) => $"insert into prompts.prompt_versions (template_id, body, draft_owner_id, author_id) values ('{Template}', 'Hello', '{owner}', '{owner}')";

    private Task<string?> DraftAsync(string owner) => _rows.RunAsync(Draft(owner));

    private Task<string?> PromoteAsync(string status, string from = "draft") =>
        _rows.RunAsync($"update prompts.prompt_versions set status = '{status}', draft_owner_id = null where status = '{from}'");
}

using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests.Promises;

/// <summary>Entities meet what administrators defined, because PostgreSQL checks it.</summary>
public sealed class EntityPromiseTests(OwnTables tables) : IClassFixture<OwnTables>
{
    private const string Field = "00000000-0000-0000-0000-0000000000f1";
    private const string Well = "00000000-0000-0000-0000-0000000000f2";

    private static readonly string[] Fields = ["f1", "f2"];

    private readonly TenantRows _rows = tables.Tenant();

    [Theory]
    [InlineData("""{"depth": 12}""", "API number (api_number) is required")]
    [InlineData("""{"api_number": ""}""", "API number (api_number) is required")]
    [InlineData("""{"api_number": "42-1", "depth": "deep"}""", "Depth (depth) is not a number")]
    [InlineData("""{"api_number": "42-1", "depth": -1}""", "Depth (depth) is out of its bounds")]
    [InlineData("""{"api_number": "42-1", "spud": "no day"}""", "Spud (spud) is no date")]
    [InlineData("""{"api_number": "42-1", "kind": "coal"}""", "Kind (kind) is not one of its options")]
    [InlineData("""{"api_number": "42-1", "active": "yes"}""", "Active (active) is neither true nor false")]
    [InlineData("""{"api_number": "17-1"}""", "API number (api_number) does not match its pattern")]
    public async Task Properties_that_break_a_fields_rule_are_refused(string properties, string message)
    {
        await TypesAsync();

        var refused = await _rows.RefusesAsync($"insert into entities.entities (type_id, entity_key, properties) values ('{Well}', 'w1', '{properties}')");

        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
        Assert.Equal(message, refused.MessageText);
    }

    [Fact]
    public async Task Properties_that_keep_the_rules_are_taken()
    {
        await TypesAsync();
        await _rows.RunAsync($$"""
            insert into entities.entities (type_id, entity_key, properties)
            values ('{{Well}}', 'w1', '{"api_number": "42-383-67890", "depth": 9000.5, "spud": "2026-02-28", "kind": "oil", "active": true, "remark": "more"}')
            """);

        Assert.Equal("1", await _rows.RunAsync("select count(*) from entities.entities where properties @> '{\"kind\": \"oil\"}'"));
    }

    [Fact]
    public async Task Two_entities_are_joined_as_often_as_the_rule_allows()
    {
        await TypesAsync();
        await _rows.RunAsync($$"""
            insert into entities.entity_relationship_rules (parent_type_id, child_type_id, cardinality) values ('{{Field}}', '{{Well}}', 'one_to_many');
            insert into entities.entities (type_id, entity_key) values ('{{Field}}', 'f1'), ('{{Field}}', 'f2');
            insert into entities.entities (type_id, entity_key, properties) select '{{Well}}', 'w' || n, '{"api_number": "42-1"}' from generate_series(1, 3) n
            """);

        await _rows.RunAsync(Join("f1", "w1"));
        await _rows.RunAsync(Join("f1", "w2"));
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync(Join("f2", "w1"))).SqlState);
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync(Join("w1", "f1"))).SqlState);
        Assert.Equal("2", await _rows.RunAsync("select count(*) from entities.relationships where rule_id is not null"));

        await _rows.RunAsync("update entities.relationships r set deleted_at = now() from entities.entities e where e.entity_id = r.child_entity_id and e.entity_key = 'w1'");
        await _rows.RunAsync(Join("f2", "w1"));

        var joined = await Task.WhenAll(Fields.Select(async parent =>
        {
            try
            {
                await _rows.RunAsync(Join(parent, "w3"));
                return true;
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.CheckViolation)
            {
                return false;
            }
        }));
        Assert.Single(joined, done => done);
    }

    [Fact]
    public async Task A_system_type_is_neither_deleted_nor_renamed()
    {
        await _rows.RunAsync("insert into entities.entity_type_definitions (type_key, display_name, is_system_type) values ('well', 'Well', true), ('own', 'Own', false)");

        foreach (var change in new[] { "deleted_at = now()", "type_key = 'hole'", "is_system_type = false" })
        {
            Assert.Equal(PostgresErrorCodes.RestrictViolation, (await _rows.RefusesAsync($"update entities.entity_type_definitions set {change} where type_key = 'well'")).SqlState);
        }

        await _rows.RunAsync("update entities.entity_type_definitions set display_name = 'Bore', color = '#00ff00' where type_key = 'well'");
        await _rows.RunAsync("update entities.entity_type_definitions set deleted_at = now() where type_key = 'own'");
    }

    private static string Join(string parent, string child) => $"""
        insert into entities.relationships (parent_entity_id, child_entity_id, edge_label)
        select p.entity_id, c.entity_id, 'HAS_WELL' from entities.entities p, entities.entities c where p.entity_key = '{parent}' and c.entity_key = '{child}'
        """;

    private Task<string?> TypesAsync() => _rows.RunAsync($$"""
        insert into entities.entity_type_definitions (type_id, type_key, display_name) values ('{{Field}}', 'field', 'Field'), ('{{Well}}', 'well', 'Well');
        insert into entities.entity_field_definitions (type_id, field_key, label, input_type, required, options, pattern, min_value) values
            ('{{Well}}', 'api_number', 'API number', 'text', true, null, '^42-', null),
            ('{{Well}}', 'depth', 'Depth', 'number', false, null, null, 0),
            ('{{Well}}', 'spud', 'Spud', 'date', false, null, null, null),
            ('{{Well}}', 'kind', 'Kind', 'select', false, '["oil", "gas"]', null, null),
            ('{{Well}}', 'active', 'Active', 'boolean', false, null, null, null)
        """);
}

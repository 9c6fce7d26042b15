using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>What a column says of its values, PostgreSQL keeps.</summary>
public sealed class ColumnTests : EngineTest
{
    private const string Columns = """
        key: code
        columns:
          code:      {type: varchar(5), pattern: "^[a-z]+$"}
          a:         {type: integer}
          double:    {type: integer, generated: a * 2}
          embedding: {type: vector(3), default: "[1, 0, 0]"}
          state:     {type: varchar(10), oneOf: [open, done], default: open}
          form:      {type: jsonb, shape: {type: object, required: [n], additionalProperties: false, properties: {n: {type: integer, minimum: 1}, tags: {type: array, maxItems: 2, items: {type: [string, "null"], maxLength: 3, pattern: "^x"}}, kind: {enum: [a, 1]}, any: {anyOf: [{type: boolean}, {const: no}]}}}}
        checks: {a_word: "state in ('open', 'done', 'old')"}
        indexes:
          - {columns: [a], where: "state in ('open', 'done')"}
          - {expressions: [lower(state)]}
          - {columns: [embedding], using: hnsw, ops: vector_cosine_ops, with: {m: 8}}
        unique:
          - {expressions: ["lower(code)"]}
          - {columns: [a], expressions: ["coalesce(state, '')"], where: "a > 0"}
        """;

    protected override async ValueTask ArrangeAsync()
    {
        Folder.With("shop.item", "entity", Columns);
        await ApplyAsync();
    }

    [Theory]
    [InlineData("code", "'X1'", "item_code_pattern")]
    [InlineData("embedding", "'{1,2}'", "item_embedding_dimensions")]
    [InlineData("embedding", "'{1,2,null}'", "item_embedding_dimensions")]
    [InlineData("state", "'old'", "item_state_one_of")]
    [InlineData("form", "'[]'", "item_form_shape")]
    [InlineData("form", "'{}'", "item_form_shape")]
    [InlineData("form", "'{\"n\": 0}'", "item_form_shape")]
    [InlineData("form", "'{\"n\": 1.5}'", "item_form_shape")]
    [InlineData("form", "'{\"n\": 1, \"more\": 1}'", "item_form_shape")]
    [InlineData("form", "'{\"n\": 1, \"tags\": [\"x\", \"x\", \"x\"]}'", "item_form_shape")]
    [InlineData("form", "'{\"n\": 1, \"tags\": [\"xxxx\"]}'", "item_form_shape")]
    [InlineData("form", "'{\"n\": 1, \"tags\": [\"y\"]}'", "item_form_shape")]
    [InlineData("form", "'{\"n\": 1, \"kind\": \"b\"}'", "item_form_shape")]
    [InlineData("form", "'{\"n\": 1, \"any\": \"yes\"}'", "item_form_shape")]
    public async Task A_value_that_is_not_as_declared_is_refused(string column, string value, string rule) =>
        Assert.Equal(rule, (await RefusesAsync($"insert into shop.item ({(column == "code" ? "" : "code, ")}{column}) values ({(column == "code" ? "" : "'x', ")}{value})")).ConstraintName);

    [Theory]
    [InlineData("'{\"n\": 1.0, \"tags\": [\"xa\", null], \"kind\": 1, \"any\": true}'")]
    [InlineData("'{\"n\": 7, \"any\": \"no\"}'")]
    [InlineData("null")]
    public async Task A_value_that_has_the_shape_is_taken(string value) => await InAsync($"insert into shop.item (code, form) values ('x', {value})");

    [Fact]
    public async Task A_computed_column_follows_and_is_computed_anew_when_its_expression_changes()
    {
        await InAsync("insert into shop.item (code, a) values ('x', 4)");
        Assert.Equal(8, await InAsync("select double from shop.item"));

        Folder.With("shop.item", "entity", Columns.Replace("a * 2", "a * 3", StringComparison.Ordinal));
        var plan = await ApplyAsync();

        Assert.DoesNotContain(plan.Steps, step => step.Destructive);
        Assert.Equal(12, await InAsync("select double from shop.item"));
    }

    [Fact]
    public async Task A_text_gets_more_room_at_once_and_less_only_when_its_table_is_named()
    {
        await InAsync("insert into shop.item (code) values ('abcde')");
        Folder.With("shop.item", "entity", Columns.Replace("varchar(5)", "varchar(50)", StringComparison.Ordinal));
        Assert.DoesNotContain((await ApplyAsync()).Steps, step => step.Destructive);

        Folder.With("shop.item", "entity", Columns.Replace("varchar(5)", "varchar(6)", StringComparison.Ordinal));
        await Assert.ThrowsAsync<PlanRefusedException>(() => ApplyAsync());
        await ApplyAsync("shop.item");

        Assert.Equal("22001", (await RefusesAsync("insert into shop.item (code) values ('abcdefg')")).SqlState);
    }

    [Fact]
    public async Task Embeddings_without_pgvector_are_lists_that_are_compared_exactly()
    {
        Assert.Equal(0.0, await InAsync("insert into shop.item (code) values ('x') returning catalog.cosine_distance(embedding, '{2,0,0}')"));
        Assert.Equal(1.0, await InAsync("select catalog.cosine_distance('{1,0}', '{0,3}')"));
        Assert.Equal(2.0, await InAsync("select catalog.cosine_distance('{1,0}', '{-1,0}')"));
        Assert.Contains("different vector dimensions", (await RefusesAsync("select catalog.cosine_distance('{1}', '{1,2}')")).MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public void Embeddings_with_pgvector_have_its_type_and_its_index()
    {
        var catalog = Folder.Load();
        var sql = string.Join('\n', new DesiredSchema(catalog, SchemaNames.Live, Extent.Whole(catalog), new ServerFeatures("public")).Objects().Select(statement => statement.Sql));

        Assert.Contains("\"embedding\" \"public\".vector(3) default '[1, 0, 0]'::\"public\".vector(3)", sql, StringComparison.Ordinal);
        Assert.Contains("using hnsw (\"embedding\" \"public\".\"vector_cosine_ops\") with (m = 8)", sql, StringComparison.Ordinal);
        Assert.Contains("\"catalog\".cosine_distance(a \"public\".vector, b \"public\".vector)", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("_dimensions", sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expression_is_unique_within_a_tenant()
    {
        await InAsync("insert into shop.item (code, a) values ('x', 1)");
        await InAsync("insert into shop.item (code, a) values ('x', 1)", "b");

        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await RefusesAsync("insert into shop.item (code, a) values ('y', 1)")).SqlState);
        Assert.Equal(true, await InAsync("select bool_and(pg_get_indexdef(indexrelid) ~ '\\(tenant_id, ' or indisunique is false and pg_get_indexdef(indexrelid) !~ 'btree') from pg_index where indrelid = 'shop.item'::regclass"));
    }

    [Theory]
    [InlineData("{type: text, pattern: \"[\"}", "invalid regular expression")]
    [InlineData("{type: jsonb, shape: {type: string, pattern: \"(\"}}", "invalid regular expression")]
    [InlineData("{type: integer, generated: nothing + 1}", "column \"nothing\" does not exist")]
    [InlineData("{type: timestamptz, generated: now()}", "generation expression is not immutable")]
    public async Task What_PostgreSQL_cannot_keep_is_refused_with_its_place(string column, string message)
    {
        Folder.With("shop.bad", "entity", $"key: code\ncolumns:\n  code: {{type: text}}\n  bad: {column}");

        var error = await RefusalAsync();

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(Folder.FileOf("shop.bad"), error.File);
    }

    [Theory]
    [InlineData("{type: jsonb, shape: {typ: object}}", "'typ' is no keyword of a shape")]
    [InlineData("{type: jsonb, shape: {type: date}}", "'date' is no type of JSON")]
    [InlineData("{type: jsonb, shape: {properties: {a: {oneOf: [1]}}}}", "'oneOf' is no keyword of a shape")]
    [InlineData("{type: jsonb, shape: {minItems: few}}", "has not the value")]
    [InlineData("{type: jsonb, shape: {items: text}}", "holds no shape")]
    [InlineData("{type: varchar(0)}", "is no type")]
    [InlineData("{type: vector}", "is no type")]
    public void A_shape_or_type_that_nobody_keeps_is_refused(string column, string message)
    {
        Folder.With("shop.bad", "entity", $"key: code\ncolumns:\n  code: {{type: text}}\n  bad: {column}");

        Assert.Contains(Folder.Errors(), error => error.Message.Contains(message, StringComparison.Ordinal) && error.Line == 7);
    }

    [Theory]
    [InlineData("indexes: [{columns: [code], using: hnsw, ops: vector_cosine_ops}]", "one column of type vector(n)")]
    [InlineData("indexes: [{columns: [code], using: gin, ops: \"x) ; drop\"}]", "is no operator class")]
    [InlineData("indexes: [{columns: [code], with: {\"a b\": 1}}]", "is no storage parameter")]
    [InlineData("search: [at]", "cannot read as text")]
    public void An_index_that_cannot_be_made_is_refused(string rest, string message)
    {
        Folder.With("shop.bad", "entity", $"key: code\ncolumns:\n  code: {{type: text}}\n  at: {{type: timestamptz}}\n{rest}");

        Assert.Contains(message, Assert.Single(Folder.Errors()).Message, StringComparison.Ordinal);
    }
}

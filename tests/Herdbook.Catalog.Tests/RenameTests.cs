using Herdbook.Testing;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>Explicit steps that keep the rows: `was` and `convert`, on a database with rows of two tenants.</summary>
public sealed class RenameTests : IAsyncLifetime
{
    private const string Item = """
        key: code
        columns:
          code: {type: text}
          number: {type: bigint, identity: true}
          count: {type: text, oneOf: ["1", "300"]}
          weight: {type: integer, min: 0}
          part_of: {type: text, refers: shop.item}
        unique: [[weight]]
        indexes: [[count], {columns: [weight], where: "weight > 3"}]
        checks: {sound: "weight < 1000 or count = '1'"}
        """;

    private readonly CatalogFolder _folder = new CatalogFolder()
        .With("shop.item", "entity", Item)
        .With("shop.shelf", "entity", "key: shelf\ncolumns:\n  shelf: {type: text}\n  code: {type: text, refers: shop.item}\n  weight: {type: integer}");

    private TestDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync(Ct);
        await OwnCatalogTests.Bootstrapped(_database, Ct);
        await ApplyAsync();
        await RunAsync("a", "insert into shop.item (code, count, weight) values ('x', '1', 7); insert into shop.shelf (shelf, code) values ('s', 'x')");
        await RunAsync("b", "insert into shop.item (code, count, weight) values ('x', '300', 8)");
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_renamed_column_keeps_its_values_and_takes_rules_and_indexes_along()
    {
        _folder.With("shop.item", "entity", Item.Replace("weight: {", "mass: {was: weight, ", StringComparison.Ordinal).Replace("weight", "mass", StringComparison.Ordinal).Replace("was: mass", "was: weight", StringComparison.Ordinal));

        var plan = await PlanAsync();
        Assert.All(plan.Steps, step => Assert.StartsWith("rename", step.What, StringComparison.Ordinal));
        Assert.Contains(plan.Steps, step => step is { Table: "shop.item", What: "rename column weight to mass" });
        Assert.Contains(plan.Steps, step => step.What == "rename constraint item_weight_range to item_mass_range");
        Assert.Equal(8, await RunAsync("b", "select weight from shop.item"));

        await ApplyAsync();

        Assert.Equal(8, await RunAsync("b", "select mass from shop.item"));
        Assert.Empty((await PlanAsync()).Steps);
        Assert.Empty((await ApplyAsync()).Steps);
    }

    [Fact]
    public async Task A_renamed_column_may_change_its_rules_in_the_same_plan()
    {
        _folder.With("shop.item", "entity", """
            key: code
            columns:
              code: {type: text}
              serial: {type: bigint, identity: true, was: number}
              amount: {type: integer, was: count, convert: "amount::integer * 2", min: 1}
              weight: {type: integer, min: 1}
              part_of: {type: text, refers: shop.item}
            unique: [[weight]]
            indexes: [[amount], {columns: [weight], where: "weight > 3"}]
            checks: {sound: "weight < 1000 or amount = 2"}
            """);

        await ApplyAsync("shop.item");

        Assert.Equal(600, await RunAsync("b", "select amount from shop.item"));
        Assert.Equal("shop.item_serial_seq", await RunAsync("b", "select pg_get_serial_sequence('shop.item', 'serial')"));
        await RunAsync("b", "insert into shop.item (code) values ('y')");
        Assert.Empty((await PlanAsync()).Steps);
    }

    [Theory]
    [InlineData("shop.thing")]
    [InlineData("store.thing")]
    public async Task A_renamed_table_keeps_its_rows_links_and_numbers(string name)
    {
        _folder.Without("shop.item")
            .With(name, "entity", "was: shop.item\n" + Item.Replace("shop.item", name, StringComparison.Ordinal))
            .With("shop.shelf", "entity", $"key: shelf\ncolumns:\n  shelf: {{type: text}}\n  code: {{type: text, refers: {name}}}\n  weight: {{type: integer}}");

        var plan = await PlanAsync();
        Assert.DoesNotContain(plan.Steps, step => step.Destructive);
        await ApplyAsync();

        Assert.Equal(1L, await RunAsync("b", $"select count(*) from {name} where weight = 8"));
        Assert.Equal($"{name}_number_seq", await RunAsync("b", $"select pg_get_serial_sequence('{name}', 'number')"));
        Assert.NotNull(await _database.Database.App.RefusesAsync("b", "insert into shop.shelf (shelf, code) values ('t', 'nothing')", Ct));
        Assert.Equal(name, await RunAsync("b", "select string_agg(table_name, ',') from catalog.manifest where table_name ~ '(item|thing)'"));
        Assert.Empty((await PlanAsync()).Steps);
    }

    [Fact]
    public async Task A_former_name_of_a_table_still_names_it_as_a_subject()
    {
        _folder.With("shop.note", "ledger", "columns:\n  subject_type: {type: text}\n  subject_id: {type: text}\nsubject: [subject_type, subject_id]");
        await ApplyAsync();
        _folder.Without("shop.item").Without("shop.shelf").With("shop.thing", "entity", "was: [shop.article, shop.item]\n" + Item.Replace("shop.item", "shop.thing", StringComparison.Ordinal));
        await ApplyAsync("shop.shelf");

        await RunAsync("a", "insert into shop.note (subject_type, subject_id) values ('shop.item', 'x'), ('shop.thing', 'x'), ('shop.article', 'x')");
        Assert.NotNull(await _database.Database.App.RefusesAsync("a", "insert into shop.note (subject_type, subject_id) values ('shop.items', 'x')", Ct));
        Assert.Equal("shop.thing", _folder.Load().FindEver("shop.article")?.FullName);
    }

    [Fact]
    public async Task A_type_is_converted_as_the_declaration_says_and_what_depends_on_it_is_made_again()
    {
        const string More = "  twice: {type: integer, generated: \"length(count) * 2\"}\n  part_of:";
        _folder.With("shop.item", "entity", Item.Replace("  part_of:", More, StringComparison.Ordinal))
            .Write("shop.heavy", "table: shop.heavy\nkind: view\nabout: A view.\nkey: code\nselect: select code, count from shop.item where count <> 'x'\ncolumns:\n  code: {type: text}\n  count: {type: text}\n");
        await ApplyAsync();
        _folder.Write("shop.heavy", "table: shop.heavy\nkind: view\nabout: A view.\nkey: code\nselect: select code, count from shop.item where count <> 0\ncolumns:\n  code: {type: text}\n  count: {type: integer}\n");
        _folder.With("shop.item", "entity", Item.Replace("count: {type: text, oneOf: [\"1\", \"300\"]}", "count: {type: integer, convert: \"count::integer + 1\", max: 400}", StringComparison.Ordinal).Replace("count = '1'", "count = 2", StringComparison.Ordinal)
            .Replace("  part_of:", More.Replace("length(count)", "count", StringComparison.Ordinal), StringComparison.Ordinal));

        var plan = await PlanAsync();
        Assert.Equal("drop constraint item_count_one_of", Assert.Single(plan.Steps, step => step.Destructive).What);
        await ApplyAsync("shop.item");

        Assert.Equal("301 602 301", await RunAsync("b", "select i.count || ' ' || i.twice || ' ' || v.count from shop.item i join shop.heavy v using (code)"));
        Assert.Empty((await PlanAsync()).Steps);
    }

    [Fact]
    public async Task A_sealed_column_changes_its_type_only_where_every_value_is_written_as_before()
    {
        const string Entry = "columns:\n  count: {type: integer}\n  name: {type: varchar(9)}\n  grade: {type: real}\n";
        _folder.With("shop.entry", "ledger", Entry);
        await ApplyAsync();
        await RunAsync("a", "insert into shop.entry (count, name, grade) values (7, 'x', 0.1)");

        _folder.With("shop.entry", "ledger", Entry.Replace("count: {type: integer}", "count: {type: bigint, convert: \"count * 2\"}", StringComparison.Ordinal).Replace("real", "double precision", StringComparison.Ordinal));
        var refused = await Assert.ThrowsAsync<PlanRefusedException>(() => ApplyAsync("shop.entry"));
        Assert.Equal(["convert the type of count from integer to bigint", "change the type of grade from real to double precision"], refused.Steps.Select(step => step.What));
        Assert.Contains("Declare a new column beside it", refused.Message, StringComparison.Ordinal);

        _folder.With("shop.entry", "ledger", Entry.Replace("integer", "bigint", StringComparison.Ordinal).Replace("varchar(9)", "text", StringComparison.Ordinal));
        await ApplyAsync();
        Assert.Equal("7 x", await RunAsync("a", "select count || ' ' || name from shop.entry"));
    }

    [Fact]
    public async Task A_numbered_column_goes_with_its_numbers_and_the_privileges_on_them()
    {
        _folder.With("shop.item", "entity", Item.Replace("  number: {type: bigint, identity: true}\n", "", StringComparison.Ordinal));

        await ApplyAsync("shop.item");

        Assert.Empty((await PlanAsync()).Steps);
    }

    [Fact]
    public async Task A_conversion_that_the_rows_refuse_is_told_with_its_line_and_changes_nothing()
    {
        _folder.With("shop.shelf", "entity", "key: shelf\ncolumns:\n  shelf: {type: text}\n  code: {type: integer, was: code_of, convert: \"shelf::integer\"}\n  mass: {type: integer, was: weight}");
        await _database.Database.Owner.RunAsync(null, "alter table shop.shelf drop constraint shelf_code_fkey; alter table shop.shelf rename code to code_of", Ct);

        var error = Assert.Single((await Assert.ThrowsAsync<CatalogException>(ApplyAsync)).Errors);

        Assert.Equal((_folder.FileOf("shop.shelf"), 7), (error.File, error.Line));
        Assert.Contains("invalid input syntax for type integer", error.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await RunAsync("a", "select count(code_of) from shop.shelf where weight is null"));
    }

    [Theory]
    [InlineData("code: {type: text}\n  weight: {type: integer, was: code}", "'weight' was 'code', and 'code' is still declared.")]
    [InlineData("code: {type: text}\n  weight: {type: integer, was: weight}", "'weight' was 'weight', and 'weight' is still declared.")]
    [InlineData("code: {type: text}\n  a: {type: text, was: deleted_at}", "'a' was 'deleted_at', and 'deleted_at' is still declared.")]
    [InlineData("code: {type: text}\n  a: {type: text, was: x}\n  b: {type: text, was: x}", "Two columns were 'x'.")]
    [InlineData("code: {type: text}\n  a: {type: text, was: 'x\"; drop'}", "is no name of a column")]
    public void A_former_name_of_a_column_is_nobodys_name_now(string columns, string message)
    {
        _folder.With("shop.shelf", "entity", $"key: code\ncolumns:\n  {columns}");

        Assert.Contains(message, Assert.Single(_folder.Errors()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("was: shop.item", "shop.other was shop.item, and shop.item is still declared.")]
    [InlineData("was: shop.other", "shop.other was shop.other, and shop.other is still declared.")]
    [InlineData("was: item", "is no name of a table")]
    [InlineData("was: [shop.a, shop.old]", "shop.third and shop.other were both shop.old.")]
    public void A_former_name_of_a_table_is_nobodys_name_now(string was, string message)
    {
        _folder.With("shop.other", "entity", $"{was}\nkey: code\ncolumns:\n  code: {{type: text}}")
            .With("shop.third", "entity", "was: shop.old\nkey: code\ncolumns:\n  code: {type: text}");

        var error = Assert.Single(_folder.Errors());
        Assert.True(error.Message.Contains(message, StringComparison.Ordinal) || error.Message.Contains("shop.other and shop.third were both shop.old", StringComparison.Ordinal), error.ToString());
    }

    [Fact]
    public async Task Both_names_live_is_an_error_that_names_the_place()
    {
        await _database.Database.Owner.RunAsync(null, "alter table shop.shelf add mass integer; create table shop.rack (a int)", Ct);
        _folder.With("shop.shelf", "entity", "key: shelf\ncolumns:\n  shelf: {type: text}\n  mass: {type: integer, was: weight}");
        var columns = Assert.Single((await Assert.ThrowsAsync<CatalogException>(PlanAsync)).Errors);
        Assert.Equal((_folder.FileOf("shop.shelf"), 7), (columns.File, columns.Line));
        Assert.Contains("mass and weight, which it was, are both columns", columns.Message, StringComparison.Ordinal);

        _folder.Without("shop.shelf").With("shop.rack", "entity", "was: shop.shelf\nkey: a\ncolumns:\n  a: {type: integer}");
        var tables = Assert.Single((await Assert.ThrowsAsync<CatalogException>(PlanAsync)).Errors);
        Assert.Contains("shop.rack and shop.shelf, which it was, are both tables", tables.Message, StringComparison.Ordinal);
    }

    private Task<CatalogPlan> ApplyAsync() => _database.Database.ApplyAsync(_folder.Load(), Ct);

    private Task<CatalogPlan> ApplyAsync(params string[] allowed) => _database.Database.ApplyAsync(_folder.Load(), Ct, allowed);

    private Task<CatalogPlan> PlanAsync() => _database.Database.PlanAsync(_folder.Load(), Ct);

    private Task<object?> RunAsync(string tenant, string sql) => _database.Database.App.RunAsync(tenant, sql, Ct);
}

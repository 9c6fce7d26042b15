using Herdbook.Testing;
using Xunit;

namespace Herdbook.Catalog.Tests;

public sealed class LoaderTests
{
    private const string Key = "key: code\n";

    /// <summary>The declaration below its first three lines, the line of the error, what it says, and the remedy.</summary>
    public static TheoryData<string, string, int, string, string> Faults => new()
    {
        { "entity", Key + "colums:\n  code: {type: text}", 5, "'colums' is no keyword", "Did you mean 'columns'?" },
        { "entitty", Key + "columns:\n  code: {type: text}", 2, "'entitty' is no kind", "Did you mean 'entity'?" },
        { "entity", Key + "columns:\n  code: {type: txt}", 6, "'txt' is no type", "Did you mean 'text'?" },
        { "entity", Key + "columns:\n  code: {type: TIMESTAMP}", 6, "'TIMESTAMP' is no type", "Write 'timestamptz'." },
        { "entity", Key + "columns:\n  code: {type: \"decimal(18,6)\"}", 6, "is no type", "Write 'numeric(p,s)'." },
        { "entity", Key + "columns:\n  code: {type: text, requierd: true}", 6, "'requierd' is no keyword", "Did you mean 'required'?" },
        { "entity", Key + "columns:\n  code: {type: text, required: yes}", 6, "neither true nor false", "Write true" },
        { "entity", Key + "columns:\n  code: {type: text, refers: shop.itm}", 6, "refers to 'shop.itm', which is not declared", "Did you mean 'shop.item'?" },
        { "entity", Key + "columns:\n  code: {type: integer, refers: catalog.applied_plan}", 6, "belongs to no tenant", "Remove 'refers'." },
        { "entity", "key: cod\ncolumns:\n  code: {type: text}", 4, "'key' names the column 'cod'", "Did you mean 'code'?" },
        { "entity", "columns:\n  code: {type: text}", 1, "'key' is missing", "Name the column" },
        { "entity", Key + "columns:\n  code: {type: text, default: c, oneOf: [a, b]}", 6, "The default 'c' is not in 'oneOf'", "Did you mean" },
        { "entity", Key + "columns:\n  code: {type: text}\n  n: {type: integer, default: many}", 7, "The default 'many' is not a integer", "Write a value" },
        { "entity", Key + "columns:\n  code: {type: text}\n  n: {type: smallint, default: 40000}", 7, "not a smallint", "Write a value" },
        { "entity", Key + "columns:\n  code: {type: text}\n  n: {type: integer, min: 2, max: 1}", 7, "'min' is greater than 'max'", "Exchange" },
        { "entity", Key + "columns:\n  code: {type: text, min: 1}", 6, "do not fit type text", "Use them on numbers" },
        { "entity", Key + "columns:\n  code: {type: text, identity: true}", 6, "numbered by the database", "bigint" },
        { "entity", Key + "columns:\n  code: {type: text}\n  tenant_id: {type: text}", 7, "'tenant_id' is added by the engine", "Leave it out" },
        { "entity", Key + "columns:\n  code: {type: text}\n  xmin: {type: text}", 7, "system column", "another name" },
        { "entity", Key + "columns:\n  code: {type: text}\nunique: [[code, code]]", 7, "stands twice in 'unique'", "Keep one" },
        { "entity", Key + "columns:\n  code: {type: text}\nindexes: [[cod]]", 7, "'indexes' names the column 'cod'", "Did you mean 'code'?" },
        { "entity", Key + "columns:\n  code: {type: text}\nindexes: [{columns: [code], using: bitmap}]", 7, "no index method", "btree" },
        { "entity", Key + "columns:\n  code: {type: text}\nsubject: [code]", 7, "names two columns", "subject_type" },
        { "entity", Key + "columns:\n  code: {type: text}\nisolation: none", 7, "Only the catalog's own tables", "Remove" },
        { "entity", Key + "columns:\n  code: {type: text}\n  created_at: {type: date}", 7, "is not a time", "timestamptz" },
        { "junction", Key + "columns:\n  code: {type: text}", 4, "at least two columns", "key: [a, b]" },
        { "cache", Key + "columns:\n  code: {type: text}", 1, "says from what it is rebuilt", "rebuildFrom" },
        { "ledger", "columns:\n  modified_at: {type: timestamptz}", 5, "cannot stand in a ledger", "kind: entity" },
        { "ledger", "columns:\n  booked_xid: {type: xid8}", 5, "'booked_xid' is added by the engine", "Leave it out" },
        { "entity", Key + "columns:\n  code: {type: text}\ncontentAddress: code", 7, "Only a version", "kind: version" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_its_line_and_its_remedy(string kind, string rest, int line, string message, string remedy)
    {
        using var folder = new CatalogFolder().With("shop.items", kind, rest).With("shop.item", "entity", Key + "columns:\n  code: {type: text}");

        var error = Assert.Single(folder.Errors(), error => error.Message.Contains(message, StringComparison.Ordinal));

        Assert.Equal(line, error.Line);
        Assert.Equal(folder.FileOf("shop.items"), error.File);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_of_all_files_are_told_at_once()
    {
        using var folder = new CatalogFolder()
            .With("shop.a", "entiti", "key: code\ncolumns:\n  code: {type: txt, unit: x, minn: 1}")
            .With("shop.b", "entity", "key: cod\ncolumns:\n  code: {type: text, refers: shop.zzzzzz}\nfoo: bar");

        var errors = folder.Errors();

        Assert.Equal(2, errors.Select(error => error.File).Distinct().Count());
        Assert.True(errors.Count >= 4, string.Join('\n', errors));
        Assert.Equal(errors.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line), errors);
    }

    [Fact]
    public void A_file_whose_name_is_not_its_tables_is_refused_so_no_table_has_two_files()
    {
        using var folder = new CatalogFolder()
            .With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}")
            .Write("shop.item2", "table: shop.item\nkind: entity\nabout: Again.\nkey: code\ncolumns:\n  code: {type: text}\n");

        var error = Assert.Single(folder.Errors());

        Assert.Equal(folder.FileOf("shop.item2"), error.File);
        Assert.Contains("'shop.item' does not match the file", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop/item.yml", "does not end in '.yaml'")]
    [InlineData("item.yaml", "in no module")]
    [InlineData("shop/more/item.yaml", "no folders below")]
    [InlineData("Shop/item.yaml", "no name for a module")]
    [InlineData("pg_shop/item.yaml", "may not use")]
    [InlineData("public/item.yaml", "may not use")]
    [InlineData("shop/Item.yaml", "no name for a table")]
    public void A_file_in_the_wrong_place_is_refused(string path, string message)
    {
        using var folder = new CatalogFolder();
        var file = Path.Combine(folder.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "table: shop.item\nkind: entity\nabout: A thing.\nkey: code\ncolumns:\n  code: {type: text}\n");

        Assert.Contains(folder.Errors(), error => error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_is_not_there_and_a_catalog_without_its_own_tables_are_refused()
    {
        using var folder = new CatalogFolder().Without("catalog.manifest");

        Assert.Contains("not there", Assert.Throws<CatalogException>(() => CatalogLoader.Load(folder.Root + "-absent")).Message, StringComparison.Ordinal);
        Assert.Contains("'catalog.manifest' is not declared", folder.Errors()[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_declaration_is_read_as_it_stands()
    {
        using var folder = new CatalogFolder().With("shop.item", "entity", """
            key: code
            columns:
              code: {type: text, about: "It's: the code", example: A-1}
              size: {type: text, default: M, oneOf: [S, M, L]}
              price: {type: "numeric(12, 2)", unit: EUR, min: 0, max: 1.5}
              at: {type: timestamptz, default: now()}
              tags: {type: "text[]", default: {sql: "array['a']"}}
            unique: [[size], {columns: [price], where: "size is null"}]
            display: {title: code, group: Shop, columns: [code, size]}
            """);

        var table = folder.Load()["shop.item"];

        Assert.Equal(["tenant_id", "code", "size", "price", "at", "tags", "created_at", "modified_at", "deleted_at"], table.AllColumns.Select(column => column.Name));
        Assert.Equal("It's: the code", table.Column("code")!.About);
        Assert.Equal(new DefaultValue("M", IsSql: false), table.Column("size")!.Default);
        Assert.Equal("numeric(12,2)", table.Column("price")!.Type);
        Assert.Equal(1.5m, table.Column("price")!.Max);
        Assert.Equal(new DefaultValue("now()", IsSql: true), table.Column("at")!.Default);
        Assert.Equal("size is null", table.Unique[1].Where);
        Assert.Equal("Shop", table.Display!.Group);
    }

    [Fact]
    public void The_example_of_the_documentation_loads()
    {
        var guide = File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "adding-a-table.md"));
        var example = guide[(guide.IndexOf("```yaml\n", StringComparison.Ordinal) + 8)..];
        using var folder = new CatalogFolder()
            .With("herd.project_def", "entity", "key: project_code\ncolumns:\n  project_code: {type: text}")
            .Write("herd.ticket_def", example[..example.IndexOf("```", StringComparison.Ordinal)]);

        Assert.Equal(TableKind.Entity, folder.Load()["herd.ticket_def"].Kind);
    }

    [Fact]
    public void The_digest_changes_with_any_file_and_with_nothing_else()
    {
        using var folder = new CatalogFolder().With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}");
        var before = folder.Load().Digest;

        Assert.Equal(before, folder.Load().Digest);
        folder.With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text, unit: pieces}");
        Assert.NotEqual(before, folder.Load().Digest);
    }
}

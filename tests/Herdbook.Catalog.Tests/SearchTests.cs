using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>Under row-level security PostgreSQL uses an index only for what cannot tell the rows of others.</summary>
public sealed class SearchTests : EngineTest
{
    private const string Item = """
        key: code
        columns:
          code:  {type: text}
          title: {type: text}
          words: {type: "text[]"}
          form:  {type: jsonb}
          price: {type: numeric}
          at:    {type: timestamptz}
          size:  {type: "varchar(20)"}
        indexes:
          - [price]
          - [at]
          - [size]
          - {columns: [words], using: gin}
          - {columns: [form], using: gin}
        search: [title, words, form, price]
        """;

    protected override async ValueTask ArrangeAsync()
    {
        Folder.With("shop.item", "entity", Item).With("shop.sale", "ledger", "columns:\n  item: {type: text}\nsearch: [item]");
        await ApplyAsync();
        await using var login = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false");
        await Bootstrap.EnsureRolesAsync(login, Ct);
    }

    [Theory]
    [InlineData("price > 199990", "item_price_idx")]
    [InlineData("price = 7", "item_price_idx")]
    [InlineData("at > '2030-01-01'", "item_at_idx")]
    [InlineData("size > '999990'", "item_size_idx")]
    [InlineData("size = '7'", "item_size_idx")]
    [InlineData("words @> array['w7']", "item_words_gin_idx")]
    [InlineData("words && array['w7', 'w8']", "item_words_gin_idx")]
    [InlineData("form @> '{\"n\": 7}'", "item_form_gin_idx")]
    [InlineData("form ? 'm7'", "item_form_gin_idx")]
    [InlineData("{search} @@ to_tsquery('simple', 'title7')", "item_search_idx")]
    public async Task An_index_serves_the_application(string filter, string index)
    {
        await InAsync("""
            insert into shop.item (code, title, words, form, price, at, size)
            select n::text, 'title' || n, array['w' || n], jsonb_build_object('n', n, 'm' || n, 1), n, timestamptz '2020-01-01' + n * interval '1 minute', n::text
              from generate_series(1, 20000) n
            """);
        await Owner.RunAsync(null, "analyze shop.item", Ct);
        var where = filter.Replace("{search}", SearchExpression.Of(Folder.Load()["shop.item"]), StringComparison.Ordinal);

        await using var connection = await App.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using var batch = new NpgsqlCommand($"select set_config('herdbook.tenant', 'a', true); explain select * from shop.item where {where}", connection);
        var plan = new List<string>();
        await using var reader = await batch.ExecuteReaderAsync(Ct);
        do
        {
            while (await reader.ReadAsync(Ct))
            {
                plan.Add(reader.GetString(0));
            }
        }
        while (await reader.NextResultAsync(Ct));

        Assert.True(plan.Exists(line => line.Contains(index, StringComparison.Ordinal)), string.Join('\n', plan));
    }

    [Fact]
    public async Task A_search_reads_texts_lists_and_documents_and_never_fails_on_a_long_one()
    {
        var search = SearchExpression.Of(Folder.Load()["shop.item"], "i");
        await InAsync("insert into shop.item (code, title, words, form, price) values ('x', 'Red Hen', '{old barn}', '{\"a\": \"quick\"}', 12.5)");
        await InAsync("insert into shop.item (code, title) select 'long', string_agg(n::text, ' ') from generate_series(1, 400000) n");

        foreach (var word in new[] { "hen", "barn", "quick", "12.5" })
        {
            Assert.Equal("x", await InAsync($"select code from shop.item i where {search} @@ plainto_tsquery('simple', '{word}')"));
        }

        Assert.Null(SearchExpression.Of(Folder.Load()["catalog.manifest"]));
        Assert.False(SearchExpression.IsIndexed(Folder.Load()["shop.sale"]));
        Assert.Equal(0L, await InAsync("select count(*) from pg_indexes where indexname = 'sale_search_idx'"));
    }

    [Fact]
    public async Task A_function_that_is_marked_is_no_drift_and_marking_again_finds_nothing_to_do()
    {
        Assert.Equal(true, await Owner.RunAsync(null, "select proleakproof from pg_proc where oid = 'catalog.search_words'::regproc", Ct));
        Assert.Empty((await PlanAsync()).Steps);
        await using var command = Owner.CreateCommand(Leakproof.Unmarked.Replace("current_user", "session_user", StringComparison.Ordinal));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Leakproof.Functions });
        Assert.Null(await command.ExecuteScalarAsync(Ct));
        Assert.Equal((long)Leakproof.Functions.Length, await Owner.RunAsync(null, $"select count(*) from unnest('{{{string.Join(',', Leakproof.Functions.Select(f => $"\"{f}\""))}}}'::text[]) s where to_regprocedure(s) is not null", Ct));
    }

    [Theory]
    [InlineData("title like 'x\\'")]
    [InlineData("title ~ 'x'")]
    public async Task What_raises_on_a_row_is_never_asked_of_anothers(string filter)
    {
        await InAsync("insert into shop.item (code, title) values ('x', 'x')", "b");

        Assert.Equal(0L, await InAsync($"select count(*) from shop.item where {filter}"));
        Assert.DoesNotContain(Leakproof.Functions, function => function.Contains("like", StringComparison.Ordinal) || function.Contains("regex", StringComparison.Ordinal));
    }
}

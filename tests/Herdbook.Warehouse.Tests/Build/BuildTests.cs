using Herdbook.Core;
using Herdbook.Warehouse.Build;
using Xunit;

namespace Herdbook.Warehouse.Tests.Build;

/// <summary>Builds on real files and a real database.</summary>
public sealed class BuildTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_build_makes_views_tables_and_increments_and_publishes_them()
    {
        await using var site = await ShopAsync();
        var first = await site.BuildAsync(Ct);
        Assert.Equal((BuildStatus.Succeeded, 1, true, 5L), (first.Status, first.Generation, first.Published, first.RowsExtracted));
        Assert.Equal("60", site.Ask("select sum(amount) from gold.revenue"));
        Assert.Equal("VIEW", site.Ask("select table_type from information_schema.tables where table_name = 'stg_sale'"));

        site.Bring("herd.sale", "insert into herd.sale values (3, 'b', 1, 2), (1, 'a', 5, 2)", 2);
        var second = await site.BuildAsync(Ct);
        Assert.Equal((BuildStatus.Succeeded, 2), (second.Status, second.Generation));
        Assert.Equal(2, second.Steps.Single(step => step is { Kind: "model", Name: "sales" }).Rows);
        Assert.Equal("1,2,3", site.Ask("select string_agg(id, ',' order by id) from dwh.sales"));
        Assert.Equal("110", site.Ask("select sum(amount) from gold.revenue"));
        // What does not read sales stands as it stood.
        Assert.Equal(StepStatus.Kept, second.Steps.Single(step => step is { Kind: "model", Name: "items" }).Status);

        var again = await site.BuildAsync(Ct);
        Assert.Equal((BuildStatus.Unchanged, 2, false), (again.Status, again.Generation, again.Published));
    }

    [Fact]
    public async Task A_full_build_makes_what_increments_made()
    {
        await using var site = await ShopAsync();
        await site.BuildAsync(Ct);
        site.Bring("herd.sale", "insert into herd.sale values (3, 'b', 1, 2), (4, 'a', 5, 2)", 2);
        await site.BuildAsync(Ct);
        const string Rows = "select string_agg(r::varchar, ';' order by r::varchar) from gold.revenue r";
        var increments = site.Ask(Rows);
        var full = await site.BuildAsync(Ct, request => request with { Full = true });
        Assert.Equal((BuildStatus.Succeeded, 3, 7L), (full.Status, full.Generation, full.RowsExtracted));
        Assert.Equal(increments, site.Ask(Rows));
    }

    [Fact]
    public async Task A_table_that_comes_to_the_same_rows_is_left_and_nothing_after_it_is_made_or_tested()
    {
        await using var site = await ShopAsync();
        await site.BuildAsync(Ct);
        site.Bring("herd.item", "update herd.item set _batch = 2; insert into herd.item values ('d', 40, 2); delete from herd.item where code = 'd'", 1);
        var same = await site.BuildAsync(Ct);
        Assert.Equal((StepStatus.Done, 3L), Model(same, "items"));
        Assert.Equal(StepStatus.Kept, Model(same, "revenue").Status);
        Assert.DoesNotContain(same.Steps, step => step.Kind == "test");

        // Each code and each price is there as often as before, but not together.
        site.Bring("herd.item", "update herd.item set price = 30 - price, _batch = 3 where code in ('a', 'b')", 2);
        var swapped = await site.BuildAsync(Ct);
        Assert.Equal((StepStatus.Done, 3L), Model(swapped, "items"));
        Assert.Equal("60", site.Ask("select sum(amount) from gold.revenue"));
        Assert.Equal("40", site.Ask("select amount from gold.revenue where id = 1"));
        Assert.Contains(swapped.Steps, step => step.Name == "unique_items_code");

        static (StepStatus Status, long? Rows) Model(BuildOutcome outcome, string name) =>
            outcome.Steps.Where(step => step.Kind == "model" && step.Name == name).Select(step => (step.Status, step.Rows)).Single();
    }

    [Fact]
    public async Task A_failing_model_names_its_line_leaves_its_last_state_and_blocks_only_what_depends_on_it()
    {
        await using var site = await ShopAsync();
        await site.BuildAsync(Ct);
        site.Write("models/items.sql", "{{ config(materialized='table', schema='dwh') }}\n\nselect code,\n       prize * 2 as price\n  from {{ source('herd', 'item') }}\n");
        site.Bring("herd.sale", "insert into herd.sale values (3, 'b', 1, 2)", 1);
        var failed = await site.BuildAsync(Ct);

        var step = failed.Steps.Single(step => step is { Kind: "model", Name: "items" });
        Assert.Equal((BuildStatus.Failed, StepStatus.Failed, (int?)4), (failed.Status, step.Status, step.Line));
        Assert.StartsWith("models/items.sql:4: Binder Error", step.Error, StringComparison.Ordinal);
        Assert.Contains("prize", step.Error, StringComparison.Ordinal);
        Assert.Equal(StepStatus.Blocked, failed.Steps.Single(step => step is { Kind: "model", Name: "revenue" }).Status);
        Assert.Equal(StepStatus.Done, failed.Steps.Single(step => step is { Kind: "model", Name: "sales" }).Status);
        Assert.True(failed.Published);
        Assert.Equal("60", site.Ask("select sum(amount) from gold.revenue"));
        Assert.Equal("3", site.Ask("select count(*) from dwh.sales"));
        Assert.True(File.Exists(Path.Combine(site.Folder.Compiled, "models/items.sql")));

        site.Write("models/items.sql", "{{ config(materialized='table', schema='dwh') }}\nselect code, price from {{ source('herd', 'item') }}\n");
        var mended = await site.BuildAsync(Ct);
        Assert.Equal(BuildStatus.Succeeded, mended.Status);
        Assert.Equal("80", site.Ask("select sum(amount) from gold.revenue"));
    }

    [Fact]
    public async Task A_failing_test_blocks_what_depends_on_its_model_and_shows_how_many_rows_fail()
    {
        await using var site = await ShopAsync();
        await site.BuildAsync(Ct);
        site.Bring("herd.item", "insert into herd.item values ('b', 99, 2), (null, 1, 2)", 2);
        var failed = await site.BuildAsync(Ct);
        Assert.Equal(BuildStatus.Failed, failed.Status);
        Assert.Equal((StepStatus.Failed, 1L), Answer("unique_items_code"));
        Assert.Equal((StepStatus.Failed, 1L), Answer("not_null_items_code"));
        Assert.Equal((StepStatus.Warned, 1L), Answer("expression_items_price_50"));
        Assert.Equal(StepStatus.Blocked, failed.Steps.Single(step => step is { Kind: "model", Name: "revenue" }).Status);
        Assert.Equal("60", site.Ask("select sum(amount) from gold.revenue"));
        Assert.Equal("failed", site.Ask("select status from meta.test where name = 'unique_items_code'"));
        // A failed test is looked at again, though nothing is new.
        var again = await site.BuildAsync(Ct);
        Assert.Equal((BuildStatus.Failed, false), (again.Status, again.Published));

        (StepStatus, long?) Answer(string name) => failed.Steps.Where(step => step.Name == name).Select(step => (step.Status, step.Rows)).Single();
    }

    [Fact]
    public async Task A_changed_model_is_made_anew_with_what_reads_it_and_a_removed_one_disappears()
    {
        await using var site = await ShopAsync();
        await site.BuildAsync(Ct);
        site.Write("models/sales.sql", "{{ config(materialized='incremental', unique_key='id', schema='dwh') }}\nselect id, item, n * 10 as n, _batch, 'new' as origin from {{ ref('stg_sale') }}\n{% if is_incremental() %} where _batch > (select coalesce(max(_batch), -1) from {{ this }}) {% endif %}\n");
        site.Remove("models/extra.sql");
        var changed = await site.BuildAsync(Ct);
        Assert.Equal((BuildStatus.Succeeded, 2), (changed.Status, changed.Generation));
        Assert.Equal("2", site.Ask("select count(*) from dwh.sales where origin = 'new'"));
        Assert.Equal("600", site.Ask("select sum(amount) from gold.revenue"));
        Assert.Equal("0", site.Ask("select count(*) from information_schema.tables where table_name = 'extra'"));
        Assert.Equal("0", site.Ask("select count(*) from meta.model where name = 'extra'"));
    }

    [Fact]
    public async Task A_model_changes_from_view_to_table_and_moves_to_another_schema()
    {
        await using var site = await ShopAsync();
        await site.BuildAsync(Ct);
        site.Write("models/extra.sql", "{{ config(materialized='table', schema='other') }}\nselect 2 as one\n");
        Assert.Equal(BuildStatus.Succeeded, (await site.BuildAsync(Ct)).Status);
        Assert.Equal("other BASE TABLE", site.Ask("select string_agg(table_schema || ' ' || table_type, ',') from information_schema.tables where table_name = 'extra'"));
    }

    [Fact]
    public async Task A_changed_set_of_columns_in_the_increment_leads_to_a_full_build_of_the_model()
    {
        await using var site = await ShopAsync();
        site.Write("models/wide.sql", "{{ config(materialized='incremental', schema='dwh') }}\nselect * from {{ source('herd', 'sale') }}\n{% if is_incremental() %} where _batch > (select coalesce(max(_batch), -1) from {{ this }}) {% endif %}\n");
        await site.BuildAsync(Ct);
        site.Bring("herd.sale", "alter table herd.sale add column note varchar; insert into herd.sale values (3, 'b', 1, 2, 'late')", 1);
        Assert.Equal(BuildStatus.Succeeded, (await site.BuildAsync(Ct)).Status);
        Assert.Equal("3 late", site.Ask("select count(*) || ' ' || max(note) from dwh.wide"));
    }

    [Fact]
    public async Task A_project_that_cannot_be_read_is_refused_and_leaves_the_folder_as_it_was()
    {
        await using var site = await ShopAsync();
        await site.BuildAsync(Ct);
        var before = Directory.GetFiles(site.Folder.Root).Order().ToList();
        site.Write("models/schema.yml", "version: 2\nmodels: [");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => site.BuildAsync(Ct));

        Assert.Equal("warehouse_project", refused.Code);
        Assert.Equal(before, Directory.GetFiles(site.Folder.Root).Order());
        Assert.Single(await site.Runs.RecentAsync(Tenant.Default, 10, Ct));
    }

    [Fact]
    public async Task A_selection_builds_nothing_else()
    {
        await using var site = await ShopAsync();
        await site.BuildAsync(Ct);
        site.Bring("herd.sale", "insert into herd.sale values (3, 'b', 1, 2)", 1);
        var part = await site.BuildAsync(Ct, request => request with { Select = "+sales" });
        Assert.Equal(["sales", "stg_sale"], part.Steps.Where(step => step.Kind == "model").Select(step => step.Name).Order());
        Assert.Equal("60", site.Ask("select sum(amount) from gold.revenue"));
        // What was left out is still known to be due.
        await site.BuildAsync(Ct);
        Assert.Equal("80", site.Ask("select sum(amount) from gold.revenue"));
    }

    [Fact]
    public async Task The_run_and_its_steps_stand_in_the_book_and_in_the_file()
    {
        await using var site = await ShopAsync();
        var outcome = await site.BuildAsync(Ct, request => request with { Reason = "manual" });
        var run = Assert.Single(await site.Runs.RecentAsync(Tenant.Default, 10, Ct));
        Assert.Equal((outcome.Run, "succeeded", "manual", (int?)1, (long?)5), (run.RunId, run.Status, run.Reason, run.Generation, run.RowsExtracted));
        var steps = await site.Runs.StepsAsync(Tenant.Default, run.RunId, Ct);
        Assert.Equal(outcome.Steps.Select(step => step.Name), steps.Select(step => step.Name));
        Assert.Equal(outcome.Steps.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), site.Ask("select count(*) from meta.run_step"));
    }

    internal static async Task<BuildSite> ShopAsync()
    {
        var site = await BuildSite.OpenAsync(Ct);
        site.Write("models/stg_sale.sql", "{{ config(materialized='view', schema='dwsa') }}\nselect id, item, n, _batch from {{ source('herd', 'sale') }}\n");
        site.Write("models/items.sql", "{{ config(materialized='table', schema='dwh') }}\nselect code, price from {{ source('herd', 'item') }}\n");
        site.Write("models/sales.sql", "{{ config(materialized='incremental', unique_key='id', schema='dwh') }}\nselect * from {{ ref('stg_sale') }}\n{% if is_incremental() %} where _batch > (select coalesce(max(_batch), -1) from {{ this }}) {% endif %}\n");
        site.Write("models/revenue.sql", "{{ config(materialized='table', schema='gold') }}\nselect s.id, i.price * s.n as amount\n  from {{ ref('sales') }} s\n  join {{ ref('items') }} i on i.code = s.item\n");
        site.Write("models/extra.sql", "{{ config(materialized='view', schema='dwh') }}\nselect 1 as one\n");
        site.Write("models/schema.yml", """
            version: 2
            models:
              - name: items
                columns:
                  - name: code
                    data_tests: [unique, not_null]
                  - name: price
                    data_tests:
                      - expression: {expression: "< 50", config: {severity: warn}}
              - name: revenue
                columns:
                  - {name: id, data_tests: [unique, {relationships: {to: ref('sales'), field: id}}]}
            """);
        site.Bring("herd.item", "insert into herd.item values ('a', 10, 1), ('b', 20, 1), ('c', 30, 1)", 3);
        site.Bring("herd.sale", "insert into herd.sale values (1, 'a', 2, 1), (2, 'b', 2, 1)", 2);
        return site;
    }
}

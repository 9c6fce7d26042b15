using Herdbook.Core;
using Herdbook.Warehouse.Project;
using Xunit;

namespace Herdbook.Warehouse.Tests.Project;

/// <summary>
/// What dbt's selections mean, on a project of:
/// source:herd.a → stg_a → h_a → dim_a → mart; source:herd.b → stg_b → h_b → dim_b → mart.
/// </summary>
public sealed class SelectorTests
{
    private static readonly SourceTable[] Sources = [Source("a"), Source("b")];

    private static readonly Model[] Models =
    [
        Of("stg_a", "silver/dwsa", [], ["herd.a"], Materialization.View, "staging"),
        Of("stg_b", "silver/dwsa", [], ["herd.b"], Materialization.View, "staging"),
        Of("h_a", "silver/dwh", ["stg_a"], [], Materialization.Incremental),
        Of("h_b", "silver/dwh", ["stg_b"], [], Materialization.Incremental),
        Of("dim_a", "gold/dm", ["h_a"], [], Materialization.Table, "gold"),
        Of("dim_b", "gold/dm", ["h_b"], [], Materialization.Table, "gold"),
        Of("mart", "gold/marts", ["dim_a", "dim_b"], [], Materialization.Table, "gold"),
    ];

    private static readonly DataTest[] Tests =
    [
        new() { Name = "not_null_dim_a_k", Kind = "not_null", Model = "dim_a", Column = "k", Path = "models/gold/dm/_dm.yml", Refs = ["dim_a"] },
        new() { Name = "sums_agree", Kind = "singular", Source = "", Path = "tests/sums_agree.sql", Refs = ["mart", "h_a"] },
    ];

    [Theory]
    [InlineData("mart", "mart")]
    [InlineData("+dim_a", "stg_a h_a dim_a")]
    [InlineData("dim_a+", "dim_a mart")]
    [InlineData("1+dim_a", "h_a dim_a")]
    [InlineData("2+dim_a", "stg_a h_a dim_a")]
    [InlineData("h_a+1", "h_a dim_a")]
    [InlineData("1+h_a+1", "stg_a h_a dim_a")]
    [InlineData("+mart", "stg_a stg_b h_a h_b dim_a dim_b mart")]
    [InlineData("@stg_a", "stg_a stg_b h_a h_b dim_a dim_b mart")]
    [InlineData("@dim_b", "stg_a stg_b h_a h_b dim_a dim_b mart")]
    [InlineData("stg_a stg_b", "stg_a stg_b")]
    [InlineData("+dim_a,+dim_b", "")]
    [InlineData("+mart,tag:staging", "stg_a stg_b")]
    [InlineData("tag:gold", "dim_a dim_b mart")]
    [InlineData("tag:gold,h_a+", "dim_a mart")]
    [InlineData("path:models/silver/dwsa", "stg_a stg_b")]
    [InlineData("path:models/gold", "dim_a dim_b mart")]
    [InlineData("models/gold/marts/mart.sql", "mart")]
    [InlineData("models/silver/*", "stg_a stg_b h_a h_b")]
    [InlineData("gold.*", "dim_a dim_b mart")]
    [InlineData("gold.dm", "dim_a dim_b")]
    [InlineData("herdbook.silver.dwh.h_a", "h_a")]
    [InlineData("fqn:silver.dwsa", "stg_a stg_b")]
    [InlineData("source:herd.a+", "stg_a h_a dim_a mart")]
    [InlineData("source:herd.a+1", "stg_a")]
    [InlineData("source:herd+", "stg_a stg_b h_a h_b dim_a dim_b mart")]
    [InlineData("source:herd.a", "")]
    [InlineData("config.materialized:view", "stg_a stg_b")]
    [InlineData("config.materialized:incremental", "h_a h_b")]
    [InlineData("config.schema:main,dim_*", "dim_a dim_b")]
    [InlineData("config.materialized:table,@stg_a", "dim_a dim_b mart")]
    [InlineData("dim_?", "dim_a dim_b")]
    [InlineData("*_a", "stg_a h_a dim_a")]
    [InlineData("file:mart.sql", "mart")]
    [InlineData("resource_type:model", "stg_a stg_b h_a h_b dim_a dim_b mart")]
    [InlineData("not_null_dim_a_k", "")]
    [InlineData("+not_null_dim_a_k", "stg_a h_a dim_a")]
    public void A_selection_means_what_it_means_in_dbt(string select, string models) =>
        Assert.Equal(Words(models), Choose(select).Models.Order());

    [Theory]
    [InlineData("+mart", "stg_a", "stg_b h_a h_b dim_a dim_b mart")]
    [InlineData("+mart", "+dim_a", "stg_b h_b dim_b mart")]
    [InlineData(null, "tag:gold tag:staging", "h_a h_b")]
    [InlineData(null, "gold.*,mart", "stg_a stg_b h_a h_b dim_a dim_b")]
    [InlineData("+mart", "@dim_a", "")]
    public void What_is_excluded_is_left_out(string? select, string exclude, string models) =>
        Assert.Equal(Words(models), Selector.Choose(select, exclude).Models.Order());

    [Theory]
    [InlineData(null, "not_null_dim_a_k sums_agree")]
    [InlineData("dim_a", "not_null_dim_a_k")]
    [InlineData("h_a", "sums_agree")]
    [InlineData("h_b", "")]
    [InlineData("sums_agree", "sums_agree")]
    [InlineData("test_type:generic", "not_null_dim_a_k")]
    [InlineData("test_type:singular", "sums_agree")]
    [InlineData("test_name:not_null", "not_null_dim_a_k")]
    [InlineData("resource_type:test", "not_null_dim_a_k sums_agree")]
    [InlineData("path:tests", "sums_agree")]
    public void Tests_come_with_their_models_and_by_their_own_names(string? select, string tests) =>
        Assert.Equal(Words(tests), Choose(select).Tests.Select(test => test.Name).Order());

    [Theory]
    [InlineData("dim_aa", "Did you mean 'dim_a'?")]
    [InlineData("source:herd.c", "Did you mean 'herd.a'?")]
    [InlineData("state:modified", "There is no method 'state'.")]
    [InlineData("tag:unknown", "Nothing in the project fits.")]
    [InlineData("++", "Write a name with + or @ around it")]
    public void What_means_nothing_is_refused_with_the_nearest_name(string select, string message)
    {
        var refused = Assert.Throws<RefusedException>(() => Choose(select));
        Assert.Equal("warehouse_selection", refused.Code);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_are_chosen_in_the_order_in_which_they_are_built() =>
        Assert.Equal(["h_a", "stg_b", "h_b", "dim_a", "dim_b", "mart"], Choose("h_a h_b+ stg_b dim_a").Models.OrderBy(name => Array.IndexOf(["h_a", "stg_b", "h_b", "dim_a", "dim_b", "mart"], name)));

    [Fact]
    public void A_circle_is_named()
    {
        Model[] circle = [Of("a", "x", ["b"], [], Materialization.View), Of("b", "x", ["c"], [], Materialization.View), Of("c", "x", ["a"], [], Materialization.View), Of("d", "x", ["a"], [], Materialization.View)];
        var refused = Assert.Throws<RefusedException>(() => new ModelGraph(circle, []));
        Assert.Contains("a → b → c → a", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_nothing_bears_is_named_with_its_line_and_the_nearest()
    {
        var model = Of("dim_c", "gold", ["h_aa"], [], Materialization.View) with { Source = "select 1\n  from {{ ref('h_aa') }}" };
        var refused = Assert.Throws<RefusedException>(() => new ModelGraph([.. Models, model], Sources));
        Assert.Equal("models/gold/dim_c.sql:2: The model 'h_aa' is not in the project. Did you mean 'h_a'?", refused.Message);
        var source = Of("dim_d", "gold", [], ["herd.aa"], Materialization.View);
        Assert.Contains("Did you mean 'herd.a'?", Assert.Throws<RefusedException>(() => new ModelGraph([.. Models, source], Sources)).Message, StringComparison.Ordinal);
    }

    private static Selector Selector { get; } = new(
        Models.ToDictionary(model => model.Name), Sources.ToDictionary(source => source.FullName), Tests, new ModelGraph(Models, Sources));

    private static Selected Choose(string? select) => Selector.Choose(select, null);

    private static IEnumerable<string> Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order();

    private static SourceTable Source(string name) => new("herd", name, "herd", name, null, []);

    private static Model Of(string name, string folder, string[] refs, string[] sources, Materialization made, params string[] tags) => new()
    {
        Name = name,
        Path = $"models/{folder}/{name}.sql",
        Source = "",
        Fqn = ["herdbook", .. folder.Split('/'), name],
        Config = new ModelConfig { Materialized = made, Tags = tags },
        Refs = refs,
        Sources = sources,
    };
}

using FsCheck;
using FsCheck.Fluent;
using Herdbook.Core.Governance.Audit;
using Herdbook.Catalog.Rows;
using Herdbook.Core.Rows;
using Npgsql;
using NpgsqlTypes;
using Xunit;

namespace Herdbook.Core.Tests.Rows;

/// <summary>Whatever is asked, the rows are those that a plain filter in memory gives, in the order that a plain sort gives.</summary>
public sealed class RowPropertyTests : IAsyncLifetime
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(150);

    private Shop _shop = null!;
    private int _tenants;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shop = await Shop.OpenAsync(Ct, ("shop.thing", "entity", """
        key: id
        columns:
          id: {type: integer}
          size: {type: integer}
          name: {type: text}
          sold: {type: boolean}
          price: {type: numeric}
          kind: {type: text}
        indexes: [[size], [kind]]
        """));

    public async ValueTask DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public void A_random_filter_finds_what_a_plain_filter_in_memory_finds() =>
        Prop.ForAll(Arb.From(from rows in Thing.Many from filter in RandomFilter.Any select (rows, filter)), given =>
        {
            var tenant = Fill(given.rows);
            var expected = given.rows.Where(row => given.filter.Of(row) == true).Select(row => row.Id);

            Assert.Equal(expected, Ids(tenant, [new("and", $"({given.filter.InTree()})")]));
            switch (given.filter)
            {
                case RandomFilter.Comparison comparison:
                    Assert.Equal(expected, Ids(tenant, [new(comparison.Column, comparison.Text(quoted: false))]));
                    break;
                case RandomFilter.Branch { Negated: false } branch:
                    Assert.Equal(expected, Ids(tenant, [new(branch.Either ? "or" : "and", branch.InTree()[(branch.Either ? 2 : 3)..])]));
                    break;
                default:
                    break;
            }
        }).Check(Thorough);

    [Fact]
    public void Pages_by_offset_and_by_cursor_show_each_row_once_in_the_order_of_a_plain_sort() =>
        Prop.ForAll(Arb.From(from rows in Thing.Many from order in Order from size in Gen.Choose(1, 7) select (rows, order, size)), given =>
        {
            var tenant = Fill(given.rows);
            var expected = Sorted(given.rows, given.order).Select(row => row.Id).ToList();
            List<KeyValuePair<string, string>> parameters = given.order.Count == 0 ? [] : [new("order", string.Join(',', given.order.Select(term => term.Text)))];

            var byOffset = new List<int>();
            for (var offset = 0; offset <= given.rows.Length; offset += given.size)
            {
                byOffset.AddRange(Ids(tenant, [.. parameters, new("limit", $"{given.size}"), new("offset", $"{offset}")]));
            }

            var byCursor = new List<int>();
            var query = RowQueryParser.Parse(_shop.Catalog, "shop.thing", [.. parameters, new("limit", $"{given.size}")]);
            while (true)
            {
                var page = _shop.Reader.PageAsync(tenant, query, RowCount.None, Ct).GetAwaiter().GetResult();
                byCursor.AddRange(page.Rows.Select(row => row.GetProperty("id").GetInt32()));
                if (page.Next is not { } next)
                {
                    break;
                }

                query = query with { After = next };
            }

            Assert.Equal(expected, byOffset);
            Assert.Equal(expected, byCursor);
        }).Check(Thorough);

    private static Gen<List<Term>> Order { get; } =
        from count in Gen.Choose(0, 3)
        from columns in Gen.Shuffle(new[] { "size", "sold", "price", "kind", "id" }).Select(columns => columns.Take(count))
        from terms in Gen.CollectToArray(columns, column =>
            from down in Gen.Elements(true, false)
            from nulls in Gen.Elements<bool?>(null, true, false)
            select new Term(column, down, nulls))
        select terms.ToList();

    private static IEnumerable<Thing> Sorted(IEnumerable<Thing> rows, List<Term> order)
    {
        var ordered = rows.OrderBy(_ => 0);
        foreach (var term in order.Append(new Term("id", order.Count > 0 && order[^1].Descending, null)))
        {
            var nullsFirst = term.NullsFirst ?? term.Descending;
            ordered = ordered.ThenBy(row => term.Of(row) is null == nullsFirst ? 0 : 1);
            ordered = term.Descending ? ordered.ThenByDescending(term.Of, Values) : ordered.ThenBy(term.Of, Values);
        }

        return ordered;
    }

    private static readonly Comparer<object?> Values = Comparer<object?>.Create((a, b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) or (_, null) => 0,
        (string x, string y) => string.CompareOrdinal(x, y),
        _ => ((IComparable)a).CompareTo(b),
    });

    private List<int> Ids(Tenant tenant, List<KeyValuePair<string, string>> parameters)
    {
        var query = RowQueryParser.Parse(_shop.Catalog, "shop.thing", [.. parameters, new("select", "id")]);
        return [.. _shop.Reader.PageAsync(tenant, query, RowCount.None, Ct).GetAwaiter().GetResult().Rows.Select(row => row.GetProperty("id").GetInt32())];
    }

    /// <summary>A tenant of its own for the rows.</summary>
    private Tenant Fill(Thing[] rows)
    {
        var tenant = new Tenant($"t{Interlocked.Increment(ref _tenants)}");
        _shop.Book.WriteAsync(tenant, Actor.Owner, new AuditEvent("test"), async (connection, ct) =>
        {
            await using var insert = new NpgsqlCommand("insert into shop.thing (id, size, name, sold, price, kind) select * from unnest(@id, @size, @name, @sold, @price, @kind)", connection);
            insert.Parameters.Add(new("id", NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = rows.Select(row => row.Id).ToArray() });
            insert.Parameters.Add(new("size", NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = rows.Select(row => row.Size).ToArray() });
            insert.Parameters.Add(new("name", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = rows.Select(row => row.Name).ToArray() });
            insert.Parameters.Add(new("sold", NpgsqlDbType.Array | NpgsqlDbType.Boolean) { Value = rows.Select(row => row.Sold).ToArray() });
            insert.Parameters.Add(new("price", NpgsqlDbType.Array | NpgsqlDbType.Numeric) { Value = rows.Select(row => row.Price).ToArray() });
            insert.Parameters.Add(new("kind", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = rows.Select(row => row.Kind).ToArray() });
            return await insert.ExecuteNonQueryAsync(ct);
        }, Ct).GetAwaiter().GetResult();
        return tenant;
    }

    private sealed record Term(string Column, bool Descending, bool? NullsFirst)
    {
        public string Text => $"{Column}{(Descending ? ".desc" : "")}{NullsFirst switch { true => ".nullsfirst", false => ".nullslast", null => "" }}";

        public object? Of(Thing row) => Column switch
        {
            "id" => row.Id,
            "size" => row.Size,
            "sold" => row.Sold,
            "price" => row.Price,
            _ => row.Kind,
        };
    }
}

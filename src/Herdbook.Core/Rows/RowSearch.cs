using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Search;
using Npgsql;

namespace Herdbook.Core.Rows;

/// <summary>A row that was found.</summary>
/// <param name="Excerpt">Around the found words, each between <see cref="SearchSql.Begin"/> and <see cref="SearchSql.End"/>; null for one found by its key.</param>
/// <param name="ByKey">The text is its key.</param>
public sealed record FoundRow(RowKey Key, string? Title, double Rank, string? Excerpt, bool ByKey);

/// <summary>What was found in one table, the best first.</summary>
/// <param name="Count">Rows found; with <paramref name="More"/> there are more.</param>
public sealed record FoundTable(TableDeclaration Table, IReadOnlyList<FoundRow> Rows, long Count, bool More)
{
    /// <summary>Only the newest rows were looked at.</summary>
    public bool OnlyNewest => !SearchSql.IsIndexed(Table);
}

/// <summary>Looks for words in every table that declares what to search, as one tenant, within a bounded time.</summary>
public sealed class RowSearch(Book book)
{
    /// <summary>How long a search may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>The tables that can be searched.</summary>
    public static IReadOnlyList<TableDeclaration> Tables(CatalogSet catalog) => [.. catalog.Tables.Where(SearchSql.IsSearched)];

    /// <summary>Tables with something found: those with a row of that key first, then by their best row.</summary>
    /// <param name="most">Rows of each table.</param>
    /// <exception cref="RowRefusalException">`statement_timeout`.</exception>
    public async Task<IReadOnlyList<FoundTable>> FindAsync(Tenant tenant, IReadOnlyList<TableDeclaration> tables, SearchWords words, int most, CancellationToken ct)
    {
        if (tables.Count == 0)
        {
            return [];
        }

        var found = await ReadAsync(tenant, [SearchSql.Keys(tables, words.Text), SearchSql.Rows(tables, words, most)], tables, ct);
        return
        [
            .. found.GroupBy(line => line.N).Select(group =>
                {
                    var rows = group.Select(line => line.Row).OrderByDescending(row => row.ByKey).ThenByDescending(row => row.Rank).DistinctBy(row => row.Key).ToList();
                    // A row that was found by its key and by its words is one row.
                    var count = Math.Max(group.Where(line => !line.Row.ByKey).Select(line => line.Count).DefaultIfEmpty(0).Max(), rows.Count);
                    return new FoundTable(tables[group.Key], [.. rows.Take(most)], count, count >= SearchSql.MostRanked);
                })
                .OrderByDescending(table => table.Rows[0].ByKey).ThenByDescending(table => table.Rows.Max(row => row.Rank)).ThenBy(table => table.Table.FullName, StringComparer.Ordinal),
        ];
    }

    /// <summary>Rows of any table whose key is the text.</summary>
    public async Task<IReadOnlyList<(TableDeclaration Table, FoundRow Row)>> ByKeyAsync(Tenant tenant, CatalogSet catalog, string text, CancellationToken ct)
    {
        if (SearchWords.Of(text) is not { } words)
        {
            return [];
        }

        var tables = catalog.Tables.Where(table => table is { Isolated: true, Kind: not TableKind.View }).ToList();
        return [.. (await ReadAsync(tenant, [SearchSql.Keys(tables, words.Text)], tables, ct)).Select(line => (tables[line.N], line.Row))];
    }

    private async Task<List<(int N, FoundRow Row, long Count)>> ReadAsync(Tenant tenant, IReadOnlyList<RowStatement?> statements, IReadOnlyList<TableDeclaration> tables, CancellationToken ct)
    {
        var asked = statements.OfType<RowStatement>().ToList();
        var found = new List<(int, FoundRow, long)>();
        if (asked.Count == 0)
        {
            return found;
        }

        try
        {
            await using var reading = await book.ReadAsync(tenant, [.. asked.Select(statement => statement.Command())], Limit, ct);
            var results = reading.Results;
            foreach (var statement in asked)
            {
                while (await results.ReadAsync(ct))
                {
                    var n = results.GetInt32(0);
                    var row = new FoundRow(
                        RowKey.Of(tables[n], results.GetFieldValue<string?[]>(1)),
                        results.IsDBNull(2) ? null : results.GetString(2),
                        results.GetFloat(3),
                        results.IsDBNull(4) ? null : results.GetString(4),
                        statement == statements[0]);
                    found.Add((n, row, results.GetInt64(5)));
                }

                await results.NextResultAsync(ct);
            }

            return found;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled && !ct.IsCancellationRequested)
        {
            throw new RowRefusalException("statement_timeout", $"The search took longer than {Limit.TotalSeconds:0} s, and was ended.", e)
            {
                Status = 503,
                Rule = "statement_timeout",
                Remedy = "Search in one module, or for rarer words.",
            };
        }
    }
}

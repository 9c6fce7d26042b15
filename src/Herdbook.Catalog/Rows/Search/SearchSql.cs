using System.Globalization;

namespace Herdbook.Catalog.Rows.Search;

/// <summary>
/// Statements that look for words in many tables at once, as the tenant whose rows they are. Each line names its table by its number in the
/// list that was given, its row by an array of the key's texts, and says title, rank, excerpt and how many rows of the table were found.
/// </summary>
public static class SearchSql
{
    /// <summary>Where a found word begins and ends in an excerpt: characters that no text is written with.</summary>
    public const char Begin = '\uE000';

    public const char End = '\uE001';

    /// <summary>The most rows of a table that are ranked and counted.</summary>
    public const int MostRanked = 200;

    /// <summary>The newest rows that are looked at where a table has no index for its words.</summary>
    public const int MostScanned = 10_000;

    /// <summary>Characters of a row that an excerpt is cut out of.</summary>
    private const int ExcerptFrom = 20_000;

    private const string Question = "to_tsquery('pg_catalog.simple'::regconfig, ";

    /// <summary>Whether its words can be searched for.</summary>
    public static bool IsSearched(TableDeclaration table) =>
        table is { Isolated: true, Search.Count: > 0, Kind: not TableKind.View } && table.Search.All(name => table.Column(name) is { Secret: false });

    /// <summary>Whether an index serves the search; else only the newest rows are looked at.</summary>
    public static bool IsIndexed(TableDeclaration table) => SearchExpression.IsIndexed(table);

    /// <summary>Rows with all of the words, the best of each table first.</summary>
    /// <param name="most">Of each table.</param>
    public static RowStatement Rows(IReadOnlyList<TableDeclaration> tables, SearchWords words, int most)
    {
        var sql = new SqlText();
        for (var n = 0; n < tables.Count; n++)
        {
            sql.Add(n == 0 ? "(" : " union all (");
            One(sql, tables[n], n, words, most);
            sql.Add(")");
        }

        return sql.Done();
    }

    /// <summary>Rows whose key is the text, in this or the other case of letters.</summary>
    public static RowStatement? Keys(IReadOnlyList<TableDeclaration> tables, string text)
    {
        var sql = new SqlText();
        var any = false;
        for (var n = 0; n < tables.Count; n++)
        {
            if (tables[n].Key is [var key] && Candidates(tables[n].Column(key)!.Type, text) is { } value)
            {
                sql.Add(any ? " union all (" : "(");
                any = true;
                Selected(sql, tables[n], n).Add(", 1::real as rank, null::text as excerpt, 1::bigint as found").From(tables[n]).Add($" where t.{Quote.Name(key)} = any(")
                    .Value(value, $"{RowTypes.Operand(tables[n].Column(key)!.Type)}[]").Add(")").Standing(tables[n]).Add(" limit 2)");
            }
        }

        return any ? sql.Done() : null;
    }

    private static void One(SqlText sql, TableDeclaration table, int n, SearchWords words, int most)
    {
        var document = SearchExpression.Of(table, "t")!;
        sql.Add("select f.n, f.key, f.title, f.rank, ts_headline('pg_catalog.simple'::regconfig, f.words, ").Add(Question).Value(words.Query, "text")
            .Add($"), 'StartSel={Begin},StopSel={End},MaxFragments=2,MaxWords=22,MinWords=9,ShortWord=0,FragmentDelimiter=\" … \"') as excerpt, f.found")
            .Add(" from (select h.n, h.key, h.title, ts_rank(h.document, ").Add(Question).Value(words.Query, "text").Add(")) as rank, h.words, count(*) over () as found from (");
        Selected(sql, table, n).Add($", {document} as document, left({Words(table)}, {ExcerptFrom.ToString(CultureInfo.InvariantCulture)}) as words");
        if (SearchExpression.IsIndexed(table))
        {
            sql.From(table).Add($" where {document} @@ ").Add(Question).Value(words.Query, "text").Add(")").Standing(table);
        }
        else
        {
            sql.Add(" from (select * from ").Table(table).Add($" t where true").Standing(table)
                .Add($" order by {Newest(table)} desc limit {MostScanned.ToString(CultureInfo.InvariantCulture)}) t where true");
            foreach (var word in words.Words)
            {
                sql.Add($" and ({Words(table)}) ilike ").Value($"%{Pattern(word)}%", "text");
            }
        }

        sql.Add($" limit {MostRanked.ToString(CultureInfo.InvariantCulture)}) h order by rank desc, key limit ").Value(most.ToString(CultureInfo.InvariantCulture), "bigint").Add(") f");
    }

    private static SqlText Selected(SqlText sql, TableDeclaration table, int n) => sql
        .Add($"select {n.ToString(CultureInfo.InvariantCulture)} as n, array[{string.Join(", ", table.Key.Select(name => $"t.{Quote.Name(name)}::text"))}] as key, {RelatedSql.Title(table, "t")} as title");

    private static SqlText From(this SqlText sql, TableDeclaration table) => sql.Add(" from ").Table(table).Add(" t");

    private static SqlText Standing(this SqlText sql, TableDeclaration table) =>
        RowColumns.Of(table).DeletedAt is { } deleted ? sql.Add($" and t.{Quote.Name(deleted.Name)} is null") : sql;

    /// <summary>What the excerpt is cut out of.</summary>
    private static string Words(TableDeclaration table)
    {
        var texts = table.Search.Select(name => (Name: $"t.{Quote.Name(name)}", table.Column(name)!.Type)).Select(column =>
            column.Type == "text" ? column.Name : column.Type.EndsWith("[]", StringComparison.Ordinal) ? $"array_to_string({column.Name}, ' ')" : $"{column.Name}::text");
        return $"concat_ws(' · ', {string.Join(", ", texts)})";
    }

    private static string Newest(TableDeclaration table) => table switch
    {
        { Kind: TableKind.Ledger } when table.Key is not [var key] || !table.Column(key)!.Identity => "t.\"booked_xid\"",
        _ => $"t.{Quote.Name(table.Key[0])}",
    };

    private static string Pattern(string word) =>
        word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    /// <summary>The text as an array of values that such a key may have; null where it cannot be one.</summary>
    private static string? Candidates(string type, string text) => RowTypes.KindOf(type) switch
    {
        RowKind.Text => ArrayText.Write(new[] { text, text.ToUpperInvariant(), text.ToLowerInvariant() }.Distinct(StringComparer.Ordinal)),
        RowKind.Integer when type == "bigint" && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) => ArrayText.Write([text]),
        RowKind.Integer when type == "integer" && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) => ArrayText.Write([text]),
        RowKind.Uuid when Guid.TryParseExact(text, "D", out _) => ArrayText.Write([text]),
        _ => null,
    };
}

using System.Globalization;

namespace Herdbook.Catalog.Rows;

public static partial class RowSql
{
    /// <summary>The number of rows that the query has without its limit, offset and cursor; no more than <paramref name="most"/> are read.</summary>
    public static RowStatement CountUpTo(RowQuery query, long most)
    {
        var sql = new SqlText();
        var alias = sql.Alias();
        sql.Add("select count(*) from (select 1").From(query, alias).Standing(query, alias);
        return EmbedSql.Conditions(sql, query, alias).Add(" limit ").Value(most.ToString(CultureInfo.InvariantCulture), "bigint").Add(") counted").Done();
    }
}

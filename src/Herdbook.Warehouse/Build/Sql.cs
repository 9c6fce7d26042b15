using System.Globalization;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Build;

/// <summary>Statements whose answers are a few rows of plain values.</summary>
internal static class Sql
{
    /// <summary>Runs one or several statements.</summary>
    /// <returns>The rows that the last of them wrote.</returns>
    public static long Run(DuckDbConnection connection, string sql, CancellationToken ct) => connection.Execute(sql, ct);

    /// <summary>Runs what may fail because there is nothing to do.</summary>
    public static void TryRun(DuckDbConnection connection, string sql)
    {
        try
        {
            connection.Execute(sql, CancellationToken.None);
        }
        catch (DuckDbException nothing)
        {
            System.Diagnostics.Debug.WriteLine(nothing.Message);
        }
    }

    public static List<object?[]> Rows(DuckDbConnection connection, string sql, CancellationToken ct)
    {
        using var result = connection.Query(sql, ct);
        var rows = new List<object?[]>();
        var width = result.Columns.Count;
        foreach (var row in result.Rows(ct))
        {
            var values = new object?[width];
            for (var i = 0; i < width; i++)
            {
                values[i] = row[i];
            }

            rows.Add(values);
        }

        return rows;
    }

    public static long Number(DuckDbConnection connection, string sql, CancellationToken ct) =>
        Convert.ToInt64(connection.Scalar(sql, ct) ?? 0L, CultureInfo.InvariantCulture);
}

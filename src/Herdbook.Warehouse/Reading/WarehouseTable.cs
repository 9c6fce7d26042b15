using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Reading;

/// <summary>A column of an answer.</summary>
/// <param name="Type">As SQL writes it.</param>
/// <param name="IsNumber">Whether its values can be drawn on a scale.</param>
/// <param name="IsTime">Whether they are days or moments.</param>
public sealed record WarehouseColumn(string Name, string Type, bool IsNumber, bool IsTime)
{
    internal static WarehouseColumn Of(DuckDbColumn column) => new(
        column.Name,
        column.Type.ToString(),
        column.Type.Id is (>= DuckDbTypeId.TinyInt and <= DuckDbTypeId.Double) or DuckDbTypeId.HugeInt or DuckDbTypeId.UHugeInt or DuckDbTypeId.Decimal,
        column.Type.Id is DuckDbTypeId.Date or DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampTz or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs);
}

/// <summary>An answer in memory: for pages.</summary>
/// <param name="Rows">Values as <see cref="DuckDbVector.GetValue"/> gives them.</param>
/// <param name="IsCut">Whether a limit left rows behind.</param>
/// <param name="Took">From the statement's begin to its last row.</param>
public sealed record WarehouseTable(IReadOnlyList<WarehouseColumn> Columns, IReadOnlyList<object?[]> Rows, bool IsCut, TimeSpan Took)
{
    /// <summary>Reads a result to its end or to a limit.</summary>
    internal static WarehouseTable Read(DuckDbResult result, QueryLimits limits, long began, CancellationToken ct)
    {
        var rows = new List<object?[]>();
        var bytes = 0L;
        var cut = false;
        while (!cut && result.Fetch(ct) is { } fetched)
        {
            using var chunk = fetched;
            for (var row = 0; row < chunk.RowCount && !cut; row++)
            {
                if (rows.Count == limits.Rows || bytes > limits.Bytes)
                {
                    cut = true;
                    break;
                }

                var values = new object?[result.Columns.Count];
                for (var column = 0; column < values.Length; column++)
                {
                    values[column] = chunk[column].GetValue(row);
                    bytes += Weight(values[column]);
                }

                rows.Add(values);
            }
        }

        return new WarehouseTable([.. result.Columns.Select(WarehouseColumn.Of)], rows, cut, System.Diagnostics.Stopwatch.GetElapsedTime(began));
    }

    private static long Weight(object? value) => value switch
    {
        null => 8,
        string text => 24 + (2L * text.Length),
        byte[] bytes => 24 + bytes.Length,
        object?[] list => 24 + list.Sum(Weight),
        Dictionary<string, object?> members => 24 + members.Values.Sum(Weight),
        KeyValuePair<object, object?>[] pairs => 24 + pairs.Sum(pair => Weight(pair.Key) + Weight(pair.Value)),
        _ => 24,
    };
}

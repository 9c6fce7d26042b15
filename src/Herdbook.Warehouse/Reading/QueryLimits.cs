namespace Herdbook.Warehouse.Reading;

/// <summary>What a query may take. Memory and threads are bounded by the generation that is read (<see cref="WarehouseStore"/>).</summary>
/// <param name="Time">Then it is interrupted.</param>
/// <param name="Rows">Rows that are read at most; the rest is left behind and the answer says so.</param>
/// <param name="Bytes">Bytes of text and nested values that are read at most, about.</param>
public sealed record QueryLimits(TimeSpan Time, int Rows, long Bytes = 32L << 20)
{
    /// <summary>Of a page's own figures.</summary>
    public static readonly QueryLimits Page = new(TimeSpan.FromSeconds(30), 10_000);

    /// <summary>Of what people write.</summary>
    public static readonly QueryLimits People = new(TimeSpan.FromSeconds(30), 5_000, 8L << 20);

    /// <summary>Of a file that is downloaded.</summary>
    public static readonly QueryLimits Export = new(TimeSpan.FromMinutes(5), int.MaxValue, long.MaxValue);
}

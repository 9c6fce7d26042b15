namespace Herdbook.Warehouse.Extract;

/// <summary>A version of a row, as the history tells it.</summary>
internal readonly ref struct RowVersion
{
    /// <summary>Its place in the order of booking.</summary>
    public required long Id { get; init; }

    /// <summary>Microseconds since 1970.</summary>
    public required long ChangedAt { get; init; }

    public required ReadOnlySpan<byte> Key { get; init; }

    public required ReadOnlySpan<byte> Operation { get; init; }

    /// <summary>False: the row is gone, and <see cref="Row"/> is what it was.</summary>
    public required bool IsThere { get; init; }

    /// <summary>A JSON object.</summary>
    public required ReadOnlySpan<byte> Row { get; init; }
}

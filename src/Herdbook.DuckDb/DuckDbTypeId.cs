namespace Herdbook.DuckDb;

/// <summary>DuckDB's types; numbers are those of duckdb_type.</summary>
public enum DuckDbTypeId
{
    Invalid = 0,
    Boolean = 1,
    TinyInt = 2,
    SmallInt = 3,
    Integer = 4,
    BigInt = 5,
    UTinyInt = 6,
    USmallInt = 7,
    UInteger = 8,
    UBigInt = 9,
    Float = 10,
    Double = 11,
    /// <summary>Microseconds since 1970, without a zone.</summary>
    Timestamp = 12,
    Date = 13,
    /// <summary>Microseconds since midnight.</summary>
    Time = 14,
    Interval = 15,
    HugeInt = 16,
    Varchar = 17,
    Blob = 18,
    Decimal = 19,
    TimestampS = 20,
    TimestampMs = 21,
    TimestampNs = 22,
    Enum = 23,
    List = 24,
    Struct = 25,
    Map = 26,
    Uuid = 27,
    Union = 28,
    Bit = 29,
    TimeTz = 30,
    /// <summary>Microseconds since 1970 in UTC.</summary>
    TimestampTz = 31,
    UHugeInt = 32,
    Array = 33,
    Any = 34,
    BigNum = 35,
    Null = 36,
    TimeNs = 39,
    Geometry = 40,
    Variant = 41,
}

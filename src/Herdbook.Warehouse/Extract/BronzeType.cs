using Herdbook.Catalog.Extracts;

namespace Herdbook.Warehouse.Extract;

/// <summary>Names of DuckDB's types.</summary>
internal static class BronzeType
{
    public static string Of(ExtractType type) => (type.Scalar switch
    {
        ExtractScalar.Boolean => "BOOLEAN",
        ExtractScalar.Smallint => "SMALLINT",
        ExtractScalar.Integer => "INTEGER",
        ExtractScalar.Bigint => "BIGINT",
        ExtractScalar.Real => "FLOAT",
        ExtractScalar.Double => "DOUBLE",
        ExtractScalar.Decimal => $"DECIMAL({type.Precision},{type.Scale})",
        ExtractScalar.Date => "DATE",
        ExtractScalar.Timestamp => "TIMESTAMPTZ",
        ExtractScalar.Interval => "INTERVAL",
        ExtractScalar.Uuid => "UUID",
        ExtractScalar.Json => "JSON",
        ExtractScalar.Bytes => "BLOB",
        _ => "VARCHAR",
    }) + (type.IsList ? "[]" : "");
}

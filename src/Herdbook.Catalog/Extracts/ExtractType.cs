using System.Globalization;

namespace Herdbook.Catalog.Extracts;

/// <summary>What a value is when it leaves PostgreSQL. What has no word here travels as its text.</summary>
public enum ExtractScalar
{
    Text,
    Boolean,
    Smallint,
    Integer,
    Bigint,
    Real,
    Double,

    /// <summary>With a precision and a scale, of at most 38 digits.</summary>
    Decimal,
    Date,

    /// <summary>A moment, in microseconds.</summary>
    Timestamp,
    Interval,
    Uuid,
    Json,
    Bytes,
}

/// <summary>A column's type as the warehouse keeps it.</summary>
/// <param name="Precision">Of a decimal: all its digits.</param>
/// <param name="Scale">Of a decimal: its digits behind the point.</param>
public sealed record ExtractType(ExtractScalar Scalar, int Precision = 0, int Scale = 0, bool IsList = false)
{
    /// <summary>The most digits that a decimal keeps.</summary>
    public const int MaxPrecision = 38;

    /// <summary>Behind the point, where the declaration leaves it open.</summary>
    public const int OpenScale = 10;

    /// <summary>The type of a column, by PostgreSQL's name of it.</summary>
    public static ExtractType Of(string sql)
    {
        if (sql.EndsWith("[]", StringComparison.Ordinal))
        {
            return Of(sql[..^2]) with { IsList = true };
        }

        if (sql.StartsWith("numeric", StringComparison.Ordinal))
        {
            return Numeric(sql);
        }

        return sql.StartsWith("vector", StringComparison.Ordinal) ? new(ExtractScalar.Real, IsList: true) : new(sql switch
        {
            "boolean" => ExtractScalar.Boolean,
            "smallint" => ExtractScalar.Smallint,
            "integer" => ExtractScalar.Integer,
            "bigint" => ExtractScalar.Bigint,
            "real" => ExtractScalar.Real,
            "double precision" => ExtractScalar.Double,
            "date" => ExtractScalar.Date,
            "timestamp with time zone" => ExtractScalar.Timestamp,
            "interval" => ExtractScalar.Interval,
            "uuid" => ExtractScalar.Uuid,
            "jsonb" => ExtractScalar.Json,
            "bytea" => ExtractScalar.Bytes,
            _ => ExtractScalar.Text,
        });
    }

    /// <summary>Of what PostgreSQL would not send in a form that is read here, a cast.</summary>
    internal static string Expression(ColumnDeclaration column)
    {
        var name = Quote.Name(column.Name);
        var (element, list) = column.Type.EndsWith("[]", StringComparison.Ordinal) ? (column.Type[..^2], "[]") : (column.Type, "");
        return element switch
        {
            _ when element.StartsWith("vector", StringComparison.Ordinal) => $"{name}::real[]",
            "text" or "jsonb" => name,
            _ when Of(element).Scalar == ExtractScalar.Text => $"{name}::text{list}",
            _ => name,
        };
    }

    private static ExtractType Numeric(string sql)
    {
        var open = sql.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return new(ExtractScalar.Decimal, MaxPrecision, OpenScale);
        }

        var parts = sql[(open + 1)..^1].Split(',');
        var (precision, scale) = (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return precision <= MaxPrecision ? new(ExtractScalar.Decimal, precision, scale) : new(ExtractScalar.Decimal, MaxPrecision, Math.Min(scale, OpenScale));
    }
}

using System.Text;
using Herdbook.Catalog.Extracts;

namespace Herdbook.Warehouse.Extract;

/// <summary>A value that DuckDB's type cannot hold (a numeric that is no number or too long, an array of arrays): NULL stands for it.</summary>
/// <param name="Row">The booking's number, or the row's key.</param>
public sealed record Unfit(string Table, string Column, string Row, string Value)
{
    private const int Most = 200;

    /// <summary>The beginning of a value that came as text; of another its bytes.</summary>
    internal static string Shown(ExtractType type, ReadOnlySpan<byte> binary) => type switch
    {
        { Scalar: ExtractScalar.Decimal, IsList: false } when binary.Length >= 8 => (binary[4], binary[5]) switch
        {
            (0xC0, 0) => "NaN",
            (0xD0, 0) => "Infinity",
            (0xF0, 0) => "-Infinity",
            _ => "a number of too many digits",
        },
        { IsList: true } => "an array of arrays, or of values that do not fit",
        _ => Convert.ToHexString(binary[..Math.Min(binary.Length, Most / 2)]),
    };

    internal static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, Most)]);
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace Herdbook.DuckDb;

/// <summary>A span of time whose months and days have no fixed length, as DuckDB and PostgreSQL keep it.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDbInterval(int Months, int Days, long Micros)
{
    public static DuckDbInterval From(TimeSpan span) => new(0, span.Days, (span - TimeSpan.FromDays(span.Days)).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>ISO 8601, for example `P1M2DT3.5S`.</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder("P");
        _ = Months != 0 ? text.Append(CultureInfo.InvariantCulture, $"{Months}M") : text;
        _ = Days != 0 ? text.Append(CultureInfo.InvariantCulture, $"{Days}D") : text;
        if (Micros != 0 || text.Length == 1)
        {
            var seconds = ((decimal)Micros / 1_000_000).ToString("0.######", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"T{seconds}S");
        }

        return text.ToString();
    }
}

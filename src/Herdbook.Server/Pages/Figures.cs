using System.Globalization;

namespace Herdbook.Server.Pages;

/// <summary>Figures as people read them: few digits, always with a unit; the exact figure stands beside them.</summary>
internal static class Figures
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>1,234,567</summary>
    public static string Exact(long value) => value.ToString("N0", Plain);

    /// <summary>$1,234.56; what is above zero and below a cent says so.</summary>
    public static string Money(decimal usd) => usd switch
    {
        > 0 and < 0.005m => "<$0.01",
        < 0 => "−$" + (-usd).ToString("N2", Plain),
        _ => "$" + usd.ToString("N2", Plain),
    };

    /// <summary>12.345678 USD</summary>
    public static string ExactMoney(decimal usd) => usd.ToString("#,##0.00####", Plain) + " USD";

    /// <summary>1.23 M, 45.6 k, 789</summary>
    public static string Short(long value) => Math.Abs(value) switch
    {
        >= 1_000_000_000 => Scaled(value / 1e9) + " G",
        >= 1_000_000 => Scaled(value / 1e6) + " M",
        >= 10_000 => Scaled(value / 1e3) + " k",
        _ => Exact(value),
    };

    /// <summary>1.5 MiB, 640 B</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => Scaled(bytes / (double)(1L << 30)) + " GiB",
        >= 1L << 20 => Scaled(bytes / (double)(1L << 20)) + " MiB",
        >= 1L << 10 => Scaled(bytes / (double)(1L << 10)) + " KiB",
        _ => bytes.ToString(Plain) + " B",
    };

    /// <summary>93.4 %</summary>
    public static string Share(double? share) => share is { } part ? (part * 100).ToString("0.0", Plain) + " %" : "–";

    /// <summary>2 d 3 h, 1 h 12 min, 4 min 5 s, 12.3 s, 85 ms</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => $"{(int)span.TotalDays} d {span.Hours} h",
        { TotalHours: >= 1 } => $"{(int)span.TotalHours} h {span.Minutes} min",
        { TotalMinutes: >= 1 } => $"{(int)span.TotalMinutes} min {span.Seconds} s",
        { TotalSeconds: >= 1 } => span.TotalSeconds.ToString("0.0", Plain) + " s",
        _ => span.TotalMilliseconds.ToString("0", Plain) + " ms",
    };

    /// <summary>3 days ago, 5 min ago, just now, in 2 h, tomorrow</summary>
    public static string Ago(DateTime then, DateTimeOffset now)
    {
        var span = now.UtcDateTime - then;
        return span switch
        {
            { TotalDays: <= -31 } => then.Year == now.Year ? then.ToString("d MMM", Plain) : then.ToString("d MMM yyyy", Plain),
            { TotalDays: <= -2 } => $"in {(int)-span.TotalDays} days",
            { TotalHours: <= -24 } => "tomorrow",
            { TotalMinutes: <= -60 } => $"in {(int)Math.Round(-span.TotalHours)} h",
            { TotalSeconds: <= -45 } => $"in {Math.Max(1, (int)Math.Round(-span.TotalMinutes))} min",
            { TotalSeconds: < 45 } => "just now",
            { TotalMinutes: < 60 } => $"{Math.Max(1, (int)Math.Round(span.TotalMinutes))} min ago",
            { TotalHours: < 24 } => $"{(int)Math.Round(span.TotalHours)} h ago",
            { TotalDays: < 2 } => "yesterday",
            { TotalDays: < 31 } => $"{(int)span.TotalDays} days ago",
            _ => then.Year == now.Year ? then.ToString("d MMM", Plain) : then.ToString("d MMM yyyy", Plain),
        };
    }

    /// <summary>2026-01-19 15:22:54 UTC</summary>
    public static string ExactTime(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", Plain) + " UTC";

    /// <summary>The machine's form, for &lt;time datetime&gt;.</summary>
    public static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", Plain);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", Plain);

    /// <summary>1 call, 2 calls</summary>
    public static string Count(long count, string one, string? many = null) => $"{Exact(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>The last segment of a folder; the whole where there is none.</summary>
    public static string LastSegment(string path)
    {
        var trimmed = path.TrimEnd('/', '\\');
        var cut = trimmed.LastIndexOfAny(['/', '\\']);
        return cut >= 0 && cut < trimmed.Length - 1 ? trimmed[(cut + 1)..] : path;
    }

    /// <summary>The last two segments of a folder; the whole where there are none.</summary>
    public static string LastSegments(string path)
    {
        var parts = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 2 ? $"{parts[^2]}/{parts[^1]}" : path;
    }

    private static string Scaled(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("0", Plain),
        >= 10 => value.ToString("0.0", Plain),
        _ => value.ToString("0.00", Plain),
    };
}

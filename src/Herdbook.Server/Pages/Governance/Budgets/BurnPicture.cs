using System.Globalization;
using System.Text;
using Herdbook.Core.Governance.Budgets;

namespace Herdbook.Server.Pages.Governance.Budgets;

/// <summary>The picture of a burn-down: what is left over the window's time, and where the mean pace leads.</summary>
internal sealed record BurnPicture(string Left, string? Forecast, decimal NowX, decimal WarnY)
{
    public const int Width = 320;
    public const int Height = 72;

    /// <summary>Null where the limit is zero: there is nothing to burn down.</summary>
    public static BurnPicture? Of(BudgetBurn burn, DateTimeOffset now)
    {
        var limit = burn.Figure.Limit;
        if (limit <= 0)
        {
            return null;
        }

        var passed = burn.Passed(now);
        var points = new StringBuilder(Point(0, 1));
        var used = 0m;
        for (var i = 0; i < burn.Steps.Count && (decimal)(i + 1) / burn.Steps.Count <= passed; i++)
        {
            used += burn.Steps[i];
            points.Append(' ').Append(Point((decimal)(i + 1) / burn.Steps.Count, 1 - used / limit));
        }

        var left = 1 - burn.Figure.Used / limit;
        points.Append(' ').Append(Point(passed, left));
        string? ahead = null;
        if (burn.Figure.Used > 0 && left > 0 && passed < 1)
        {
            var end = 1 - burn.Forecast(now) / limit;
            var empty = end < 0 ? limit / burn.Forecast(now) : 1;
            ahead = $"{Point(passed, left)} {Point(empty, Math.Max(0, end))}";
        }

        return new BurnPicture(points.ToString(), ahead, Place(passed * Width), Place(Height * burn.Figure.Budget.WarnShare));
    }

    private static string Point(decimal x, decimal y) =>
        string.Create(CultureInfo.InvariantCulture, $"{Place(x * Width)},{Place((1 - Math.Clamp(y, 0, 1)) * Height)}");

    private static decimal Place(decimal value) => Math.Round(value, 1);
}

using System.Globalization;
using System.Text;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>A chart as a still picture, for a page whose scripts have not run or never will. One path for each layer, so it stays small.</summary>
internal static class InsightPicture
{
    private const int Width = 600;

    private const int Height = 200;

    /// <summary>SVG without any text of others in it.</summary>
    public static string Of(InsightChart chart)
    {
        var count = chart.Buckets.Count;
        var isBar = chart.Kind == "bar";
        var floor = new double[count];
        var top = Top(chart, isBar);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"still\" viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        foreach (var series in chart.Series)
        {
            var line = !isBar || series.Kind == "line";
            var path = line ? Line(series, count, top) : Bars(series, chart.IsStacked ? floor : new double[count], count, top);
            svg.Append(line
                ? $"<path d=\"{path}\" fill=\"none\" style=\"stroke:var({series.Colour})\" stroke-width=\"2\"{(series.IsGuide ? " stroke-dasharray=\"6 4\"" : "")}/>"
                : $"<path d=\"{path}\" style=\"fill:var({series.Colour})\"/>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static double Top(InsightChart chart, bool isBar)
    {
        var top = 0d;
        for (var at = 0; at < chart.Buckets.Count; at++)
        {
            var bars = chart.Series.Where(series => isBar && series.Kind != "line").Select(series => series.Values[at] ?? 0);
            var lines = chart.Series.Where(series => !isBar || series.Kind == "line").Select(series => series.Values[at] ?? 0);
            top = Math.Max(top, Math.Max(chart.IsStacked ? bars.Sum() : bars.DefaultIfEmpty().Max(), lines.DefaultIfEmpty().Max()));
        }

        return top > 0 ? top : 1;
    }

    private static string Bars(InsightSeries series, double[] floor, int count, double top)
    {
        var path = new StringBuilder();
        var step = (double)Width / count;
        for (var at = 0; at < count; at++)
        {
            if (series.Values[at] is not { } value || value <= 0)
            {
                continue;
            }

            var height = value / top * Height;
            path.Append(CultureInfo.InvariantCulture, $"M{(at + 0.15) * step:0.#} {Height - floor[at]:0.#}v{-height:0.#}h{step * 0.7:0.#}v{height:0.#}z");
            floor[at] += height;
        }

        return path.ToString();
    }

    private static string Line(InsightSeries series, int count, double top)
    {
        var path = new StringBuilder();
        var isOpen = false;
        for (var at = 0; at < count; at++)
        {
            if (series.Values[at] is { } value)
            {
                path.Append(CultureInfo.InvariantCulture, $"{(isOpen ? 'L' : 'M')}{(at + 0.5) * Width / count:0.#} {Height - (value / top * Height):0.#}");
            }

            isOpen = series.Values[at] is not null;
        }

        return path.ToString();
    }
}

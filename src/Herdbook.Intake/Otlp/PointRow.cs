using System.Text.Json;

namespace Herdbook.Intake.Otlp;

/// <summary>A data point as intake.metric_point keeps it.</summary>
internal sealed record PointRow(Guid Key, OtlpPoint Point, string Name, string? Session, byte[] Attributes)
{
    public int Size => 400 + Attributes.Length;

    /// <summary>The row of a point, or null and why the point cannot be kept.</summary>
    /// <param name="seen">As of <see cref="LogRow.Of"/>.</param>
    public static PointRow? Of(OtlpPoint point, Dictionary<Guid, int> seen, out string? why)
    {
        why = null;
        if (OtlpText.Code(point.Name) is not { } name)
        {
            why = "a metric has no name";
            return null;
        }

        if (!OtlpText.IsTime(point.Time) || !OtlpText.IsTime(point.Start))
        {
            why = "a data point's time is after the year 2262";
            return null;
        }

        var resource = OtlpText.Key(point.Resource);
        var attributes = OtlpText.Json(point.Attributes);
        var key = OtlpText.Key(seen, (point, resource, attributes), static (json, told) =>
        {
            json.WriteString("resource", told.resource);
            json.WriteString("scope", told.point.Scope.Name);
            json.WriteString("name", told.point.Name);
            json.WriteNumber("start", told.point.Start);
            json.WriteNumber("time", told.point.Time);
            json.WriteString("value", told.point.Value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteBase64String("attributes", told.attributes);
        });
        return new PointRow(key, point, name, OtlpText.Code(SpanReading.Of(point.Attributes).Session), attributes);
    }
}

using System.Globalization;
using Herdbook.DuckDb.Native;

namespace Herdbook.DuckDb;

/// <summary>What a statement or one operator of it cost.</summary>
/// <param name="Metrics">By DuckDB's names, for example `LATENCY`, `OPERATOR_TIMING` (seconds), `OPERATOR_CARDINALITY` (rows).</param>
/// <param name="Children">Operators below this one.</param>
public sealed record DuckDbProfile(IReadOnlyDictionary<string, string> Metrics, IReadOnlyList<DuckDbProfile> Children)
{
    /// <summary>A metric as a number; null where it is absent or none.</summary>
    public double? Number(string metric) =>
        Metrics.TryGetValue(metric, out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal static DuckDbProfile? Of(ConnectionHandle connection) =>
        DuckDbNative.GetProfilingInfo(connection) is var root and not 0 ? Read(root) : null;

    private static unsafe DuckDbProfile Read(nint info)
    {
        var metrics = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var map = new ValueHandle(DuckDbNative.ProfilingInfoGetMetrics(info)))
        {
            var count = DuckDbNative.GetMapSize(map.Value);
            for (var i = 0UL; i < count; i++)
            {
                using var key = new ValueHandle(DuckDbNative.GetMapKey(map.Value, i));
                using var value = new ValueHandle(DuckDbNative.GetMapValue(map.Value, i));
                metrics[Text.Taken(DuckDbNative.GetVarchar(key.Value)) ?? ""] = Text.Taken(DuckDbNative.GetVarchar(value.Value)) ?? "";
            }
        }

        var children = new DuckDbProfile[DuckDbNative.ProfilingInfoGetChildCount(info)];
        for (var i = 0; i < children.Length; i++)
        {
            children[i] = Read(DuckDbNative.ProfilingInfoGetChild(info, (ulong)i));
        }

        return new DuckDbProfile(metrics, children);
    }
}

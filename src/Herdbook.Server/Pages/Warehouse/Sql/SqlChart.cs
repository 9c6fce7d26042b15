using System.Globalization;
using System.Text.Json;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Reading;

namespace Herdbook.Server.Pages.Warehouse.Sql;

/// <summary>An answer drawn: js/sql.js takes its JSON. Rows of one place and layer are added up.</summary>
public sealed record SqlChart(string Kind, string X, string Y, IReadOnlyList<string> Places, IReadOnlyList<SqlLayer> Layers, string? Note)
{
    /// <summary>More layers than colours would say nothing.</summary>
    private const int MostLayers = 11;

    private const int MostPlaces = 1_000;

    /// <summary>What there is to choose: columns for the foot, numbers to draw, and columns that split.</summary>
    public static (string X, string Y) Usual(WarehouseTable answer)
    {
        var y = answer.Columns.FirstOrDefault(column => column.IsNumber)?.Name ?? "";
        var x = answer.Columns.FirstOrDefault(column => column.IsTime)?.Name ?? answer.Columns.FirstOrDefault(column => !column.IsNumber)?.Name ?? answer.Columns[0].Name;
        return (x, y);
    }

    /// <summary>Null where the request asks for no chart, or for columns that the answer does not have.</summary>
    public static SqlChart? Of(WarehouseTable answer, SqlRequest request)
    {
        if (request.Kind.Length == 0 || answer.Columns.Count == 0)
        {
            return null;
        }

        var usual = Usual(answer);
        var x = Index(answer, request.X) ?? Index(answer, usual.X);
        var y = Index(answer, request.Y) ?? Index(answer, usual.Y);
        if (x is not { } foot || y is not { } drawn || !answer.Columns[drawn].IsNumber)
        {
            return null;
        }

        var split = Index(answer, request.Series);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var layers = new Dictionary<string, Dictionary<int, double>>(StringComparer.Ordinal);
        var cut = false;
        foreach (var row in answer.Rows)
        {
            if (Number(row[drawn]) is not { } value)
            {
                continue;
            }

            var place = Shown(row[foot]);
            if (!places.TryGetValue(place, out var at))
            {
                if (places.Count == MostPlaces)
                {
                    cut = true;
                    continue;
                }

                places[place] = at = places.Count;
            }

            var layer = split is { } column ? Shown(row[column]) : answer.Columns[drawn].Name;
            layers.TryAdd(layer, []);
            layers[layer][at] = layers[layer].GetValueOrDefault(at) + value;
        }

        var heaviest = layers.OrderByDescending(layer => layer.Value.Values.Sum(Math.Abs)).ThenBy(layer => layer.Key, StringComparer.Ordinal).ToList();
        var drawnLayers = heaviest.Take(MostLayers).Select((layer, i) => new SqlLayer(layer.Key, $"--s{(i % MostLayers) + 1}", Along(layer.Value, places.Count))).ToList();
        var note = (cut, heaviest.Count > MostLayers) switch
        {
            (true, _) => $"Only the first {MostPlaces} places along the foot are drawn.",
            (_, true) => $"Only the {MostLayers} heaviest of {heaviest.Count} layers are drawn.",
            _ => null,
        };
        return new SqlChart(request.Kind, answer.Columns[foot].Name, answer.Columns[drawn].Name, [.. places.Keys], drawnLayers, note);
    }

    /// <summary>JSON that is safe inside a script element: the default encoder escapes &lt;, &gt; and &amp;.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    private static double?[] Along(Dictionary<int, double> values, int count) =>
        [.. Enumerable.Range(0, count).Select(at => values.TryGetValue(at, out var value) ? value : (double?)null)];

    private static int? Index(WarehouseTable answer, string name)
    {
        for (var i = 0; i < answer.Columns.Count; i++)
        {
            if (answer.Columns[i].Name == name)
            {
                return i;
            }
        }

        return null;
    }

    private static string Shown(object? value) => value is null ? "(null)" : PlainText.Of(value) is { Length: > 80 } text ? text[..80] + "…" : PlainText.Of(value);

    private static double? Number(object? value) => value switch
    {
        null => null,
        DuckDbDecimal exact => exact.ToDouble(),
        Int128 whole => (double)whole,
        UInt128 whole => (double)whole,
        IConvertible number when Convert.ToDouble(number, CultureInfo.InvariantCulture) is var plain && double.IsFinite(plain) => plain,
        _ => null,
    };
}

/// <summary>One layer or line.</summary>
/// <param name="Colour">A variable of the style sheet.</param>
public sealed record SqlLayer(string Name, string Colour, IReadOnlyList<double?> Values);

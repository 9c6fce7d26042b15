using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Herd.Prices;

/// <summary>The booked prices of some models, as they are told apart by <see cref="PriceSql"/>: by date, then tier, then the last booking.</summary>
internal sealed class PriceHistory
{
    private const string Select = """
        select distinct on (model_code, valid_from, above_input_tokens)
               model_code, valid_from, above_input_tokens, input_cost_per_m, output_cost_per_m,
               cache_read_cost_per_m, cache_create_cost_per_m, cache_create_1h_cost_per_m
          from herd.model_price
         where model_code = any ($1)
         order by model_code, valid_from, above_input_tokens, model_price_id desc
        """;

    private readonly Dictionary<string, List<DatedPrice>> models = new(StringComparer.Ordinal);

    public static async Task<PriceHistory> ReadAsync(NpgsqlConnection connection, string[] modelCodes, CancellationToken ct)
    {
        var history = new PriceHistory();
        await using var command = new NpgsqlCommand(Select, connection);
        command.Parameters.Add(new() { Value = modelCodes, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            history.Add(
                reader.GetString(0),
                reader.GetFieldValue<DateTimeOffset>(1),
                new PriceTier(reader.GetInt32(2), Amount(3), Amount(4), Amount(5), Amount(6), Amount(7)));
        }

        return history;

        decimal? Amount(int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);
    }

    /// <summary>Whether any price of this very code is booked, for whatever time.</summary>
    public bool Knows(string modelCode) => models.ContainsKey(modelCode);

    /// <summary>The price of this very code in force at a time, or NULL.</summary>
    public DatedPrice? At(string modelCode, DateTimeOffset at) =>
        models.TryGetValue(modelCode, out var dated) ? dated.LastOrDefault(d => d.ValidFrom <= at) : null;

    private void Add(string modelCode, DateTimeOffset from, PriceTier tier)
    {
        if (!models.TryGetValue(modelCode, out var dated))
        {
            models.Add(modelCode, dated = []);
        }

        if (dated.Count == 0 || dated[^1].ValidFrom != from)
        {
            dated.Add(new DatedPrice(from, []));
        }

        dated[^1].Tiers.Add(tier);
    }
}

/// <summary>All tiers that hold from one date, rising.</summary>
internal sealed record DatedPrice(DateTimeOffset ValidFrom, List<PriceTier> Tiers)
{
    /// <summary>Same cost for every call: a tier that costs what the one below it costs makes no difference.</summary>
    public bool CostsAs(IReadOnlyList<PriceTier> others) => Distinct(Tiers).SequenceEqual(Distinct(others));

    /// <summary>
    /// What to book so that only the new tiers count. Bookings for one date add up, so a tier that is no more
    /// is booked at the price of the tier below it.
    /// </summary>
    public IEnumerable<PriceTier> ReplacedBy(IReadOnlyList<PriceTier> tiers, DateTimeOffset from) =>
        from != ValidFrom
            ? tiers
            : tiers.Concat(Tiers
                .Where(old => tiers.All(t => t.AboveInputTokens != old.AboveInputTokens))
                .Select(old => tiers.Last(t => t.AboveInputTokens < old.AboveInputTokens) with { AboveInputTokens = old.AboveInputTokens }));

    private static List<PriceTier> Distinct(IReadOnlyList<PriceTier> tiers)
    {
        var distinct = new List<PriceTier>();
        foreach (var tier in tiers)
        {
            if (distinct.Count == 0 || !tier.CostsAs(distinct[^1]))
            {
                distinct.Add(tier);
            }
        }

        return distinct;
    }
}

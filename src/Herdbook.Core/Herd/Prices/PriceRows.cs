using Npgsql;

namespace Herdbook.Core.Herd.Prices;

/// <summary>A price as it counts: of several bookings for one model, date and tier, the last.</summary>
public sealed record PriceRow(string ModelCode, DateTimeOffset ValidFrom, PriceTier Tier, string? Source);

/// <summary>The price history as people read it.</summary>
public static class PriceRows
{
    private const string Select = """
        select distinct on (model_code, valid_from, above_input_tokens)
               model_code, valid_from, above_input_tokens, input_cost_per_m, output_cost_per_m,
               cache_read_cost_per_m, cache_create_cost_per_m, cache_create_1h_cost_per_m, price_source
          from herd.model_price
         order by model_code, valid_from, above_input_tokens, model_price_id desc
        """;

    /// <summary>All prices of the tenant, by model, date and tier.</summary>
    public static Task<List<PriceRow>> ReadAsync(Book book, Tenant tenant, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(Select, connection);
            await using var reader = await command.ExecuteReaderAsync(token);
            var rows = new List<PriceRow>();
            while (await reader.ReadAsync(token))
            {
                rows.Add(new PriceRow(
                    reader.GetString(0),
                    reader.GetFieldValue<DateTimeOffset>(1),
                    new PriceTier(reader.GetInt32(2), Amount(3), Amount(4), Amount(5), Amount(6), Amount(7)),
                    reader.IsDBNull(8) ? null : reader.GetString(8)));
            }

            return rows;

            decimal? Amount(int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);
        },
        ct);
}

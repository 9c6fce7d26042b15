using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Herd.Prices;

/// <summary>Keeps herd.model_def telling what each model costs now. The history, which prices calls, is herd.model_price.</summary>
public static class ModelRegister
{
    private const string Register = """
        insert into herd.model_def as d (model_code, model_provider, model_context_window)
        select * from unnest($1::text[], $2::text[], $3::int[])
        on conflict (tenant_id, model_code) do update
           set model_provider = coalesce(excluded.model_provider, d.model_provider),
               model_context_window = coalesce(excluded.model_context_window, d.model_context_window)
         where (coalesce(excluded.model_provider, d.model_provider), coalesce(excluded.model_context_window, d.model_context_window))
               is distinct from (d.model_provider, d.model_context_window)
        """;

    // A dated code without an entry of its own is described by the undated one, as it is priced by it.
    private const string Describe = """
        update herd.model_def d
           set model_input_cost_per_m = n.input_cost_per_m,
               model_output_cost_per_m = n.output_cost_per_m,
               model_cache_read_cost_per_m = n.cache_read_cost_per_m,
               model_cache_create_cost_per_m = n.cache_create_cost_per_m,
               model_provider = coalesce(d.model_provider, n.model_provider),
               model_context_window = coalesce(d.model_context_window, n.model_context_window)
          from (select m.model_code, price.*, undated.model_provider, undated.model_context_window
                  from herd.model_def m
                  cross join lateral (
                    select mp.input_cost_per_m, mp.output_cost_per_m, mp.cache_read_cost_per_m, mp.cache_create_cost_per_m
                      from herd.model_price mp
                     where mp.model_code in (m.model_code, case when m.model_code ~ '-[0-9]{8}$' then left(m.model_code, -9) end)
                       and mp.valid_from <= now() and mp.above_input_tokens = 0
                     order by (mp.model_code = m.model_code) desc, mp.valid_from desc, mp.model_price_id desc
                     limit 1) price
                  left join herd.model_def undated
                    on m.model_code ~ '-[0-9]{8}$' and undated.model_code = left(m.model_code, -9)) n
         where d.model_code = n.model_code
           and (d.model_input_cost_per_m, d.model_output_cost_per_m, d.model_cache_read_cost_per_m, d.model_cache_create_cost_per_m,
                d.model_provider, d.model_context_window)
               is distinct from
               (n.input_cost_per_m, n.output_cost_per_m, n.cache_read_cost_per_m, n.cache_create_cost_per_m,
                coalesce(d.model_provider, n.model_provider), coalesce(d.model_context_window, n.model_context_window))
        """;

    /// <summary>
    /// Writes the prices in force now, and where unknown the vendor and context window, to every registered model that has a price.
    /// Call it after models were registered; it changes nothing that is right already.
    /// </summary>
    public static async Task DescribeAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Describe, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static async Task RegisterAsync(NpgsqlConnection connection, IReadOnlyList<ListedModel> models, CancellationToken ct)
    {
        await using (var command = new NpgsqlCommand(Register, connection))
        {
            command.Parameters.Add(new() { Value = models.Select(m => m.ModelCode).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = models.Select(m => m.Provider).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = models.Select(m => m.ContextWindow).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
            await command.ExecuteNonQueryAsync(ct);
        }

        await DescribeAsync(connection, ct);
    }
}

using Herdbook.Core.Governance.Audit;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Herd.Prices;

/// <summary>What an import of prices did, in models.</summary>
/// <param name="Added">Had no price at that time.</param>
/// <param name="Changed">Had another one.</param>
/// <param name="Unchanged">Had this one: nothing was booked.</param>
public sealed record PriceImport(
    string Source, string Format, int Added, int Changed, int Unchanged, int SkippedModels, int SkippedTiers, IReadOnlyList<RefusedPrice> Refused);

/// <summary>
/// The history of prices. A price is never overwritten: a new one is booked with the date from which it holds,
/// and a call takes the price of its time.
/// </summary>
public static class PriceBook
{
    /// <summary>Before every call: from when a model's first known price holds.</summary>
    public static readonly DateTimeOffset SinceEver = DateTimeOffset.UnixEpoch;

    private const string Book = """
        insert into herd.model_price (model_code, valid_from, above_input_tokens, input_cost_per_m, output_cost_per_m,
                                      cache_read_cost_per_m, cache_create_cost_per_m, cache_create_1h_cost_per_m, price_source)
        select r.*, $9
          from unnest($1::text[], $2::timestamptz[], $3::int[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[], $8::numeric[]) r
        """;

    /// <summary>Books what is new in a file. A second import of the same file books nothing.</summary>
    /// <param name="from">
    /// From when the prices hold. NULL: a model without a price gets one since ever, a model whose price differs gets the new one from now.
    /// </param>
    /// <param name="time">Says when now is.</param>
    public static Task<PriceImport> ImportAsync(
        Book book, Tenant tenant, Actor actor, PriceFile prices, DateTimeOffset? from, TimeProvider time, CancellationToken ct) =>
        book.WriteAsync(tenant, actor, new AuditEvent("prices.import").With("list", prices.Name), (connection, token) => ImportAsync(connection, prices, from, time.GetUtcNow(), token), ct);

    /// <summary>
    /// Books the shipped list for the models that the tenant has no price for, and no others: a price of the user's own stands.
    /// Cheap when there is nothing to do.
    /// </summary>
    public static async Task<PriceImport> EnsureListAsync(Book book, Tenant tenant, TimeProvider time, CancellationToken ct)
    {
        var list = await PriceList.ReadAsync(ct);
        var missing = await book.ReadAsync(tenant, (connection, token) => MissingAsync(connection, list, token), ct);
        if (missing.Models.Count > 0)
        {
            var result = await book.WriteAsync(
                tenant,
                Actor.Intake,
                new AuditEvent("prices.import").With("list", list.Name),
                async (connection, token) =>
                {
                    await SettleAsync(connection, token);
                    missing = await MissingAsync(connection, list, token);
                    return await ImportAsync(connection, missing, null, time.GetUtcNow(), token);
                },
                ct);
            return result with { Unchanged = list.Models.Count - result.Added };
        }

        return new PriceImport(list.Name, list.Format, 0, 0, list.Models.Count, 0, 0, []);
    }

    private static async Task<PriceFile> MissingAsync(NpgsqlConnection connection, PriceFile list, CancellationToken ct)
    {
        var history = await PriceHistory.ReadAsync(connection, [.. list.Models.Select(m => m.ModelCode)], ct);
        return list with { Models = [.. list.Models.Where(m => !history.Knows(m.ModelCode))] };
    }

    private static async Task<PriceImport> ImportAsync(
        NpgsqlConnection connection, PriceFile prices, DateTimeOffset? from, DateTimeOffset now, CancellationToken ct)
    {
        await SettleAsync(connection, ct);
        var history = await PriceHistory.ReadAsync(connection, [.. prices.Models.Select(m => m.ModelCode)], ct);
        var rows = new List<(string Code, DateTimeOffset From, PriceTier Tier)>();
        int added = 0, changed = 0, unchanged = 0;
        foreach (var model in prices.Models)
        {
            var at = from ?? now;
            var inForce = history.At(model.ModelCode, at);
            if (inForce is null)
            {
                rows.AddRange(model.Tiers.Select(t => (model.ModelCode, from ?? SinceEver, t)));
                added++;
            }
            else if (inForce.CostsAs(model.Tiers))
            {
                unchanged++;
            }
            else
            {
                rows.AddRange(inForce.ReplacedBy(model.Tiers, at).Select(t => (model.ModelCode, at, t)));
                changed++;
            }
        }

        if (rows.Count > 0)
        {
            await BookAsync(connection, rows, prices.Name, ct);
        }

        await ModelRegister.RegisterAsync(connection, prices.Models, ct);
        return new PriceImport(
            prices.Name, prices.Format, added, changed, unchanged, prices.SkippedModels, prices.SkippedTiers, prices.Refused);
    }

    private static async Task BookAsync(
        NpgsqlConnection connection, List<(string Code, DateTimeOffset From, PriceTier Tier)> rows, string source, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand(Book, connection);
        insert.Parameters.Add(new() { Value = rows.ConvertAll(r => r.Code), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        insert.Parameters.Add(new() { Value = rows.ConvertAll(r => r.From.ToUniversalTime()), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        insert.Parameters.Add(new() { Value = rows.ConvertAll(r => r.Tier.AboveInputTokens), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        insert.Parameters.Add(Amounts(t => t.Input));
        insert.Parameters.Add(Amounts(t => t.Output));
        insert.Parameters.Add(Amounts(t => t.CacheRead));
        insert.Parameters.Add(Amounts(t => t.CacheCreate));
        insert.Parameters.Add(Amounts(t => t.CacheCreate1h));
        insert.Parameters.Add(new() { Value = source, NpgsqlDbType = NpgsqlDbType.Text });
        await insert.ExecuteNonQueryAsync(ct);

        NpgsqlParameter Amounts(Func<PriceTier, decimal?> amount) =>
            new() { Value = rows.ConvertAll(r => amount(r.Tier)), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Numeric };
    }

    private static async Task SettleAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(PriceSql.SettleLock, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}

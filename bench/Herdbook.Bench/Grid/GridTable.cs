using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Homes;
using Npgsql;

namespace Herdbook.Bench.Grid;

/// <summary>The table that is measured: as a user declares one, with two indexes.</summary>
internal static class GridTable
{
    public const string Name = "custom.measurement";

    public const string Yaml = """
        table: custom.measurement
        kind: entity
        about: A reading of a device.
        key: measurement_id
        history: false
        columns:
          measurement_id: {type: bigint, about: The reading's number.}
          device_code:    {type: text, required: true, about: The device that was read.}
          status:         {type: text, required: true, oneOf: [ok, late, failed], about: How the reading went.}
          reading:        {type: "numeric(12,3)", required: true, unit: kPa, about: What was read.}
          note:           {type: text, about: What else was seen.}
          measured_at:    {type: timestamptz, required: true, about: When it was read.}
        indexes: [[measured_at], [status, measured_at]]
        display: {title: device_code, columns: [measurement_id, device_code, status, reading, measured_at]}

        """;

    private const int Batch = 250_000;

    /// <summary>One row in ten is late, one in a hundred failed; times do not follow the numbers.</summary>
    private const string Fill = """
        insert into custom.measurement (measurement_id, device_code, status, reading, note, measured_at)
        select n,
               'D-' || n % 997,
               case when n % 100 = 0 then 'failed' when n % 10 = 1 then 'late' else 'ok' end,
               (n % 100003) / 97.0,
               case when n % 7 = 0 then 'note ' || n end,
               timestamptz '2020-01-01' + ((n * 7919) % 150000007) * interval '1 second'
          from generate_series($1::bigint, $2::bigint) n
        """;

    private const string Analyze = "vacuum (analyze) custom.measurement";

    /// <summary>What is looked at, and the grid's query for it.</summary>
    public static readonly IReadOnlyList<(string Words, string Query)> Asked =
    [
        ("by key", ""),
        ("newest of one status", "status=in.(late)&order=measured_at.desc"),
        ("newest above a reading", "reading=gte.900&order=measured_at.desc"),
        ("days of a year, oldest", "measured_at=gte.2021-01-01T00:00:00Z&measured_at=lt.2022-01-01T00:00:00Z&order=measured_at.asc"),
    ];

    public static string Page(string query) => query.Length == 0 ? $"/tables/{Name}" : $"/tables/{Name}?{query}";

    public static async Task FillAsync(HomeSession session, int rows, CancellationToken ct)
    {
        for (var from = 1L; from <= rows; from += Batch)
        {
            var to = Math.Min(rows, from + Batch - 1);
            await session.Book.WriteAsync(
                Tenant.Default,
                new Actor("bench"),
                new AuditEvent("test"), async (connection, token) =>
                {
                    await using var command = new NpgsqlCommand(Fill, connection) { CommandTimeout = 600 };
                    command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
                    command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
                    return await command.ExecuteNonQueryAsync(token);
                },
                ct);
        }

        await using var analyze = session.Database.Owner.CreateCommand(Analyze);
        analyze.CommandTimeout = 600;
        await analyze.ExecuteNonQueryAsync(ct);
    }
}

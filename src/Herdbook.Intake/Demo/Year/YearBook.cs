using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Intake.Demo.Year;

/// <summary>
/// Books the made-up year in the demo tenant, in a few transactions, each of which tells in the log of imports that the load goes on.
/// Rows carry the times at which they would have come to be, so their history is that of a year.
/// </summary>
internal static class YearBook
{
    /// <summary>Where the rows are known from.</summary>
    public const string Source = "demo";

    private const string Tell = "update intake.import_run set bookings = bookings + $2 where import_run_id = $1";

    /// <param name="run">The entry in the log of imports.</param>
    /// <returns>How many rows were booked.</returns>
    public static async Task<long> BookAsync(Book book, long run, TimeProvider time, DemoOptions options, CancellationToken ct)
    {
        var (calendar, rows) = YearFleet.Make(time.GetUtcNow(), options, ct);
        var activity = new YearActivity(calendar, rows);
        Func<NpgsqlConnection, CancellationToken, Task<long>>[] steps =
        [
            async (connection, token) =>
            {
                await new YearDefinitions(calendar).BookAsync(connection, token);
                return 0;
            },
            activity.TicketsAsync, activity.InstancesAsync, activity.PullsAsync, activity.ReviewsAsync, activity.RemarksAsync, activity.TokensAsync,
        ];
        var booked = 0L;
        foreach (var step in steps)
        {
            booked += await book.WriteAsync(
                Tenant.Demo,
                Actor.Intake,
                new AuditEvent("demo.load"),
                async (connection, token) =>
                {
                    await using (var clock = new NpgsqlCommand(YearDefinitionSql.OwnTimes, connection))
                    {
                        await clock.ExecuteNonQueryAsync(token);
                    }

                    var count = await step(connection, token);
                    await using var tell = new NpgsqlCommand(Tell, connection)
                    {
                        Parameters = { new() { Value = run }, new() { Value = (int)count } },
                    };
                    await tell.ExecuteNonQueryAsync(token);
                    return count;
                },
                ct);
        }

        return booked;
    }
}

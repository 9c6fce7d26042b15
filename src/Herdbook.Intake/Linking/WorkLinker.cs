using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Intake.Booking;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.Linking;

/// <summary>What a search for links came to: how many of each sort were not known.</summary>
public sealed record LinksFound(int ByFiles, int ByCommits, int ByBranch, int ByName, int Tickets)
{
    public int All => ByFiles + ByCommits + ByBranch + ByName + Tickets;
}

/// <summary>Finds how conversations, commits, pull requests and tickets belong together, in what is booked. One transaction; again, it adds nothing.</summary>
public sealed class WorkLinker(Book book)
{
    /// <param name="since">Commits and edits from then on; null for all. What is older stays linked as it is.</param>
    /// <exception cref="RefusedException">`tenant_suspended`.</exception>
    public async Task<LinksFound> RunAsync(Tenant tenant, DateTimeOffset? since, CancellationToken ct)
    {
        await Tenants.RequireAtWorkAsync(book, tenant, ct);
        var what = new AuditEvent("intake.link");
        return await book.WriteAsync(
            tenant,
            Actor.Intake,
            what,
            async (connection, token) =>
            {
                var found = await FindAsync(connection, since, token);
                what.With("links", found.All);
                if (found.All == 0)
                {
                    what.Nothing();
                }

                return found;
            },
            ct);
    }

    private static async Task<LinksFound> FindAsync(NpgsqlConnection connection, DateTimeOffset? since, CancellationToken ct)
    {
        await Bulk.RunAsync(connection, Git.GitSql.Lock, ct);
        await Bulk.RunAsync(connection, DerivedSql.PlanAnew, ct);
        var from = new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = since?.ToUniversalTime() ?? DateTimeOffset.UnixEpoch };
        var byFiles = await Bulk.CountAsync(connection, DerivedSql.Overlap, ct, from);
        var byCommits = await Bulk.CountAsync(connection, DerivedSql.ThroughCommits, ct);
        var byBranch = await Bulk.CountAsync(connection, DerivedSql.Branches, ct);
        var byName = await Bulk.CountAsync(connection, DerivedSql.Named, ct);
        return new LinksFound(byFiles, byCommits, byBranch, byName, await Bulk.CountAsync(connection, DerivedSql.Tickets, ct));
    }
}

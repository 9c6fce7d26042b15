using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Users;

/// <summary>A declaration with the text that it was read from.</summary>
public sealed record DeclaredTable(TableDeclaration Table, string Yaml);

/// <summary>What is to become of users' tables, all of it or nothing.</summary>
/// <param name="Declared">New ones, and new declarations of known ones.</param>
/// <param name="Removed">Those to drop, by full name.</param>
/// <param name="AllowDestructive">Those whose rows may be lost.</param>
public sealed record UserChange(UserTableSource Source, IReadOnlyList<DeclaredTable> Declared, IReadOnlySet<string> Removed, IReadOnlySet<string> AllowDestructive);

/// <summary>What a change of users' tables comes to.</summary>
/// <param name="Digest">Of the declarations and the steps: the same for the same plan.</param>
public sealed record UserPlan(string Digest, IReadOnlyList<PlanStep> Steps);

/// <summary>The plan is no longer what it was when it was agreed to. Nothing was changed.</summary>
public sealed class PlanChangedException(UserPlan plan) : Exception("The plan is another one by now, so nothing was changed. Look at it, and apply it with its own digest.")
{
    /// <summary>The plan as it is now.</summary>
    public UserPlan Plan { get; } = plan;
}

/// <summary>
/// Plans and applies users' tables, looking at none but those that change and those they refer to. The declarations stand in catalog.user_table
/// exactly when their tables stand in the schema custom.
/// </summary>
/// <param name="keys">They sign the entries that say what was changed.</param>
public sealed class UserTables(HerdbookDatabase database, LiveCatalog live, AuditKeys keys)
{
    /// <summary>So many users' tables a book has at most.</summary>
    public const int Most = 2_000;

    private const string TryPattern = "select '' ~ $1::text";

    /// <summary>What <see cref="ApplyAsync"/> would do.</summary>
    /// <exception cref="CatalogException">A declaration has errors, each with its place; or PostgreSQL refuses one.</exception>
    /// <exception cref="RefusedException">`table_elsewhere`, `tables_full` or `not_found`.</exception>
    public async Task<UserPlan> PlanAsync(UserChange change, CancellationToken ct)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var target = await TargetAsync(connection, change, live.Snapshot, ct);
        var plan = await Planner.PlanAsync(connection, target.Catalog, target.Scope, ct);
        await transaction.RollbackAsync(ct);
        return Named(change, plan);
    }

    /// <summary>Applies the change in one transaction; of two, one waits. Readers of other tables wait for nothing.</summary>
    /// <param name="agreed">The digest of the plan that was agreed to; null for whatever the plan is.</param>
    /// <exception cref="PlanChangedException">The plan is not the one that was agreed to.</exception>
    /// <exception cref="PlanRefusedException">A destructive step is not allowed, or rows stand in the way.</exception>
    /// <exception cref="CatalogException">A declaration has errors, each with its place; or PostgreSQL refuses one.</exception>
    /// <exception cref="RefusedException">`table_elsewhere`, `tables_full` or `not_found`.</exception>
    public async Task<UserPlan> ApplyAsync(UserChange change, string? agreed, Actor actor, CancellationToken ct)
    {
        var known = live.Snapshot;
        var applied = await Applier.InLockAsync(
            database.Owner,
            async (connection, token) =>
            {
                var audit = await PlanAudit.BeginAsync(connection, token);
                var target = await TargetAsync(connection, change, known, token);
                var options = new ApplyOptions(change.AllowDestructive)
                {
                    Scope = target.Scope,
                    Review = plan =>
                    {
                        if (agreed is not null && Named(change, plan) is var found && found.Digest != agreed)
                        {
                            throw new PlanChangedException(found);
                        }
                    },
                };
                var plan = await Applier.ApplyAsync(connection, target.Catalog, options, token);
                await UserTableRows.WriteAsync(connection, change, target.Gone, actor, token);
                await audit.EndAsync(connection, new AuditWriting(keys, TimeProvider.System), plan, actor, Event(change), token);
                return plan;
            },
            ct);
        await live.ReloadAsync(ct);
        return Named(change, applied);
    }

    private static AuditEvent Event(UserChange change) => new AuditEvent("tables.declare")
        .With("declared", new JsonArray([.. change.Declared.Select(declared => (JsonNode)declared.Table.FullName)]))
        .With("removed", new JsonArray([.. change.Removed.Select(name => (JsonNode)name)]));

    /// <summary>The catalog that a change leads to, from what the book holds now.</summary>
    internal static async Task<UserTarget> TargetAsync(NpgsqlConnection connection, UserChange change, UserCatalog known, CancellationToken ct)
    {
        var now = await UserCatalog.ReadAsync(connection, known.Program, known, ct);
        foreach (var name in change.Removed.Where(name => !now.Tables.ContainsKey(name)))
        {
            throw new RefusedException("not_found", $"There is no user's table '{name}', so nothing was changed.");
        }

        var renamed = change.Declared.SelectMany(declared => declared.Table.FormerNames).Where(now.Tables.ContainsKey).ToList();
        foreach (var name in change.Declared.Select(declared => declared.Table.FullName).Concat(change.Removed).Concat(renamed))
        {
            if (now.Tables.TryGetValue(name, out var kept) && kept.Source != change.Source)
            {
                throw new RefusedException("table_elsewhere", kept.Source == UserTableSource.Folder
                    ? $"{name} is declared in the folder of the home, so nothing was changed. Change its file there."
                    : $"{name} was declared over the API, so nothing was changed. Change it there, or remove it first.");
            }
        }

        List<string> gone = [.. change.Removed, .. renamed];
        if (now.Tables.Keys.Except(gone).Union(change.Declared.Select(declared => declared.Table.FullName)).Count() is var count && count > Most)
        {
            throw new RefusedException("tables_full", $"A book has at most {Most} users' tables, and this would make it {count}. Nothing was changed. Remove some, or take another book.");
        }

        await TryPatternsAsync(connection, change, ct);
        var catalog = now.All.With(change.Declared.Select(declared => declared.Table), gone);
        var scope = new PlanScope(change.Declared.Select(declared => declared.Table.FullName).ToHashSet(StringComparer.Ordinal), change.Removed.Except(renamed).ToHashSet(StringComparer.Ordinal));
        return new UserTarget(catalog, scope, gone);
    }

    /// <summary>PostgreSQL does not look at a pattern before a row comes; a broken one would refuse every row.</summary>
    private static async Task TryPatternsAsync(NpgsqlConnection connection, UserChange change, CancellationToken ct)
    {
        foreach (var (pattern, refusal) in change.Declared.SelectMany(declared => UserDeclaration.Patterns(declared.Table)))
        {
            await using var attempt = new NpgsqlCommand(TryPattern, connection) { CommandTimeout = 5 };
            attempt.Parameters.Add(new NpgsqlParameter<string> { TypedValue = pattern });
            try
            {
                await attempt.ExecuteScalarAsync(ct);
            }
            catch (PostgresException refused)
            {
                throw new CatalogException([refusal(refused.MessageText)], refused);
            }
            catch (NpgsqlException late) when (late.InnerException is TimeoutException)
            {
                throw new CatalogException([refusal("PostgreSQL cannot read it within five seconds")], late);
            }
        }
    }

    /// <summary>The schema that all of them share is made by whoever comes first, and is no part of what was agreed to.</summary>
    private static IEnumerable<PlanStep> Own(CatalogPlan plan) => plan.Steps.Where(step => step.Table.Contains('.', StringComparison.Ordinal));

    private static UserPlan Named(UserChange change, CatalogPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in change.Declared.Select(declared => $"{declared.Table.FullName} {declared.Table.Digest}").Concat(change.Removed.Order(StringComparer.Ordinal)).Concat(Own(plan).Select(step => step.Sql)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(line));
            hash.AppendData([0]);
        }

        return new UserPlan(Convert.ToHexStringLower(hash.GetHashAndReset()), plan.Steps);
    }
}

/// <param name="Gone">The users' tables that the book keeps no longer under their names: dropped, or renamed.</param>
internal sealed record UserTarget(CatalogSet Catalog, PlanScope Scope, IReadOnlyList<string> Gone);

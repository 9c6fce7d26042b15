using Herdbook.Catalog;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Users;
using Npgsql;

namespace Herdbook.Core;

/// <summary>Brings a database to what the catalog declares, and never back to what an older program declared.</summary>
public static class Schema
{
    private const string WhoApplied = "select obj_description(to_regnamespace('catalog')::oid, 'pg_namespace')";

    private const string AppliedBy = "Applied by Herdbook ";

    private const string DefaultTenant = "insert into catalog.tenant (tenant_id, title) values ($1, 'Default') on conflict do nothing";

    private static readonly Lazy<CatalogSet> Loaded = new(() => CatalogLoader.Load(Folder));

    /// <summary>HERDBOOK_CATALOG, else the folder `catalog` beside the program.</summary>
    public static string Folder =>
        Environment.GetEnvironmentVariable("HERDBOOK_CATALOG") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "catalog");

    /// <summary>Every declared table, read once.</summary>
    /// <exception cref="CatalogException">With every error of every file.</exception>
    public static CatalogSet Declared => Loaded.Value;

    /// <summary>Makes the two roles where they are missing. Repeating it changes nothing.</summary>
    public static async Task EnsureRolesAsync(string connectionString, CancellationToken ct)
    {
        await using var login = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await Bootstrap.EnsureRolesAsync(login, ct);
    }

    /// <summary>Applies the catalog unless it was the last one applied. Does not look for changes made by hand, so it is quick.</summary>
    /// <exception cref="RefusedException">`schema_newer`: a newer program has applied another catalog.</exception>
    /// <exception cref="CatalogException">The catalog has errors, or its changes would lose data.</exception>
    public static async Task<CatalogPlan> EnsureAsync(HerdbookDatabase database, AuditKeys keys, CancellationToken ct) =>
        await IsCurrentAsync(database, ct) ? new CatalogPlan([], Declared.Digest) : await ApplyAsync(database, keys, ApplyOptions.Safe, null, ct);

    /// <summary>What <see cref="ApplyAsync"/> would do.</summary>
    public static async Task<CatalogPlan> PlanAsync(HerdbookDatabase database, UserFolder? folder, CancellationToken ct)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (_, target) = await TargetAsync(connection, folder, ApplyOptions.Safe, ct);
        var plan = await Planner.PlanAsync(connection, target.Catalog, target.Scope, ct);
        await transaction.RollbackAsync(ct);
        return plan;
    }

    /// <summary>
    /// Compares the catalog, users' tables and all, with the database as it is, and applies the difference in one transaction.
    /// A user's table that this program cannot read is left as it stands.
    /// </summary>
    /// <param name="keys">They sign the entry that says so.</param>
    /// <param name="folder">The operator's own declarations, to be taken in as well; null to leave them as they were applied last.</param>
    /// <exception cref="RefusedException">`schema_newer`: a newer program has applied another catalog.</exception>
    /// <exception cref="CatalogException">The catalog has errors, or its changes would lose data and are not allowed.</exception>
    public static async Task<CatalogPlan> ApplyAsync(HerdbookDatabase database, AuditKeys keys, ApplyOptions options, UserFolder? folder, CancellationToken ct)
    {
        await RefuseNewerAsync(database, ct);
        return await Applier.InLockAsync(
            database.Owner,
            async (connection, token) =>
            {
                var audit = await PlanAudit.BeginAsync(connection, token);
                var (change, target) = await TargetAsync(connection, folder, options, token);
                var plan = await Applier.ApplyAsync(connection, target.Catalog, options with { Scope = target.Scope }, token);
                await UserTableRows.WriteAsync(connection, change, target.Gone, Actor.Owner, token);
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand($"comment on schema catalog is '{AppliedBy}{Product.Version}'"));
                var tenant = new NpgsqlBatchCommand(DefaultTenant);
                tenant.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Tenant.Default.Slug });
                batch.BatchCommands.Add(tenant);
                await batch.ExecuteNonQueryAsync(token);
                await audit.EndAsync(connection, new AuditWriting(keys, TimeProvider.System), plan, Actor.Owner, new AuditEvent("catalog.apply"), token);
                return plan;
            },
            ct);
    }

    private static async Task<(UserChange Change, UserTarget Target)> TargetAsync(NpgsqlConnection connection, UserFolder? folder, ApplyOptions options, CancellationToken ct)
    {
        var now = await UserCatalog.ReadAsync(connection, Declared, null, ct);
        var (declared, errors) = folder?.Read() ?? ([], []);
        if (errors.Count > 0)
        {
            throw new CatalogException(errors);
        }

        var change = folder?.Change(declared, [], now, options.AllowDestructive) ?? new UserChange(UserTableSource.Folder, [], new HashSet<string>(), options.AllowDestructive);
        var target = await UserTables.TargetAsync(connection, change, now, ct);
        return (change, target with { Scope = PlanScope.All with { Removed = target.Scope.Removed } });
    }

    /// <summary>Whether the catalog applied last is the one declared. One short query.</summary>
    public static Task<bool> IsCurrentAsync(HerdbookDatabase database, CancellationToken ct) => Applier.IsCurrentAsync(database.Owner, Declared, ct);

    private static async Task RefuseNewerAsync(HerdbookDatabase database, CancellationToken ct)
    {
        await using var command = database.Owner.CreateCommand(WhoApplied);
        if (await command.ExecuteScalarAsync(ct) is string comment
            && comment.StartsWith(AppliedBy, StringComparison.Ordinal)
            && Version.TryParse(comment[AppliedBy.Length..], out var applied)
            && applied > Version.Parse(Product.Version))
        {
            throw new RefusedException("schema_newer",
                $"The tables of this book are those of Herdbook {applied}; this is {Product.Version}. Nothing was changed. Update Herdbook, or choose another --home.");
        }
    }
}

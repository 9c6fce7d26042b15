using System.Globalization;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Tenancy;

/// <summary>
/// What the book's administrators do with tenants. Each act is entered in the default tenant and in the tenant itself, in the transaction
/// that does it. Who may act is decided by the caller.
/// </summary>
public sealed class TenantRegister(Book book)
{
    public const int MostLetters = 120;

    private const string Table = "catalog.tenant";

    private const string Columns = "select tenant_id, title, is_demo, created_at, suspended_at, suspended_by, erasure_at, erasure_by, erased_at from catalog.tenant";

    private const string All = $"{Columns} order by tenant_id <> 'default', erased_at is not null, tenant_id";

    private const string One = $"{Columns} where tenant_id = $1";

    private const string Locked = $"{Columns} where tenant_id = $1 for update";

    private const string Insert = "insert into catalog.tenant (tenant_id, title) values ($1, $2) on conflict (tenant_id) do nothing";

    private const string Rename = "insert into catalog.tenant (tenant_id, title) values ($1, $2) on conflict (tenant_id) do update set title = excluded.title";

    private const string Suspend = "update catalog.tenant set suspended_at = now(), suspended_by = $2 where tenant_id = $1";

    private const string Resume = "update catalog.tenant set suspended_at = null, suspended_by = null, erasure_at = null, erasure_by = null where tenant_id = $1";

    private const string Mark = "update catalog.tenant set erasure_at = now(), erasure_by = $2 where tenant_id = $1";

    private const string Leave = "update governance.memberships set deleted_at = now() where member_of = $1 and deleted_at is null";

    private const string Erase = "select catalog.erase_tenant($1, $2)";

    /// <summary>Every tenant, the default one first, those that were erased last.</summary>
    public Task<IReadOnlyList<TenantState>> ListAsync(CancellationToken ct) => book.ReadAsync<IReadOnlyList<TenantState>>(
        Tenant.Default,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(All, connection);
            await using var reader = await command.ExecuteReaderAsync(token);
            var tenants = new List<TenantState>();
            while (await reader.ReadAsync(token))
            {
                tenants.Add(Of(reader));
            }

            return tenants is [{ Slug: "default" }, ..] ? tenants : [Unnamed, .. tenants];
        },
        ct);

    /// <summary>The tenant, or null. The default one is always there.</summary>
    public Task<TenantState?> FindAsync(string slug, CancellationToken ct) => book.ReadAsync(Tenant.Default, (connection, token) => ReadAsync(connection, One, slug, token), ct);

    /// <exception cref="RefusedException">`tenant_slug`, `tenant_title`, `tenant_exists`.</exception>
    public Task<TenantState> CreateAsync(Actor actor, string slug, string? title, CancellationToken ct)
    {
        var (tenant, name) = (new Tenant(slug), Title(title));
        return ActAsync(actor, tenant, What("create").With("title", name), async (connection, token) =>
        {
            if (tenant == Tenant.Default || tenant == Tenant.Demo || await RunAsync(connection, Insert, token, slug, name) == 0)
            {
                throw new RefusedException("tenant_exists", $"'{slug}' is taken, or was by a tenant that is erased: a slug is given once. Nothing was changed. Choose another.");
            }
        }, ct);
    }

    /// <exception cref="RefusedException">`tenant_unknown`, `tenant_title`, `tenant_state`.</exception>
    public Task<TenantState> RenameAsync(Actor actor, string slug, string? title, CancellationToken ct)
    {
        var (tenant, name) = (new Tenant(slug), Title(title));
        var what = What("rename").With("title", name);
        return ActAsync(actor, tenant, what, async (connection, token) =>
        {
            var found = await RequireAsync(connection, slug, token);
            what.With("before", found.Title);
            await RunAsync(connection, Rename, token, slug, name);
        }, ct);
    }

    /// <summary>From now on it answers nobody but the book's administrators, and its intake waits. Does nothing where it is suspended already.</summary>
    /// <exception cref="RefusedException">`tenant_unknown`, `tenant_fixed`, `tenant_state`.</exception>
    public Task<TenantState> SuspendAsync(Actor actor, string slug, CancellationToken ct)
    {
        var (tenant, what) = (new Tenant(slug), What("suspend"));
        return ActAsync(actor, tenant, what, async (connection, token) =>
        {
            if ((await RequireMovableAsync(connection, slug, token)).IsSuspended)
            {
                what.Nothing();
                return;
            }

            await RunAsync(connection, Suspend, token, slug, actor.Name);
        }, ct);
    }

    /// <summary>It is at work again; a mark for erasure goes. Does nothing where it is at work.</summary>
    /// <exception cref="RefusedException">`tenant_unknown`, `tenant_fixed`, `tenant_state`.</exception>
    public Task<TenantState> ResumeAsync(Actor actor, string slug, CancellationToken ct)
    {
        var (tenant, what) = (new Tenant(slug), What("resume"));
        return ActAsync(actor, tenant, what, async (connection, token) =>
        {
            if (!(await RequireMovableAsync(connection, slug, token)).IsSuspended)
            {
                what.Nothing();
                return;
            }

            await RunAsync(connection, Resume, token, slug);
        }, ct);
    }

    /// <summary>The first of the two steps that erase a tenant. Nothing goes yet; <see cref="ResumeAsync"/> takes it back.</summary>
    /// <param name="again">The slug, typed once more.</param>
    /// <exception cref="RefusedException">`tenant_unknown`, `tenant_fixed`, `tenant_confirm`, `tenant_state` where it is not suspended.</exception>
    public Task<TenantState> MarkForErasureAsync(Actor actor, string slug, string? again, CancellationToken ct)
    {
        var (tenant, what) = (new Tenant(slug), What("mark_for_erasure"));
        Confirm(slug, again);
        return ActAsync(actor, tenant, what, async (connection, token) =>
        {
            if (!(await RequireMovableAsync(connection, slug, token)).IsSuspended)
            {
                throw new RefusedException("tenant_state", $"The tenant '{slug}' is at work. Nothing was changed. Suspend it first.");
            }

            await RunAsync(connection, Mark, token, slug, actor.Name);
        }, ct);
    }

    /// <summary>
    /// The second step: all rows of the tenant go for good. What stays is its slug, the leaves' hashes of its audit log and their checkpoints,
    /// and the entry in the default tenant. The database does the same checks again.
    /// </summary>
    /// <param name="again">The slug, typed once more.</param>
    /// <returns>How many rows went.</returns>
    /// <exception cref="RefusedException">`tenant_unknown`, `tenant_fixed`, `tenant_confirm`, `tenant_state` where it is not marked, `tenant_unsealed`.</exception>
    public Task<long> EraseAsync(Actor actor, string slug, string? again, CancellationToken ct)
    {
        _ = new Tenant(slug);
        Confirm(slug, again);
        var what = What("erase").About(Table, slug);
        return book.WriteAsync(Tenant.Default, actor, what, async (connection, token) =>
        {
            if ((await RequireMovableAsync(connection, slug, token)).ErasureAt is null)
            {
                throw new RefusedException("tenant_state", $"The tenant '{slug}' is not marked for erasure. Nothing was changed. Mark it first, then erase it.");
            }

            await RunAsync(connection, Leave, token, slug);
            await using var command = new NpgsqlCommand(Erase, connection) { CommandTimeout = 0, Parameters = { new() { Value = slug }, new() { Value = again } } };
            try
            {
                var rows = (long)(await command.ExecuteScalarAsync(token))!;
                what.With("rows", rows);
                return rows;
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.ObjectNotInPrerequisiteState)
            {
                throw new RefusedException("tenant_unsealed", $"The last entries of the tenant '{slug}' are not sealed yet, and without it no trace of them would stay. Nothing was erased. Try again in a few seconds.", refused);
            }
        }, ct);
    }

    private static readonly TenantState Unnamed = new(Tenant.Default.Slug, null, false, null, null, null, null, null, null);

    private static AuditEvent What(string verb) => new($"tenants.{verb}");

    /// <summary>Acts, and enters it in both tenants; one entry where the tenant is the default one.</summary>
    private Task<TenantState> ActAsync(Actor actor, Tenant tenant, AuditEvent what, Func<NpgsqlConnection, CancellationToken, Task> act, CancellationToken ct)
    {
        what.About(Table, tenant.Slug);
        return book.WriteAsync(
            Tenant.Default,
            actor,
            what,
            async (connection, token) =>
            {
                await act(connection, token);
                if (tenant != Tenant.Default && !what.IsNothing)
                {
                    await book.WithinAsync(connection, tenant, actor, Copy(what), (_, _) => Task.FromResult(0), token);
                }

                return (await ReadAsync(connection, One, tenant.Slug, token))!;
            },
            ct);
    }

    private static AuditEvent Copy(AuditEvent what)
    {
        var copy = new AuditEvent(what.Type).About(what.SubjectType!, what.SubjectId!);
        foreach (var (name, value) in what.Data)
        {
            copy.With(name, value?.DeepClone());
        }

        return copy;
    }

    private static async Task<TenantState> RequireMovableAsync(NpgsqlConnection connection, string slug, CancellationToken ct)
    {
        if (slug == Tenant.Default.Slug || slug == Tenant.Demo.Slug)
        {
            throw new RefusedException("tenant_fixed", slug == Tenant.Default.Slug
                ? "The default tenant holds the book's own accounts and audit: it is neither suspended nor erased. Nothing was changed."
                : "The demo tenant is removed by `herdbook demo remove`. Nothing was changed.");
        }

        return await RequireAsync(connection, slug, ct);
    }

    private static async Task<TenantState> RequireAsync(NpgsqlConnection connection, string slug, CancellationToken ct) =>
        await ReadAsync(connection, Locked, slug, ct) switch
        {
            null => throw new RefusedException("tenant_unknown", $"This book has no tenant '{slug}'. Nothing was changed."),
            { ErasedAt: { } at } => throw new RefusedException("tenant_state", string.Create(CultureInfo.InvariantCulture, $"The tenant '{slug}' was erased on {at:yyyy-MM-dd}. Nothing was changed.")),
            var found => found,
        };

    private static void Confirm(string slug, string? again)
    {
        if (slug != again)
        {
            throw new RefusedException("tenant_confirm", $"Erasing cannot be taken back, so the slug '{slug}' has to be typed again, exactly. Nothing was changed.");
        }
    }

    private static string? Title(string? title)
    {
        var given = title?.Trim();
        return string.IsNullOrEmpty(given) ? null
            : given.Length <= MostLetters && !given.Any(char.IsControl) ? given
            : throw new RefusedException("tenant_title", $"A tenant's name has at most {MostLetters} letters on one line. Nothing was changed.");
    }

    private static async Task<TenantState?> ReadAsync(NpgsqlConnection connection, string sql, string slug, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = slug } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Of(reader) : slug == Tenant.Default.Slug ? Unnamed : null;
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = value ?? DBNull.Value });
        }

        return await command.ExecuteNonQueryAsync(ct);
    }

    private static TenantState Of(NpgsqlDataReader row) => new(
        row.GetString(0), Text(row, 1), row.GetBoolean(2), Time(row, 3), Time(row, 4), Text(row, 5), Time(row, 6), Text(row, 7), Time(row, 8));

    private static string? Text(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    private static DateTime? Time(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetDateTime(at);
}

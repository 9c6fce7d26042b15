using System.Net.Mail;
using System.Text.Json;
using Dapper;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Access;

/// <summary>A line of the list of users.</summary>
public sealed record UserLine(User User, bool HasPassword, DateTime CreatedAt, DateTime? LastSeenAt);

/// <summary>The accounts of the book. They stand in the default tenant, and only its administrators make and change them.</summary>
public sealed class Users(Book book)
{
    /// <summary>Stands where no password was set: it is no hash, so no password fits it.</summary>
    private const string None = "!";

    private const string Columns = """
        u.id, u.email, u.display_name, u.is_active, u.roles,
               coalesce((select jsonb_object_agg(m.member_of, to_jsonb(m.roles)) from governance.memberships m where m.user_id = u.id and m.deleted_at is null), '{}')::text as memberships
        """;

    private const string ById = $"select {Columns} from governance.users u where u.id = @id and u.deleted_at is null";

    private const string ByEmail = $"select {Columns} from governance.users u where lower(u.email) = lower(@email) and u.deleted_at is null";

    private const string All = $"""
        select {Columns},
               u.password_hash <> '{None}' as has_password, u.created_at,
               (select max(s.last_seen_at) from governance.sign_in_sessions s where s.user_id = u.id) as last_seen_at
          from governance.users u
         where u.deleted_at is null
         order by not u.is_active, lower(u.email)
        """;

    private const string FirstAdministrator = $"""
        select {Columns}
          from governance.users u
         where u.is_active and u.deleted_at is null and 'administrator' = any (u.roles)
         order by u.created_at, u.id
         limit 1
        """;

    private const string Insert = """
        insert into governance.users (id, email, password_hash, roles, display_name)
        values (@id, @email, case when @password::text is null then '!' else public.crypt(@password::text, public.gen_salt('bf', 12)) end, @roles, @name)
        on conflict do nothing
        returning id
        """;

    private const string SetPassword = """
        update governance.users set password_hash = public.crypt(@password::text, public.gen_salt('bf', 12))
         where id = @id and deleted_at is null
        returning email
        """;

    private const string SetRoles = "update governance.users set roles = @roles where id = @id and deleted_at is null returning email";

    private const string SetActive = "update governance.users set is_active = @active where id = @id and deleted_at is null and is_active <> @active returning email";

    private const string Administrators = "select count(*)::int from (select 1 from governance.users where is_active and deleted_at is null and 'administrator' = any (roles) for update) held";

    private const string Join = """
        insert into governance.memberships (user_id, member_of, roles)
        values (@id, @tenant, @roles)
        on conflict (tenant_id, user_id, member_of) where deleted_at is null do update set roles = excluded.roles
        """;

    private const string Leave = "update governance.memberships set deleted_at = now() where user_id = @id and member_of = @tenant and deleted_at is null";

    private const string HasTenant = "select exists (select from catalog.tenant where tenant_id = @tenant)";

    static Users() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public Task<User?> FindAsync(Guid id, CancellationToken ct) => OneAsync(ById, new { id }, ct);

    /// <summary>In any case of letters.</summary>
    public Task<User?> FindAsync(string email, CancellationToken ct) => OneAsync(ByEmail, new { email = email.Trim() }, ct);

    /// <summary>The administrator of the book who was made first and is active; null where there is none.</summary>
    public Task<User?> FirstAdministratorAsync(CancellationToken ct) => OneAsync(FirstAdministrator, null, ct);

    public Task<IReadOnlyList<UserLine>> ListAsync(CancellationToken ct) => book.ReadAsync<IReadOnlyList<UserLine>>(
        Tenant.Default,
        async (connection, token) => [.. (await connection.QueryAsync<UserRow>(new CommandDefinition(All, cancellationToken: token))).Select(row => new UserLine(row.User, row.HasPassword, row.CreatedAt, row.LastSeenAt))],
        ct);

    /// <summary>Makes an account.</summary>
    /// <param name="password">Null for one that is set later, after signing in by a link.</param>
    /// <exception cref="RefusedException">`email_invalid`, `email_taken`, `role_unknown`, `password_weak`, `password_long`.</exception>
    public async Task<User> MakeAsync(Actor actor, string email, string? name, IReadOnlyList<string> roles, string? password, CancellationToken ct)
    {
        var address = CheckEmail(email);
        CheckRoles(roles);
        if (password is not null)
        {
            Passwords.Check(password, address);
        }

        var id = Guid.CreateVersion7();
        var given = string.IsNullOrWhiteSpace(name) ? null : name.Trim();
        var made = new AuditEvent("users.make").About("governance.users", id.ToString()).With("email", address).With("roles", string.Join(' ', roles)).With("password", password is not null);
        return await book.WriteAsync(
            Tenant.Default,
            actor,
            made,
            async (connection, token) =>
            {
                var command = new CommandDefinition(Insert, new { id, email = address, password, roles = roles.ToArray(), name = given is { Length: > 200 } ? given[..200] : given }, cancellationToken: token);
                return await connection.ExecuteScalarAsync<Guid?>(command) is null
                    ? throw new RefusedException("email_taken", $"There is an account for {address} already. Nothing was changed.")
                    : new User(id, address, given, true, roles, new Dictionary<string, IReadOnlyList<string>>());
            },
            ct);
    }

    /// <exception cref="RefusedException">`user_unknown`, `password_weak`, `password_long`.</exception>
    public async Task SetPasswordAsync(Actor actor, Guid id, string password, CancellationToken ct)
    {
        var user = await FindAsync(id, ct) ?? throw Unknown();
        Passwords.Check(password, user.Email);
        await book.WriteAsync(Tenant.Default, actor, About("users.set_password", user), (connection, token) =>
            connection.ExecuteAsync(new CommandDefinition(SetPassword, new { id, password }, cancellationToken: token)), ct);
    }

    /// <summary>Gives the roles in a tenant, and takes those that are left out. In another tenant no roles end the membership.</summary>
    /// <exception cref="RefusedException">`user_unknown`, `role_unknown`, `tenant_unknown`, `last_administrator`.</exception>
    public async Task SetRolesAsync(Actor actor, Guid id, Tenant tenant, IReadOnlyList<string> roles, CancellationToken ct)
    {
        CheckRoles(roles);
        var user = await FindAsync(id, ct) ?? throw Unknown();
        var change = About("users.set_roles", user).With("in", tenant.Slug).With("before", string.Join(' ', tenant == Tenant.Default ? user.Roles : user.Memberships.GetValueOrDefault(tenant.Slug) ?? []))
            .With("after", string.Join(' ', roles));
        await book.WriteAsync(
            Tenant.Default,
            actor,
            change,
            async (connection, token) =>
            {
                var values = new { id, tenant = tenant.Slug, roles = roles.ToArray() };
                if (tenant == Tenant.Default)
                {
                    await connection.ExecuteAsync(new CommandDefinition(SetRoles, values, cancellationToken: token));
                    await RequireAdministratorAsync(connection, token);
                    return 0;
                }

                return !await connection.ExecuteScalarAsync<bool>(new CommandDefinition(HasTenant, values, cancellationToken: token))
                    ? throw new RefusedException("tenant_unknown", $"This book has no tenant '{tenant}'. Nothing was changed.")
                    : await connection.ExecuteAsync(new CommandDefinition(roles.Count == 0 ? Leave : Join, values, cancellationToken: token));
            },
            ct);
    }

    /// <summary>Whether the account may be used. To take that away ends the user's sessions and stops their tokens from the next request on.</summary>
    /// <exception cref="RefusedException">`user_unknown`, `last_administrator`.</exception>
    public async Task SetActiveAsync(Actor actor, Guid id, bool active, CancellationToken ct)
    {
        var user = await FindAsync(id, ct) ?? throw Unknown();
        var change = About(active ? "users.activate" : "users.deactivate", user);
        await book.WriteAsync(
            Tenant.Default,
            actor,
            change,
            async (connection, token) =>
            {
                if (await connection.ExecuteScalarAsync<string?>(new CommandDefinition(SetActive, new { id, active }, cancellationToken: token)) is null)
                {
                    change.Nothing();
                    return 0;
                }

                await RequireAdministratorAsync(connection, token);
                return active ? 0 : await connection.ExecuteAsync(new CommandDefinition(SignInSessions.EndAllOf, new { id, now = DateTime.UtcNow }, cancellationToken: token));
            },
            ct);
    }

    /// <summary>A book without an administrator could be mended by nobody over the network.</summary>
    private static async Task RequireAdministratorAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (await connection.ExecuteScalarAsync<int>(new CommandDefinition(Administrators, cancellationToken: ct)) == 0)
        {
            throw new RefusedException("last_administrator", "Nobody who can sign in would administer the book any more. Nothing was changed; make another administrator first.");
        }
    }

    private static string CheckEmail(string email)
    {
        var address = email.Trim();
        return address.Length <= 100 && !address.Any(char.IsControl) && !address.Contains(' ', StringComparison.Ordinal) && MailAddress.TryCreate(address, out var read) && read.Address == address
            ? address
            : throw new RefusedException("email_invalid", "That is no e-mail address of at most 100 characters, as ada@example.org. Nothing was changed.");
    }

    private static void CheckRoles(IReadOnlyList<string> roles)
    {
        if (roles.FirstOrDefault(role => !AccessRoles.Exists(role)) is { } unknown)
        {
            throw new RefusedException("role_unknown", $"There is no role '{(unknown.Length > 40 ? unknown[..40] + "…" : unknown)}'. Nothing was changed. The roles are {string.Join(", ", AccessRoles.All)}.");
        }
    }

    private static AuditEvent About(string type, User user) => new AuditEvent(type).About("governance.users", user.Id.ToString()).With("email", user.Email);

    private static RefusedException Unknown() => new("user_unknown", "There is no such user. Nothing was changed.");

    private Task<User?> OneAsync(string sql, object? values, CancellationToken ct) => book.ReadAsync(
        Tenant.Default,
        async (connection, token) => (await connection.QuerySingleOrDefaultAsync<UserRow>(new CommandDefinition(sql, values, cancellationToken: token)))?.User,
        ct);

    /// <summary>As the queries give it.</summary>
    internal sealed record UserRow
    {
        public Guid Id { get; init; }

        public string Email { get; init; } = "";

        public string? DisplayName { get; init; }

        public bool IsActive { get; init; }

        public string[] Roles { get; init; } = [];

        public string Memberships { get; init; } = "{}";

        public bool HasPassword { get; init; }

        public DateTime CreatedAt { get; init; }

        public DateTime? LastSeenAt { get; init; }

        public User User => new(Id, Email, DisplayName, IsActive, Roles, Read(Memberships));

        public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(string json) =>
            JsonSerializer.Deserialize<Dictionary<string, string[]>>(json)!.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value, StringComparer.Ordinal);
    }
}

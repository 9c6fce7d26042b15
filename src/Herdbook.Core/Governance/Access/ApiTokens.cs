using Dapper;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Access;

/// <summary>A token as it is shown: never with its text.</summary>
public sealed record ApiToken
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>How its text begins.</summary>
    public string Hint { get; init; } = "";

    public IReadOnlyList<string> Roles { get; init; } = [];

    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>The user to whom it belongs, who bounds what it may do; null for one of the tenant's own.</summary>
    public Guid? UserId { get; init; }

    public string? AgentCode { get; init; }

    public string MadeBy { get; init; } = "";

    public DateTime? ExpiresAt { get; init; }

    public DateTime? LastUsedAt { get; init; }

    public DateTime? RevokedAt { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <summary>active, expired or revoked.</summary>
    public string State(DateTimeOffset now) => RevokedAt is not null ? "revoked" : ExpiresAt <= now.UtcDateTime ? "expired" : "active";
}

/// <summary>What a new token is to be.</summary>
/// <param name="Permissions">As `module:action`.</param>
/// <param name="UserId">To whom it belongs; null for one of the tenant's own.</param>
/// <param name="Lifetime">Null for one that never expires.</param>
public sealed record WantedToken(string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions, Guid? UserId, string? AgentCode, TimeSpan? Lifetime);

/// <summary>The tokens of a tenant. A token's text is `hb_&lt;tenant&gt;_&lt;secret&gt;`; it is told once, and kept as its SHA-256 alone.</summary>
public sealed class ApiTokens(Book book, TimeProvider time)
{
    public const string Prefix = "hb_";

    /// <summary>Letters of a name.</summary>
    public const int MostLetters = 80;

    private const int Hinted = 4;

    /// <summary>Last use is known to the minute, so that a busy token is not written at every request.</summary>
    private static readonly TimeSpan Exact = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const string Find = """
        select id, name, roles, permissions, user_id, agent_code, expires_at, last_used_at
          from governance.api_tokens
         where token_hash = $1 and revoked_at is null and deleted_at is null and (expires_at is null or expires_at > $2)
        """;

    private const string Used = "update governance.api_tokens set last_used_at = @now where id = @id and (last_used_at is null or last_used_at < @now)";

    private const string Insert = """
        insert into governance.api_tokens (id, name, hint, token_hash, roles, permissions, user_id, agent_code, made_by, expires_at)
        values (@id, @Name, @hint, @hash, @roles, @permissions, @UserId, @AgentCode, @maker, @expires)
        """;

    private const string All = """
        select id, name, hint, roles, permissions, user_id, agent_code, made_by, expires_at, last_used_at, revoked_at, created_at
          from governance.api_tokens
         where deleted_at is null
         order by revoked_at is not null, created_at desc, id
        """;

    private const string Revoke = """
        update governance.api_tokens
           set revoked_at = @now
         where id = @id and revoked_at is null and deleted_at is null and (@owner::uuid is null or user_id = @owner::uuid)
        returning name
        """;

    static ApiTokens() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>The tenant that a token's text names; null where it is no such text.</summary>
    public static Tenant? TenantOf(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text.Split('_', 3) is [_, var slug, { Length: AccessSecret.Length }] && Tenant.IsSlug(slug) ? new Tenant(slug) : null;

    /// <summary>The token with this text, if it holds now. One round trip; a revoked one holds no more from the next request on.</summary>
    public async Task<ApiToken?> FindAsync(Tenant tenant, string text, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var find = new NpgsqlBatchCommand(Find)
        {
            Parameters = { new NpgsqlParameter<byte[]> { TypedValue = AccessSecret.Hash(text) }, new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime } },
        };
        ApiToken found;
        await using (var reading = await book.ReadAsync(tenant, [find], Limit, ct))
        {
            var row = reading.Results;
            if (!await row.ReadAsync(ct))
            {
                return null;
            }

            found = new ApiToken
            {
                Id = row.GetGuid(0),
                Name = row.GetString(1),
                Roles = row.GetFieldValue<string[]>(2),
                Permissions = row.GetFieldValue<string[]>(3),
                UserId = row.IsDBNull(4) ? null : row.GetGuid(4),
                AgentCode = row.IsDBNull(5) ? null : row.GetString(5),
                ExpiresAt = row.IsDBNull(6) ? null : row.GetDateTime(6),
                LastUsedAt = row.IsDBNull(7) ? null : row.GetDateTime(7),
            };
        }

        if (found.LastUsedAt is null || now.UtcDateTime - found.LastUsedAt > Exact)
        {
            await book.WriteAsync(tenant, new Actor(found.Name), AuditEvent.Progress(), (connection, token) =>
                connection.ExecuteAsync(new CommandDefinition(Used, new { now, id = found.Id }, cancellationToken: token)), ct);
        }

        return found;
    }

    /// <summary>Makes a token. The text is told here, and never again.</summary>
    /// <exception cref="RefusedException">`token_name`, `token_scope`, `role_unknown`.</exception>
    public async Task<(ApiToken Token, string Text)> MakeAsync(Tenant tenant, Actor actor, WantedToken wanted, CancellationToken ct)
    {
        Check(wanted);
        var secret = AccessSecret.New();
        var text = $"{Prefix}{tenant.Slug}_{secret}";
        var hint = $"{Prefix}{tenant.Slug}_{secret[..Hinted]}";
        var id = Guid.CreateVersion7();
        DateTime? expires = wanted.Lifetime is { } lifetime ? (time.GetUtcNow() + lifetime).UtcDateTime : null;
        var (roles, permissions) = (wanted.Roles.ToArray(), wanted.Permissions.ToArray());
        var made = new AuditEvent("tokens.make").About("governance.api_tokens", id.ToString()).With("name", wanted.Name).With("roles", string.Join(' ', roles))
            .With("permissions", string.Join(' ', permissions)).With("agent", wanted.AgentCode).With("expires_at", expires?.ToString("O"));
        await book.WriteAsync(tenant, actor, made, (connection, token) => connection.ExecuteAsync(new CommandDefinition(
            Insert, new { id, wanted.Name, hint, hash = AccessSecret.Hash(text), roles, permissions, wanted.UserId, wanted.AgentCode, maker = actor.Name, expires }, cancellationToken: token)), ct);
        return (new ApiToken
        {
            Id = id,
            Name = wanted.Name,
            Hint = hint,
            Roles = roles,
            Permissions = permissions,
            UserId = wanted.UserId,
            AgentCode = wanted.AgentCode,
            MadeBy = actor.Name,
            ExpiresAt = expires,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        }, text);
    }

    /// <summary>Every token, those that hold first.</summary>
    public Task<IReadOnlyList<ApiToken>> ListAsync(Tenant tenant, CancellationToken ct) => book.ReadAsync<IReadOnlyList<ApiToken>>(
        tenant, async (connection, token) => [.. (await connection.QueryAsync<TokenRow>(new CommandDefinition(All, cancellationToken: token))).Select(row => row.Token)], ct);

    /// <summary>Revokes it at once; whether there was one to revoke.</summary>
    /// <param name="owner">Only if it belongs to this user; null for any.</param>
    public Task<bool> RevokeAsync(Tenant tenant, Actor actor, Guid id, Guid? owner, CancellationToken ct)
    {
        var revoked = new AuditEvent("tokens.revoke").About("governance.api_tokens", id.ToString());
        return book.WriteAsync(
            tenant,
            actor,
            revoked,
            async (connection, token) =>
            {
                var name = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(Revoke, new { now = time.GetUtcNow(), id, owner }, cancellationToken: token));
                if (name is null)
                {
                    revoked.Nothing();
                    return false;
                }

                revoked.With("name", name);
                return true;
            },
            ct);
    }

    private static void Check(WantedToken wanted)
    {
        if (wanted.Name.Trim().Length is 0 or > MostLetters || wanted.Name.Any(char.IsControl))
        {
            throw new RefusedException("token_name", $"A token's name has 1 to {MostLetters} letters on one line. No token was made; give it another name.");
        }

        if (wanted.Roles.FirstOrDefault(role => !AccessRoles.Exists(role)) is { } unknown)
        {
            throw new RefusedException("role_unknown", $"There is no role '{unknown}'. Nothing was changed. The roles are {string.Join(", ", AccessRoles.All)}.");
        }

        if (wanted.Permissions.FirstOrDefault(text => Permission.Parse(text) is null) is { } torn)
        {
            throw new RefusedException("token_scope", $"'{torn}' is no permission: write module:action, as in herd:read. No token was made.");
        }

        if (wanted.Roles.Count + wanted.Permissions.Count == 0 || wanted.Lifetime <= TimeSpan.Zero)
        {
            throw new RefusedException("token_scope", "A token needs a role or a permission, and a lifetime that is not over. No token was made.");
        }
    }

    /// <summary>As the query gives it.</summary>
    private sealed record TokenRow
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string Hint { get; init; } = "";

        public string[] Roles { get; init; } = [];

        public string[] Permissions { get; init; } = [];

        public Guid? UserId { get; init; }

        public string? AgentCode { get; init; }

        public string MadeBy { get; init; } = "";

        public DateTime? ExpiresAt { get; init; }

        public DateTime? LastUsedAt { get; init; }

        public DateTime? RevokedAt { get; init; }

        public DateTime CreatedAt { get; init; }

        public ApiToken Token => new()
        {
            Id = Id,
            Name = Name,
            Hint = Hint,
            Roles = Roles,
            Permissions = Permissions,
            UserId = UserId,
            AgentCode = AgentCode,
            MadeBy = MadeBy,
            ExpiresAt = ExpiresAt,
            LastUsedAt = LastUsedAt,
            RevokedAt = RevokedAt,
            CreatedAt = CreatedAt,
        };
    }
}

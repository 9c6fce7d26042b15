using Dapper;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Access;

/// <summary>A session as its user sees it.</summary>
public sealed record Session
{
    public Guid Id { get; init; }

    public string How { get; init; } = "";

    public string? Address { get; init; }

    public string? Browser { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime LastSeenAt { get; init; }

    public DateTime ExpiresAt { get; init; }
}

/// <summary>Where a sign-in comes from, as the user is shown it later.</summary>
/// <param name="Browser">What the browser calls itself.</param>
public sealed record SignInPlace(string Address, string Browser);

/// <summary>
/// Browsers in which somebody signed in. The cookie holds a random secret of which only the SHA-256 is kept; a session ends when it was
/// not used for <see cref="Idle"/>, at last after <see cref="Absolute"/>, and at once when its user is deactivated.
/// </summary>
public sealed class SignInSessions(Book book, TimeProvider time)
{
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);
    public static readonly TimeSpan Absolute = TimeSpan.FromDays(7);

    /// <summary>Use is known to the minute.</summary>
    private static readonly TimeSpan Exact = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const int MostLetters = 200;

    internal const string EndAllOf = "update governance.sign_in_sessions set ended_at = @now where user_id = @id and ended_at is null";

    private const string Find = """
        select s.id, s.last_seen_at, u.id, u.email, u.display_name, u.roles,
               coalesce((select jsonb_object_agg(m.member_of, to_jsonb(m.roles)) from governance.memberships m where m.user_id = u.id and m.deleted_at is null), '{}')::text
          from governance.sign_in_sessions s
          join governance.users u on u.id = s.user_id
         where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2 and s.last_seen_at > $3 and u.is_active and u.deleted_at is null
        """;

    private const string Insert = """
        insert into governance.sign_in_sessions (id, token_hash, user_id, how, address, browser, last_seen_at, expires_at)
        values (@id, @hash, @user, @how, @address, @browser, @now, @expires)
        """;

    private const string Seen = "update governance.sign_in_sessions set last_seen_at = @now where id = @id and last_seen_at < @now";

    private const string End = "update governance.sign_in_sessions set ended_at = @now where token_hash = @hash and ended_at is null returning user_id";

    private const string EndOne = "update governance.sign_in_sessions set ended_at = @now where id = @id and user_id = @user and ended_at is null";

    private const string EndOthers = "update governance.sign_in_sessions set ended_at = @now where user_id = @user and id is distinct from @kept::uuid and ended_at is null";

    private const string OfUser = """
        select id, how, address, browser, created_at, last_seen_at, expires_at
          from governance.sign_in_sessions
         where user_id = @user and ended_at is null and expires_at > @now and last_seen_at > @idle
         order by last_seen_at desc, id
        """;

    static SignInSessions() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>The user of a session that holds now, with the session's id. One round trip.</summary>
    public async Task<(Guid Session, User User)?> FindAsync(string secret, CancellationToken ct)
    {
        if (secret.Length != AccessSecret.Length)
        {
            return null;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var find = new NpgsqlBatchCommand(Find)
        {
            Parameters =
            {
                new NpgsqlParameter<byte[]> { TypedValue = AccessSecret.Hash(secret) }, new NpgsqlParameter<DateTime> { TypedValue = now }, new NpgsqlParameter<DateTime> { TypedValue = now - Idle },
            },
        };
        Guid session;
        DateTime seen;
        User user;
        await using (var reading = await book.ReadAsync(Tenant.Default, [find], Limit, ct))
        {
            var row = reading.Results;
            if (!await row.ReadAsync(ct))
            {
                return null;
            }

            (session, seen) = (row.GetGuid(0), row.GetDateTime(1));
            user = new User(row.GetGuid(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), true, row.GetFieldValue<string[]>(5), Users.UserRow.Read(row.GetString(6)));
        }

        if (now - seen > Exact)
        {
            await book.WriteAsync(Tenant.Default, user.Actor, AuditEvent.Progress(), (connection, token) => connection.ExecuteAsync(new CommandDefinition(Seen, new { now, id = session }, cancellationToken: token)), ct);
        }

        return (session, user);
    }

    /// <summary>Begins a session. Whoever proved who they are comes here, by whatever way; nothing of an earlier session goes over into it.</summary>
    /// <param name="how">password, link or openid.</param>
    /// <param name="replaces">The secret of a session in the same browser, which ends; null for none.</param>
    /// <returns>The secret for the cookie. It is told once.</returns>
    public async Task<string> BeginAsync(User user, string how, SignInPlace place, string? replaces, CancellationToken ct)
    {
        var (id, secret, now) = (Guid.CreateVersion7(), AccessSecret.New(), time.GetUtcNow().UtcDateTime);
        var entry = new AuditEvent("sign_in.succeed").About("governance.users", user.Id.ToString()).With("how", how).With("address", place.Address).With("session", id.ToString());
        await book.WriteAsync(
            Tenant.Default,
            user.Actor,
            entry,
            async (connection, token) =>
            {
                if (replaces is not null)
                {
                    await connection.ExecuteAsync(new CommandDefinition(End, new { now, hash = AccessSecret.Hash(replaces) }, cancellationToken: token));
                }

                return await connection.ExecuteAsync(new CommandDefinition(
                    Insert, new { id, hash = AccessSecret.Hash(secret), user = user.Id, how, address = Short(place.Address), browser = Short(place.Browser), now, expires = now + Absolute }, cancellationToken: token));
            },
            ct);
        return secret;
    }

    /// <summary>Signs out.</summary>
    public Task EndAsync(Actor actor, string secret, CancellationToken ct)
    {
        var entry = new AuditEvent("sign_in.end");
        return book.WriteAsync(
            Tenant.Default,
            actor,
            entry,
            async (connection, token) =>
            {
                if (await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(End, new { now = time.GetUtcNow(), hash = AccessSecret.Hash(secret) }, cancellationToken: token)) is { } user)
                {
                    entry.About("governance.users", user.ToString());
                    return true;
                }

                entry.Nothing();
                return false;
            },
            ct);
    }

    /// <summary>Ends one session of the user, or all but one.</summary>
    /// <param name="only">The one to end; null for all but <paramref name="kept"/>.</param>
    public Task<int> EndAsync(Actor actor, Guid user, Guid? only, Guid? kept, CancellationToken ct) => book.WriteAsync(
        Tenant.Default,
        actor,
        new AuditEvent("sign_in.end").About("governance.users", user.ToString()).With("sessions", only is null ? "others" : only.ToString()),
        (connection, token) => connection.ExecuteAsync(new CommandDefinition(only is null ? EndOthers : EndOne, new { now = time.GetUtcNow(), id = only, user, kept }, cancellationToken: token)),
        ct);

    /// <summary>Those of a user that hold now, the last used first.</summary>
    public Task<IReadOnlyList<Session>> ListAsync(Guid user, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return book.ReadAsync<IReadOnlyList<Session>>(
            Tenant.Default, async (connection, token) => (await connection.QueryAsync<Session>(new CommandDefinition(OfUser, new { user, now, idle = now - Idle }, cancellationToken: token))).AsList(), ct);
    }

    private static string Short(string text) => text.Length > MostLetters ? text[..MostLetters] : text;
}

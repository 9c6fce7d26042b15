using Dapper;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Access;

/// <summary>What became of a sign-in.</summary>
public abstract record SignInOutcome
{
    /// <summary>They are who they say.</summary>
    public sealed record Proved(User User) : SignInOutcome;

    /// <summary>Not let in. Why is told to nobody: account, password and state of the account look alike.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>Too many failures: nothing was tried.</summary>
    public sealed record Locked(TimeSpan For) : SignInOutcome;
}

/// <summary>Proves who somebody is, by password or by a link that is good once. It begins no session.</summary>
public sealed class SignIns(Book book, Users users, TimeProvider time)
{
    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(1);

    /// <summary>Hashing is work on purpose: so many at once, and the rest wait, so that a flood takes neither processors nor connections from others.</summary>
    private static readonly SemaphoreSlim AtOnce = new(2, 2);

    /// <summary>Of a password that nobody knows. It is hashed against where there is no account, so that this takes as long.</summary>
    private const string Nobody = "$2a$12$Q5nJ0m8Yb3e1V7xk9ZrLPu0sDq4aTgWc6HhXfE2iNoKjBvMy8wSdG";

    private const string Compare = """
        select u.id, coalesce(public.crypt(@password::text, case when u.password_hash like '$2_$__$%' then u.password_hash else @nobody::text end) = u.password_hash, false) as fits
          from (select 1) one
          left join governance.users u on lower(u.email) = lower(@email) and u.is_active and u.deleted_at is null
        """;

    private const string InsertLink = """
        insert into governance.sign_in_links (token_hash, user_id, made_by, expires_at)
        values (@hash, @user, @maker, @expires)
        """;

    private const string UseLink = """
        update governance.sign_in_links l
           set used_at = @now
          from governance.users u
         where l.token_hash = @hash and l.used_at is null and l.expires_at > @now and u.id = l.user_id and u.is_active and u.deleted_at is null
        returning l.user_id
        """;

    private const string DropLinks = "update governance.sign_in_links set expires_at = @now where user_id = @user and used_at is null and expires_at > @now";

    private readonly SignInThrottle _throttle = new(book, time);

    /// <summary>Compares a password. It takes as long, and leaves as much behind, whether or not there is such an account.</summary>
    public async Task<SignInOutcome> ByPasswordAsync(string email, string password, SignInPlace place, CancellationToken ct)
    {
        if (await _throttle.CountAsync(email, place.Address, ct) is { } until)
        {
            return new SignInOutcome.Locked(until - time.GetUtcNow().UtcDateTime);
        }

        var (id, fits) = await CompareAsync(email, password, ct);
        if (fits && id is { } known && await users.FindAsync(known, ct) is { IsActive: true } user)
        {
            await _throttle.SucceedAsync(email, place.Address, ct);
            return new SignInOutcome.Proved(user);
        }

        await RefuseAsync("password", id, place, ct);
        return new SignInOutcome.Refused();
    }

    /// <summary>Whether this is the user's password: asked again before something that matters.</summary>
    public async Task<SignInOutcome> AgainAsync(User user, string password, SignInPlace place, CancellationToken ct) =>
        await ByPasswordAsync(user.Email, password, place, ct) is var outcome && outcome is SignInOutcome.Proved { User: var found } && found.Id != user.Id ? new SignInOutcome.Refused() : outcome;

    /// <summary>Makes a link's secret for a user; earlier links of theirs are good no more.</summary>
    /// <returns>It is told once.</returns>
    /// <exception cref="RefusedException">`user_unknown`.</exception>
    public async Task<string> MakeLinkAsync(Actor actor, Guid user, CancellationToken ct)
    {
        if (await users.FindAsync(user, ct) is not { IsActive: true } known)
        {
            throw new RefusedException("user_unknown", "There is no such user who may sign in. No link was made.");
        }

        var (secret, now) = (AccessSecret.New(), time.GetUtcNow());
        var made = new AuditEvent("sign_in.make_link").About("governance.users", user.ToString()).With("email", known.Email);
        await book.WriteAsync(
            Tenant.Default,
            actor,
            made,
            async (connection, token) =>
            {
                await connection.ExecuteAsync(new CommandDefinition(DropLinks, new { user, now }, cancellationToken: token));
                return await connection.ExecuteAsync(new CommandDefinition(
                    InsertLink, new { hash = AccessSecret.Hash(secret), user, maker = actor.Name, expires = now + LinkLifetime }, cancellationToken: token));
            },
            ct);
        return secret;
    }

    /// <summary>Uses a link up. Of several at once one succeeds.</summary>
    public async Task<SignInOutcome> ByLinkAsync(string secret, SignInPlace place, CancellationToken ct)
    {
        Guid? id = secret.Length != AccessSecret.Length ? null : await book.WriteAsync(
            Tenant.Default,
            Actor.Gate,
            AuditEvent.Progress(),
            (connection, token) => connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(UseLink, new { now = time.GetUtcNow(), hash = AccessSecret.Hash(secret) }, cancellationToken: token)),
            ct);
        if (id is { } known && await users.FindAsync(known, ct) is { IsActive: true } user)
        {
            return new SignInOutcome.Proved(user);
        }

        await RefuseAsync("link", id, place, ct);
        return new SignInOutcome.Refused();
    }

    private async Task<(Guid? Id, bool Fits)> CompareAsync(string email, string password, CancellationToken ct)
    {
        // What can be no password of anybody is compared all the same, shortened: it takes as long.
        var shown = password.Replace("\0", "", StringComparison.Ordinal);
        var usable = shown.Length == password.Length && System.Text.Encoding.UTF8.GetByteCount(password) <= Passwords.MostBytes;
        await AtOnce.WaitAsync(ct);
        try
        {
            var (id, fits) = await book.ReadAsync(
                Tenant.Default,
                (connection, token) => connection.QuerySingleAsync<(Guid?, bool)>(new CommandDefinition(
                    Compare, new { email = email.Trim().Replace("\0", "", StringComparison.Ordinal), password = shown[..Math.Min(shown.Length, Passwords.MostBytes)], nobody = Nobody }, cancellationToken: token)),
                ct);
            return (id, fits && usable);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedFunction)
        {
            throw new RefusedException("passwords_absent", "The database has no pgcrypto, so passwords cannot be compared. Sign in by a link: herdbook sign-in.", e)
            {
                Remedy = "Have a superuser run: create extension pgcrypto with schema public.",
            };
        }
        finally
        {
            AtOnce.Release();
        }
    }

    /// <summary>The account is named where there is one; what was typed is not kept, for it may be a password in the wrong field.</summary>
    private Task RefuseAsync(string how, Guid? id, SignInPlace place, CancellationToken ct)
    {
        var refused = new AuditEvent("sign_in.refuse").With("how", how).With("address", place.Address);
        return book.AppendAsync(Tenant.Default, Actor.Gate, id is { } known ? refused.About("governance.users", known.ToString()) : refused, ct);
    }
}

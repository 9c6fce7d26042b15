using System.Security.Cryptography;
using System.Text;
using Dapper;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Governance.Access;

/// <summary>
/// Slows guessing: after five failures an account, after fifty an address is locked for a minute, then for twice as long after each further
/// one, up to an hour. An account that does not exist is counted as one that does, so that neither answer nor delay tells them apart.
/// </summary>
internal sealed class SignInThrottle(Book book, TimeProvider time)
{
    public const int MostOfAccount = 5;
    public const int MostOfAddress = 50;

    /// <summary>Failures are forgotten when the first of them is older, unless a lock holds.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LongestLock = TimeSpan.FromHours(1);

    // An attempt counts before it is tried, and sets the lock that the next one meets, so that many at once are no way round. While a lock
    // holds, nothing is counted and no row comes back.
    private const string Count = """
        insert into governance.sign_in_throttle as t (subject, failures, began_at, locked_until)
        values (@subject, 1, @now, null)
        on conflict (tenant_id, subject) do update
           set failures = case when coalesce(t.locked_until, t.began_at) < @forgotten then 1 else t.failures + 1 end,
               began_at = case when coalesce(t.locked_until, t.began_at) < @forgotten then @now else t.began_at end,
               locked_until = case when coalesce(t.locked_until, t.began_at) < @forgotten or t.failures + 1 < @most then null
                                   else @now + least(interval '1 minute' * (2 ^ least(t.failures + 1 - @most, 12)), @longest) end
         where t.locked_until is null or t.locked_until <= @now
        returning true
        """;

    private const string Locked = "select locked_until from governance.sign_in_throttle where subject = @subject";

    private const string Forget = "delete from governance.sign_in_throttle where subject = @account";

    private const string Return = "update governance.sign_in_throttle set failures = greatest(failures - 1, 0) where subject = @address";

    private const string Clean = "delete from governance.sign_in_throttle where began_at < @old and (locked_until is null or locked_until < @old)";

    /// <summary>Counts an attempt; the time until when nothing is tried, or null where it may be.</summary>
    public Task<DateTime?> CountAsync(string email, string address, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return book.WriteAsync(
            Tenant.Default,
            Actor.Gate,
            AuditEvent.Progress(),
            async (connection, token) =>
            {
                await connection.ExecuteAsync(new CommandDefinition(Clean, new { old = now - TimeSpan.FromDays(1) }, cancellationToken: token));
                DateTime? until = null;
                // Always in this order, so that two attempts never wait for each other crosswise.
                foreach (var (subject, most) in new[] { (OfAddress(address), MostOfAddress), (OfAccount(email), MostOfAccount) })
                {
                    var values = new { subject, now, forgotten = now - Remembered, most, longest = LongestLock };
                    if (await connection.ExecuteScalarAsync<bool?>(new CommandDefinition(Count, values, cancellationToken: token)) is null)
                    {
                        var locked = await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(Locked, values, cancellationToken: token));
                        until = locked > (until ?? DateTime.MinValue) ? locked : until;
                    }
                }

                return until;
            },
            ct);
    }

    /// <summary>The attempt was good: the account's failures are forgotten, the address's count is as before.</summary>
    public Task SucceedAsync(string email, string address, CancellationToken ct) => book.WriteAsync(
        Tenant.Default,
        Actor.Gate,
        AuditEvent.Progress(),
        (connection, token) => connection.ExecuteAsync(new CommandDefinition($"{Return}; {Forget}", new { account = OfAccount(email), address = OfAddress(address) }, cancellationToken: token)),
        ct);

    private static string OfAccount(string email) => Hash($"account {email.Trim().ToLowerInvariant()}");

    private static string OfAddress(string address) => Hash($"address {address}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

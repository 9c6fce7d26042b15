using System.Diagnostics;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Tests.Governance.Approvals;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Access;

using Users = Herdbook.Core.Governance.Access.Users;

public sealed class SignInsTests
{
    private const string Password = "plum-quiet-otter-77";

    private static readonly SignInPlace Place = new("127.0.0.1", "tests");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_lets_in_whatever_the_case_of_the_address_and_another_does_not()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var (users, signIns, _) = Of(database);
        await users.MakeAsync(Actor.Owner, "Ada@Example.org", "Ada", ["viewer"], Password, Ct);
        Assert.IsType<SignInOutcome.Proved>(await signIns.ByPasswordAsync("ada@example.ORG", Password, Place, Ct));
        Assert.IsType<SignInOutcome.Refused>(await signIns.ByPasswordAsync("ada@example.org", Password + "8", Place, Ct));
        Assert.IsType<SignInOutcome.Refused>(await signIns.ByPasswordAsync("nobody@example.org", Password, Place, Ct));
        Assert.Equal("email_taken", (await Assert.ThrowsAsync<RefusedException>(() => users.MakeAsync(Actor.Owner, "ADA@example.org", null, [], null, Ct))).Code);
        Assert.Equal(["sign_in.refuse", "sign_in.refuse"], await AuditedAsync(database, "sign_in.%"));
    }

    [Fact]
    public async Task A_hash_is_bcrypt_of_cost_12_and_no_longer_password_fits_it()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var (users, signIns, _) = Of(database);
        var longest = string.Concat(Enumerable.Range(0, 9).Select(i => $"wörd{i}a-"));
        await users.MakeAsync(Actor.Owner, "ada@example.org", null, ["viewer"], longest, Ct);
        Assert.Equal("$2a$12$", await TextAsync(database, "select left(password_hash, 7) from governance.users"));
        Assert.IsType<SignInOutcome.Proved>(await signIns.ByPasswordAsync("ada@example.org", longest, Place, Ct));
        Assert.IsType<SignInOutcome.Refused>(await signIns.ByPasswordAsync("ada@example.org", longest + "more", Place, Ct));
    }

    [Fact]
    public async Task An_account_without_a_password_takes_none()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var (users, signIns, _) = Of(database);
        await users.MakeAsync(Actor.Owner, "ada@example.org", null, ["viewer"], null, Ct);
        foreach (var guess in (string[])["", "!", "$2a$12$"])
        {
            Assert.IsType<SignInOutcome.Refused>(await signIns.ByPasswordAsync("ada@example.org", guess, Place, Ct));
        }
    }

    [Theory]
    [InlineData("ada@example.org")]
    [InlineData("nobody@example.org")]
    public async Task Five_failures_lock_an_account_and_one_that_does_not_exist_alike(string email)
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var (users, signIns, clock) = Of(database);
        await users.MakeAsync(Actor.Owner, "ada@example.org", null, ["viewer"], Password, Ct);
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<SignInOutcome.Refused>(await signIns.ByPasswordAsync(email, "wrong", Place, Ct));
        }

        var locked = Assert.IsType<SignInOutcome.Locked>(await signIns.ByPasswordAsync(email, Password, Place, Ct));
        Assert.Equal(TimeSpan.FromMinutes(1), locked.For);
        clock.Pass(TimeSpan.FromSeconds(61));
        Assert.IsType<SignInOutcome.Refused>(await signIns.ByPasswordAsync(email, "wrong again", Place, Ct));
        Assert.Equal(TimeSpan.FromMinutes(2), Assert.IsType<SignInOutcome.Locked>(await signIns.ByPasswordAsync(email, Password, Place, Ct)).For);
        clock.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(email == "ada@example.org", await signIns.ByPasswordAsync(email, Password, Place, Ct) is SignInOutcome.Proved);
        if (email == "ada@example.org")
        {
            Assert.IsType<SignInOutcome.Refused>(await signIns.ByPasswordAsync(email, "wrong", Place, Ct));
        }
    }

    [Fact]
    public async Task Many_guesses_at_once_are_no_way_round_the_lock()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var (users, signIns, _) = Of(database);
        await users.MakeAsync(Actor.Owner, "ada@example.org", null, ["viewer"], Password, Ct);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => signIns.ByPasswordAsync("ada@example.org", $"guess {i}", Place, Ct)));
        Assert.Equal(5, outcomes.Count(outcome => outcome is SignInOutcome.Refused));
        Assert.Equal(19, outcomes.Count(outcome => outcome is SignInOutcome.Locked));
    }

    [Fact]
    public async Task An_address_that_tries_many_accounts_is_locked()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var throttle = new SignInThrottle(database.Book, TimeProvider.System);
        for (var i = 0; i < SignInThrottle.MostOfAddress; i++)
        {
            Assert.Null(await throttle.CountAsync($"somebody-{i}@example.org", "10.0.0.1", Ct));
        }

        Assert.NotNull(await throttle.CountAsync("another@example.org", "10.0.0.1", Ct));
        Assert.Null(await throttle.CountAsync("another@example.org", "10.0.0.2", Ct));
    }

    [Fact]
    public async Task Where_there_is_no_account_the_refusal_takes_as_long()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var (users, signIns, _) = Of(database);
        await users.MakeAsync(Actor.Owner, "ada@example.org", null, ["viewer"], Password, Ct);
        await signIns.ByPasswordAsync("warm@example.org", "up", Place, Ct);
        var known = await TookAsync(() => signIns.ByPasswordAsync("ada@example.org", "wrong", Place, Ct));
        var unknown = await TookAsync(() => signIns.ByPasswordAsync("nobody@example.org", "wrong", Place, Ct));
        // Hashing takes far more than all the rest: without it, the second would be a small part of the first.
        Assert.InRange(unknown / known, 0.4, 2.5);
    }

    [Fact]
    public async Task A_link_is_good_once_within_the_hour_and_until_there_is_a_newer_one()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var (users, signIns, clock) = Of(database);
        var ada = await users.MakeAsync(Actor.Owner, "ada@example.org", null, ["viewer"], null, Ct);
        var first = await signIns.MakeLinkAsync(Actor.Owner, ada.Id, Ct);
        var second = await signIns.MakeLinkAsync(Actor.Owner, ada.Id, Ct);
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.IsType<SignInOutcome.Refused>(await signIns.ByLinkAsync(first, Place, Ct));
        var uses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => signIns.ByLinkAsync(second, Place, Ct)));
        Assert.Single(uses, outcome => outcome is SignInOutcome.Proved);

        var late = await signIns.MakeLinkAsync(Actor.Owner, ada.Id, Ct);
        clock.Pass(SignIns.LinkLifetime);
        Assert.IsType<SignInOutcome.Refused>(await signIns.ByLinkAsync(late, Place, Ct));
    }

    [Fact]
    public async Task A_session_ends_when_it_is_idle_when_it_is_old_and_when_its_user_is_deactivated()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var (users, _, clock) = Of(database);
        var sessions = new SignInSessions(database.Book, clock);
        var ada = await users.MakeAsync(Actor.Owner, "ada@example.org", null, ["viewer"], null, Ct);
        await users.MakeAsync(Actor.Owner, "root@example.org", null, ["administrator"], null, Ct);

        var idle = await sessions.BeginAsync(ada, "password", Place, null, Ct);
        clock.Pass(SignInSessions.Idle - TimeSpan.FromMinutes(1));
        Assert.NotNull(await sessions.FindAsync(idle, Ct));
        clock.Pass(SignInSessions.Idle + TimeSpan.FromMinutes(1));
        Assert.Null(await sessions.FindAsync(idle, Ct));

        var old = await sessions.BeginAsync(ada, "password", Place, null, Ct);
        for (var i = 0; i < 15; i++)
        {
            clock.Pass(SignInSessions.Idle - TimeSpan.FromHours(1));
            Assert.NotNull(await sessions.FindAsync(old, Ct));
        }

        clock.Pass(TimeSpan.FromHours(5));
        Assert.Null(await sessions.FindAsync(old, Ct));

        var last = await sessions.BeginAsync(ada, "password", Place, null, Ct);
        await users.SetActiveAsync(Actor.Owner, ada.Id, active: false, Ct);
        Assert.Null(await sessions.FindAsync(last, Ct));
        await users.SetActiveAsync(Actor.Owner, ada.Id, active: true, Ct);
        Assert.Null(await sessions.FindAsync(last, Ct));
    }

    [Fact]
    public async Task The_last_administrator_keeps_the_role_and_the_account()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var (users, _, _) = Of(database);
        var root = await users.MakeAsync(Actor.Owner, "root@example.org", null, ["administrator"], null, Ct);
        Assert.Equal("last_administrator", (await Assert.ThrowsAsync<RefusedException>(() => users.SetActiveAsync(Actor.Owner, root.Id, false, Ct))).Code);
        Assert.Equal("last_administrator", (await Assert.ThrowsAsync<RefusedException>(() => users.SetRolesAsync(Actor.Owner, root.Id, Tenant.Default, ["viewer"], Ct))).Code);
        Assert.Equal(["administrator"], (await users.FindAsync(root.Id, Ct))!.Roles);
        Assert.Equal(["users.make"], await AuditedAsync(database, "users.%"));
    }

    private static (Users Users, SignIns SignIns, TurnedClock Clock) Of(TestDatabase database)
    {
        var users = new Users(database.Book);
        var clock = new TurnedClock();
        return (users, new SignIns(database.Book, users, clock), clock);
    }

    /// <summary>The quickest of three: what else the machine does only adds.</summary>
    private static async Task<double> TookAsync(Func<Task> work)
    {
        var quickest = double.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var watch = Stopwatch.StartNew();
            await work();
            quickest = Math.Min(quickest, watch.Elapsed.TotalMilliseconds);
        }

        return quickest;
    }

    private static async Task<List<string>> AuditedAsync(TestDatabase database, string like)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand("select event_type from governance.audit_logs where event_type like $1 order by created_at");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = like });
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var found = new List<string>();
        while (await reader.ReadAsync(Ct))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    private static async Task<string> TextAsync(TestDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(Ct))!;
    }
}

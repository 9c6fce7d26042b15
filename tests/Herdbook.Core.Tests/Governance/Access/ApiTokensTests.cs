using Herdbook.Core.Governance.Access;
using Herdbook.Core.Tests.Governance.Approvals;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Access;

public sealed class ApiTokensTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_holds_until_it_expires_or_is_revoked_and_its_text_is_kept_nowhere()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var clock = new TurnedClock();
        var tokens = new ApiTokens(database.Book, clock);
        var (made, text) = await tokens.MakeAsync(Tenant.Default, Actor.Owner, Wanted("nightly", TimeSpan.FromDays(1)), Ct);
        var (other, kept) = await tokens.MakeAsync(Tenant.Default, Actor.Owner, Wanted("other", null), Ct);
        Assert.Matches("^hb_default_[A-Za-z0-9_-]{43}$", text);
        Assert.Equal(Tenant.Default, ApiTokens.TenantOf(text));
        Assert.Equal(made.Id, (await tokens.FindAsync(Tenant.Default, text, Ct))!.Id);
        Assert.Null(await tokens.FindAsync(Tenant.Default, text[..^1] + (text[^1] == 'A' ? 'B' : 'A'), Ct));
        Assert.NotNull((await tokens.ListAsync(Tenant.Default, Ct)).Single(token => token.Id == made.Id).LastUsedAt);
        Assert.Equal(0L, await CountAsync(database, $"select count(*) from governance.api_tokens t where t::text like '%' || '{text[^30..]}' || '%'"));
        Assert.Equal(0L, await CountAsync(database, $"select count(*) from governance.audit_logs t where t::text like '%' || '{text[^30..]}' || '%'"));

        clock.Pass(TimeSpan.FromDays(1));
        Assert.Null(await tokens.FindAsync(Tenant.Default, text, Ct));
        Assert.NotNull(await tokens.FindAsync(Tenant.Default, kept, Ct));
        Assert.True(await tokens.RevokeAsync(Tenant.Default, Actor.Owner, other.Id, null, Ct));
        Assert.False(await tokens.RevokeAsync(Tenant.Default, Actor.Owner, other.Id, null, Ct));
        Assert.Null(await tokens.FindAsync(Tenant.Default, kept, Ct));
    }

    [Fact]
    public async Task A_user_revokes_their_own_tokens_alone()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var tokens = new ApiTokens(database.Book, TimeProvider.System);
        var (made, text) = await tokens.MakeAsync(Tenant.Default, Actor.Owner, Wanted("mine", null) with { UserId = Guid.NewGuid() }, Ct);
        Assert.False(await tokens.RevokeAsync(Tenant.Default, Actor.Owner, made.Id, Guid.NewGuid(), Ct));
        Assert.NotNull(await tokens.FindAsync(Tenant.Default, text, Ct));
    }

    [Fact]
    public async Task A_token_without_a_name_a_scope_or_a_lifetime_is_not_made()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        var tokens = new ApiTokens(database.Book, TimeProvider.System);
        foreach (var (wanted, code) in ((WantedToken, string)[])[
            (Wanted(" ", null), "token_name"), (Wanted("x\ny", null), "token_name"), (Wanted("x", null) with { Roles = ["king"] }, "role_unknown"),
            (Wanted("x", null) with { Permissions = ["all"] }, "token_scope"), (Wanted("x", null) with { Roles = [] }, "token_scope"), (Wanted("x", TimeSpan.Zero), "token_scope")])
        {
            Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(() => tokens.MakeAsync(Tenant.Default, Actor.Owner, wanted, Ct))).Code);
        }

        Assert.Empty(await tokens.ListAsync(Tenant.Default, Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hb_default_short")]
    [InlineData("hb_Not-A-Slug_0123456789012345678901234567890123456789012")]
    [InlineData("hbhome_0123456789012345678901234567890123456789012")]
    public void What_is_no_token_names_no_tenant(string text) => Assert.Null(ApiTokens.TenantOf(text));

    [Fact]
    public void A_giver_gives_no_more_than_they_have()
    {
        var viewer = new Caller(Tenant.Default, new Actor("v"), null, null, ["viewer"], AccessRoles.Permissions(["viewer"]));
        viewer.RequireToGive(Wanted("x", null) with { Roles = [], Permissions = ["herd:read"] });
        foreach (var more in (string[])["herd:write", "*:read", "users:manage"])
        {
            Assert.Equal("token_scope", Assert.Throws<RefusedException>(() => viewer.RequireToGive(Wanted("x", null) with { Roles = [], Permissions = [more] })).Code);
        }

        Assert.Equal("token_scope", Assert.Throws<RefusedException>(() => viewer.RequireToGive(Wanted("x", null) with { Roles = ["operator"] })).Code);
    }

    [Fact]
    public async Task The_home_s_token_is_its_owner_s_alone_and_stays()
    {
        var folder = Directory.CreateTempSubdirectory("herdbook-token-").FullName;
        try
        {
            var home = new HerdbookHome(folder);
            var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => HomeToken.Open(home).Text)));
            Assert.Single(made.Distinct());
            Assert.True(HomeToken.Open(home).Is(made[0]));
            Assert.False(HomeToken.Open(home).Is(made[0] + "x"));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.TokenFile));
                File.SetUnixFileMode(home.TokenFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
                Assert.Equal("keys_unreadable", Assert.Throws<RefusedException>(() => HomeToken.Open(home)).Code);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static WantedToken Wanted(string name, TimeSpan? lifetime) => new(name, ["agent"], [], null, null, lifetime);

    private static async Task<long> CountAsync(TestDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}

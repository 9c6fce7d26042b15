namespace Herdbook.Core.Governance.Access;

/// <summary>The account that a book begins with. It has no password: its first sign-in is by a link.</summary>
public static class FirstAdministrator
{
    public const string Email = "administrator@localhost";

    /// <summary>The path of a link for the administrator that this makes; null where the book has an administrator already.</summary>
    public static async Task<string?> WelcomeAsync(Book book, TimeProvider time, CancellationToken ct)
    {
        var users = new Users(book);
        if (await users.FirstAdministratorAsync(ct) is not null)
        {
            return null;
        }

        var user = await EnsureAsync(users, ct);
        return PathOf(await new SignIns(book, users, time).MakeLinkAsync(Actor.Owner, user.Id, ct));
    }

    /// <summary>The administrator who was made first; one is made, or let in again, where there is none.</summary>
    public static async Task<User> EnsureAsync(Users users, CancellationToken ct)
    {
        if (await users.FirstAdministratorAsync(ct) is { } first)
        {
            return first;
        }

        if (await users.FindAsync(Email, ct) is not { } there)
        {
            return await users.MakeAsync(Actor.Owner, Email, "Administrator", [AccessRoles.Administrator], null, ct);
        }

        await users.SetRolesAsync(Actor.Owner, there.Id, Tenant.Default, [AccessRoles.Administrator], ct);
        await users.SetActiveAsync(Actor.Owner, there.Id, active: true, ct);
        return (await users.FindAsync(there.Id, ct))!;
    }

    /// <summary>Where a link's secret is used, on any server of the book.</summary>
    public static string PathOf(string secret) => $"/sign-in/once/{secret}";
}

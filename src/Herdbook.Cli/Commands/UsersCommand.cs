using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Homes;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook users`: who may sign in, and what they may do. Whoever can run it holds the home.</summary>
internal static class UsersCommand
{
    public static Command Create() => new("users", "Who may sign in, and what they may do.") { List(), Add(), Roles(), Active("activate", true), Active("deactivate", false), Password() };

    private static Argument<string> Email() => new("EMAIL") { Description = "The user's e-mail address." };

    private static Command List()
    {
        var json = Globals.Json();
        var command = new Command("list", "Show every user with their roles.") { json };
        command.SetAction((parsed, ct) => RunAsync(parsed, async (users, _) =>
        {
            var lines = await users.ListAsync(ct);
            if (parsed.GetValue(json))
            {
                Output.Json(lines.Select(line => new { line.User.Id, line.User.Email, line.User.DisplayName, line.User.IsActive, line.User.Roles, line.User.Memberships, line.HasPassword, line.CreatedAt, line.LastSeenAt }));
                return;
            }

            var table = new Table().Border(TableBorder.Simple);
            table.AddColumns("e-mail", "name", "state", "roles", "other tenants", "last seen");
            foreach (var line in lines)
            {
                table.AddRow(
                    Markup.Escape(line.User.Email), Markup.Escape(line.User.DisplayName ?? ""), line.User.IsActive ? line.HasPassword ? "active" : "no password" : "inactive",
                    string.Join(", ", line.User.Roles), Markup.Escape(string.Join("; ", line.User.Memberships.Select(pair => $"{pair.Key}: {string.Join(", ", pair.Value)}"))),
                    line.LastSeenAt?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "–");
            }

            AnsiConsole.Write(table);
        }, ct));
        return command;
    }

    private static Command Add()
    {
        var email = Email();
        var name = new Option<string?>("--name") { Description = "As pages show it.", HelpName = "NAME" };
        var role = new Option<string[]>("--role") { Description = $"In the tenant: {string.Join(", ", AccessRoles.All)}. May stand several times (default: viewer).", HelpName = "ROLE" };
        var stdin = new Option<bool>("--password-stdin") { Description = "Read the password from the standard input; without it, `herdbook sign-in EMAIL` gives a link." };
        var json = Globals.Json();
        var command = new Command("add", "Make an account.") { email, name, role, stdin, json };
        command.SetAction((parsed, ct) => RunAsync(parsed, async (users, tenant) =>
        {
            var roles = parsed.GetValue(role) is { Length: > 0 } given ? given : [AccessRoles.Viewer];
            var password = parsed.GetValue(stdin) ? await ReadPasswordAsync(ct) : null;
            var user = await users.MakeAsync(Actor.Owner, parsed.GetValue(email)!, parsed.GetValue(name), tenant == Tenant.Default ? roles : [], password, ct);
            if (tenant != Tenant.Default)
            {
                await users.SetRolesAsync(Actor.Owner, user.Id, tenant, roles, ct);
            }

            if (parsed.GetValue(json))
            {
                Output.Json(new { user.Id, user.Email, Tenant = tenant.Slug, Roles = roles });
            }
            else
            {
                Console.Out.WriteLine($"{user.Email} may sign in as {string.Join(", ", roles)} of {tenant}.{(password is null ? $" `herdbook sign-in {user.Email}` gives a link." : "")}");
            }
        }, ct));
        return command;
    }

    private static Command Roles()
    {
        var email = Email();
        var roles = new Argument<string[]>("ROLE") { Description = $"All that they hold from now on: {string.Join(", ", AccessRoles.All)}. None takes away all.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("roles", "Set what a user may do in the tenant.") { email, roles };
        command.SetAction((parsed, ct) => RunAsync(parsed, async (users, tenant) =>
        {
            var given = parsed.GetValue(roles) ?? [];
            await users.SetRolesAsync(Actor.Owner, (await FindAsync(users, parsed.GetValue(email)!, ct)).Id, tenant, given, ct);
            Console.Out.WriteLine($"{parsed.GetValue(email)} is {(given.Length == 0 ? "nothing" : string.Join(", ", given))} in {tenant}.");
        }, ct));
        return command;
    }

    private static Command Active(string verb, bool active)
    {
        var email = Email();
        var command = new Command(verb, active ? "Let a user sign in again." : "Keep a user out: sessions end and tokens stop at once.") { email };
        command.SetAction((parsed, ct) => RunAsync(parsed, async (users, _) =>
        {
            await users.SetActiveAsync(Actor.Owner, (await FindAsync(users, parsed.GetValue(email)!, ct)).Id, active, ct);
            Console.Out.WriteLine($"{parsed.GetValue(email)} may {(active ? "sign in" : "sign in no more")}.");
        }, ct));
        return command;
    }

    private static Command Password()
    {
        var email = Email();
        var command = new Command("password", "Set a user's password, read from the standard input.") { email };
        command.SetAction((parsed, ct) => RunAsync(parsed, async (users, _) =>
        {
            var user = await FindAsync(users, parsed.GetValue(email)!, ct);
            await users.SetPasswordAsync(Actor.Owner, user.Id, await ReadPasswordAsync(ct), ct);
            Console.Out.WriteLine($"The password of {user.Email} is set.");
        }, ct));
        return command;
    }

    /// <summary>The first line: an argument would stand in the list of processes and in the shell's history.</summary>
    private static async Task<string> ReadPasswordAsync(CancellationToken ct) => await Console.In.ReadLineAsync(ct) ?? "";

    private static async Task<User> FindAsync(Users users, string email, CancellationToken ct) =>
        await users.FindAsync(email, ct) ?? throw new RefusedException("user_unknown", $"There is no user {email}. Nothing was changed. `herdbook users list` lists them.");

    private static async Task<int> RunAsync(ParseResult parsed, Func<Users, Tenant, Task> work, CancellationToken ct)
    {
        await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
        await work(new Users(session.Book), await parsed.TenantOfAsync(session, ct));
        return CommandLine.Done;
    }
}

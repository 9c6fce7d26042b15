using System.CommandLine;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Homes;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook sign-in`: a link by which somebody signs in once, without a password.</summary>
internal static class SignInCommand
{
    public static Command Create()
    {
        var email = new Argument<string?>("EMAIL") { Description = "Whose (default: the book's first administrator).", Arity = ArgumentArity.ZeroOrOne };
        var json = Globals.Json();
        var command = new Command("sign-in", "Print a link to sign in by, once and within the hour.") { email, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var users = new Users(session.Book);
            var user = parsed.GetValue(email) is { } named
                ? await users.FindAsync(named, ct) ?? throw new RefusedException("user_unknown", $"There is no user {named}. `herdbook users list` lists them.")
                : await FirstAdministrator.EnsureAsync(users, ct);
            var path = FirstAdministrator.PathOf(await new SignIns(session.Book, users, TimeProvider.System).MakeLinkAsync(Actor.Owner, user.Id, ct));
            var address = ControlPlane.Running(session.Home)?.Address;
            if (parsed.GetValue(json))
            {
                Output.Json(new { user.Email, Path = path, Address = address is null ? null : address + path });
                return CommandLine.Done;
            }

            Console.Out.WriteLine(address + path);
            Console.Error.WriteLine(address is null
                ? $"{user.Email} signs in by this path, once and within the hour. No server runs on this home: `herdbook up` starts one."
                : $"{user.Email} signs in by this link, once and within the hour.");
            return CommandLine.Done;
        });
        return command;
    }
}

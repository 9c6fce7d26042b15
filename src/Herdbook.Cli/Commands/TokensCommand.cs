using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Homes;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook tokens`: what agents and programs show to be let in.</summary>
internal static class TokensCommand
{
    public static Command Create() => new("tokens", "What agents and programs show to be let in.") { List(), Make(), Revoke() };

    private static Command List()
    {
        var json = Globals.Json();
        var command = new Command("list", "Show every token of the tenant; never its text.") { json };
        command.SetAction((parsed, ct) => RunAsync(parsed, async (tokens, tenant) =>
        {
            var found = await tokens.ListAsync(tenant, ct);
            var now = DateTimeOffset.UtcNow;
            if (parsed.GetValue(json))
            {
                Output.Json(found.Select(token => new { token.Id, token.Name, State = token.State(now), token.Hint, token.Roles, token.Permissions, token.AgentCode, token.MadeBy, token.ExpiresAt, token.LastUsedAt, token.RevokedAt, token.CreatedAt }));
                return;
            }

            var table = new Table().Border(TableBorder.Simple);
            table.AddColumns("id", "name", "state", "begins", "may", "agent", "last used", "expires");
            foreach (var token in found)
            {
                table.AddRow(
                    token.Id.ToString(), Markup.Escape(token.Name), token.State(now), Markup.Escape(token.Hint + "…"), string.Join(", ", token.Roles.Concat(token.Permissions)),
                    Markup.Escape(token.AgentCode ?? ""), When(token.LastUsedAt), token.ExpiresAt is null ? "never" : When(token.ExpiresAt));
            }

            AnsiConsole.Write(table);
        }, ct));
        return command;
    }

    private static Command Make()
    {
        var name = new Argument<string>("NAME") { Description = "What it is called; the audit log names it so." };
        var role = new Option<string[]>("--role") { Description = $"May what this role may: {string.Join(", ", AccessRoles.All)}.", HelpName = "ROLE" };
        var may = new Option<string[]>("--may") { Description = "A permission, as module:action: herd:read, intake:write. May stand several times.", HelpName = "PERMISSION" };
        var agent = new Option<string?>("--agent") { Description = "The code of the agent that acts by it.", HelpName = "CODE" };
        var days = new Option<int?>("--days") { Description = "Expires after so many days (default: never).", HelpName = "N" };
        var json = Globals.Json();
        var command = new Command("make", "Make a token for the tenant, and print it this once.") { name, role, may, agent, days, json };
        command.SetAction((parsed, ct) => RunAsync(parsed, async (tokens, tenant) =>
        {
            var wanted = new WantedToken(
                parsed.GetValue(name)!, parsed.GetValue(role) ?? [], parsed.GetValue(may) ?? [], null, parsed.GetValue(agent), parsed.GetValue(days) is { } given ? TimeSpan.FromDays(given) : null);
            var (token, text) = await tokens.MakeAsync(tenant, Actor.Owner, wanted, ct);
            if (parsed.GetValue(json))
            {
                Output.Json(new { token.Id, token.Name, Token = text, token.Roles, token.Permissions, token.AgentCode, token.ExpiresAt });
                return;
            }

            Console.Out.WriteLine(text);
            Console.Error.WriteLine($"This is the token '{token.Name}' for {tenant}. It is shown here and never again; send it as Authorization: Bearer.");
        }, ct));
        return command;
    }

    private static Command Revoke()
    {
        var which = new Argument<string>("TOKEN") { Description = "Its id, or its name where only one has it." };
        var command = new Command("revoke", "Refuse a token from now on.") { which };
        command.SetAction((parsed, ct) => RunAsync(parsed, async (tokens, tenant) =>
        {
            var asked = parsed.GetValue(which)!;
            var found = (await tokens.ListAsync(tenant, ct)).Where(token => token.RevokedAt is null && (token.Name == asked || token.Id.ToString() == asked)).ToList();
            if (found is not [var one])
            {
                throw new RefusedException("token_unknown", $"{(found.Count == 0 ? "No token" : "More than one token")} of {tenant} is called '{asked}' and not revoked yet. Nothing was changed. `herdbook tokens list` shows their ids.");
            }

            await tokens.RevokeAsync(tenant, Actor.Owner, one.Id, null, ct);
            Console.Out.WriteLine($"The token '{one.Name}' is revoked.");
        }, ct));
        return command;
    }

    private static string When(DateTime? at) => at?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "–";

    private static async Task<int> RunAsync(ParseResult parsed, Func<ApiTokens, Tenant, Task> work, CancellationToken ct)
    {
        await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
        await work(new ApiTokens(session.Book, TimeProvider.System), await parsed.TenantOfAsync(session, ct));
        return CommandLine.Done;
    }
}

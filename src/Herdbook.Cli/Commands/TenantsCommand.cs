using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Seal;
using Herdbook.Core.Homes;
using Herdbook.Core.Tenancy;
using Herdbook.Warehouse.Build;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook tenants`: who owns rows in this book, and what becomes of them.</summary>
internal static class TenantsCommand
{
    internal static readonly Argument<string> Slug = new("SLUG") { Description = "The tenant." };

    public static Command Create() =>
        new("tenants", "Create, suspend, export, import and erase tenants.")
        {
            List(),
            New(),
            Act("suspend", "It answers nobody but the book's administrators; its intake waits, its rows stay.", (register, slug, ct) => register.SuspendAsync(Actor.Owner, slug, ct)),
            Act("resume", "It is at work again; a mark for erasure goes.", (register, slug, ct) => register.ResumeAsync(Actor.Owner, slug, ct)),
            Rename(),
            TenantsMoveCommands.Export(),
            TenantsMoveCommands.Import(),
            Erase(),
        };

    private static Command List()
    {
        var json = Globals.Json();
        var command = new Command("list", "Every tenant and its state.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var tenants = await new TenantRegister(session.Book).ListAsync(ct);
            if (parsed.GetValue(json))
            {
                Output.Json(tenants);
                return CommandLine.Done;
            }

            var sheet = new Table().Border(TableBorder.Simple).AddColumns("tenant", "name", "state", "since");
            foreach (var tenant in tenants)
            {
                var since = tenant.ErasedAt ?? tenant.ErasureAt ?? tenant.SuspendedAt ?? tenant.CreatedAt;
                sheet.AddRow(Markup.Escape(tenant.Slug), Markup.Escape(tenant.Title ?? ""), tenant.State, since?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "");
            }

            AnsiConsole.Write(sheet);
            return CommandLine.Done;
        });
        return command;
    }

    private static Command New()
    {
        var title = new Option<string?>("--title") { Description = "Its name, for people.", HelpName = "TEXT" };
        var json = Globals.Json();
        var command = new Command("create", "Create a tenant.") { Slug, title, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            Tell(await new TenantRegister(session.Book).CreateAsync(Actor.Owner, parsed.GetValue(Slug)!, parsed.GetValue(title), ct), parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Rename()
    {
        var title = new Argument<string>("TITLE") { Description = "Its name, for people; empty for none." };
        var json = Globals.Json();
        var command = new Command("rename", "Give a tenant another name; its slug stays.") { Slug, title, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            Tell(await new TenantRegister(session.Book).RenameAsync(Actor.Owner, parsed.GetValue(Slug)!, parsed.GetValue(title), ct), parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Act(string verb, string about, Func<TenantRegister, string, CancellationToken, Task<TenantState>> act)
    {
        var json = Globals.Json();
        var command = new Command(verb, about) { Slug, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            Tell(await act(new TenantRegister(session.Book), parsed.GetValue(Slug)!, ct), parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>Twice the same command: the first marks, the second erases.</summary>
    private static Command Erase()
    {
        var again = new Option<string>("--again") { Description = "The slug, typed once more.", HelpName = "SLUG", Required = true };
        var json = Globals.Json();
        var command = new Command("erase", "Erase a suspended tenant for good. The first time marks it, the second time erases it.") { Slug, again, json };
        command.SetAction(async (parsed, ct) =>
        {
            var slug = parsed.GetValue(Slug)!;
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var register = new TenantRegister(session.Book);
            if (await register.FindAsync(slug, ct) is not { ErasureAt: not null })
            {
                Tell(await register.MarkForErasureAsync(Actor.Owner, slug, parsed.GetValue(again), ct), parsed.GetValue(json));
                if (!parsed.GetValue(json))
                {
                    AnsiConsole.MarkupLineInterpolated($"Nothing has gone yet. The same command again erases it; `herdbook tenants resume {slug}` takes the mark back.");
                }

                return CommandLine.Done;
            }

            var erasing = new TenantErasing(register, session.Book, CheckpointKey.Open(session.Keys), TimeProvider.System, $"tenants-{Guid.NewGuid():n}");
            var rows = await erasing.RunAsync(Actor.Owner, slug, parsed.GetValue(again), ct);
            WarehouseFolder.Remove(session.Home, new Tenant(slug));
            if (parsed.GetValue(json))
            {
                Output.Json(new { Slug = slug, State = "erased", Rows = rows });
            }
            else
            {
                AnsiConsole.MarkupLineInterpolated($"{slug} is erased: {rows:N0} rows. The hashes of its audit log stay.");
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static void Tell(TenantState tenant, bool json)
    {
        if (json)
        {
            Output.Json(tenant);
        }
        else
        {
            AnsiConsole.MarkupLineInterpolated($"{tenant.Slug} is {tenant.State}{(tenant.Title is { } title ? $", called {title}" : "")}.");
        }
    }
}

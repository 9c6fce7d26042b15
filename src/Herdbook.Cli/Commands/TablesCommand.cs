using System.CommandLine;
using Herdbook.Catalog;
using Herdbook.Catalog.Pages;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Homes;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook tables`: which tables there are, what stands in one, and the reference pages of all of them.</summary>
internal static class TablesCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "A table, as herd.agent_def, or a module (default: all).", Arity = ArgumentArity.ZeroOrOne };
        var docs = new Option<string?>("--docs") { Description = "Write the reference pages of Herdbook's own tables into a folder, and read no book.", HelpName = "DIR" };
        var json = Globals.Json();
        var command = new Command("tables", "Show the tables: all, those of a module, or one with its columns and rules.") { name, docs, json };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(docs) is { } folder)
            {
                await WriteAsync(folder, ct);
                return CommandLine.Done;
            }

            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            Show(session.Catalog.Current, parsed.GetValue(name), parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    private static void Show(CatalogSet catalog, string? name, bool json)
    {
        if (name is null || catalog.Modules.Contains(name))
        {
            TableSheets.List([.. catalog.Tables.Where(table => name is null || table.Module == name)], json);
        }
        else if (catalog.Find(name) is { } table)
        {
            TableSheets.One(catalog, table, json);
        }
        else
        {
            var near = catalog.Tables.Where(other => other.Name == name || other.FullName.Contains(name, StringComparison.OrdinalIgnoreCase)).Select(other => other.FullName).Take(5).ToList();
            throw new RefusedException("table_unknown",
                $"There is no table or module '{name}'. {(near.Count == 0 ? "`herdbook tables` lists all." : $"Near it: {string.Join(", ", near)}.")}");
        }
    }

    private static async Task WriteAsync(string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var pages = ModulePages.Render(Schema.Declared);
        foreach (var (file, text) in pages)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), text, ct);
        }

        Console.WriteLine($"{pages.Count} pages in {folder}");
    }
}

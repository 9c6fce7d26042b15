using System.CommandLine;
using System.Text.Json;
using Herdbook.Catalog.Rows;
using Herdbook.Cli.Terminal;
using Herdbook.Core.Homes;
using Herdbook.Core.Rows;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>The verbs of `herdbook rows` that read.</summary>
internal static class RowsReadCommands
{
    private const long ListLimit = 25;

    public static Command List()
    {
        var table = RowsCommand.Table();
        var filters = RowsCommand.Filters();
        var select = new Option<string?>("--select") { Description = "What to show, as in 'ticket_code,project_def(project_title)'.", HelpName = "COLUMNS" };
        var order = new Option<string?>("--order") { Description = "As in 'created_at.desc'.", HelpName = "COLUMNS" };
        var limit = new Option<long>("--limit") { Description = "At most so many rows.", HelpName = "N", DefaultValueFactory = _ => ListLimit };
        var json = new Option<bool>("--json") { Description = "An array of objects." };
        var csv = new Option<bool>("--csv") { Description = "Comma-separated values with a heading." };
        var command = new Command("list", "Show rows of a table.") { table, filters, select, order, limit, json, csv };
        command.SetAction((parsed, ct) => RowsCommand.RunAsync(parsed, table, async (session, tenant, declared) =>
        {
            var parameters = RowsCommand.Parameters(parsed.GetValue(filters) ?? []).ToList();
            parameters.AddRange(Given(("select", parsed.GetValue(select)), ("order", parsed.GetValue(order))));
            var reader = new RowReader(session.Book, session.Catalog);
            var query = RowQueryParser.Parse(session.Catalog.Current, declared, parameters) with { Limit = parsed.GetValue(limit) };
            if (parsed.GetValue(json) || parsed.GetValue(csv))
            {
                await using var output = Console.OpenStandardOutput();
                await reader.StreamAsync(tenant, query, parsed.GetValue(csv) ? RowForm.Csv : RowForm.Json, output, ct);
                return;
            }

            var page = await reader.PageAsync(tenant, query, RowCount.Estimated, ct);
            Show(query, page);
        }, ct));
        return command;
    }

    public static Command Get()
    {
        var table = RowsCommand.Table();
        var key = new Argument<string>("KEY") { Description = "The row's key; of a key of several columns a JSON array of texts." };
        var asOf = RowsCommand.AsOf();
        var json = Globals.Json();
        var command = new Command("get", "Show one row.") { table, key, asOf, json };
        command.SetAction((parsed, ct) => RowsCommand.RunAsync(parsed, table, async (session, tenant, declared) =>
        {
            var reader = new RowReader(session.Book, session.Catalog);
            var row = await reader.GetAsync(tenant, declared, RowKey.Parse(declared, parsed.GetValue(key)!), parsed.GetValue(asOf), ct)
                ?? throw new RowRefusalException("not_found", $"{declared.FullName} has no row '{parsed.GetValue(key)}'{(parsed.GetValue(asOf) is null ? "" : " at that time")}.") { Status = 404 };
            if (parsed.GetValue(json))
            {
                Output.Json(row.Row);
                return;
            }

            var sheet = new Table().Border(TableBorder.Simple).HideHeaders().AddColumn("column").AddColumn("value");
            foreach (var member in row.Row.EnumerateObject())
            {
                sheet.AddRow($"[grey]{Markup.Escape(member.Name)}[/]", Cell(member.Value));
            }

            AnsiConsole.Write(sheet);
        }, ct));
        return command;
    }

    public static Command Export()
    {
        var table = RowsCommand.Table();
        var filters = RowsCommand.Filters();
        var format = new Option<RowForm?>("--format") { Description = "By default what the file's name says, else ndjson.", HelpName = "csv|ndjson|json" };
        var to = new Option<string?>("--out") { Description = "The file to write (default: standard output). It is there when it is whole.", HelpName = "FILE" };
        var asOf = RowsCommand.AsOf();
        var deleted = new Option<bool>("--deleted") { Description = "Deleted rows too." };
        var command = new Command("export", "Write all rows of a table, or those that filters find; `rows import` reads them again without loss.") { table, filters, format, to, asOf, deleted };
        command.SetAction((parsed, ct) => RowsCommand.RunAsync(parsed, table, async (session, tenant, declared) =>
        {
            var query = RowQueryParser.Parse(session.Catalog.Current, declared, RowsCommand.Parameters(parsed.GetValue(filters) ?? []));
            query = query with { AsOf = parsed.GetValue(asOf) ?? query.AsOf, Deleted = parsed.GetValue(deleted) ? RowDeleted.Include : query.Deleted };
            var file = parsed.GetValue(to);
            var form = parsed.GetValue(format) ?? FormOf(file);
            var reader = new RowReader(session.Book, session.Catalog);
            if (file is null or "-")
            {
                await using var output = Console.OpenStandardOutput();
                await reader.StreamAsync(tenant, query, form, output, ct);
                return;
            }

            var rows = await WriteAsync(file, stream => reader.StreamAsync(tenant, query, form, stream, ct));
            AnsiConsole.MarkupLineInterpolated($"{rows:N0} rows of {declared.FullName} in {file}");
        }, ct));
        return command;
    }

    /// <summary>A file that was begun and not ended is none.</summary>
    private static async Task<long> WriteAsync(string file, Func<Stream, Task<long>> write)
    {
        var part = $"{file}.{Environment.ProcessId}.part";
        try
        {
            long rows;
            await using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
            {
                rows = await write(stream);
            }

            File.Move(part, file, overwrite: true);
            return rows;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new RowRefusalException("file_not_written", $"{file} cannot be written: {e.Message}", e) { Remedy = "Choose another --out." };
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static RowForm FormOf(string? file) => Path.GetExtension(file ?? "").ToLowerInvariant() switch
    {
        ".csv" => RowForm.Csv,
        ".json" => RowForm.Json,
        _ => RowForm.Ndjson,
    };

    private static IEnumerable<KeyValuePair<string, string>> Given(params (string Name, string? Value)[] parameters) =>
        parameters.Where(parameter => parameter.Value is not null).Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value!));

    private static void Show(RowQuery query, RowPage page)
    {
        var names = page.Rows.Count == 0 ? RowSql.Header(query) : [.. page.Rows[0].EnumerateObject().Select(member => member.Name)];
        // Columns in which no row has anything only take room.
        var shown = names.Where(name => page.Rows.Count == 0 || page.Rows.Any(row => row.GetProperty(name).ValueKind != JsonValueKind.Null)).ToList();
        var sheet = new Table().Border(TableBorder.Simple);
        foreach (var name in shown)
        {
            sheet.AddColumn(new TableColumn(Markup.Escape(name)));
        }

        foreach (var row in page.Rows)
        {
            sheet.AddRow([.. shown.Select(name => Cell(row.GetProperty(name)))]);
        }

        AnsiConsole.Write(sheet);
        AnsiConsole.MarkupLineInterpolated($"[grey]{page.Rows.Count:N0} of {Math.Max(page.Count ?? 0, page.Rows.Count):N0} rows of {query.Table.FullName}{(shown.Count < names.Count ? $"; empty columns are left out: {names.Count - shown.Count}" : "")}[/]");
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "[grey]–[/]",
        JsonValueKind.String => Markup.Escape(Short(value.GetString()!)),
        _ => Markup.Escape(Short(value.GetRawText())),
    };

    private static string Short(string text) => text.Length > 200 ? text[..200] + "…" : text;
}

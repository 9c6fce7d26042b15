using System.CommandLine;
using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Reading;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook warehouse sql QUERY`: one statement that reads, for people as a table, for programs as JSON or CSV. Needs no PostgreSQL.</summary>
internal static class WarehouseSqlCommand
{
    /// <summary>Rows of a table on the terminal; JSON and CSV have no such limit.</summary>
    private const int MostShown = 1_000;

    public static Command Create()
    {
        var query = new Argument<string>("query") { Description = "DuckDB SQL; - reads it from standard input.", HelpName = "QUERY" };
        var json = new Option<bool>("--json") { Description = "An array of objects; decimals with all their digits, moments in ISO 8601." };
        var csv = new Option<bool>("--csv") { Description = "Comma-separated values with a heading." };
        var command = new Command("sql", "Ask the warehouse; one statement that reads.") { query, json, csv };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
            {
                result.AddError("Choose --json or --csv, not both.");
            }
        });
        command.SetAction(async (parsed, ct) =>
        {
            var sql = parsed.GetValue(query)!;
            sql = sql == "-" ? await Console.In.ReadToEndAsync(ct) : sql;
            using var store = new WarehouseStore(parsed.HomeOf());
            using var reader = store.Open(parsed.TenantOf());
            if (parsed.GetValue(json) || parsed.GetValue(csv))
            {
                await using var output = Console.OpenStandardOutput();
                await WarehouseExport.WriteAsync(reader, sql, parsed.GetValue(json) ? "json" : "csv", () => { }, output, ct);
            }
            else
            {
                Show(await GuardedSql.QueryAsync(reader, sql, QueryLimits.People with { Rows = MostShown, Time = QueryLimits.Export.Time }, ct));
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static void Show(WarehouseTable answer)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in answer.Columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column.Name)) { Alignment = column.IsNumber ? Justify.Right : Justify.Left });
        }

        foreach (var row in answer.Rows)
        {
            table.AddRow([.. row.Select(value => value is null ? new Markup("[grey]null[/]") : new Markup(Markup.Escape(PlainText.Of(value))))]);
        }

        AnsiConsole.Write(table);
        var count = answer.Rows.Count;
        AnsiConsole.MarkupLineInterpolated($"[grey]{(answer.IsCut ? $"the first {count} rows; --csv or --json prints all" : count == 1 ? "1 row" : $"{count} rows")}, {answer.Took.TotalMilliseconds:0} ms[/]");
    }
}

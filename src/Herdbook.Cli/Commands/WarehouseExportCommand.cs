using System.CommandLine;
using Herdbook.Core;
using Herdbook.Warehouse.Reading;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook warehouse export [TABLE…]`: tables, a query, or all of gold, as files in a folder.</summary>
internal static class WarehouseExportCommand
{
    public static Command Create()
    {
        var tables = new Argument<string[]>("tables") { Description = "Tables or views, with or without their schema (default: all of gold).", HelpName = "TABLE", Arity = ArgumentArity.ZeroOrMore };
        var folder = new Option<string>("--to") { Description = "The folder for the files; made where it is absent.", HelpName = "DIR", Required = true };
        var format = new Option<string>("--format") { Description = "parquet, csv or ndjson.", HelpName = "FORMAT", DefaultValueFactory = _ => "parquet" };
        format.AcceptOnlyFromAmong("parquet", "csv", "ndjson");
        var query = new Option<string?>("--query") { Description = "Export the rows of this query instead, as `query`.", HelpName = "SQL" };
        var month = new Option<string?>("--by-month") { Description = "Partition Parquet by the month of this column: <table>/month=2026-01/….parquet. Tables without it stay whole.", HelpName = "COLUMN" };
        var command = new Command("export", "Write tables of the warehouse as Parquet, CSV or NDJSON files.") { tables, folder, format, query, month };
        command.Validators.Add(result =>
        {
            if (result.GetValue(query) is not null && result.GetValue(tables) is { Length: > 0 })
            {
                result.AddError("Name tables or give --query, not both.");
            }

            if (result.GetValue(month) is not null && result.GetValue(format) != "parquet")
            {
                result.AddError("--by-month goes with --format parquet.");
            }
        });
        command.SetAction(async (parsed, ct) =>
        {
            using var store = new WarehouseStore(parsed.HomeOf());
            using var reader = store.Open(parsed.TenantOf());
            var export = new FolderExport(reader, Path.GetFullPath(parsed.GetValue(folder)!), parsed.GetValue(format)!, parsed.GetValue(month));
            var written = parsed.GetValue(query) is { } sql
                ? [await export.WriteQueryAsync("query", sql, ct)]
                : await export.WriteTablesAsync(parsed.GetValue(tables) ?? [], ct);
            foreach (var file in written)
            {
                AnsiConsole.MarkupLineInterpolated($"{file.Rows,12:N0} rows  {file.Path}");
            }

            return CommandLine.Done;
        });
        return command;
    }
}

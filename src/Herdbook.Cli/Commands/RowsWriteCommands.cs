using System.CommandLine;
using System.Globalization;
using System.Text;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>The verbs of `herdbook rows` that write.</summary>
internal static class RowsWriteCommands
{
    public static Command Put()
    {
        var table = RowsCommand.Table();
        var file = new Argument<string?>("FILE") { Description = "A file with one JSON object; - reads standard input.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<string?>("--json") { Description = "The JSON object itself.", HelpName = "TEXT" };
        var key = new Option<string?>("--key") { Description = "The row's key, where the object leaves it out.", HelpName = "KEY" };
        var command = new Command("put", "Write one row: insert it, or change the one that has its key.") { table, file, json, key };
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null == result.GetValue(json) is null)
            {
                result.AddError("Give the row as --json TEXT, or as a FILE.");
            }
        });
        command.SetAction((parsed, ct) => RowsCommand.RunAsync(parsed, table, async (session, tenant, declared) =>
        {
            await using var content = parsed.GetValue(json) is { } text ? new MemoryStream(Encoding.UTF8.GetBytes(text)) : Open(parsed.GetValue(file)!);
            var writer = new RowWriter(session.Book, session.Catalog);
            var body = new RowBody(content, RowBodyFormat.Json);
            var written = parsed.GetValue(key) is { } named
                ? await writer.PutAsync(tenant, Actor.Owner, declared, RowKey.Parse(declared, named), body, null, RowWriteOptions.Plain, ct)
                : await writer.InsertAsync(tenant, Actor.Owner, declared, body, new RowInsertOptions { Resolution = Resolution(declared, merge: true) }, new RowWriteOptions { Exactly = 1 }, ct);
            var row = written.Rows[0];
            AnsiConsole.MarkupLineInterpolated($"{declared.FullName} {row.Key!.Text}: {(row.IsNew ? "inserted" : "changed")}");
        }, ct));
        return command;
    }

    public static Command Import()
    {
        var table = RowsCommand.Table();
        var file = new Argument<string>("FILE") { Description = "CSV with a heading, NDJSON or JSON; - reads standard input." };
        var format = new Option<RowBodyFormat?>("--format") { Description = "By default what the file's name says.", HelpName = "csv|ndjson|json" };
        var upsert = new Option<bool>("--upsert") { Description = "Change rows whose key stands already." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Do everything, then take it back." };
        var command = new Command("import", "Insert the rows of a file: all of them, or none.") { table, file, format, upsert, dryRun };
        command.SetAction((parsed, ct) => RowsCommand.RunAsync(parsed, table, async (session, tenant, declared) =>
        {
            var name = parsed.GetValue(file)!;
            await using var content = Open(name);
            var body = new RowBody(content, parsed.GetValue(format) ?? FormatOf(name));
            var options = new RowInsertOptions { PassOver = true, Resolution = Resolution(declared, parsed.GetValue(upsert)) };
            var write = new RowWriteOptions { DryRun = parsed.GetValue(dryRun), Limit = RowWriteOptions.ImportLimit };
            var written = await new RowWriter(session.Book, session.Catalog).InsertAsync(tenant, Actor.Owner, declared, body, options, write, ct);
            var counts = string.Create(CultureInfo.InvariantCulture, $"{written.Inserted:N0} inserted, {written.Affected - written.Inserted:N0} changed");
            AnsiConsole.MarkupLineInterpolated($"{declared.FullName}: {counts}{(write.DryRun ? "; all of it was taken back" : "")}");
        }, ct));
        return command;
    }

    /// <summary>What never changes is left as it stands.</summary>
    private static RowResolution Resolution(Catalog.TableDeclaration table, bool merge) =>
        !merge ? RowResolution.Refuse : RowPermission.Allows(table, RowVerb.Merge) ? RowResolution.Merge : RowResolution.Refuse;

    private static RowBodyFormat FormatOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".csv" => RowBodyFormat.Csv,
        ".json" => RowBodyFormat.Json,
        ".ndjson" or ".jsonl" => RowBodyFormat.Ndjson,
        _ => throw new RowRefusalException("media_type", $"The name of {file} does not say what is in it. Nothing was changed.") { Remedy = "Give --format csv, ndjson or json." },
    };

    private static Stream Open(string file)
    {
        try
        {
            return file == "-" ? Console.OpenStandardInput() : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 64 << 10, useAsync: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RowRefusalException("path_not_found", $"{file} cannot be read: {e.Message} Nothing was changed.", e) { Remedy = "Give the path of a file, or - for standard input." };
        }
    }
}

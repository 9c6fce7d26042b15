using System.CommandLine;
using Herdbook.Catalog;
using Herdbook.Core;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook schema`: prints what is made of the declarations, or writes it beside them.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var editors = new Option<bool>("--json-schema") { Description = "Print the JSON Schema of a declaration, for editors, instead of the SQL." };
        var write = new Option<string?>("--write") { Description = "Write schema/current.sql and catalog/table.schema.json in this folder of a repository instead." };
        var command = new Command("schema", "Print the whole schema that the catalog declares, as SQL.") { editors, write };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(write) is not { } folder)
            {
                await Console.Out.WriteAsync(parsed.GetValue(editors) ? GeneratedFiles.TableSchema() : GeneratedFiles.CurrentSchema(Schema.Declared));
                return CommandLine.Done;
            }

            foreach (var (path, text) in new[] { ("schema/current.sql", GeneratedFiles.CurrentSchema(Schema.Declared)), ("catalog/table.schema.json", GeneratedFiles.TableSchema()) })
            {
                var file = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, text, ct);
                await Console.Out.WriteLineAsync(file);
            }

            return CommandLine.Done;
        });
        return command;
    }
}

using System.CommandLine;
using System.Text.Json;
using Herdbook.Templating;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook template render`: a Jinja2 template to its text; needs no book and no server.</summary>
internal static class TemplateCommand
{
    public static Command Create() => new("template", "Jinja2 templates, without a book or a server.") { Render() };

    private static Command Render()
    {
        var file = new Argument<string?>("file")
        {
            Description = "The template; - is standard input.",
            HelpName = "FILE|-",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var vars = new Option<string?>("--vars") { Description = "A JSON object with the variables.", HelpName = "JSON-FILE" };
        var strict = new Option<bool>("--strict") { Description = "Refuse whatever is undefined." };
        var batch = new Option<bool>("--batch") { Description = "Read a JSON object a line (template, vars, options, templates), answer each with one (output, or error)." };
        var command = new Command("render", "Print what a template gives, or its error (exit code 1).") { file, vars, strict, batch };
        command.Validators.Add(result =>
        {
            if (result.GetValue(batch) == result.GetValue(file) is not null)
            {
                result.AddError("Give a template's file (or -), or --batch.");
            }

            if (result.GetValue(batch) && (result.GetValue(vars) is not null || result.GetValue(strict)))
            {
                result.AddError("With --batch, each line brings its own vars and options.");
            }
        });
        command.SetAction(async (result, ct) => result.GetValue(batch)
            ? await TemplateBatch.RunAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), ct)
            : await RenderAsync(result.GetValue(file)!, result.GetValue(vars), result.GetValue(strict), ct));
        return command;
    }

    private static async Task<int> RenderAsync(string file, string? varsFile, bool strict, CancellationToken ct)
    {
        try
        {
            var source = file == "-" ? await ReadInputAsync(ct) : await File.ReadAllTextAsync(file, ct);
            var vars = await ReadVarsAsync(varsFile, ct);
            var environment = new TemplateEnvironment(new TemplateOptions { Undefined = strict ? UndefinedPolicy.Strict : UndefinedPolicy.Default })
            {
                Loader = file == "-" ? null : new FolderLoader(Path.GetDirectoryName(Path.GetFullPath(file))!),
            };
            ChatFunctions.AddTo(environment, TimeProvider.System);
            var text = environment.Parse(source, file == "-" ? null : file).Render(vars, ct);
            await using var output = new StreamWriter(Console.OpenStandardOutput(), new System.Text.UTF8Encoding(false));
            await output.WriteAsync(text.AsMemory(), ct);
            return CommandLine.Done;
        }
        catch (TemplateException exception)
        {
            await Console.Error.WriteLineAsync(Words(exception));
            return CommandLine.Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return CommandLine.Failed;
        }
    }

    private static async Task<string> ReadInputAsync(CancellationToken ct)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        return await input.ReadToEndAsync(ct);
    }

    private static async Task<Dictionary<string, Value>> ReadVarsAsync(string? file, CancellationToken ct)
    {
        if (file is null)
        {
            return [];
        }

        await using var stream = File.OpenRead(file);
        using var json = await JsonDocument.ParseAsync(stream, default, ct);
        return TemplateBatch.Variables(json.RootElement)
            ?? throw new JsonException($"{file} holds no JSON object: give one like {{\"name\": \"value\"}}.");
    }

    /// <summary>One line for people: where, what kind, what, and what to do.</summary>
    private static string Words(TemplateException exception)
    {
        var where = exception.Line > 0 ? $"{exception.Template ?? "template"}:{exception.Line}:{exception.Column}: " : "";
        var remedy = exception.Remedy is null ? "" : $" ({exception.Remedy})";
        return $"{where}{TemplateBatch.KindOf(exception)}: {exception.Message}{remedy}";
    }

    /// <summary>Templates below one folder; a name that leads out of it finds nothing.</summary>
    private sealed class FolderLoader(string folder) : ITemplateLoader
    {
        public string? Load(string name)
        {
            var path = Path.GetFullPath(Path.Combine(folder, name));
            return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path) ? File.ReadAllText(path) : null;
        }
    }
}

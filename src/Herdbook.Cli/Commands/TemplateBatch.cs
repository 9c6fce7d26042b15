using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Herdbook.Templating;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook template render --batch`: a JSON object a line in, one out, in the same order, flushed whenever no more is waiting.</summary>
internal static class TemplateBatch
{
    private const int MaxEnvironments = 64;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers every line; errors of templates are answers, so the exit code is 0.</summary>
    public static async Task<int> RunAsync(Stream input, Stream output, CancellationToken ct)
    {
        var environments = new Dictionary<(TemplateOptions Options, bool Chat), TemplateEnvironment>();
        using var lines = new StreamReader(input, new UTF8Encoding(false));
        var answer = new ArrayBufferWriter<byte>();
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            answer.ResetWrittenCount();
            await using (var json = new Utf8JsonWriter(answer, Writing))
            {
                json.WriteStartObject();
                Answer(line, environments, json, ct);
                json.WriteEndObject();
            }

            answer.Write("\n"u8);
            await output.WriteAsync(answer.WrittenMemory, ct);
            await output.FlushAsync(ct);
        }

        return CommandLine.Done;
    }

    /// <summary>What programs read as the kind of an error.</summary>
    internal static string KindOf(TemplateException exception) => exception.Kind switch
    {
        TemplateErrorKind.MissingTemplate => "missing_template",
        _ => exception.Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The members of an object, or null when it is none.</summary>
    internal static Dictionary<string, Value>? Variables(JsonElement json) => json.ValueKind != JsonValueKind.Object
        ? null
        : json.EnumerateObject().GroupBy(member => member.Name).ToDictionary(group => group.Key, group => Value.FromJson(group.Last().Value));

    private static void Answer(
        string line, Dictionary<(TemplateOptions, bool), TemplateEnvironment> environments, Utf8JsonWriter json, CancellationToken ct)
    {
        try
        {
            using var request = JsonDocument.Parse(line);
            var root = request.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("template", out var template) || template.ValueKind != JsonValueKind.String)
            {
                WriteError(json, "request", 0, 0, "a line is a JSON object with a string named template");
                return;
            }

            var vars = root.TryGetProperty("vars", out var given) ? Variables(given) : [];
            if (vars is null)
            {
                WriteError(json, "request", 0, 0, "vars is a JSON object");
                return;
            }

            var environment = Environment(root, vars, environments);
            json.WriteString("output", environment.Parse(template.GetString()!).Render(vars, ct));
        }
        catch (TemplateException exception)
        {
            WriteError(json, KindOf(exception), exception.Line, exception.Column, exception.Message, exception.Remedy, exception.Template);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            WriteError(json, "request", 0, 0, exception.Message);
        }
    }

    private static TemplateEnvironment Environment(
        JsonElement root, Dictionary<string, Value> vars, Dictionary<(TemplateOptions, bool), TemplateEnvironment> kept)
    {
        var given = root.TryGetProperty("options", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var options = new TemplateOptions
        {
            TrimBlocks = Flag(given, "trim_blocks") ?? false,
            LstripBlocks = Flag(given, "lstrip_blocks") ?? false,
            KeepTrailingNewline = Flag(given, "keep_trailing_newline") ?? false,
            Autoescape = Flag(given, "autoescape") ?? false,
            Undefined = Policy(given),
        };
        var chat = Flag(given, "chat") ?? IsChat(vars);
        if (root.TryGetProperty("templates", out var templates) && templates.ValueKind == JsonValueKind.Object)
        {
            return Make(options, chat, new DictionaryLoader(templates.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString() ?? "")));
        }

        if (!kept.TryGetValue((options, chat), out var environment))
        {
            if (kept.Count >= MaxEnvironments)
            {
                kept.Clear();
            }

            kept[(options, chat)] = environment = Make(options, chat, null);
        }

        return environment;
    }

    private static TemplateEnvironment Make(TemplateOptions options, bool chat, ITemplateLoader? loader)
    {
        var environment = new TemplateEnvironment(options) { Loader = loader };
        ChatFunctions.AddTo(environment, TimeProvider.System);
        if (chat)
        {
            ChatFunctions.UseChatJson(environment);
        }

        return environment;
    }

    /// <summary>Whether these are the variables of a chat template: messages, each with its role.</summary>
    private static bool IsChat(Dictionary<string, Value> vars) =>
        vars.TryGetValue("messages", out var messages) && messages.AsList is { Count: > 0 } list && list[0].AsMap is { } first && first.TryGet("role", out _);

    private static bool? Flag(JsonElement options, string name) =>
        options.ValueKind == JsonValueKind.Object && options.TryGetProperty(name, out var flag) && flag.ValueKind != JsonValueKind.Null ? flag.GetBoolean() : null;

    private static UndefinedPolicy Policy(JsonElement options)
    {
        var name = options.ValueKind == JsonValueKind.Object && options.TryGetProperty("undefined", out var policy) ? policy.GetString() : null;
        return name?.ToLowerInvariant() switch
        {
            null or "default" or "undefined" => UndefinedPolicy.Default,
            "strict" or "strictundefined" => UndefinedPolicy.Strict,
            "chainable" or "chainableundefined" => UndefinedPolicy.Chainable,
            _ => throw new FormatException($"undefined is default, strict or chainable, not '{name}'"),
        };
    }

    private static void WriteError(
        Utf8JsonWriter json, string kind, int line, int column, string message, string? remedy = null, string? template = null)
    {
        json.WriteStartObject("error");
        json.WriteString("kind", kind);
        json.WriteNumber("line", line);
        json.WriteNumber("column", column);
        json.WriteString("message", message);
        if (remedy is not null)
        {
            json.WriteString("remedy", remedy);
        }

        if (template is not null)
        {
            json.WriteString("template", template);
        }

        json.WriteEndObject();
    }
}

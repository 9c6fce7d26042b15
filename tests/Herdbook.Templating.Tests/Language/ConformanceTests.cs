using System.Globalization;
using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Templating.Tests.Language;

/// <summary>The vectors of two other implementations, as far as Jinja2 3.1.6 agrees with them.</summary>
public sealed class ConformanceTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public void Every_vector_of_pallets_is_rendered_as_by_Jinja2()
    {
        var failures = new List<string>();
        foreach (var vector in Vectors("pallets-vectors.json"))
        {
            var environment = new TemplateEnvironment(Options(vector.GetProperty("env")));
            var source = vector.GetProperty("template").GetString()!;
            Compare(failures, source, Expected(vector.GetProperty("expected")), () =>
            {
                var text = environment.Parse(source).Render(Variables(vector.GetProperty("context")), Ct);
                foreach (var step in vector.GetProperty("post").EnumerateArray())
                {
                    text = step.GetString() switch
                    {
                        "strip" => text.Trim(),
                        "lower" => text.ToLowerInvariant(),
                        "split" => string.Join('\n', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
                        _ => throw new InvalidOperationException(step.GetString()),
                    };
                }

                return text;
            });
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    [Theory]
    [InlineData("hf-templates.json", "template", "context", "expected")]
    [InlineData("hf-chat-templates.json", "chat_template", "data", "expected")]
    [InlineData("hf-whitespace.json", "template", "data", "target")]
    public void Every_vector_of_the_chat_templates_is_rendered_as_by_Jinja2(string file, string template, string data, string expected)
    {
        var failures = new List<string>();
        foreach (var vector in Vectors(file))
        {
            if (!vector.TryGetProperty("jinja2_3_1_6_agrees", out var agrees) || !agrees.GetBoolean())
            {
                continue;
            }

            var chat = file.Contains("chat", StringComparison.Ordinal);
            var options = chat
                ? new TemplateOptions { TrimBlocks = true, LstripBlocks = true }
                : vector.TryGetProperty("options", out var given) ? Options(given) : new TemplateOptions();
            var source = vector.GetProperty(template).GetString()!;
            Compare(failures, source, vector.GetProperty(expected).GetString()!, () =>
            {
                var environment = new TemplateEnvironment(options);
                ChatFunctions.AddTo(environment, TimeProvider.System);
                if (chat)
                {
                    ChatFunctions.UseChatJson(environment);
                }

                return environment.Parse(source).Render(Variables(vector.GetProperty(data)), Ct);
            });
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    [Theory]
    [InlineData("hf-errors.json", "jinja2_3_1_6_raises")]
    [InlineData("pallets-errors.json", "observed")]
    public void Every_error_is_raised_with_its_kind(string file, string raised)
    {
        var failures = new List<string>();
        foreach (var vector in Vectors(file))
        {
            var source = vector.GetProperty("template").GetString()!;
            var wanted = vector.GetProperty(raised).GetString()!;
            var kind = wanted switch
            {
                "TemplateSyntaxError" => TemplateErrorKind.Syntax,
                "TemplateAssertionError" => TemplateErrorKind.Assertion,
                _ => TemplateErrorKind.Runtime,
            };
            var environment = new TemplateEnvironment(vector.TryGetProperty("env", out var env) ? Options(env) : null);
            try
            {
                var text = environment.Parse(source).Render(new Dictionary<string, Value>(), Ct);
                failures.Add($"{source}\nwas rendered to {text} instead of raising {wanted}");
            }
            catch (TemplateException exception)
            {
                // An undefined key is a TypeError in Python where we say that it is undefined.
                if (exception.Kind != kind && exception.Kind != TemplateErrorKind.Undefined)
                {
                    failures.Add($"{source}\nraised {exception.Kind} ({exception.Message}) instead of {wanted}");
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static JsonElement[] Vectors(string file) =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedData.Require("jinja2-conformance"), file))).RootElement.EnumerateArray()];

    private static void Compare(List<string> failures, string source, string expected, Func<string> render)
    {
        try
        {
            var text = render();
            if (text != expected)
            {
                failures.Add($"{source}\ngave    {JsonSerializer.Serialize(text)}\nwanted  {JsonSerializer.Serialize(expected)}");
            }
        }
        catch (TemplateException exception)
        {
            failures.Add(string.Create(CultureInfo.InvariantCulture, $"{source}\nraised {exception.Kind} at {exception.Line}:{exception.Column}: {exception.Message}"));
        }
    }

    /// <summary>What is split after rendering is compared line by line.</summary>
    private static string Expected(JsonElement expected) => expected.ValueKind == JsonValueKind.Array
        ? string.Join('\n', expected.EnumerateArray().Select(item => item.GetString()))
        : expected.GetString()!;

    private static Dictionary<string, Value> Variables(JsonElement context) =>
        context.EnumerateObject().ToDictionary(member => member.Name, member => Value.FromJson(member.Value));

    private static TemplateOptions Options(JsonElement env)
    {
        bool Flag(string name) => env.TryGetProperty(name, out var flag) && flag.GetBoolean();
        return new TemplateOptions
        {
            TrimBlocks = Flag("trim_blocks"),
            LstripBlocks = Flag("lstrip_blocks"),
            KeepTrailingNewline = Flag("keep_trailing_newline"),
            Autoescape = Flag("autoescape"),
        };
    }
}

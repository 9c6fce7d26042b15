using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

/// <summary>Templates need no book: these run without a home.</summary>
public sealed class TemplateCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-template-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_rendered_with_the_variables_of_another()
    {
        var template = Write("hello.j2", "Hello {{ name }}!{% include 'part.j2' %}\n");
        Write("part.j2", " {{ n + 1 }}");
        var vars = Write("vars.json", """{"name": "Wörld", "n": 41}""");
        Assert.Equal(new ProgramResult(0, "Hello Wörld! 42", ""), await RenderAsync(template, "--vars", vars));
    }

    [Fact]
    public async Task An_error_says_where_and_why_and_ends_with_1()
    {
        var template = Write("bad.j2", "a\n{{ 1 + 'x' }}");
        var result = await RenderAsync(template);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"{template}:2:6: runtime: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strict_refuses_what_is_undefined()
    {
        var template = Write("open.j2", "[{{ missing }}]");
        Assert.Equal(new ProgramResult(0, "[]", ""), await RenderAsync(template));
        var strict = await RenderAsync(template, "--strict");
        Assert.Equal(1, strict.ExitCode);
        Assert.Contains("undefined: 'missing' is undefined", strict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_cannot_include_what_lies_outside_its_folder()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "in"));
        Write("secret.txt", "secret");
        var result = await RenderAsync(Write("in/out.j2", "{% include '../secret.txt' %}"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("missing_template", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_answers_each_line_with_one()
    {
        string[] requests =
        [
            """{"template": "{{ a }}{{ b|length }}", "vars": {"a": 1.5, "b": [1, 2]}}""",
            """{"template": "\n{{ a }}", "options": {"undefined": "strict"}}""",
            """{"template": "{% if %}"}""",
            """{"template": "{{ '<' }}", "options": {"autoescape": true}}""",
            """{"template": "{% include 'p' %}", "vars": {"x": 1}, "templates": {"p": "<{{ x }}>"}}""",
            "nonsense",
        ];
        var answers = await BatchAsync(requests);
        Assert.Equal("1.52", answers[0].GetProperty("output").GetString());
        Assert.Equal(("undefined", 2), KindAndLine(answers[1]));
        Assert.Equal(("syntax", 1), KindAndLine(answers[2]));
        Assert.Equal("&lt;", answers[3].GetProperty("output").GetString());
        Assert.Equal("<1>", answers[4].GetProperty("output").GetString());
        Assert.Equal(("request", 0), KindAndLine(answers[5]));
        Assert.Equal(6, answers.Length);
    }

    private static (string?, int) KindAndLine(JsonElement answer)
    {
        var error = answer.GetProperty("error");
        return (error.GetProperty("kind").GetString(), error.GetProperty("line").GetInt32());
    }

    private static async Task<JsonElement[]> BatchAsync(string[] requests)
    {
        using var input = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', requests)));
        using var output = new MemoryStream();
        Assert.Equal(0, await Commands.TemplateBatch.RunAsync(input, output, Ct));
        return [.. System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static Task<ProgramResult> RenderAsync(params string[] arguments) =>
        HerdbookProgram.RunAsync(["template", "render", .. arguments], Ct);
}

using Xunit;
using static Herdbook.Templating.Tests.Language.Rendering;

namespace Herdbook.Templating.Tests.Language;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("a\n{{ b", TemplateErrorKind.Syntax, 2)]
    [InlineData("{% if %}", TemplateErrorKind.Syntax, 1)]
    [InlineData("\n\n{% endfor %}", TemplateErrorKind.Syntax, 3)]
    [InlineData("{{ 1|nothing }}", TemplateErrorKind.Assertion, 1)]
    [InlineData("{% block a %}{% endblock %}\n{% block a %}{% endblock %}", TemplateErrorKind.Assertion, 2)]
    [InlineData("x\n{% if true %}\n{{ a.b.c }}{% endif %}", TemplateErrorKind.Undefined, 3)]
    [InlineData("{{ 1 + 'a' }}", TemplateErrorKind.Runtime, 1)]
    [InlineData("\n{{ 1 // 0 }}", TemplateErrorKind.Runtime, 2)]
    [InlineData("{% include 'x' %}", TemplateErrorKind.MissingTemplate, 1)]
    [InlineData("{% macro m() %}\n{{ 1 + [] }}{% endmacro %}\n\n{{ m() }}", TemplateErrorKind.Runtime, 2)]
    [InlineData("\n{% with a = 1 ~ none.x.y %}{% endwith %}", TemplateErrorKind.Undefined, 2)]
    [InlineData("{% break %}", TemplateErrorKind.Syntax, 1)]
    public void An_error_names_its_kind_and_the_line_it_happened_on(string source, TemplateErrorKind kind, int line)
    {
        var error = Refuse(source);
        Assert.Equal((kind, line), (error.Kind, error.Line));
        Assert.True(error.Column > 0);
    }

    [Fact]
    public void An_error_in_an_included_template_names_that_template_and_what_to_do()
    {
        var templates = new Dictionary<string, string> { ["main"] = "{% include 'part' %}", ["part"] = "\n  {{ missing.attribute }}" };
        var error = Assert.Throws<TemplateException>(() => RenderAmong(templates, "main"));
        Assert.Equal(("part", 2, 14), (error.Template, error.Line, error.Column));
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void Strict_refuses_what_default_prints_as_nothing_and_chainable_goes_on()
    {
        Assert.Equal("", Render("{{ a }}"));
        Assert.Equal("", Render("{{ a.b.c }}", new TemplateOptions { Undefined = UndefinedPolicy.Chainable }));
        Assert.Equal(TemplateErrorKind.Undefined, Refuse("{{ a }}", new TemplateOptions { Undefined = UndefinedPolicy.Strict }).Kind);
        Assert.Equal("True x", Render("{{ a is undefined }} {{ a|default('x') }}", new TemplateOptions { Undefined = UndefinedPolicy.Strict }));
    }

    [Fact]
    public void What_the_template_raises_is_told_as_raised()
    {
        var environment = new TemplateEnvironment();
        ChatFunctions.AddTo(environment, TimeProvider.System);
        var error = Assert.Throws<TemplateException>(() => environment.Parse("{{ raise_exception('roles must alternate') }}").Render(new Dictionary<string, Value>(), CancellationToken.None));
        Assert.Equal((TemplateErrorKind.Raised, "roles must alternate"), (error.Kind, error.Message));
    }
}

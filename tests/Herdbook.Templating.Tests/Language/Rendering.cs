namespace Herdbook.Templating.Tests.Language;

/// <summary>Short ways to render.</summary>
internal static class Rendering
{
    internal static string Render(string source, TemplateOptions? options = null, params (string Name, Value Value)[] vars) =>
        new TemplateEnvironment(options).Parse(source).Render(Vars(vars), CancellationToken.None);

    internal static string RenderAmong(IReadOnlyDictionary<string, string> templates, string name, params (string Name, Value Value)[] vars) =>
        new TemplateEnvironment { Loader = new DictionaryLoader(templates) }.Parse(templates[name], name).Render(Vars(vars), CancellationToken.None);

    internal static TemplateException Refuse(string source, TemplateOptions? options = null, params (string Name, Value Value)[] vars) =>
        Xunit.Assert.Throws<TemplateException>(() => Render(source, options, vars));

    private static Dictionary<string, Value> Vars((string Name, Value Value)[] vars) => vars.ToDictionary(var => var.Name, var => var.Value);
}

using System.Globalization;
using System.Text;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Docs;

/// <summary>Writes a project as Markdown: a page for each model and each source, and one that lists them. The same project gives the same bytes.</summary>
public static class WarehouseDocs
{
    /// <summary>Writes the pages into a folder, which is made where it is absent. Pages of models that are gone are removed.</summary>
    /// <returns>The pages that were written.</returns>
    public static int Write(WarehouseProject project, string folder)
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["README.md"] = Index(project) };
        foreach (var model in project.Models.Values)
        {
            pages[$"models/{model.Name}.md"] = Page(project, model);
        }

        foreach (var source in project.Sources.Values)
        {
            pages[$"sources/{source.FullName}.md"] = Page(project, source);
        }

        foreach (var (name, text) in pages)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        foreach (var part in (string[])["models", "sources"])
        {
            var directory = Path.Combine(folder, part);
            foreach (var path in Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.md") : [])
            {
                if (!pages.ContainsKey($"{part}/{Path.GetFileName(path)}"))
                {
                    File.Delete(path);
                }
            }
        }

        return pages.Count;
    }

    private static string Index(WarehouseProject project)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {project.Name}\n\n{project.Models.Count} models, {project.Sources.Count} sources, {project.Tests.Count} tests.\n");
        foreach (var layer in project.Models.Values.GroupBy(model => model.Config.Schema).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {layer.Key}\n\n| model | made as | columns | tests | what it holds |\n|---|---|---|---|---|\n");
            foreach (var model in layer.OrderBy(model => model.Name, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"| [{model.Name}](models/{model.Name}.md) | {model.Config.Materialized.ToString().ToLowerInvariant()} | {model.Columns.Count} | {TestsOf(project, model).Count()} | {Cell(model.Description)} |\n");
            }
        }

        text.Append("\n## Sources\n\n| table | read by | what it holds |\n|---|---|---|\n");
        foreach (var source in project.Sources.Values.OrderBy(source => source.FullName, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| [{source.FullName}](sources/{source.FullName}.md) | {project.Graph.Children(ModelGraph.OfSource(source.FullName)).Count} | {Cell(source.Description)} |\n");
        }

        var singular = project.Tests.Where(test => test.IsSingular).ToList();
        if (singular.Count > 0)
        {
            text.Append("\n## Tests of several models\n\n| test | reads | what it says |\n|---|---|---|\n");
            foreach (var test in singular)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {test.Name} | {string.Join(", ", test.Refs.Select(name => $"[{name}](models/{name}.md)"))} | {Cell(test.Description)} |\n");
            }
        }

        return text.ToString();
    }

    private static string Page(WarehouseProject project, Model model)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {model.Name}\n\n{model.Description ?? "Not described."}\n\n`{model.Relation}`, {model.Config.Materialized.ToString().ToLowerInvariant()}");
        text.Append(model.Config.UniqueKey.Count > 0 ? $", unique by {string.Join(", ", model.Config.UniqueKey)}" : "").Append("; [all models](../README.md)\n");
        Columns(text, model.Columns);
        var tests = TestsOf(project, model).ToList();
        if (tests.Count > 0)
        {
            text.Append("\n## Tests\n\n| test | column | severity |\n|---|---|---|\n");
            foreach (var test in tests)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {Said(test)} | {test.Column ?? ""} | {test.Severity.ToString().ToLowerInvariant()} |\n");
            }
        }

        Neighbours(text, project, model.Name);
        text.Append(CultureInfo.InvariantCulture, $"\n## SQL\n\nAs written, `{model.Path}`:\n\n```sql\n{model.Source.Trim()}\n```\n\nAs it runs:\n\n```sql\n{project.Compile(model, incremental: false)}\n```\n");
        return text.ToString();
    }

    private static string Page(WarehouseProject project, SourceTable source)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {source.FullName}\n\n{source.Description ?? "Not described."}\n\n`{source.Relation}`, brought from the book; [all models](../README.md)\n");
        Columns(text, source.Columns);
        Neighbours(text, project, ModelGraph.OfSource(source.FullName));
        return text.ToString();
    }

    private static void Columns(StringBuilder text, IReadOnlyList<ModelColumn> columns)
    {
        if (columns.Count == 0)
        {
            return;
        }

        text.Append("\n## Columns\n\n| column | type | what it holds |\n|---|---|---|\n");
        foreach (var column in columns)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {column.Name} | {column.Type ?? ""} | {Cell(column.Description)} |\n");
        }
    }

    private static void Neighbours(StringBuilder text, WarehouseProject project, string node)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## Lineage\n\n- reads: {Links(project.Graph.Parents(node))}\n- is read by: {Links(project.Graph.Children(node))}\n");
        text.Append(CultureInfo.InvariantCulture, $"- comes from: {Links([.. project.Graph.Ancestors(node).Where(ModelGraph.IsSource).Order(StringComparer.Ordinal)])}\n");
    }

    private static string Links(IReadOnlyList<string> nodes) => nodes.Count == 0 ? "nothing" : string.Join(", ", nodes.Select(node =>
        ModelGraph.IsSource(node) ? $"[{node["source:".Length..]}](../sources/{node["source:".Length..]}.md)" : $"[{node}](../models/{node}.md)"));

    private static IEnumerable<DataTest> TestsOf(WarehouseProject project, Model model) => project.Tests.Where(test => test.Model == model.Name || (test.IsSingular && test.Refs.Contains(model.Name)));

    private static string Said(DataTest test) => test.Kind switch
    {
        "relationships" => $"relationships to {test.Arguments.GetValueOrDefault("to")}.{test.Arguments.GetValueOrDefault("field")}",
        "accepted_values" => $"accepted values: {string.Join(", ", (test.Arguments.GetValueOrDefault("values") as object?[] ?? []).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))}",
        "expression" => $"`{Cell(Convert.ToString(test.Arguments.GetValueOrDefault("expression"), CultureInfo.InvariantCulture))}`",
        "singular" => test.Name,
        _ => test.Kind.Replace('_', ' '),
    };

    private static string Cell(string? text) => (text ?? "").ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal).Trim();
}

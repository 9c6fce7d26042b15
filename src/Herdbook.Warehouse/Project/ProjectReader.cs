using System.Text;
using Herdbook.Core;

namespace Herdbook.Warehouse.Project;

/// <summary>Reads the files of a project, in the order of their names.</summary>
internal sealed class ProjectReader(string folder, Action<string>? log)
{
    private const int MaxSql = 1 << 20;
    private const int MaxFiles = 5_000;

    public WarehouseProject Read()
    {
        var file = Path.Combine(folder, "dbt_project.yml");
        if (!File.Exists(file))
        {
            throw new RefusedException(ProjectFault.Code, $"There is no project at {folder}: dbt_project.yml is missing.");
        }

        var settings = new ProjectSettings(ProjectYaml.Read(file, "dbt_project.yml"));
        var macros = Files(settings.MacroPaths, "*.sql").Select(path => (Shown(path), Text(path))).ToList();
        var renderer = new ProjectRenderer(settings.Name, macros, settings.Variables, log);
        var notes = Notes(settings);
        var models = Models(settings, renderer, notes);
        var tests = Generic(notes, models, renderer).Concat(Singular(settings, renderer)).ToList();
        RequireOnce(notes.Sources);
        return new WarehouseProject(settings.Name, folder, renderer, models, notes.Sources, Unique(tests));
    }

    private SchemaYaml Notes(ProjectSettings settings)
    {
        var notes = new SchemaYaml();
        foreach (var path in Files(settings.ModelPaths, "*.yml").Concat(Files(settings.ModelPaths, "*.yaml")))
        {
            notes.Read(ProjectYaml.Read(path, Shown(path)), Shown(path));
        }

        return notes;
    }

    private List<Model> Models(ProjectSettings settings, ProjectRenderer renderer, SchemaYaml notes)
    {
        var models = new List<Model>();
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        var noted = new Dictionary<string, ModelNote>(StringComparer.Ordinal);
        foreach (var note in notes.Models)
        {
            if (!noted.TryAdd(note.Name, note))
            {
                throw ProjectFault.At(note.Path, note.Line, $"The model '{note.Name}' is described twice.", $"It also stands in {noted[note.Name].Path}.");
            }
        }

        foreach (var root in settings.ModelPaths)
        {
            foreach (var path in Files([root], "*.sql"))
            {
                var (shown, name) = (Shown(path), Path.GetFileNameWithoutExtension(path));
                if (!byName.TryAdd(name, shown))
                {
                    throw ProjectFault.At(shown, 0, $"The model '{name}' is there twice.", $"It also stands in {byName[name]}.");
                }

                var folders = Path.GetRelativePath(Path.Combine(folder, root), path).Replace('\\', '/').Split('/')[..^1];
                var model = Model(renderer, shown, name, Text(path), [settings.Name, .. folders, name], settings, noted.GetValueOrDefault(name));
                if (model.Config.Enabled)
                {
                    models.Add(model);
                }
            }
        }

        if (models.GroupBy(model => model.Relation).FirstOrDefault(group => group.Count() > 1) is { } shared)
        {
            throw ProjectFault.At(shared.First().Path, 0, $"The relation {shared.Key} is made by two models: {string.Join(" and ", shared.Select(model => model.Name))}.");
        }

        return models;
    }

    private static Model Model(
        ProjectRenderer renderer, string path, string name, string source, IReadOnlyList<string> fqn, ProjectSettings settings, ModelNote? note)
    {
        // Read twice: as for a new relation and as for one that is there, since each may name others.
        var rendering = new Rendering { Path = path };
        renderer.Render(source, rendering);
        var again = new Rendering { Path = path, IsIncremental = true };
        renderer.Render(source, again);

        var values = settings.ConfigOf(fqn);
        foreach (var (key, value) in (note?.Config ?? new Dictionary<string, object?>(StringComparer.Ordinal)).Concat(rendering.Config))
        {
            values[key] = key == "tags" ? (object?[])[.. Tags(values.GetValueOrDefault(key)), .. Tags(value)] : value;
        }

        values["schema"] = renderer.SchemaOf(values.GetValueOrDefault("schema") as string, path);
        return new Model
        {
            Name = name,
            Path = path,
            Source = source,
            Fqn = fqn,
            Config = ModelConfig.From(values, path, 1),
            Description = note?.Description,
            Columns = note?.Columns ?? [],
            Refs = [.. rendering.Refs.Concat(again.Refs).Distinct()],
            Sources = [.. rendering.Sources.Concat(again.Sources).Distinct()],
        };
    }

    private static object?[] Tags(object? value) => value switch { null => [], object?[] list => list, _ => [value] };

    private static IEnumerable<DataTest> Generic(SchemaYaml notes, List<Model> models, ProjectRenderer renderer)
    {
        var names = models.Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var test in notes.Models.Where(note => names.Contains(note.Name)).SelectMany(note => note.Tests))
        {
            var rendering = new Rendering { Path = test.Path };
            if (test.Arguments.GetValueOrDefault("to") is string to)
            {
                renderer.Render("{{ " + to + " }}", rendering);
            }

            yield return test with { Refs = [.. rendering.Refs.Prepend(test.Model!).Distinct()], Sources = rendering.Sources };
        }
    }

    private IEnumerable<DataTest> Singular(ProjectSettings settings, ProjectRenderer renderer)
    {
        foreach (var path in Files(settings.TestPaths, "*.sql"))
        {
            var (shown, source) = (Shown(path), Text(path));
            var rendering = new Rendering { Path = shown };
            renderer.Render(source, rendering);
            yield return new DataTest
            {
                Name = Path.GetFileNameWithoutExtension(path),
                Kind = "singular",
                Source = source,
                Path = shown,
                Refs = [.. rendering.Refs.Distinct()],
                Sources = [.. rendering.Sources.Distinct()],
                Severity = rendering.Config.GetValueOrDefault("severity") is "warn" ? TestSeverity.Warn : TestSeverity.Error,
                Tags = [.. Tags(rendering.Config.GetValueOrDefault("tags")).OfType<string>()],
                Description = FirstComment(source),
            };
        }
    }

    private static string? FirstComment(string source) =>
        source.Split('\n', 2)[0].Trim() is ['-', '-', .. var text] ? text.Trim() : null;

    /// <summary>Tests of one name are numbered, so that each has its own.</summary>
    private static List<DataTest> Unique(List<DataTest> tests)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var named = new List<DataTest>(tests.Count);
        foreach (var test in tests)
        {
            var number = seen[test.Name] = seen.GetValueOrDefault(test.Name) + 1;
            named.Add(number == 1 ? test : test with { Name = $"{test.Name}_{number}" });
        }

        return named;
    }

    private static void RequireOnce(IReadOnlyList<SourceTable> sources)
    {
        if (sources.GroupBy(source => source.FullName).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new RefusedException(ProjectFault.Code, $"The source {twice.Key} is declared twice.");
        }
    }

    private IEnumerable<string> Files(IReadOnlyList<string> roots, string pattern)
    {
        var files = new List<string>();
        foreach (var root in roots)
        {
            var path = Path.GetFullPath(Path.Combine(folder, root));
            if (!path.StartsWith(folder, StringComparison.Ordinal))
            {
                throw ProjectFault.At("dbt_project.yml", 0, $"The folder '{root}' lies outside the project.");
            }

            if (Directory.Exists(path))
            {
                files.AddRange(Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories));
            }
        }

        return files.Count <= MaxFiles ? files.Order(StringComparer.Ordinal) : throw new RefusedException(ProjectFault.Code, $"The project has more than {MaxFiles:N0} files.");
    }

    private string Text(string path)
    {
        if (new FileInfo(path).Length > MaxSql)
        {
            throw ProjectFault.At(Shown(path), 0, "The file is larger than 1 MiB.");
        }

        return File.ReadAllText(path, Encoding.UTF8).ReplaceLineEndings("\n");
    }

    private string Shown(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}

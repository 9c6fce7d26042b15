using Herdbook.Core;
using Herdbook.Templating;

namespace Herdbook.Warehouse.Project;

/// <summary>A dbt project as it is written: models, tables of bronze, tests, and what they read. It does not change once it is read.</summary>
public sealed class WarehouseProject
{
    private readonly ProjectRenderer _renderer;

    internal WarehouseProject(
        string name, string folder, ProjectRenderer renderer, IReadOnlyCollection<Model> models, IReadOnlyCollection<SourceTable> sources, IReadOnlyList<DataTest> tests)
    {
        Name = name;
        Folder = folder;
        _renderer = renderer;
        Models = models.ToDictionary(model => model.Name, StringComparer.Ordinal);
        Sources = sources.ToDictionary(source => source.FullName, StringComparer.Ordinal);
        Tests = tests;
        Graph = new ModelGraph(models, sources);
    }

    public string Name { get; }

    /// <summary>Absolute.</summary>
    public string Folder { get; }

    public IReadOnlyDictionary<string, Model> Models { get; }

    /// <summary>By `module.table`.</summary>
    public IReadOnlyDictionary<string, SourceTable> Sources { get; }

    public IReadOnlyList<DataTest> Tests { get; }

    public ModelGraph Graph { get; }

    /// <summary>The names of the project's macros.</summary>
    public IReadOnlySet<string> Macros => _renderer.Macros;

    /// <summary>The project that travels with the program.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "warehouse");

    /// <param name="log">Takes what templates log.</param>
    /// <exception cref="RefusedException">`warehouse_project`: no project, or one that cannot be built as it is written; with file and line.</exception>
    public static WarehouseProject Load(string folder, Action<string>? log = null) => new ProjectReader(Path.GetFullPath(folder), log).Read();

    /// <summary>What a selection in dbt's words means; everything where nothing is asked for.</summary>
    /// <exception cref="RefusedException">`warehouse_selection`.</exception>
    public Selected Choose(string? select, string? exclude) => new Selector(Models, Sources, Tests, Graph).Choose(select, exclude);

    /// <summary>The SQL of a model: one query.</summary>
    /// <param name="incremental">As for a relation that is there already.</param>
    /// <exception cref="RefusedException">`warehouse_project`.</exception>
    public string Compile(Model model, bool incremental) => Compile(model, model.Source, incremental);

    /// <summary>The SQL of a text that stands in a model's place: the model itself with marks in it, say.</summary>
    internal string Compile(Model model, string source, bool incremental) => Compile(model, source, incremental, out _);

    /// <param name="before">Statements that the SQL wants to be run before it.</param>
    internal string Compile(Model model, string source, bool incremental, out IReadOnlyList<string> before)
    {
        var rendering = new Rendering
        {
            Path = model.Path,
            Executes = true,
            IsIncremental = incremental,
            This = model.Relation,
            Settings = model.Config.All,
            Ref = name => RefOf(name, model.Path),
            Source = name => SourceOf(name, model.Path),
        };
        before = rendering.Before;
        return _renderer.Render(source, rendering).Trim().TrimEnd(';');
    }

    /// <summary>The query of a test: each row it returns is a failure.</summary>
    public string Compile(DataTest test)
    {
        if (test.Source is { } source)
        {
            return _renderer.Render(source, Reading(test)).Trim().TrimEnd(';');
        }

        return TestSql.Of(test, Models[test.Model!].Relation, Inline, test.Kind is var kind && Macros.Contains("test_" + kind) ? Custom : null);

        string Inline(string expression) => _renderer.Render("{{ " + expression + " }}", Reading(test)).Trim();

        string Custom(IReadOnlyDictionary<string, object?> arguments)
        {
            var words = arguments.Select(argument => $"{argument.Key}={TestSql.Word(argument.Value)}");
            return _renderer.Render($"{{{{ test_{test.Kind}(ref('{test.Model}'){(test.Column is null ? "" : $", '{test.Column}'")}{string.Concat(words.Select(word => ", " + word))}) }}}}", Reading(test)).Trim();
        }
    }

    private Rendering Reading(DataTest test) => new()
    {
        Path = test.Path,
        Executes = true,
        Ref = name => RefOf(name, test.Path),
        Source = name => SourceOf(name, test.Path),
    };

    private Value RefOf(string name, string path)
    {
        var model = Models.GetValueOrDefault(name)
            ?? throw ProjectFault.At(path, 0, $"The model '{name}' is not in the project.", ProjectWords.Suggest(name, Models.Keys));
        return model.Config.Materialized is Materialization.Ephemeral
            ? Value.From($"({Compile(model, incremental: false)})")
            : Value.From(new RelationValue(() => model.Relation));
    }

    private Value SourceOf(string name, string path)
    {
        var source = Sources.GetValueOrDefault(name)
            ?? throw ProjectFault.At(path, 0, $"The source '{name}' is not declared.", ProjectWords.Suggest(name, Sources.Keys));
        return Value.From(new RelationValue(() => source.Relation));
    }
}

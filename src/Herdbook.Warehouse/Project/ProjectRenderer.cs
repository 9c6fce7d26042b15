using System.Text.RegularExpressions;
using Herdbook.Core;
using Herdbook.Templating;

namespace Herdbook.Warehouse.Project;

/// <summary>Renders a project's models, tests and macros with what dbt gives them. Safe to use from several threads.</summary>
internal sealed partial class ProjectRenderer
{
    private readonly TemplateEnvironment _environment = new(new TemplateOptions { KeepTrailingNewline = true, Limits = new TemplateLimits { Timeout = TimeSpan.FromSeconds(30) } });
    private readonly IReadOnlyDictionary<string, object?> _variables;
    private readonly Action<string>? _log;

    /// <param name="macros">The files of macros: path within the project, and text.</param>
    /// <param name="log">Takes what templates log for people.</param>
    public ProjectRenderer(string project, IEnumerable<(string Path, string Text)> macros, IReadOnlyDictionary<string, object?> variables, Action<string>? log)
    {
        _variables = variables;
        _log = log;
        foreach (var (name, value) in Globals(project))
        {
            _environment.Globals[name] = value;
        }

        foreach (var (path, text) in macros)
        {
            Load(path, text);
        }
    }

    /// <summary>The names of the project's macros.</summary>
    public HashSet<string> Macros { get; } = new(StringComparer.Ordinal);

    /// <exception cref="RefusedException">`warehouse_project`, with the line of the template.</exception>
    public string Render(string source, Rendering rendering) =>
        Guarded(rendering.Path, () => rendering.Run(() => _environment.Parse(source, rendering.Path).Render(new Dictionary<string, Value>(), CancellationToken.None)));

    /// <summary>The schema of a model, by the project's own `generate_schema_name` where it has one.</summary>
    public string SchemaOf(string? custom, string path)
    {
        if (!Macros.Contains("generate_schema_name"))
        {
            return custom ?? "main";
        }

        var call = $"{{{{ generate_schema_name({(custom is null ? "none" : $"'{custom.Replace("'", "\\'", StringComparison.Ordinal)}'")}, none) }}}}";
        return Render(call, new Rendering { Path = path }).Trim();
    }

    private void Load(string path, string text) => Guarded(path, () =>
    {
        var rendering = new Rendering { Path = path };
        var module = rendering.Run(() => _environment.Parse(GenericTest().Replace(text, Rename), path).Module(CancellationToken.None));
        foreach (var (name, macro) in module)
        {
            if (macro.AsCallable is not { } callable)
            {
                continue;
            }

            if (!Macros.Add(name))
            {
                throw ProjectFault.At(path, 0, $"The macro '{name}' is there twice.");
            }

            _environment.Globals[name] = Value.Function(name, (arguments, context) =>
            {
                try
                {
                    return callable.Call(arguments, context);
                }
                catch (MacroReturnException returned)
                {
                    return returned.Value;
                }
            });
        }

        return true;
    });

    /// <summary>`{% test positive(model, column_name) %}` is a macro under the name `test_positive`.</summary>
    private static string Rename(Match match) =>
        match.Groups["end"].Success ? $"{match.Groups["open"].Value} endmacro " : $"{match.Groups["open"].Value} macro test_{match.Groups["name"].Value}";

    private Dictionary<string, Value> Globals(string project) => new(StringComparer.Ordinal)
    {
        ["ref"] = Value.Function("ref", arguments => Named(arguments, "ref")),
        ["source"] = Value.Function("source", arguments => Named(arguments, "source")),
        ["config"] = Value.From(new ConfigValue()),
        ["this"] = Value.From(new RelationValue(() => Rendering.Current.This ?? new Relation("main", "this"))),
        ["execute"] = Value.From(new SwitchValue(() => Rendering.Current.Executes)),
        ["is_incremental"] = Value.Function("is_incremental", _ => Value.From(Rendering.Current.IsIncremental)),
        ["should_full_refresh"] = Value.Function("should_full_refresh", _ => Value.From(!Rendering.Current.IsIncremental)),
        ["var"] = Value.Function("var", Variable),
        ["beforehand"] = Value.Function("beforehand", Beforehand),
        ["log"] = Value.Function("log", arguments => Said(arguments)),
        ["print"] = Value.Function("print", arguments => Said(arguments)),
        ["return"] = Value.Function("return", Return),
        ["exceptions"] = Value.Map([new("raise_compiler_error", Value.Function("raise_compiler_error", Raise))]),
        ["target"] = Value.Map(
        [
            new("name", Value.From("herdbook")), new("schema", Value.From("main")), new("type", Value.From("duckdb")),
            new("database", Value.From("warehouse")), new("profile_name", Value.From("herdbook")), new("threads", Value.From(1)),
        ]),
        ["project_name"] = Value.From(project),
    };

    private static Value Return(CallArguments arguments) => throw new MacroReturnException(arguments.Count > 0 ? arguments[0] : Value.None);

    /// <summary>Notes a statement that runs before the model's own SQL, on the same connection and in the same transaction.</summary>
    private static Value Beforehand(CallArguments arguments)
    {
        var rendering = Rendering.Current;
        var statement = (arguments.Count > 0 ? arguments[0].TextOrNull : null)
            ?? throw ProjectFault.At(rendering.Path, 0, "beforehand() takes a statement.");
        if (!rendering.Before.Contains(statement))
        {
            rendering.Before.Add(statement);
        }

        return Value.EmptyString;
    }

    private static Value Raise(CallArguments arguments) =>
        throw ProjectFault.At(Rendering.Current.Path, 0, arguments.Count > 0 ? arguments[0].ToString() : "The template refuses.");

    private static Value Named(CallArguments arguments, string function)
    {
        var rendering = Rendering.Current;
        if (function == "ref")
        {
            // With two arguments the first is the package, and this project is the only one.
            var name = arguments.PositionalCount > 0 ? arguments[arguments.PositionalCount > 1 ? 1 : 0].TextOrNull : null;
            if (name is null)
            {
                throw ProjectFault.At(rendering.Path, 0, "ref() takes the name of a model.");
            }

            rendering.Refs.Add(name);
            return rendering.Ref?.Invoke(name) ?? Value.From(new RelationValue(() => new Relation("main", name)));
        }

        if (arguments.PositionalCount != 2 || arguments[0].TextOrNull is not { } source || arguments[1].TextOrNull is not { } table)
        {
            throw ProjectFault.At(rendering.Path, 0, "source() takes the names of a source and a table.");
        }

        var full = $"{source}.{table}";
        rendering.Sources.Add(full);
        return rendering.Source?.Invoke(full) ?? Value.From(new RelationValue(() => new Relation(source, table)));
    }

    private Value Variable(CallArguments arguments)
    {
        var name = arguments.Count > 0 ? arguments[0].TextOrNull ?? "" : "";
        return _variables.TryGetValue(name, out var value) ? ValueReading.From(value)
            : arguments.PositionalCount > 1 ? arguments[1]
            : arguments.TryGetNamed("default", out var other) ? other
            : throw ProjectFault.At(Rendering.Current.Path, 0, $"The variable '{name}' is not set.", ProjectWords.Suggest(name, _variables.Keys) ?? "Set it under 'vars' in dbt_project.yml, or give a default.");
    }

    private Value Said(CallArguments arguments)
    {
        if (Rendering.Current.Executes && arguments.Count > 0)
        {
            _log?.Invoke(arguments[0].ToString());
        }

        return Value.EmptyString;
    }

    private static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (TemplateException bad)
        {
            throw ProjectFault.At(bad.Template ?? path, bad.Line, bad.Message.TrimEnd('.') + ".", bad.Remedy);
        }
        catch (MacroReturnException)
        {
            throw ProjectFault.At(path, 0, "return() stands outside a macro.");
        }
    }

    [GeneratedRegex(@"(?<open>\{%[-+]?)\s*(?:test\s+(?<name>\w+)|(?<end>endtest)\s*)", RegexOptions.CultureInvariant)]
    private static partial Regex GenericTest();
}

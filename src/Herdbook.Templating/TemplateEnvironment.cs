using System.Collections.Concurrent;
using Herdbook.Templating.Parsing;

namespace Herdbook.Templating;

/// <summary>Gives the source of the templates that include, import and extends name.</summary>
public interface ITemplateLoader
{
    /// <summary>The source of a template, or null when there is none of that name. Called from any thread.</summary>
    string? Load(string name);
}

/// <summary>Templates by name from a dictionary.</summary>
public sealed class DictionaryLoader(IReadOnlyDictionary<string, string> sources) : ITemplateLoader
{
    public string? Load(string name) => sources.GetValueOrDefault(name);
}

/// <summary>
/// Where templates are parsed and rendered: options, globals, filters, tests, a loader. Fill globals, filters and
/// tests first; afterwards any number of threads may parse and render. Parsed templates are kept, the last few hundred.
/// </summary>
public sealed class TemplateEnvironment
{
    private const int MaxKept = 400;
    private const int MaxKeptCharacters = 8_000_000;

    private readonly ConcurrentDictionary<(string Source, string? Name), Template> _kept = new();
    private int _keptCharacters;

    /// <summary>An environment with Jinja2's globals, filters and tests, and no way out of the sandbox.</summary>
    public TemplateEnvironment(TemplateOptions? options = null)
    {
        Options = options ?? new TemplateOptions();
        Globals = BuiltInGlobals.Create();
        Filters = new Dictionary<string, Filter>(BuiltInFilters.All, StringComparer.Ordinal);
        Tests = new Dictionary<string, Test>(BuiltInTests.All, StringComparer.Ordinal);
    }

    public TemplateOptions Options { get; }

    /// <summary>Where include, import and extends find templates; null finds none.</summary>
    public ITemplateLoader? Loader { get; init; }

    /// <summary>Names that every template sees: range, dict, namespace and their like, and what the host adds.</summary>
    public Dictionary<string, Value> Globals { get; }

    /// <summary>Filters by name.</summary>
    public Dictionary<string, Filter> Filters { get; }

    /// <summary>Tests by name.</summary>
    public Dictionary<string, Test> Tests { get; }

    /// <summary>Parses a source, or gives the template that was made of the same source and name before.</summary>
    /// <param name="source">The template's text.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="TemplateException">The source is no template, or too long.</exception>
    public Template Parse(string source, string? name = null)
    {
        if (_kept.TryGetValue((source, name), out var kept))
        {
            return kept;
        }

        var template = Parser.Parse(source, name, this);
        if (_kept.Count >= MaxKept || Interlocked.Add(ref _keptCharacters, source.Length) > MaxKeptCharacters)
        {
            _kept.Clear();
            Interlocked.Exchange(ref _keptCharacters, source.Length);
        }

        _kept[(source, name)] = template;
        return template;
    }

    /// <summary>Parses without looking at what was kept, and keeps nothing.</summary>
    /// <exception cref="TemplateException">The source is no template, or too long.</exception>
    public Template ParseAfresh(string source, string? name = null) => Parser.Parse(source, name, this);

    /// <summary>The loader's template of a name, or null.</summary>
    internal Template? Find(string name) => Loader?.Load(name) is { } source ? Parse(source, name) : null;
}

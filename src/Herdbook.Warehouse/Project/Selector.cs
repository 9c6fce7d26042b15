using System.Globalization;
using System.Text.RegularExpressions;
using Herdbook.Core;

namespace Herdbook.Warehouse.Project;

/// <summary>
/// dbt's selections: a name, `+a`, `a+`, `2+a`, `a+3`, `@a`; `path:`, `tag:`, `source:`, `config.name:`, `resource_type:`, `test_type:`,
/// `test_name:`, `fqn:`; a folder as `gold.*` or `models/gold`; wildcards; a comma for what both say, a space for what either says.
/// </summary>
public sealed partial class Selector(
    IReadOnlyDictionary<string, Model> models, IReadOnlyDictionary<string, SourceTable> sources, IReadOnlyList<DataTest> tests, ModelGraph graph)
{
    /// <summary>The models and tests that are meant. Everything where nothing is asked for.</summary>
    /// <exception cref="RefusedException">`warehouse_selection`: a word that is not understood, or that means nothing here.</exception>
    public Selected Choose(string? select, string? exclude)
    {
        var chosen = string.IsNullOrWhiteSpace(select) ? All() : Union(select);
        if (!string.IsNullOrWhiteSpace(exclude))
        {
            chosen.ExceptWith(Union(exclude));
        }

        var built = graph.Order.Where(chosen.Contains).ToList();
        // A test comes with its models; one that is named alone runs alone.
        var looked = tests.Where(test => chosen.Contains(TestNode(test))).ToList();
        return new Selected(built, looked, [.. chosen.Where(ModelGraph.IsSource)]);
    }

    private HashSet<string> All() => [.. graph.Order, .. tests.Select(TestNode), .. sources.Keys.Select(ModelGraph.OfSource)];

    private HashSet<string> Union(string words)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            HashSet<string>? both = null;
            foreach (var part in word.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                var some = One(part);
                if (both is null)
                {
                    both = some;
                }
                else
                {
                    both.IntersectWith(some);
                }
            }

            all.UnionWith(both ?? throw Refuse(word, "It names nothing."));
        }

        return all;
    }

    private HashSet<string> One(string part)
    {
        var match = Pattern().Match(part);
        if (!match.Success)
        {
            throw Refuse(part, "Write a name with + or @ around it, or method:value.");
        }

        var seeds = Seeds(match.Groups["method"].Success ? match.Groups["method"].Value : null, match.Groups["value"].Value, part);
        var found = new HashSet<string>(seeds, StringComparer.Ordinal);
        foreach (var seed in seeds)
        {
            if (match.Groups["at"].Success)
            {
                var below = graph.Descendants(seed);
                found.UnionWith(below);
                found.UnionWith(below.Append(seed).SelectMany(node => graph.Ancestors(node)));
            }

            if (match.Groups["up"].Success)
            {
                found.UnionWith(Ancestors(seed, Steps(match.Groups["upward"].Value)));
            }

            if (match.Groups["down"].Success)
            {
                found.UnionWith(graph.Descendants(seed, Steps(match.Groups["downward"].Value)));
            }
        }

        // Tests of a chosen model come along, as with `dbt build`, where all that they read besides is only read.
        var names = found.Where(node => !IsTest(node)).ToHashSet(StringComparer.Ordinal);
        found.UnionWith(tests.Where(test => Reads(test).Any(names.Contains)).Select(TestNode));
        return found;
    }

    private IEnumerable<string> Ancestors(string seed, int? steps)
    {
        if (!IsTest(seed))
        {
            return graph.Ancestors(seed, steps);
        }

        var direct = Reads(tests.First(test => TestNode(test) == seed)).ToList();
        return steps is 0 ? [] : direct.Concat(direct.SelectMany(node => graph.Ancestors(node, steps - 1)));
    }

    private List<string> Seeds(string? method, string value, string shown)
    {
        var fits = Wildcard(value);
        List<string> found = method switch
        {
            null => ByName(value, fits),
            "fqn" => [.. models.Values.Where(model => Fqn(model.Fqn, value, fits)).Select(model => model.Name)],
            "path" => [.. models.Values.Where(model => InPath(model.Path, value)).Select(model => model.Name), .. tests.Where(test => InPath(test.Path, value) && test.IsSingular).Select(TestNode)],
            "file" => [.. models.Values.Where(model => fits(Path.GetFileName(model.Path)) || fits(Path.GetFileNameWithoutExtension(model.Path))).Select(model => model.Name)],
            "tag" => [.. models.Values.Where(model => model.Config.Tags.Any(fits)).Select(model => model.Name), .. tests.Where(test => test.Tags.Any(fits)).Select(TestNode)],
            "source" => [.. sources.Keys.Where(name => fits(name) || fits(name[..name.IndexOf('.', StringComparison.Ordinal)])).Select(ModelGraph.OfSource)],
            "resource_type" => value switch
            {
                "model" => [.. models.Values.Select(model => model.Name)],
                "test" => [.. tests.Select(TestNode)],
                "source" => [.. sources.Keys.Select(ModelGraph.OfSource)],
                _ => throw Refuse(shown, "resource_type is model, test or source."),
            },
            "test_type" => value switch
            {
                "generic" or "data" => [.. tests.Where(test => value == "data" || !test.IsSingular).Select(TestNode)],
                "singular" => [.. tests.Where(test => test.IsSingular).Select(TestNode)],
                _ => throw Refuse(shown, "test_type is generic, singular or data."),
            },
            "test_name" => [.. tests.Where(test => fits(test.Kind)).Select(TestNode)],
            ['c', 'o', 'n', 'f', 'i', 'g', '.', .. var name] => [.. models.Values.Where(model => Values(model.Config, name).Any(fits)).Select(model => model.Name)],
            _ => throw Refuse(shown, $"There is no method '{method}'. Use path, file, tag, source, fqn, config.name, resource_type, test_type or test_name."),
        };
        return found.Count > 0 ? found : throw Refuse(shown, Nearest(method, value));
    }

    private List<string> ByName(string value, Func<string, bool> fits)
    {
        List<string> found = [.. models.Values.Where(model => fits(model.Name)).Select(model => model.Name), .. tests.Where(test => fits(test.Name)).Select(TestNode)];
        return found.Count > 0 ? found
            : value.Contains('/', StringComparison.Ordinal) || value.EndsWith(".sql", StringComparison.Ordinal) ? Seeds("path", value, value)
            : [.. models.Values.Where(model => Fqn(model.Fqn, value, fits)).Select(model => model.Name)];
    }

    private string Nearest(string? method, string value) => method is null
        ? $"It names nothing in the project. {ProjectWords.Suggest(value, models.Keys.Concat(tests.Select(test => test.Name)))}".TrimEnd()
        : method is "source" ? $"No source is called so. {ProjectWords.Suggest(value, sources.Keys)}".TrimEnd()
        : "Nothing in the project fits.";

    private static IEnumerable<string> Values(ModelConfig config, string name) => name switch
    {
        "materialized" => [config.Materialized.ToString().ToLowerInvariant()],
        "schema" => [config.Schema],
        "tags" => config.Tags,
        "unique_key" => config.UniqueKey,
        _ => config.All.GetValueOrDefault(name) switch
        {
            null => [],
            bool flag => [flag ? "true" : "false"],
            IEnumerable<object?> many => many.Select(one => Convert.ToString(one, CultureInfo.InvariantCulture) ?? ""),
            var one => [Convert.ToString(one, CultureInfo.InvariantCulture) ?? ""],
        },
    };

    /// <summary>`gold`, `gold.dm`, `gold.*`, `herdbook.gold.dm.dim_ticket`: the folders from the project or from the models' folder on.</summary>
    private static bool Fqn(IReadOnlyList<string> fqn, string value, Func<string, bool> fits)
    {
        var parts = value.Split('.');
        return Starts(fqn, parts) || Starts([.. fqn.Skip(1)], parts) || fits(string.Join('.', fqn)) || fits(string.Join('.', fqn.Skip(1)));
    }

    private static bool Starts(IReadOnlyList<string> fqn, string[] parts) =>
        parts.Length <= fqn.Count && parts.Select((part, i) => Wildcard(part)(fqn[i])).All(same => same);

    private static bool InPath(string path, string value)
    {
        var wanted = value.Replace('\\', '/').TrimStart('.').Trim('/');
        return Wildcard(wanted)(path) || path.StartsWith(wanted + "/", StringComparison.Ordinal);
    }

    /// <summary>`*`, `?` and `[abc]`, as a shell takes them.</summary>
    private static Func<string, bool> Wildcard(string value)
    {
        if (value.AsSpan().IndexOfAny('*', '?', '[') < 0)
        {
            return text => text == value;
        }

        var pattern = Regex.Escape(value).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal).Replace(@"\[", "[", StringComparison.Ordinal);
        try
        {
            var regex = new Regex($@"^{pattern}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return regex.IsMatch;
        }
        catch (RegexParseException)
        {
            return text => text == value;
        }
    }

    private static int? Steps(string digits) => digits.Length == 0 ? null : int.Parse(digits, CultureInfo.InvariantCulture);

    private static string TestNode(DataTest test) => "test:" + test.Name;

    private static bool IsTest(string node) => node.StartsWith("test:", StringComparison.Ordinal);

    private static IEnumerable<string> Reads(DataTest test) => test.Model is { } model ? [model] : test.Refs.Concat(test.Sources.Select(ModelGraph.OfSource));

    private static RefusedException Refuse(string word, string message) => new("warehouse_selection", $"The selection '{word}' is not understood. {message}");

    [GeneratedRegex(@"^(?<at>@)?(?<up>(?<upward>\d{0,4})\+)?((?<method>[a-z_]+(\.[a-z_]+)*):)?(?<value>[^\s+@:]+)(?<down>\+(?<downward>\d{0,4}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>What a selection means, models in the order in which they are built.</summary>
public sealed record Selected(IReadOnlyList<string> Models, IReadOnlyList<DataTest> Tests, IReadOnlyList<string> Sources);

using Herdbook.DuckDb;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Build;

/// <summary>What a build will do: which models have to be made, which tests stand behind which of them.</summary>
internal sealed class BuildPlan
{
    private readonly Dictionary<string, List<CompiledTest>> _behind = new(StringComparer.Ordinal);

    private BuildPlan(WarehouseProject project, Selected selected, IReadOnlyDictionary<string, CompiledModel> models)
    {
        Project = project;
        Models = models;
        Names = selected.Models;
        var chosen = selected.Models.ToHashSet(StringComparer.Ordinal);
        foreach (var test in selected.Tests)
        {
            var compiled = CompiledTest.Of(project, test);
            if (Behind(test, chosen) is { } model)
            {
                (_behind.TryGetValue(model, out var list) ? list : _behind[model] = []).Add(compiled);
            }
            else
            {
                AtTheEnd.Add(compiled);
            }
        }

        TestCount = selected.Tests.Count;
    }

    public WarehouseProject Project { get; }

    /// <summary>The models to look at, each after what it reads.</summary>
    public IReadOnlyList<string> Names { get; }

    public IReadOnlyDictionary<string, CompiledModel> Models { get; }

    /// <summary>Models whose SQL cannot be rendered, with the reason.</summary>
    public Dictionary<string, string> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>Tests that stand behind no one model; they hold nothing up.</summary>
    public List<CompiledTest> AtTheEnd { get; } = [];

    public int TestCount { get; }

    public static BuildPlan Of(WarehouseProject project, Selected selected)
    {
        var models = new Dictionary<string, CompiledModel>(StringComparer.Ordinal);
        var faults = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in selected.Models)
        {
            try
            {
                models[name] = CompiledModel.Of(project, project.Models[name]);
            }
            catch (Core.RefusedException bad)
            {
                faults[name] = bad.Message;
            }
        }

        var plan = new BuildPlan(project, selected, models);
        foreach (var (name, fault) in faults)
        {
            plan.Faults[name] = fault;
        }

        return plan;
    }

    /// <summary>Tests that run as soon as the model is made; what depends on it waits for them.</summary>
    public IReadOnlyList<CompiledTest> TestsBehind(string model) => _behind.GetValueOrDefault(model) ?? [];

    /// <summary>The models that have to be made, beside those that the file remembers: new ones, changed ones, failed ones, and yesterday's that ask for the time.</summary>
    public IEnumerable<string> Due(IReadOnlyDictionary<string, ModelState> states, IReadOnlyDictionary<Relation, bool> relations, DateTime now)
    {
        foreach (var (name, compiled) in Models)
        {
            var model = compiled.Model;
            if (model.Config.Materialized is Materialization.Ephemeral)
            {
                continue;
            }

            if (!states.TryGetValue(name, out var state) || state.Status != "done" || state.Checksum != compiled.Checksum || state.Relation != model.Relation
                || !relations.TryGetValue(model.Relation, out var isView) || isView != (model.Config.Materialized is Materialization.View)
                || (compiled.IsVolatile && state.BuiltAt.Date < now.Date))
            {
                yield return name;
            }
        }
    }

    /// <summary>The models that read a model or a table, through ephemeral ones too.</summary>
    public IReadOnlyList<string> Readers(string node)
    {
        var readers = new List<string>();
        foreach (var child in Project.Graph.Children(node))
        {
            if (Project.Models[child].Config.Materialized is Materialization.Ephemeral)
            {
                readers.AddRange(Readers(child));
            }
            else
            {
                readers.Add(child);
            }
        }

        return readers;
    }

    /// <summary>The model that a test stands behind: the one that is made after everything else it reads. Null where there is none.</summary>
    private string? Behind(DataTest test, HashSet<string> chosen)
    {
        var refs = test.Refs.Where(chosen.Contains).ToList();
        foreach (var name in refs)
        {
            var before = Project.Graph.Ancestors(name);
            if (test.Refs.All(other => other == name || before.Contains(other)))
            {
                return name;
            }
        }

        return null;
    }
}

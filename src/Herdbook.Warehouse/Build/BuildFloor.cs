using System.Diagnostics;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Build;

/// <summary>
/// Builds the models of a plan, several at once: each as soon as everything that it reads is made and tested. A failure holds up only what
/// depends on it.
/// </summary>
internal sealed class BuildFloor(DuckDbDatabase database, BuildPlan plan, BuildLog log, string compiledFolder, bool runTests, int threads, TimeProvider time)
{
    private readonly Dictionary<string, int> _waits = new(StringComparer.Ordinal);
    private readonly HashSet<string> _blocked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly Stack<DuckDbConnection> _idle = new();

    /// <summary>Models that were made, all in all.</summary>
    public int Made { get; private set; }

    /// <param name="due">Models that have to be made; what reads a model that changed is added.</param>
    public async Task RunAsync(HashSet<string> due, IReadOnlyDictionary<string, ModelState> states, IReadOnlyDictionary<Relation, bool> relations, IReadOnlyDictionary<string, TestState> tests, CancellationToken ct)
    {
        var chosen = plan.Names.ToHashSet(StringComparer.Ordinal);
        var place = plan.Names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var ready = new PriorityQueue<string, int>();
        foreach (var name in plan.Names)
        {
            _waits[name] = plan.Project.Graph.Parents(name).Count(chosen.Contains);
            if (_waits[name] == 0)
            {
                ready.Enqueue(name, place[name]);
            }
        }

        var running = new Dictionary<Task<Finished>, DuckDbConnection>();
        try
        {
            while (ready.Count > 0 || running.Count > 0)
            {
                while (ready.Count > 0 && running.Count < threads)
                {
                    ct.ThrowIfCancellationRequested();
                    var name = ready.Dequeue();
                    if (Settled(name, due, tests) is { } settled)
                    {
                        await ArriveAsync(settled, due, chosen, place, ready);
                        continue;
                    }

                    var connection = _idle.Count > 0 ? _idle.Pop() : Connect();
                    log.Begins(due.Contains(name) ? "model" : "test", name);
                    var isView = relations.TryGetValue(plan.Project.Models[name].Relation, out var view) ? view : (bool?)null;
                    var isDue = due.Contains(name);
                    running.Add(Task.Factory.StartNew(() => Work(connection, name, isDue, states, isView, tests, ct), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default), connection);
                }

                if (running.Count == 0)
                {
                    continue;
                }

                var done = await Task.WhenAny(running.Keys);
                running.Remove(done, out var free);
                _idle.Push(free!);
                await ArriveAsync(await done, due, chosen, place, ready);
            }

            await EndAsync(tests, ct);
        }
        finally
        {
            await ((Task)Task.WhenAll(running.Keys)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var connection in _idle.Concat(running.Values))
            {
                connection.Dispose();
            }
        }
    }

    private DuckDbConnection Connect()
    {
        var connection = database.Connect();
        Sql.Run(connection, "set TimeZone = 'UTC'", CancellationToken.None);
        return connection;
    }

    /// <summary>What needs no work: blocked, or kept with all its tests.</summary>
    private Finished? Settled(string name, HashSet<string> due, IReadOnlyDictionary<string, TestState> tests)
    {
        if (_blocked.Contains(name))
        {
            return new Finished(name, [new BuildStep("model", name, StepStatus.Blocked, null, TimeSpan.Zero)], Changed: false, Failed: false, Blocked: true);
        }

        if (plan.Project.Models[name].Config.Materialized is Materialization.Ephemeral)
        {
            return new Finished(name, [], Changed: false, Failed: false, Blocked: false);
        }

        return due.Contains(name) || TestsDue(name, changed: false, tests).Count > 0 ? null
            : new Finished(name, [new BuildStep("model", name, StepStatus.Kept, null, TimeSpan.Zero)], Changed: false, Failed: false, Blocked: false);
    }

    /// <summary>Tests behind the model whose answer is not known: something that they read changed, they changed themselves, or they failed.</summary>
    private IReadOnlyList<CompiledTest> TestsDue(string name, bool changed, IReadOnlyDictionary<string, TestState> tests)
    {
        if (!runTests)
        {
            return [];
        }

        lock (_changed)
        {
            return [.. plan.TestsBehind(name).Where(test => changed || IsDue(test, tests))];
        }
    }

    private bool IsDue(CompiledTest test, IReadOnlyDictionary<string, TestState> tests) =>
        test.Test.Refs.Any(_changed.Contains) || !tests.TryGetValue(test.Test.Name, out var known) || known.Checksum != test.Checksum || known.Status is not ("passed" or "warned");

    private Finished Work(
        DuckDbConnection connection, string name, bool due, IReadOnlyDictionary<string, ModelState> states, bool? isView, IReadOnlyDictionary<string, TestState> tests, CancellationToken ct)
    {
        var steps = new List<BuildStep>();
        var changed = false;
        if (due)
        {
            var (step, madeAnew) = Make(connection, name, states, isView, ct);
            steps.Add(step);
            changed = madeAnew;
            if (step.Status is StepStatus.Failed)
            {
                return new Finished(name, steps, false, Failed: true, Blocked: false);
            }
        }
        else
        {
            steps.Add(new BuildStep("model", name, StepStatus.Kept, null, TimeSpan.Zero));
        }

        var answers = TestBuild.Run(connection, TestsDue(name, changed, tests), answers => Note(connection, answers, tests), ct);
        steps.AddRange(answers);
        return new Finished(name, steps, changed, Failed: answers.Any(TestBuild.Blocks), Blocked: false);
    }

    private (BuildStep Step, bool Changed) Make(DuckDbConnection connection, string name, IReadOnlyDictionary<string, ModelState> states, bool? isView, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var (model, state) = (plan.Project.Models[name], states.GetValueOrDefault(name));
        if (plan.Faults.TryGetValue(name, out var fault))
        {
            return (Fail(connection, model, state, watch.Elapsed, fault, null), false);
        }

        var compiled = plan.Models[name];
        Keep(model, compiled.Whole);
        var build = new ModelBuild(connection, compiled, state, isView, plan.Readers(name).Where(states.ContainsKey), time);
        try
        {
            var result = build.Run(watch, ct);
            return (new BuildStep("model", name, StepStatus.Done, result.Rows, watch.Elapsed), result.Changed);
        }
        catch (DuckDbException bad) when (!ct.IsCancellationRequested)
        {
            var sql = build.RanNext ? compiled.Next : compiled.Whole;
            var compiledLine = bad.Line - build.LinesBefore;
            var line = compiledLine is > 0 and { } at ? SourceLines.Of(plan.Project, model, sql, build.RanNext, at) : null;
            Keep(model, sql);
            var place = line is null ? model.Path : $"{model.Path}:{line}";
            return (Fail(connection, model, state, watch.Elapsed, $"{place}: {bad.Message}{(compiledLine is > 0 ? $"\n(line {compiledLine} of compiled/{model.Path})" : "")}", line), false);
        }
    }

    private BuildStep Fail(DuckDbConnection connection, Model model, ModelState? state, TimeSpan took, string error, int? line)
    {
        if (state is null)
        {
            new MetaRows(connection, time.GetUtcNow()).Put(model, isKnown: false, "", "", "failed", null, took, error, line);
        }
        else
        {
            Sql.Run(connection, BuildMeta.Leave(model, "failed", error, line), CancellationToken.None);
        }

        return new BuildStep("model", model.Name, StepStatus.Failed, null, took, error, line);
    }

    private async Task ArriveAsync(Finished done, HashSet<string> due, HashSet<string> chosen, Dictionary<string, int> place, PriorityQueue<string, int> ready)
    {
        Made += done.Steps.Count(step => step is { Kind: "model", Status: StepStatus.Done });
        lock (_changed)
        {
            if (done.Changed)
            {
                _changed.Add(done.Name);
            }
        }

        if (done.Changed)
        {
            due.UnionWith(plan.Readers(done.Name));
        }

        if (done.Failed || done.Blocked)
        {
            _blocked.UnionWith(plan.Project.Graph.Children(done.Name));
        }

        await log.DidAsync(done.Steps);
        foreach (var child in plan.Project.Graph.Children(done.Name).Where(chosen.Contains))
        {
            if (--_waits[child] == 0)
            {
                ready.Enqueue(child, place[child]);
            }
        }
    }

    /// <summary>Tests that stand behind no one model.</summary>
    private async Task EndAsync(IReadOnlyDictionary<string, TestState> tests, CancellationToken ct)
    {
        var due = runTests ? plan.AtTheEnd.Where(test => IsDue(test, tests)).ToList() : [];
        if (due.Count == 0)
        {
            return;
        }

        var connection = _idle.Count > 0 ? _idle.Pop() : Connect();
        try
        {
            log.Begins("test", due[0].Test.Name);
            await log.DidAsync(await Task.Run(() => TestBuild.Run(connection, due, answers => Note(connection, answers, tests), ct), ct));
        }
        finally
        {
            _idle.Push(connection);
        }
    }

    /// <summary>Writes the answers into `meta`, in one transaction.</summary>
    private void Note(DuckDbConnection connection, IReadOnlyCollection<(CompiledTest Test, BuildStep Step)> answers, IReadOnlyDictionary<string, TestState> tests)
    {
        Sql.Run(connection, "begin", CancellationToken.None);
        try
        {
            new MetaRows(connection, time.GetUtcNow()).Put(answers, tests.ContainsKey);
            Sql.Run(connection, "commit", CancellationToken.None);
        }
        catch
        {
            Sql.TryRun(connection, "rollback");
            throw;
        }
    }

    private void Keep(Model model, string sql)
    {
        var path = Path.Combine(compiledFolder, model.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, sql + "\n");
    }

    private sealed record Finished(string Name, IReadOnlyList<BuildStep> Steps, bool Changed, bool Failed, bool Blocked);
}

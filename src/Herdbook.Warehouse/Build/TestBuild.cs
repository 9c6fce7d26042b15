using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Build;

/// <summary>A test with its query.</summary>
internal sealed record CompiledTest(DataTest Test, string Query, string Checksum)
{
    /// <summary>A test that cannot be compiled is an error of the test alone.</summary>
    public string? Fault { get; init; }

    public static CompiledTest Of(WarehouseProject project, DataTest test)
    {
        try
        {
            var query = project.Compile(test);
            return new CompiledTest(test, query, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{test.Severity}\n{query}"))));
        }
        catch (RefusedException bad)
        {
            return new CompiledTest(test, "", "") { Fault = bad.Message };
        }
    }
}

/// <summary>Counts the rows that fail. Tests that a row alone decides are counted in one scan of their model.</summary>
internal static class TestBuild
{
    /// <summary>Answers in the order of the tests; a test that cannot run has failed.</summary>
    /// <param name="keep">Takes the answers into `meta`; null where they are only told.</param>
    public static IReadOnlyList<BuildStep> Run(DuckDbConnection connection, IReadOnlyList<CompiledTest> tests, Action<IReadOnlyCollection<(CompiledTest Test, BuildStep Step)>>? keep, CancellationToken ct)
    {
        var steps = new Dictionary<CompiledTest, BuildStep>();
        foreach (var group in tests.Where(test => test.Fault is null && Condition(test) is not null).GroupBy(test => test.Test.Model!))
        {
            Scan(connection, [.. group], steps, ct);
        }

        foreach (var test in tests.Where(test => !steps.ContainsKey(test)))
        {
            steps[test] = One(connection, test, ct);
        }

        if (tests.Count > 0)
        {
            keep?.Invoke([.. steps.Select(step => (step.Key, step.Value))]);
        }

        return [.. tests.Select(test => steps[test])];
    }

    /// <summary>Whether what depends on the model must wait.</summary>
    public static bool Blocks(BuildStep step) => step.Status is StepStatus.Failed;

    public static string Word(BuildStep step) => step.Status switch
    {
        StepStatus.Done => "passed",
        StepStatus.Warned => "warned",
        _ => step.Rows is null ? "broken" : "failed",
    };

    private static string? Condition(CompiledTest test) => test.Test is { Model: not null, Where: null } ? TestSql.RowCondition(test.Test) : null;

    private static void Scan(DuckDbConnection connection, IReadOnlyList<CompiledTest> tests, Dictionary<CompiledTest, BuildStep> steps, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        // Every query reads the model under the name t.
        var first = tests[0].Query;
        var from = first[first.IndexOf(" from ", StringComparison.Ordinal)..first.IndexOf(" t where ", StringComparison.Ordinal)];
        try
        {
            var counts = Sql.Rows(connection, $"select {string.Join(", ", tests.Select(test => $"count(*) filter (where {Condition(test)})"))}{from} t", ct)[0];
            var took = watch.Elapsed / tests.Count;
            for (var i = 0; i < tests.Count; i++)
            {
                steps[tests[i]] = Answer(tests[i].Test, Convert.ToInt64(counts[i], System.Globalization.CultureInfo.InvariantCulture), took);
            }
        }
        catch (DuckDbException)
        {
            // One of them is wrong; each alone says which.
            foreach (var test in tests)
            {
                steps[test] = One(connection, test, ct);
            }
        }
    }

    private static BuildStep One(DuckDbConnection connection, CompiledTest test, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        if (test.Fault is { } fault)
        {
            return new BuildStep("test", test.Test.Name, StepStatus.Failed, null, watch.Elapsed, fault, test.Test.Line);
        }

        try
        {
            return Answer(test.Test, Sql.Number(connection, $"select count(*) from (\n{test.Query}\n)", ct), watch.Elapsed);
        }
        catch (DuckDbException bad)
        {
            var line = test.Test.IsSingular && bad.Line is { } at ? Math.Max(1, at - 1) : test.Test.Line;
            return new BuildStep("test", test.Test.Name, StepStatus.Failed, null, watch.Elapsed, $"{test.Test.Path}:{line}: {bad.Message}", line);
        }
    }

    private static BuildStep Answer(DataTest test, long failures, TimeSpan took) => failures == 0
        ? new BuildStep("test", test.Name, StepStatus.Done, 0, took)
        : new BuildStep("test", test.Name, test.Severity is TestSeverity.Warn ? StepStatus.Warned : StepStatus.Failed, failures, took,
            $"{failures:N0} {(failures == 1 ? "row fails" : "rows fail")} {test.Name} ({test.Path}{(test.IsSingular ? "" : $":{test.Line}")}).", test.Line);
}

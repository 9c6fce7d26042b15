using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Build;

/// <summary>Runs tests on the current generation, which it only reads.</summary>
public static class TestRunner
{
    /// <returns>An answer for each test, in the project's order.</returns>
    /// <exception cref="RefusedException">`warehouse_absent`: nothing was built yet; `warehouse_project`; `warehouse_selection`.</exception>
    public static async Task<IReadOnlyList<BuildStep>> RunAsync(WarehouseFolder folder, string project, string? select, string? exclude, int threads, IProgress<BuildNews>? progress, CancellationToken ct)
    {
        var loaded = WarehouseProject.Load(project);
        var tests = loaded.Choose(select, exclude).Tests.Select(test => CompiledTest.Of(loaded, test)).ToList();
        var file = folder.CurrentFile ?? throw Empty();
        using var database = DuckDbDatabase.Open(file, new DuckDbOptions { ReadOnly = true, TempDirectory = folder.Temporary, MemoryLimit = "1200MiB" });
        var groups = tests.GroupBy(test => test.Test.Model ?? test.Test.Name).Select(group => group.ToList()).ToList();
        var steps = new BuildStep[groups.Count][];
        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, groups.Count), new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct }, (i, token) =>
        {
            using var connection = database.Connect();
            Sql.Run(connection, "set TimeZone = 'UTC'", token);
            steps[i] = [.. TestBuild.Run(connection, groups[i], keep: null, token)];
            foreach (var step in steps[i])
            {
                progress?.Report(new BuildNews.Did(step, Interlocked.Increment(ref done), tests.Count));
            }

            return ValueTask.CompletedTask;
        });
        return [.. steps.SelectMany(step => step)];
    }

    internal static RefusedException Empty() => new("warehouse_absent", "There is no warehouse yet. Run `herdbook warehouse build`.");
}

using Herdbook.DuckDb;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Build;

/// <summary>
/// Writes rows of `meta`, by vectors: there are many of them, and a statement for each costs more than most models do. Everything happens in
/// the transaction of whoever calls.
/// </summary>
/// <param name="now">What rows say of when they were written.</param>
internal sealed class MetaRows(DuckDbConnection connection, DateTimeOffset now)
{
    /// <summary>Says how a model came out.</summary>
    /// <param name="isKnown">Whether a row may stand there; it is replaced.</param>
    public void Put(Model model, bool isKnown, string checksum, string compiled, string status, long? rows, TimeSpan took, string? error, int? line)
    {
        if (isKnown)
        {
            Sql.Run(connection, $"delete from meta.model where name = {Relation.Literal(model.Name)}", CancellationToken.None);
        }

        using var into = connection.CreateAppender("meta", "model");
        into[0].AppendString(model.Name);
        into[1].AppendString(model.Relation.Schema);
        into[2].AppendString(model.Relation.Name);
        into[3].Append((byte)(model.Config.Materialized is Materialization.View ? 1 : 0));
        into[4].AppendString(Word(model.Config.Materialized));
        into[5].AppendString(model.Path);
        into[6].AppendString(model.Description);
        into[7].AppendString(checksum);
        into[8].AppendString(compiled);
        into[9].AppendString(status);
        Number(into[10], rows);
        into[11].Append((long)took.TotalMilliseconds);
        into[12].AppendTimestampTz(now);
        into[13].AppendString(error);
        Number(into[14], line);
        into.EndRow();
        into.Close();
    }

    /// <summary>Says how tests came out.</summary>
    /// <param name="known">Tests of which a row may stand there; it is replaced.</param>
    public void Put(IReadOnlyCollection<(CompiledTest Test, BuildStep Step)> answers, Func<string, bool> known)
    {
        var before = answers.Select(answer => answer.Test.Test.Name).Where(known).Select(Relation.Literal).ToList();
        if (before.Count > 0)
        {
            Sql.Run(connection, $"delete from meta.test where name in ({string.Join(", ", before)})", CancellationToken.None);
        }

        using var into = connection.CreateAppender("meta", "test");
        foreach (var (compiled, step) in answers)
        {
            var test = compiled.Test;
            into[0].AppendString(test.Name);
            into[1].AppendString(test.Kind);
            into[2].AppendString(test.Model);
            into[3].AppendString(test.Column);
            into[4].AppendString(Word(test.Severity));
            into[5].AppendString(test.Path);
            into[6].AppendString(test.Description);
            into[7].AppendString(compiled.Checksum);
            into[8].AppendString(compiled.Query);
            into[9].AppendString(TestBuild.Word(step));
            Number(into[10], step.Rows);
            into[11].Append((long)step.Took.TotalMilliseconds);
            into[12].AppendTimestampTz(now);
            into[13].AppendString(step.Error);
            into.EndRow();
        }

        into.Close();
    }

    /// <summary>What the project says of itself, for pages; in place of what it said before.</summary>
    public void Describe(WarehouseProject project)
    {
        Sql.Run(connection, "delete from meta.model_column; delete from meta.dependency; delete from meta.source", CancellationToken.None);
        using var columns = connection.CreateAppender("meta", "model_column");
        using var parents = connection.CreateAppender("meta", "dependency");
        foreach (var model in project.Models.Values)
        {
            foreach (var (i, column) in model.Columns.Index())
            {
                columns[0].AppendString(model.Name);
                columns[1].AppendString(column.Name);
                columns[2].AppendString(column.Description);
                columns[3].Append(i);
                columns.EndRow();
            }

            foreach (var parent in project.Graph.Parents(model.Name))
            {
                parents[0].AppendString(model.Name);
                parents[1].AppendString(parent);
                parents.EndRow();
            }
        }

        using var sources = connection.CreateAppender("meta", "source");
        foreach (var source in project.Sources.Values)
        {
            sources[0].AppendString(source.FullName);
            sources[1].AppendString(source.Schema);
            sources[2].AppendString(source.Identifier);
            sources[3].AppendString(source.Description);
            sources.EndRow();
        }

        columns.Close();
        parents.Close();
        sources.Close();
    }

    /// <summary>The run's own log in the file: of the last hundred runs.</summary>
    public void Log(Guid run, string reason, DateTimeOffset started, string status, long rows, IReadOnlyList<BuildStep> steps)
    {
        const string Old = """
            delete from meta.run where run_id not in (select run_id from meta.run order by started_at desc limit 100);
            delete from meta.run_step where run_id not in (select run_id from meta.run)
            """;
        Sql.Run(connection, $"delete from meta.run where run_id = '{run}'::uuid; delete from meta.run_step where run_id = '{run}'::uuid", CancellationToken.None);
        using (var into = connection.CreateAppender("meta", "run"))
        {
            into[0].AppendGuid(run);
            into[1].AppendString(reason);
            into[2].AppendTimestampTz(started);
            into[3].AppendTimestampTz(now);
            into[4].AppendString(status);
            into[5].Append(rows);
            into.EndRow();
            into.Close();
        }

        using (var into = connection.CreateAppender("meta", "run_step"))
        {
            foreach (var (i, step) in steps.Index())
            {
                into[0].AppendGuid(run);
                into[1].Append(i);
                into[2].AppendString(step.Kind);
                into[3].AppendString(step.Name);
                into[4].AppendString(Word(step.Status));
                Number(into[5], step.Rows);
                into[6].Append((long)step.Took.TotalMilliseconds);
                into[7].AppendString(step.Error);
                Number(into[8], step.Line);
                into.EndRow();
            }

            into.Close();
        }

        Sql.Run(connection, Old, CancellationToken.None);
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static void Number(DuckDbColumnWriter into, long? number)
    {
        if (number is { } known)
        {
            into.Append(known);
        }
        else
        {
            into.AppendNull();
        }
    }

    private static void Number(DuckDbColumnWriter into, int? number)
    {
        if (number is { } known)
        {
            into.Append(known);
        }
        else
        {
            into.AppendNull();
        }
    }
}

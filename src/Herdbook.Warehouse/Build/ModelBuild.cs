using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Build;

/// <summary>A model's SQL as it will run.</summary>
/// <param name="Whole">As for a relation that is made anew.</param>
/// <param name="Next">As for one that is there; the same where the model makes no difference.</param>
/// <param name="IsVolatile">It says another thing tomorrow: it asks for the time, or for chance.</param>
internal sealed partial record CompiledModel(Model Model, string Whole, string Next, string Checksum, bool IsVolatile)
{
    /// <summary>Statements that run before <see cref="Whole"/>, in its transaction.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Statements that run before <see cref="Next"/>, in its transaction.</summary>
    public IReadOnlyList<string> BeforeNext { get; init; } = [];

    public static CompiledModel Of(WarehouseProject project, Model model)
    {
        var whole = project.Compile(model, model.Source, incremental: false, out var before);
        var beforeNext = before;
        var next = model.Config.Materialized is Materialization.Incremental ? project.Compile(model, model.Source, incremental: true, out beforeNext) : whole;
        var config = $"{model.Relation}|{model.Config.Materialized}|{string.Join(',', model.Config.UniqueKey)}";
        string[] all = [config, .. before, whole, "\0", .. beforeNext, next];
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', all))));
        return new CompiledModel(model, whole, next, checksum, Volatile().IsMatch(whole)) { Before = before, BeforeNext = beforeNext };
    }

    [GeneratedRegex(@"\b(now|today|random|uuid|gen_random_uuid|get_current_timestamp|transaction_timestamp)\s*\(|\bcurrent_(date|timestamp|time)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Volatile();
}

/// <summary>How a model came out.</summary>
/// <param name="Changed">Whether the relation is not what it was, so that what reads it has to be built.</param>
internal sealed record ModelResult(long? Rows, bool Changed, bool Incremental);

/// <summary>Makes one relation, in one transaction with what is said of it in `meta`: it is as it was, or as it should be.</summary>
/// <param name="children">What is remembered to be made where this one changes.</param>
internal sealed class ModelBuild(DuckDbConnection connection, CompiledModel compiled, ModelState? state, bool? isView, IEnumerable<string> children, TimeProvider time)
{
    private const string FreshName = "herdbook_fresh";
    private const string FreshRows = "temp.main." + FreshName;

    private readonly Model _model = compiled.Model;

    /// <summary>The statement that ran last, for the line of an error.</summary>
    public string Statement { get; private set; } = "";

    /// <summary>Lines of the statement before the model's own SQL.</summary>
    public int LinesBefore { get; private set; }

    /// <summary>Whether the SQL for a relation that is there ran last.</summary>
    public bool RanNext { get; private set; }

    public ModelResult Run(System.Diagnostics.Stopwatch watch, CancellationToken ct)
    {
        if (_model.Config.Materialized is Materialization.Ephemeral)
        {
            return new ModelResult(null, Changed: true, Incremental: false);
        }

        try
        {
            Sql.Run(connection, "begin", ct);
            var result = Make(ct);
            new MetaRows(connection, time.GetUtcNow()).Put(_model, state is not null, compiled.Checksum, compiled.Whole, "done", result.Rows, watch.Elapsed, null, null);
            var pending = (state is not null ? BuildMeta.RemovePending(_model.Name) : "") + (result.Changed ? BuildMeta.AddPending(children) : "");
            if (pending.Length > 0)
            {
                Sql.Run(connection, pending, ct);
            }

            Sql.Run(connection, "commit", ct);
            return result;
        }
        catch
        {
            Sql.TryRun(connection, "rollback");
            throw;
        }
    }

    private ModelResult Make(CancellationToken ct)
    {
        if (state is not null && state.Relation != _model.Relation)
        {
            Sql.Run(connection, Drop(state.Relation, state.IsView), ct);
        }

        var wantsView = _model.Config.Materialized is Materialization.View;
        if (isView is { } now && now != wantsView)
        {
            Sql.Run(connection, Drop(_model.Relation, now), ct);
        }

        if (wantsView)
        {
            Execute($"create or replace view {_model.Relation.Sql} as\n", compiled.Whole, next: false, ct);
            return new ModelResult(null, Changed: true, Incremental: false);
        }

        var isAsItWas = isView is false && state?.Checksum == compiled.Checksum;
        return isAsItWas && (_model.Config.Materialized is Materialization.Incremental ? Append(ct) : Replace(ct)) is { } result ? result : Whole(ct);
    }

    private ModelResult Whole(CancellationToken ct)
    {
        var rows = Execute($"create or replace table {_model.Relation.Sql} as\n", compiled.Whole, next: false, ct);
        return new ModelResult(rows, Changed: true, Incremental: false);
    }

    /// <summary>
    /// Makes the rows beside those that stand, and leaves these where both are the same: then nothing is written, what reads the relation
    /// need not be made, and its tests hold. Null where the columns are not what they were.
    /// </summary>
    private ModelResult? Replace(CancellationToken ct)
    {
        if (Fresh(compiled.Whole, next: false, ct) is not { } rows)
        {
            return null;
        }

        var isSame = Digest(FreshRows, ct) == Digest(_model.Relation.Sql, ct);
        if (!isSame)
        {
            Sql.Run(connection, $"create or replace table {_model.Relation.Sql} as from {FreshRows}", ct);
        }

        Sql.Run(connection, $"drop table {FreshRows}", ct);
        return new ModelResult(rows, Changed: !isSame, Incremental: false);
    }

    /// <summary>Adds what is new. Null where the columns are not what they were: then the relation is made anew.</summary>
    private ModelResult? Append(CancellationToken ct)
    {
        if (Fresh(compiled.Next, next: true, ct) is not { } rows)
        {
            return null;
        }

        if (rows > 0)
        {
            if (_model.Config.UniqueKey.Count > 0)
            {
                var same = string.Join(" and ", _model.Config.UniqueKey.Select(key => $"t.{Relation.Quote(key)} = n.{Relation.Quote(key)}"));
                var keys = string.Join(", ", _model.Config.UniqueKey.Select(Relation.Quote));
                Sql.Run(connection, $"delete from {_model.Relation.Sql} t using (select distinct {keys} from {FreshRows}) n where {same}", ct);
            }

            Sql.Run(connection, $"insert into {_model.Relation.Sql} by name select * from {FreshRows}", ct);
        }

        Sql.Run(connection, $"drop table {FreshRows}", ct);
        return new ModelResult(rows, Changed: rows > 0, Incremental: true);
    }

    /// <summary>Makes a temporary table of rows. Null, and no table, where its columns are not the relation's.</summary>
    private long? Fresh(string sql, bool next, CancellationToken ct)
    {
        var rows = Execute($"create or replace temp table {FreshName} as\n", sql, next, ct);
        if (Columns(FreshRows, ct).SequenceEqual(Columns(_model.Relation.Sql, ct)))
        {
            return rows;
        }

        Sql.Run(connection, $"drop table {FreshRows}", ct);
        return null;
    }

    /// <summary>What two tables of the same columns share only when their rows are the same, in whatever order: 64 bits of each row, summed and combined.</summary>
    private string Digest(string relation, CancellationToken ct) =>
        (string)Sql.Rows(connection, $"select concat_ws('|', count(*), sum(cast(row_hash as hugeint)), bit_xor(row_hash)) from (select hash(t) as row_hash from {relation} t)", ct).Single()[0]!;

    private List<string> Columns(string relation, CancellationToken ct) =>
        [.. Sql.Rows(connection, $"select column_name || ' ' || column_type from (describe select * from {relation})", ct).Select(row => (string)row[0]!).Order(StringComparer.Ordinal)];

    /// <returns>The rows that the relation got; of a view nothing that counts.</returns>
    private long Execute(string before, string sql, bool next, CancellationToken ct)
    {
        foreach (var statement in next ? compiled.BeforeNext : compiled.Before)
        {
            Sql.Run(connection, statement, ct);
        }

        (Statement, LinesBefore, RanNext) = (before + sql, before.AsSpan().Count('\n'), next);
        return Sql.Number(connection, Statement, ct);
    }

    public static string Drop(Relation relation, bool isView) => $"drop {(isView ? "view" : "table")} if exists {relation.Sql}";
}

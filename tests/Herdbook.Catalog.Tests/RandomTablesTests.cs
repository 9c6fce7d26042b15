using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>Random tables go through plan, apply and plan again; random changes of them keep the rows.</summary>
public sealed class RandomTablesTests : IAsyncLifetime
{
    private const int Cases = 12;

    private readonly CatalogFolder _folder = new();
    private TestDatabase _database = null!;
    private int _case;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync(Ct);
        await OwnCatalogTests.Bootstrapped(_database, Ct);
        await _database.Database.ApplyAsync(_folder.Load(), Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Every_plan_leads_to_its_catalog_and_every_change_keeps_the_rows()
    {
        var cases = from tables in RandomTables.Of("random")
                    from first in RandomTables.Changed(tables)
                    from second in RandomTables.Changed(first.Tables)
                    select new Case(tables, first.Tables, first.What, second.Tables, second.What);

        Prop.ForAll(Arb.From(cases), given => RunAsync(given).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
    }

    private async Task RunAsync(Case given)
    {
        // Each case has a module of its own: tables of others would have to be dropped first.
        var module = string.Create(CultureInfo.InvariantCulture, $"m{++_case}");
        var tables = In(module, given.Tables);
        Write(module, tables);
        await SettleAsync(module, tables, []);
        foreach (var table in tables)
        {
            await FillAsync(table);
        }

        foreach (var (next, what) in new[] { (In(module, given.First), given.FirstWhat), (In(module, given.Second), given.SecondWhat) })
        {
            var before = await PictureAsync(tables);
            Write(module, next);
            await SettleAsync(module, next, tables);
            var after = await PictureAsync(next);
            foreach (var ((table, column), values) in before.Where(cell => after.ContainsKey(cell.Key)))
            {
                Assert.True(values == after[(table, column)], $"After '{what}' column {column} of table {table} holds {after[(table, column)]}, and held {values}.");
            }

            tables = next;
        }

        Directory.Delete(Path.Combine(_folder.Root, module), recursive: true);
    }

    private void Write(string module, IReadOnlyList<RandomTable> tables)
    {
        if (Directory.Exists(Path.Combine(_folder.Root, module)))
        {
            Directory.Delete(Path.Combine(_folder.Root, module), recursive: true);
        }

        foreach (var table in tables)
        {
            _folder.Write(table.FullName, table.Yaml());
        }
    }

    /// <summary>Plan, apply, plan: the last is empty.</summary>
    private async Task SettleAsync(string module, IReadOnlyList<RandomTable> tables, IReadOnlyList<RandomTable> before)
    {
        var catalog = _folder.Load();
        var names = tables.Select(table => table.FullName).ToHashSet(StringComparer.Ordinal);
        var removed = before.Select(table => table.FullName).Except(names).Except(tables.Select(table => table.Was).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        var scope = new PlanScope(names, removed);
        var owner = _database.Database.Owner;

        var planned = await Planner.PlanAsync(owner, catalog, scope, Ct);
        var options = new ApplyOptions(planned.Steps.Where(step => step.Destructive).Select(step => step.Table).ToHashSet(StringComparer.Ordinal)) { Scope = scope };
        await Applier.InLockAsync(owner, (connection, ct) => Applier.ApplyAsync(connection, catalog, options, ct), Ct);

        var rest = await Planner.PlanAsync(owner, catalog, scope, Ct);
        Assert.True(rest.IsEmpty, $"{module} is not settled: {string.Join("; ", rest.Steps.Select(step => step.Sql))}");
    }

    private async Task FillAsync(RandomTable table)
    {
        foreach (var tenant in (string[])["a", "b"])
        {
            for (var n = 0; n < 3; n++)
            {
                await using var connection = await _database.Database.App.OpenConnectionAsync(Ct);
                await using var transaction = await connection.BeginTransactionAsync(Ct);
                await using var enter = new NpgsqlCommand("select set_config('herdbook.tenant', $1, true)", connection) { Parameters = { new() { Value = tenant } } };
                await enter.ExecuteNonQueryAsync(Ct);
                var row = table.Row(n);
                var columns = table.Columns.Where(column => row.ContainsKey(column.Name)).ToList();
                await using var insert = new NpgsqlCommand(
                    $"insert into \"{table.Module}\".\"{table.Name}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) values ({string.Join(", ", columns.Select((column, i) => $"${i + 1}::{column.Type}"))})", connection);
                if (columns.Count == 0)
                {
                    insert.CommandText = $"insert into \"{table.Module}\".\"{table.Name}\" default values";
                }

                foreach (var column in columns)
                {
                    insert.Parameters.Add(new NpgsqlParameter { Value = (object?)row[column.Name] ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
                }

                await insert.ExecuteNonQueryAsync(Ct);
                await transaction.CommitAsync(Ct);
            }
        }
    }

    /// <summary>The values of every column whose type stays, by the table's place in the case and the column's id.</summary>
    private async Task<Dictionary<(int Table, int Column), string>> PictureAsync(IReadOnlyList<RandomTable> tables)
    {
        var picture = new Dictionary<(int, int), string>();
        foreach (var table in tables)
        {
            foreach (var column in table.Columns.Where(column => column.Convert is null && column.TwiceOf is null))
            {
                var value = await _database.Database.App.RunAsync(
                    "a", $"select coalesce(string_agg(coalesce(\"{column.Name}\"::text, 'null'), '|' order by \"{column.Name}\"::text), '') from \"{table.Module}\".\"{table.Name}\"", Ct);
                picture[(table.Number, column.Id)] = (string)value!;
            }
        }

        return picture;
    }

    private static List<RandomTable> In(string module, IReadOnlyList<RandomTable> tables) => [.. tables.Select(table => table with
    {
        Module = module,
        Was = table.Was is { } was ? $"{module}.{was.Split('.')[1]}" : null,
        Columns = [.. table.Columns.Select(column => column.Refers is { } refers ? column with { Refers = $"{module}.{refers.Split('.')[1]}" } : column)],
    })];

    /// <summary>Printed when a case fails: the files, and what was changed.</summary>
    private sealed record Case(IReadOnlyList<RandomTable> Tables, IReadOnlyList<RandomTable> First, string FirstWhat, IReadOnlyList<RandomTable> Second, string SecondWhat)
    {
        public override string ToString() =>
            $"{string.Join("\n", Tables.Select(table => table.Yaml()))}\n--- {FirstWhat}\n{string.Join("\n", First.Select(table => table.Yaml()))}\n--- {SecondWhat}\n{string.Join("\n", Second.Select(table => table.Yaml()))}";
    }
}

using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Herdbook.DuckDb.Tests;

/// <summary>Random values of random types, nested ones too, go through the appender and come back from a query.</summary>
public sealed class RandomRoundTripTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void What_was_appended_is_what_is_read()
    {
        using var database = DuckDbDatabase.InMemory();
        using var connection = database.Connect();
        connection.Execute("set TimeZone = 'UTC'", Ct);
        var seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(seeds, seed =>
        {
            var random = new Random(seed);
            var types = Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomCells.Type(random, 2)).ToList();
            var rows = Enumerable.Range(0, random.Next(8) == 0 ? random.Next(2000, 5000) : random.Next(0, 60))
                .Select(_ => types.Select(type => RandomCells.Value(random, type)).ToArray()).ToList();
            connection.Execute($"create or replace table t ({string.Join(", ", types.Select((type, i) => $"c{i} {type.Sql}"))})", Ct);
            using (var appender = connection.CreateAppender(null, "t"))
            {
                foreach (var row in rows)
                {
                    for (var i = 0; i < types.Count; i++)
                    {
                        RandomCells.Append(appender[i], row[i]);
                    }

                    appender.EndRow();
                }

                appender.Close();
            }

            using var result = connection.Query("select * from t", Ct);
            var read = result.Rows(Ct).Select(row => types.Select((_, i) => row[i]).ToArray()).ToList();
            Assert.Equal(rows.Count, read.Count);
            for (var i = 0; i < rows.Count; i++)
            {
                Assert.Equal(RandomCells.Shown(rows[i]), RandomCells.Shown(read[i]));
            }
        }));
    }

    [Fact]
    public void What_was_bound_is_what_is_read()
    {
        using var database = DuckDbDatabase.InMemory();
        using var connection = database.Connect();
        connection.Execute("set TimeZone = 'UTC'", Ct);
        var seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(seeds, seed =>
        {
            var random = new Random(seed);
            var value = RandomCells.Value(random, RandomCells.Scalar(random));
            using var statement = connection.Prepare("select ?");
            statement.Bind(1, value);
            using var result = statement.Query(Ct);
            Assert.Equal(RandomCells.Shown(value), RandomCells.Shown(result.Rows(Ct).Single()[0]));
        }));
    }
}

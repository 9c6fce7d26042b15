using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Herdbook.Testing;

/// <summary>Generators of random tables that are sound, of every kind and type, that refer to one another; and of random changes of them.</summary>
public static class RandomTables
{
    /// <summary>Words of SQL, the shortest and the longest names, and names that look like what the engine makes itself.</summary>
    private static readonly string[] OddNames =
    [
        "a", "select", "order", "table", "user", "group", "null", "default", "end", "left", "name", "value", "type", "key", "x_1", "a_b", "a_b_c", "number_seq", "item_pkey",
        "d2", "tenant", "check", "row", "current_user", "timestamp", "herdbook", "json", "code", "wert_der_sehr_lang_ist_und_doch_noch_zugelassen_50",
    ];

    private static readonly string[] Kinds = ["entity", "entity", "entity", "version", "ledger", "junction", "cache"];

    /// <summary>From one to four tables of a module; each may refer to those before it and to itself.</summary>
    public static Gen<IReadOnlyList<RandomTable>> Of(string module) =>
        from count in Gen.Choose(1, 4)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (IReadOnlyList<RandomTable>)Make(module, count, new Random(seed));

    /// <summary>The tables after a random change of one of them, and whether rows may be lost by it.</summary>
    public static Gen<(IReadOnlyList<RandomTable> Tables, string What)> Changed(IReadOnlyList<RandomTable> tables) =>
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select RandomChange.Of(tables, new Random(seed));

    internal static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>A name that none of the others is.</summary>
    internal static string Name(Random random, IEnumerable<string> taken)
    {
        var names = taken.ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            var name = random.Next(3) == 0 ? Pick(random, OddNames) : string.Create(CultureInfo.InvariantCulture, $"c{random.Next(1_000)}_{(char)('a' + random.Next(26))}");
            if (names.Add(name))
            {
                return name;
            }
        }
    }

    internal static RandomColumn Column(Random random, int id, IEnumerable<string> taken, IReadOnlyList<RandomTable> targets)
    {
        var name = Name(random, taken);
        if (random.Next(4) == 0 && targets.Where(target => target.OnlyKey is not null).ToList() is { Count: > 0 } keyed)
        {
            var target = Pick(random, keyed);
            return new RandomColumn(id, name, target.OnlyKey!.Type) { Refers = target.FullName };
        }

        var type = Pick(random, RandomValues.Types);
        var column = new RandomColumn(id, name, type) { Required = random.Next(3) == 0, Secret = random.Next(8) == 0 };
        return (type, random.Next(4)) switch
        {
            ("text" or "varchar(40)", 0) => column with { OneOf = ["a", "it's", "größer", "1"], Default = random.Next(2) == 0 ? "\"it's\"" : null },
            ("text", 1) => column with { Pattern = "^[a-z]{1,5}$" },
            ("text", 2) => column with { Default = "\"it''s \\\\ a default\"" },
            ("integer" or "bigint", 0) when type == "integer" => column with { Min = -5, Max = 20_000 },
            ("smallint" or "integer", 1) => column with { OneOf = ["1", "2", "30"], Default = "30" },
            ("bigint", 2) => column with { Default = "7", Min = 0 },
            ("boolean", 0) => column with { Default = "true" },
            ("timestamptz", 0) => column with { Default = "now()" },
            ("uuid", 0) => column with { Default = "{sql: gen_random_uuid()}" },
            ("jsonb", 0) => column with { Default = "'{\"a\": [1]}'" },
            _ => column,
        };
    }

    private static List<RandomTable> Make(string module, int count, Random random)
    {
        var tables = new List<RandomTable>();
        for (var i = 0; i < count; i++)
        {
            tables.Add(Table(module, Name(random, tables.Select(table => table.Name)), tables, random) with { Number = i });
        }

        return tables;
    }

    private static RandomTable Table(string module, string name, List<RandomTable> before, Random random)
    {
        var kind = Pick(random, Kinds);
        var columns = new List<RandomColumn>();
        var keys = kind switch
        {
            "junction" => 2 + random.Next(2),
            "ledger" => random.Next(2),
            _ => 1 + (random.Next(4) == 0 ? 1 : 0),
        };
        for (var id = 0; id < keys; id++)
        {
            columns.Add(new RandomColumn(id, Name(random, columns.Select(column => column.Name)), Pick(random, RandomValues.KeyTypes)) { IsKey = true, Required = random.Next(2) == 0 });
        }

        var self = new RandomTable(module, name, kind, [.. Enumerable.Range(0, keys)], columns);
        // A junction's row says that two things belong together, and little else.
        for (var id = keys; id < keys + (kind == "junction" ? random.Next(2) : 1 + random.Next(7)); id++)
        {
            columns.Add(Column(random, id, columns.Select(column => column.Name), kind is "entity" ? [.. before, self] : before));
        }

        if (random.Next(3) == 0 && columns.FirstOrDefault(column => column is { Type: "integer", IsGiven: true }) is { } source)
        {
            columns.Add(new RandomColumn(columns.Count, Name(random, columns.Select(column => column.Name)), "integer") { TwiceOf = source.Id });
        }

        if (kind != "junction" && random.Next(4) == 0)
        {
            columns.Add(new RandomColumn(columns.Count, Name(random, columns.Select(column => column.Name)), "bigint") { Identity = true });
        }

        return Ruled(self with { Columns = columns }, random);
    }

    private static RandomTable Ruled(RandomTable table, Random random)
    {
        var sortable = table.Columns.Where(column => column.Type is not ("jsonb" or "bytea" or "text[]" or "integer[]" or "timestamptz[]") && !column.Secret).Select(column => column.Id).ToList();
        var numbers = table.Columns.Where(column => column is { Type: "integer" or "smallint" or "bigint" } && column.OneOf is null).Select(column => column.Id).ToList();
        var texts = table.Columns.Where(column => column is { Type: "text", Secret: false }).Select(column => column.Id).ToList();
        List<RandomRule> indexes = [];
        // A ledger of nothing but documents has no column to sort by.
        for (var i = sortable.Count > 0 ? random.Next(3) : 0; i > 0; i--)
        {
            List<int> columns = [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Pick(random, sortable)).Distinct()];
            var rule = new RandomRule(columns, random.Next(3) == 0 ? Pick(random, sortable) : null);
            if (indexes.TrueForAll(index => !index.Columns.SequenceEqual(columns)))
            {
                indexes.Add(rule);
            }
        }

        return table with
        {
            Indexes = indexes,
            // With the key in it, no two rows are alike.
            Unique = table.Key.Count > 0 && random.Next(3) == 0 && Pick(random, sortable) is var one && !table.Key.Contains(one) ? [new RandomRule([one, .. table.Key])] : [],
            Checks = numbers.Count > 0 && random.Next(2) == 0 ? [Pick(random, numbers)] : [],
            Search = texts.Count > 0 && random.Next(2) == 0 ? [Pick(random, texts)] : [],
        };
    }
}

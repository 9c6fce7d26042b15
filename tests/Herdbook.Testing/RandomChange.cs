namespace Herdbook.Testing;

/// <summary>One change of a random table, as somebody would write it into its file.</summary>
internal static class RandomChange
{
    public static (IReadOnlyList<RandomTable> Tables, string What) Of(IReadOnlyList<RandomTable> tables, Random random)
    {
        // What a change asked for is done: `was` and `convert` stay in the file, and do no harm.
        while (true)
        {
            var at = random.Next(tables.Count);
            if (Try(tables, at, random) is { } changed)
            {
                return changed;
            }
        }
    }

    private static (IReadOnlyList<RandomTable>, string)? Try(IReadOnlyList<RandomTable> tables, int at, Random random)
    {
        var table = tables[at];
        IReadOnlyList<RandomTable> Put(RandomTable changed) => [.. tables.Select((other, i) => i == at ? changed : other)];
        var free = table.Columns.Where(column => !table.Key.Contains(column.Id)).ToList();
        switch (random.Next(8))
        {
            case 0:
                var added = RandomTables.Column(random, table.Columns.Max(column => column.Id) + 1, table.Columns.SelectMany(column => new[] { column.Name, column.Was ?? "" }), [.. tables.Where(other => other.Kind == "entity" && other != table)]);
                return (Put(table with { Columns = [.. table.Columns, added with { Required = false }] }), $"add {added.Name}");
            case 1:
                var column = RandomTables.Pick(random, table.Columns);
                var name = RandomTables.Name(random, table.Columns.Select(other => other.Name));
                return (Put(table with { Columns = [.. table.Columns.Select(other => other == column ? other with { Name = name, Was = other.Name } : other)] }), $"rename {column.Name} to {name}");
            // What ledgers and versions hold is sealed as it is: a conversion is refused.
            case 2 when table.Kind is not ("ledger" or "version") && free.Where(other => other.IsPlain && !Ruled(table, other.Id)).ToList() is { Count: > 0 } plain:
                var retyped = RandomTables.Pick(random, plain);
                var (type, convert) = retyped.Type == "text" ? ("integer", $"length(\"{retyped.Name}\")") : ("text", $"\"{retyped.Name}\"::text");
                return (Put(table with { Columns = [.. table.Columns.Select(other => other == retyped ? other with { Type = type, Convert = convert } : other)] }), $"convert {retyped.Name}");
            case 3 when free.Where(other => table.Columns.Count > table.Key.Count + 1 && table.Columns.All(source => source.TwiceOf != other.Id)).ToList() is { Count: > 0 } droppable:
                var dropped = RandomTables.Pick(random, droppable);
                return (Put(Without(table, dropped.Id)), $"drop {dropped.Name}");
            case 4:
                var renamed = table with { Name = RandomTables.Name(random, tables.Select(other => other.Name)), Was = table.FullName };
                return ([.. Put(renamed).Select(other => Follow(other, table.FullName, renamed.FullName))], $"rename the table {table.Name} to {renamed.Name}");
            case 5 when free.FirstOrDefault(other => other.Required) is { } required:
                return (Put(table with { Columns = [.. table.Columns.Select(other => other == required ? other with { Required = false } : other)] }), $"no longer require {required.Name}");
            case 6 when table.Indexes.Count > 0:
                return (Put(table with { Indexes = [.. table.Indexes.Skip(1)], Checks = [], Search = [] }), "take rules away");
            case 7 when tables.Count > 1 && tables.All(other => other == table || other.Columns.All(link => link.Refers != table.FullName)):
                return ([.. tables.Where(other => other != table)], $"drop the table {table.Name}");
            default:
                return null;
        }
    }

    private static bool Ruled(RandomTable table, int id) =>
        table.Checks.Contains(id) || table.Search.Contains(id) || table.Columns.Any(column => column.TwiceOf == id)
        || table.Indexes.Concat(table.Unique).Any(rule => rule.Columns.Contains(id) || rule.Where == id);

    private static RandomTable Without(RandomTable table, int id) => table with
    {
        Columns = [.. table.Columns.Where(column => column.Id != id)],
        Indexes = [.. table.Indexes.Where(rule => !rule.Columns.Contains(id) && rule.Where != id)],
        Unique = [.. table.Unique.Where(rule => !rule.Columns.Contains(id))],
        Checks = [.. table.Checks.Where(check => check != id)],
        Search = [.. table.Search.Where(column => column != id)],
    };

    private static RandomTable Follow(RandomTable table, string former, string name) =>
        table with { Columns = [.. table.Columns.Select(column => column.Refers == former ? column with { Refers = name } : column)] };
}

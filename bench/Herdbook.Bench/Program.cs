using System.Globalization;
using Herdbook.Bench;
using Herdbook.Bench.Audit;
using Herdbook.Bench.Grid;
using Herdbook.Bench.Intake;
using Herdbook.Bench.Paperclip;
using Herdbook.Bench.Rows;
using Herdbook.Bench.Templates;
using Herdbook.Bench.Warehouse;

const string Usage = """
    Usage: herdbook bench import [--size-mib 1024]
           herdbook bench intake [--seconds 600]
           herdbook bench rows [--seconds 10] [--rows 100000]
           herdbook bench tables [--tables 500] [--clients 8]
           herdbook bench mcp [--seconds 10] [--clients 8]
           herdbook bench paperclip [--seconds 10] [--tickets 10000] [--events 100000]
           herdbook bench grid [--rows 5000000]
           herdbook bench templates [--seconds 3]
           herdbook bench audit [--seconds 10] [--entries 1000000]
           herdbook bench warehouse [--rows 1m|10m|N]
    """;

if (Chosen(args) is not { } bench)
{
    await Console.Error.WriteLineAsync(Usage);
    return 2;
}

using var ending = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    ending.Cancel();
};

try
{
    return await bench(ending.Token) ? 0 : 1;
}
catch (BenchException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 1;
}

static Func<CancellationToken, Task<bool>>? Chosen(string[] args)
{
    var settings = Settings(args[Math.Min(1, args.Length)..]);
    return args.FirstOrDefault() switch
    {
        "import" when Number("--size-mib", 1024, 65_536) is { } size && Only("--size-mib") => ct => new ImportBench(Workbench.Find(), size).RunAsync(ct),
        "intake" when Number("--seconds", 600, 86_400) is { } seconds && Only("--seconds") => ct => new IntakeBench(Workbench.Find(), seconds).RunAsync(ct),
        "rows" when Number("--seconds", 10, 3_600) is { } seconds && Number("--rows", 100_000, 100_000_000) is { } rows && Only("--seconds", "--rows") =>
            ct => new RowsBench(Workbench.Find(), seconds, rows).RunAsync(ct),
        "tables" when Number("--tables", 500, 1_900) is { } tables && Number("--clients", 8, 64) is { } clients && Only("--tables", "--clients") =>
            ct => new TablesBench(Workbench.Find(), tables, clients).RunAsync(ct),
        "mcp" when Number("--seconds", 10, 3_600) is { } seconds && Number("--clients", 8, 64) is { } clients && Only("--seconds", "--clients") =>
            ct => new McpBench(Workbench.Find(), seconds, clients).RunAsync(ct),
        "paperclip" when Number("--seconds", 10, 3_600) is { } seconds && Number("--tickets", 10_000, 10_000_000) is { } tickets && Number("--events", 100_000, 10_000_000) is { } events
            && Only("--seconds", "--tickets", "--events") => ct => new PaperclipBench(Workbench.Find(), seconds, new FleetRows(tickets, events)).RunAsync(ct),
        "grid" when Number("--rows", 5_000_000, 100_000_000) is { } rows && Only("--rows") => ct => new GridBench(Workbench.Find(), rows).RunAsync(ct),
        "templates" when Number("--seconds", 3, 600) is { } seconds && Only("--seconds") => ct => new TemplatesBench(Workbench.Find(), seconds).RunAsync(ct),
        "audit" when Number("--seconds", 10, 3_600) is { } seconds && Number("--entries", 1_000_000, 100_000_000) is { } entries && Only("--seconds", "--entries") =>
            ct => new AuditBench(Workbench.Find(), seconds, entries).RunAsync(ct),
        "warehouse" when Rows() is { } rows && Only("--rows") => ct => new WarehouseBench(Workbench.Find(), rows).RunAsync(ct),
        _ => null,
    };

    // Short words for the two sizes that bounds are given for.
    int? Rows() => settings?.GetValueOrDefault("--rows") switch
    {
        "1m" => 1_000_000,
        "10m" => 10_000_000,
        _ => Number("--rows", 1_000_000, 100_000_000),
    };

    bool Only(params string[] names) => settings is not null && settings.Keys.All(names.Contains);

    int? Number(string name, int otherwise, int most) =>
        settings is null || !settings.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most ? number : null;
}

// Pairs of a name and a value; null where they are none.
static Dictionary<string, string>? Settings(string[] rest) =>
    rest.Length % 2 == 0 && rest.Where((_, at) => at % 2 == 0).Distinct().Count() == rest.Length / 2
        ? rest.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal)
        : null;

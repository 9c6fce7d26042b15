using System.Globalization;
using Herdbook.Bench;

const string Usage = "Usage: herdbook bench import [--size-mib 1024]";

var size = 1024;
switch (args)
{
    case ["import"]:
        break;
    case ["import", "--size-mib", var mib] when int.TryParse(mib, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is > 0 and <= 65_536:
        break;
    default:
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
    return await new ImportBench(Workbench.Find(), size).RunAsync(ending.Token) ? 0 : 1;
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

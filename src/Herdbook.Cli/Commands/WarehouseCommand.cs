using System.CommandLine;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook warehouse …`: what is made of the book for analysis.</summary>
internal static class WarehouseCommand
{
    public static Command Create() => new("warehouse", "The warehouse: build it, test it, ask it, and take its tables elsewhere.")
    {
        WarehouseBuildCommand.Build(),
        WarehouseBuildCommand.Test(),
        WarehouseBuildCommand.Docs(),
        WarehouseSqlCommand.Create(),
        WarehouseExportCommand.Create(),
    };
}

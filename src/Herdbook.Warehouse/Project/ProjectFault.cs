using Herdbook.Core;

namespace Herdbook.Warehouse.Project;

/// <summary>Refusals of a project that cannot be built as it is written.</summary>
internal static class ProjectFault
{
    public const string Code = "warehouse_project";

    /// <param name="file">Relative to the project.</param>
    /// <param name="line">From 1; 0 where the whole file is meant.</param>
    public static RefusedException At(string file, int line, string message, string? remedy = null) =>
        new(Code, $"{file}{(line > 0 ? $":{line}" : "")}: {message}{(remedy is null ? "" : $" {remedy}")}") { Remedy = remedy };
}

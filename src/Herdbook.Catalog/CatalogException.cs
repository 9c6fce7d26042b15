namespace Herdbook.Catalog;

/// <summary>One fault in the files: where it stands, what is wrong, and how to mend it.</summary>
/// <param name="File">The path as it was read; empty when the fault is in no file.</param>
/// <param name="Line">From 1; 0 when the fault is the file itself.</param>
/// <param name="Column">From 1; 0 when the fault is the file itself.</param>
public sealed record CatalogError(string File, int Line, int Column, string Message, string Remedy)
{
    public override string ToString() => $"{File}{(Line > 0 ? $":{Line}:{Column}" : "")}: {Message} {Remedy}".TrimEnd();
}

/// <summary>The catalog cannot be loaded, planned or applied. The message is whole: it needs no stack trace.</summary>
public class CatalogException : Exception
{
    public CatalogException(string message, Exception? inner = null)
        : base(message, inner) => Errors = [];

    public CatalogException(IReadOnlyList<CatalogError> errors, Exception? inner = null)
        : base(Describe(errors), inner) => Errors = errors;

    /// <summary>Every fault that was found, by file and line; empty when the fault is not in the files.</summary>
    public IReadOnlyList<CatalogError> Errors { get; }

    private static string Describe(IReadOnlyList<CatalogError> errors) =>
        $"The catalog has {(errors.Count == 1 ? "an error" : $"{errors.Count} errors")}:{Environment.NewLine}"
        + string.Join(Environment.NewLine, errors.Select(error => $"  {error}"));
}

/// <summary>The plan is sound, but may not be applied as things stand. Nothing has changed.</summary>
public sealed class PlanRefusedException(string message, IReadOnlyList<PlanStep> steps) : CatalogException(message)
{
    /// <summary>The steps that were refused.</summary>
    public IReadOnlyList<PlanStep> Steps { get; } = steps;
}

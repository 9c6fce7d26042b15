namespace Herdbook.Templating;

/// <summary>Why a template was refused.</summary>
public enum TemplateErrorKind
{
    /// <summary>The source is no template.</summary>
    Syntax,

    /// <summary>The source names a filter or a test that does not exist, or contradicts itself.</summary>
    Assertion,

    /// <summary>Something undefined was used.</summary>
    Undefined,

    /// <summary>An operation that its values do not allow: Python's TypeError, ValueError and their like.</summary>
    Runtime,

    /// <summary>A limit was reached: steps, depth, memory, output or time.</summary>
    Limit,

    /// <summary>A template that include, import or extends names was not found.</summary>
    MissingTemplate,

    /// <summary>The template itself said that it cannot go on: raise_exception.</summary>
    Raised,

    /// <summary>What the sandbox forbids.</summary>
    Security,
}

/// <summary>A template cannot be parsed or rendered. Says what, where and, where we know it, what to do.</summary>
public sealed class TemplateException : Exception
{
    public TemplateException(
        TemplateErrorKind kind, string message, string? template = null, int line = 0, int column = 0, string? remedy = null)
        : base(message)
    {
        Kind = kind;
        Template = template;
        Line = line;
        Column = column;
        Remedy = remedy;
    }

    public TemplateErrorKind Kind { get; }

    /// <summary>The template's name, null where it has none.</summary>
    public string? Template { get; private set; }

    /// <summary>The line, from 1; 0 where it is not known.</summary>
    public int Line { get; private set; }

    /// <summary>The column, from 1; 0 where it is not known.</summary>
    public int Column { get; private set; }

    /// <summary>What the author of the template can do, or null.</summary>
    public string? Remedy { get; }

    /// <summary>Says where it happened, unless that is known already: the innermost place wins.</summary>
    internal void Locate(string? template, int line, int column)
    {
        if (Line == 0)
        {
            (Template, Line, Column) = (template, line, column);
        }
    }

    internal static TemplateException TypeError(string message) => new(TemplateErrorKind.Runtime, message);

    internal static TemplateException ValueError(string message) => new(TemplateErrorKind.Runtime, message);
}

namespace Herdbook.Templating;

/// <summary>What a filter, a test or a function may ask of the render that calls it.</summary>
public interface IRenderContext
{
    /// <summary>What the render may still spend; whoever does work in proportion to a value charges it first.</summary>
    RenderBudget Budget { get; }

    /// <summary>Whether output is escaped at this place of the template.</summary>
    bool Autoescape { get; }

    /// <summary>How undefined values behave.</summary>
    UndefinedPolicy Undefined { get; }

    /// <summary>Chance for the filter random; seeded by the host where a render must repeat.</summary>
    Random Random { get; }

    /// <summary>Applies a filter by name to the first argument.</summary>
    /// <exception cref="TemplateException">No such filter, or what it raises.</exception>
    Value ApplyFilter(string name, CallArguments arguments);

    /// <summary>Applies a test by name to the first argument.</summary>
    bool ApplyTest(string name, CallArguments arguments);
}

/// <summary>How undefined values behave.</summary>
public enum UndefinedPolicy
{
    /// <summary>Prints as nothing, is false and empty; anything else raises.</summary>
    Default,

    /// <summary>Raises whatever is done with it, except for the tests defined and undefined and the filter default.</summary>
    Strict,

    /// <summary>As Default, and its attributes and elements are undefined again.</summary>
    Chainable,
}

namespace Herdbook.Templating;

/// <summary>A filter: the first argument is what it filters.</summary>
public delegate Value Filter(CallArguments arguments, IRenderContext context);

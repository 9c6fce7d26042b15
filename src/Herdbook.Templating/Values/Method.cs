namespace Herdbook.Templating;

/// <summary>A method of one of Python's types.</summary>
internal delegate Value Method(Value self, CallArguments arguments, IRenderContext context);

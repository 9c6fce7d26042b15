namespace Herdbook.Templating;

/// <summary>A function of the host or a method bound to its object.</summary>
internal sealed class FunctionValue(string name, Func<CallArguments, IRenderContext, Value> body) : ObjectValue, ICallable
{
    public override string TypeName => "function";

    public Value Call(CallArguments arguments, IRenderContext context) => body(arguments, context);

    public override string Print(IRenderContext? context) => $"<function {name}>";
}

namespace Herdbook.Templating;

/// <summary>Calling values.</summary>
internal static class Callables
{
    /// <summary>Calls a value, one level deeper.</summary>
    /// <exception cref="TemplateException">It cannot be called, or what it raises.</exception>
    internal static Value Call(Value callee, CallArguments arguments, IRenderContext context)
    {
        if (callee.AsCallable is not { } callable)
        {
            Failing.IfUndefined(callee);
            throw TemplateException.TypeError($"'{TypeNames.Of(callee)}' object is not callable");
        }

        context.Budget.Enter();
        try
        {
            return callable.Call(arguments, context);
        }
        finally
        {
            context.Budget.Leave();
        }
    }
}

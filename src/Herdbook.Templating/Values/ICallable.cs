namespace Herdbook.Templating;

/// <summary>What a template can call: functions of the host, bound methods, macros, callers.</summary>
public interface ICallable
{
    /// <summary>Calls it.</summary>
    /// <exception cref="TemplateException">Wrong arguments, or what the body raises.</exception>
    Value Call(CallArguments arguments, IRenderContext context);
}

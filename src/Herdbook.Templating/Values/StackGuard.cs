using System.Runtime.CompilerServices;

namespace Herdbook.Templating;

/// <summary>Keeps recursion over nested values from ending the process.</summary>
internal static class StackGuard
{
    /// <exception cref="TemplateException">The thread's stack is nearly used up.</exception>
    internal static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TemplateException(
                TemplateErrorKind.Limit, "maximum recursion depth exceeded", remedy: "nest lists and maps less deeply");
        }
    }
}

namespace Herdbook.Core;

/// <summary>
/// A refusal that its reader can mend: the message says what happened, what was kept and what to do.
/// The host prints it without a stack trace, or turns it into problem+json.
/// </summary>
/// <param name="code">Stable, documented in docs/errors.md.</param>
public sealed class RefusedException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}

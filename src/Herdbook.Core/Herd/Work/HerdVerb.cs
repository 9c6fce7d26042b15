using Herdbook.Core.Governance.Access;

namespace Herdbook.Core.Herd.Work;

/// <summary>A command of the herd, as every door offers it: HTTP, MCP and the command line.</summary>
/// <param name="Name">The verb alone, such as claim; as a tool it is herd_claim.</param>
/// <param name="About">What it does, in a sentence or two, for whoever has to choose among the verbs.</param>
/// <param name="IsReadOnly">Whether it writes nothing; then `herd:read` is enough, else it takes `herd:write`.</param>
/// <param name="IsDestructive">Whether it ends something that does not come back.</param>
/// <param name="IsIdempotent">Whether doing it twice comes to the same as doing it once.</param>
public abstract record HerdVerb(string Name, string About, bool IsReadOnly, bool IsDestructive, bool IsIdempotent)
{
    /// <summary>What it takes to give it.</summary>
    public Permission Permission => IsReadOnly ? Permission.WorkRead : Permission.WorkWrite;

    /// <summary>A record whose constructor's parameters are the command's arguments, each with its description.</summary>
    public abstract Type Request { get; }

    public abstract Type Answer { get; }

    /// <param name="request">Of the type <see cref="Request"/>.</param>
    /// <returns>Of the type <see cref="Answer"/>.</returns>
    /// <exception cref="RefusedException">The codes stand in docs/errors.md; the message says what to do next.</exception>
    public abstract Task<object> RunAsync(HerdWork work, HerdCaller caller, object request, CancellationToken ct);
}

/// <inheritdoc />
internal sealed record HerdVerb<TRequest, TAnswer>(
    string Name, string About, Func<HerdWork, HerdCaller, TRequest, CancellationToken, Task<TAnswer>> Run, bool IsReadOnly = false, bool IsDestructive = false,
    bool IsIdempotent = false)
    : HerdVerb(Name, About, IsReadOnly, IsDestructive, IsIdempotent)
    where TRequest : class
    where TAnswer : class
{
    public override Type Request => typeof(TRequest);

    public override Type Answer => typeof(TAnswer);

    public override async Task<object> RunAsync(HerdWork work, HerdCaller caller, object request, CancellationToken ct) =>
        await Run(work, caller, (TRequest)request, ct);
}

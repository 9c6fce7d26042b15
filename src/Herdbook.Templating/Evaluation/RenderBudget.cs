using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Herdbook.Templating;

/// <summary>
/// What one render may spend. Steps bound the time: every node, iteration, and element or some characters touched
/// by a filter cost one. Memory is counted when it is asked for and never given back, so it bounds what is alive.
/// The clock and the cancellation are looked at every few thousand steps. Not for several threads.
/// </summary>
public sealed class RenderBudget
{
    private const long StepsBetweenLooks = 4096;

    [ThreadStatic]
    private static RenderBudget? _current;

    private readonly CancellationToken _ct;
    private readonly long _deadline;
    private readonly long _maxSteps;
    private readonly long _maxMemory;
    private readonly int _maxDepth;
    private readonly TimeSpan _timeout;
    private long _steps;
    private long _memory;
    private long _nextLook;
    private int _depth;

    /// <summary>A fresh budget whose clock starts now.</summary>
    public RenderBudget(long maxSteps, long maxMemory, int maxDepth, TimeSpan timeout, CancellationToken ct)
    {
        (_maxSteps, _maxMemory, _maxDepth, _timeout, _ct) = (maxSteps, maxMemory, maxDepth, timeout, ct);
        _deadline = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency);
        _nextLook = Math.Min(StepsBetweenLooks, maxSteps);
    }

    /// <summary>The budget of the render that runs on this thread, for comparisons, which have no context at hand.</summary>
    public static RenderBudget? Current => _current;

    /// <summary>Makes it the budget of this thread, and gives what was so before, to be put back.</summary>
    public static RenderBudget? Exchange(RenderBudget? budget)
    {
        var before = _current;
        _current = budget;
        return before;
    }

    /// <summary>Steps spent so far.</summary>
    public long Steps => _steps;

    /// <summary>Bytes asked for so far, in the budget's reckoning.</summary>
    public long Memory => _memory;

    /// <summary>Spends one step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Charge()
    {
        if (++_steps > _nextLook)
        {
            Look();
        }
    }

    /// <summary>Spends steps, before the work is done.</summary>
    /// <exception cref="TemplateException">The steps or the time are used up.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Charge(long steps)
    {
        if ((_steps += steps) > _nextLook)
        {
            Look();
        }
    }

    /// <summary>Asks for memory, before it is taken, and spends a step for every 32 bytes.</summary>
    /// <param name="bytes">About how many bytes the result will hold: 2 a character, 16 a list's element.</param>
    /// <exception cref="TemplateException">The memory, the steps or the time are used up.</exception>
    public void Allocate(long bytes)
    {
        if (bytes > _maxMemory - _memory)
        {
            throw Exceeded($"the template needs more than {_maxMemory} bytes of memory");
        }

        _memory += bytes;
        Charge(bytes >> 5);
    }

    /// <summary>Gives back memory that is surely free again, as the variables of a macro that has ended.</summary>
    public void Release(long bytes) => _memory -= bytes;

    /// <summary>Goes one level deeper: a call, an include, a nested value. Pair it with <see cref="Leave"/>.</summary>
    /// <exception cref="TemplateException">Deeper than allowed, or the thread's stack is nearly used up.</exception>
    public void Enter()
    {
        if (++_depth > _maxDepth)
        {
            _depth--;
            throw Exceeded($"the template nests deeper than {_maxDepth} levels");
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _depth--;
            throw Exceeded("the template nests deeper than the stack allows");
        }
    }

    /// <summary>Comes back up.</summary>
    public void Leave() => _depth--;

    private void Look()
    {
        if (_steps > _maxSteps || _steps < 0)
        {
            throw Exceeded($"the template needs more than {_maxSteps} steps");
        }

        _ct.ThrowIfCancellationRequested();
        if (_deadline != long.MaxValue && Stopwatch.GetTimestamp() > _deadline)
        {
            throw Exceeded($"the template needs longer than {_timeout.TotalSeconds:0.###} s");
        }

        _nextLook = Math.Min(_steps + StepsBetweenLooks, _maxSteps);
    }

    private static TemplateException Exceeded(string message) =>
        new(TemplateErrorKind.Limit, message, remedy: "make the template do less, or raise the limit in its options");
}

namespace Herdbook.Templating;

/// <summary>Python's range: integers in equal steps, never laid out in memory.</summary>
public sealed class RangeValue
{
    /// <summary>From start by step, as many as lie before stop.</summary>
    /// <exception cref="TemplateException">The step is 0.</exception>
    public RangeValue(long start, long stop, long step)
    {
        if (step == 0)
        {
            throw TemplateException.ValueError("range() arg 3 must not be zero");
        }

        (Start, Stop, Step) = (start, stop, step);
        var span = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        var stride = step > 0 ? step : -(Int128)step;
        var count = span <= 0 ? 0 : (span + stride - 1) / stride;
        Count = count > long.MaxValue ? long.MaxValue : (long)count;
    }

    public long Start { get; }

    public long Stop { get; }

    public long Step { get; }

    /// <summary>How many integers.</summary>
    public long Count { get; }

    public bool IsEmpty => Count == 0;

    /// <summary>The integer at an index below <see cref="Count"/>.</summary>
    public long this[long index] => Start + (index * Step);
}

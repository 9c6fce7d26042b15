using Xunit;

namespace Herdbook.Templating.Tests;

/// <summary>Measures what lives in this process, and so runs while nothing else in it does.</summary>
[CollectionDefinition(nameof(HostileTests), DisableParallelization = true)]
public sealed class MeasuredAlone;

/// <summary>A hostile template ends within its budget, in bounded memory, with an error that says so: never by the clock, never by a crash.</summary>
[Collection(nameof(HostileTests))]
public sealed class HostileTests
{
    private const long MaxLiveBytes = 100 << 20;

    /// <summary>No clock: it is the steps and the memory that end a template. Fewer steps than by default, so that the tests are quick.</summary>
    private static readonly TemplateEnvironment Environment_ = new(new TemplateOptions
    {
        Limits = TemplateLimits.Default with { Timeout = Timeout.InfiniteTimeSpan, MaxSteps = 1_500_000 },
    });

    [Fact]
    public void Templates_without_bounds_end_at_a_limit_in_little_memory()
    {
        var wrong = new List<string>();
        foreach (var source in HostileTemplates.Boundless)
        {
            var (outcome, peak) = Run(source);
            if (outcome is not TemplateException || peak > MaxLiveBytes)
            {
                wrong.Add($"{source[..Math.Min(160, source.Length)]}: {outcome?.Message ?? "rendered"}, {peak >> 20} MB");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Sources_that_are_hard_to_read_end_soon_in_little_memory()
    {
        var wrong = new List<string>();
        foreach (var (name, source) in HostileTemplates.Sources)
        {
            var (outcome, peak) = Run(source);
            if (outcome is not (null or TemplateException) || peak > MaxLiveBytes)
            {
                wrong.Add($"{name}: {outcome?.Message ?? "rendered"}, {peak >> 20} MB");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_list_within_itself_prints_as_Python_prints_it()
    {
        var template = Environment_.Parse("{% set l = [1] %}{% set _ = l.append(l) %}{{ l }}{% set d = {} %}{% set _ = d.update(a=d) %}{{ d }}");

        Assert.Equal("[1, [...]]{'a': {...}}", template.Render(new Dictionary<string, Value>(), TestContext.Current.CancellationToken));
    }

    /// <summary>Renders on a thread with a small stack while another watches how much is alive.</summary>
    private static (Exception? Outcome, long Peak) Run(string source)
    {
        var before = LiveBytes();
        Exception? outcome = null;
        using var done = new ManualResetEventSlim();
        var worker = new Thread(
            () =>
            {
                try
                {
                    Environment_.ParseAfresh(source).Render(new Dictionary<string, Value>(), CancellationToken.None);
                }
                catch (Exception exception)
                {
                    outcome = exception;
                }

                done.Set();
            },
            1 << 20);
        worker.Start();
        var peak = 0L;
        while (!done.Wait(15))
        {
            peak = Math.Max(peak, LiveBytes() - before);
        }

        worker.Join();
        return (outcome, peak);
    }

    /// <summary>What a full collection left alive: not what has been allocated since, however long this thread waited for a processor.</summary>
    private static long LiveBytes()
    {
        GC.Collect();
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return heap.HeapSizeBytes - heap.FragmentedBytes;
    }
}

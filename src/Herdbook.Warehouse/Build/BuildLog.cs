using System.Diagnostics;
using Herdbook.Core;

namespace Herdbook.Warehouse.Build;

/// <summary>
/// What a build did and does: told at once to whoever listens, and booked twice a second, so that pages can show it while it runs.
/// </summary>
internal sealed class BuildLog(RunBook runs, Tenant tenant, Guid run, IProgress<BuildNews>? listener)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);

    private readonly List<BuildStep> _steps = [];
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private string _doing = "extract";
    private int _booked;

    public IReadOnlyList<BuildStep> Steps => _steps;

    /// <summary>Steps in all, as far as it is known.</summary>
    public int Total { get; set; } = 1;

    public bool Resumed { get; set; }

    /// <summary>Called when somebody ended the run in the book.</summary>
    public Action? Cancelled { get; set; }

    public long RowsExtracted { get; set; }

    public void Tell(BuildNews news) => listener?.Report(news);

    public void Begins(string kind, string name)
    {
        _doing = $"{kind} {name}";
        Tell(new BuildNews.Doing(kind, name, _steps.Count, Total));
    }

    public async Task DidAsync(IReadOnlyList<BuildStep> steps)
    {
        foreach (var step in steps)
        {
            _steps.Add(step);
            Tell(new BuildNews.Did(step, _steps.Count, Math.Max(Total, _steps.Count)));
        }

        if (_since.Elapsed > Beat)
        {
            await BookAsync();
        }
    }

    /// <summary>Books what is not booked yet. What a cancelled build did is booked too.</summary>
    public async Task BookAsync()
    {
        _since.Restart();
        if (await runs.ProgressAsync(tenant, run, _doing, _steps.Count, Math.Max(Total, _steps.Count), Resumed, RowsExtracted, CancellationToken.None) == 0)
        {
            Cancelled?.Invoke();
        }

        if (_booked < _steps.Count)
        {
            await runs.StepsAsync(tenant, run, _steps[_booked..], CancellationToken.None);
            _booked = _steps.Count;
        }
    }
}

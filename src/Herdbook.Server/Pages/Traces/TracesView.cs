using Herdbook.Core.Herd;

namespace Herdbook.Server.Pages.Traces;

/// <summary>What the list of traces shows.</summary>
/// <param name="Address">Of this server, as the reader's browser knows it.</param>
/// <param name="At">The page, from 1.</param>
public sealed record TracesView(
    PageContext Page, string Address, IReadOnlyList<string> Services, IReadOnlyList<TraceEntry> Traces, string? Service, bool Failed, int At)
{
    public bool HasMore => Traces is [{ OfAll: var all }, ..] && all > (long)At * TraceList.PageSize;

    public string Place(int page) => Links.With(Page.Links.Traces, ("service", Service), ("errors", Failed ? "1" : null), ("page", page > 1 ? $"{page}" : null));

    public static string Took(TraceEntry trace) => trace is { StartedAt: { } from, EndedAt: { } to } ? Figures.Duration(to - from) : "–";
}

namespace Herdbook.Intake.Demo.Year;

/// <summary>
/// One ticket on its way: from somebody's wish, through work, blockers and reviews, to done. It tells each step as it happens;
/// one ticket is told to its end before the next begins.
/// </summary>
internal sealed class YearTicket(YearRows rows, TicketRow row, YearSprint? sprint)
{
    private readonly List<(DateTimeOffset At, string Status)> _steps = [(row.At, "todo")];
    private readonly int _events = rows.TicketEvents.Count;
    private readonly int _changes = rows.TicketChanges.Count;

    public TicketRow Row => row;

    public string Status => _steps[^1].Status;

    public DateTimeOffset At => _steps[^1].At;

    /// <summary>A status that follows, and the event that an instance books of it.</summary>
    public void Become(string status, string type, string instance, DateTimeOffset at, string? blocker = null, string? why = null, string? comment = null)
    {
        _steps.Add((at, status));
        rows.TicketEvents.Add(new(instance, row.Code, type, status, null, at, blocker, why, Comment: comment));
    }

    /// <summary>Another agent takes over; the status stays.</summary>
    public void HandOver(string instance, string to, DateTimeOffset at) =>
        rows.TicketEvents.Add(new(instance, row.Code, "handoff", null, null, at, HandoffTo: to, Comment: "the rest is yours"));

    /// <summary>
    /// Writes down what the ticket was from when on: its statuses, and the sprint that it was in, which is the next one where it was not
    /// done when a sprint ended. Call it once, when the ticket's way is known.
    /// </summary>
    /// <param name="planned">When it was taken into its first sprint.</param>
    /// <param name="planner">The instance that plans a sprint.</param>
    public void Settle(IReadOnlyList<YearSprint> sprints, DateTimeOffset planned, Func<YearSprint, string> planner)
    {
        List<(DateTimeOffset At, string? Status, YearSprint? Sprint)> course = [.. _steps.Skip(1).Select(s => (s.At, (string?)s.Status, (YearSprint?)null))];
        if (sprint is not null)
        {
            course.Add((planned, null, sprint));
            for (var current = sprint; Left(current) && sprints.FirstOrDefault(s => s.Number == current.Number + 1) is { } next; current = next)
            {
                // What a sprint that slipped leaves over is taken on when it has ended.
                var moment = (next.Starts > current.Ends ? next.Starts : current.Ends).AddMinutes(20);
                course.Add((moment, null, next));
                rows.TicketEvents.Add(new(planner(next), row.Code, "carried_over", StatusAt(moment), next.Code, moment));
            }
        }

        var (status, within) = ("todo", (YearSprint?)null);
        foreach (var (at, becomes, taken) in course.OrderBy(c => c.At))
        {
            (status, within) = (becomes ?? status, taken ?? within);
            rows.TicketChanges.Add(new(row.Code, at, row.Title, row.Size, status, within?.Code));
        }

        Place();
    }

    private bool Left(YearSprint sprint) => StatusAt(sprint.Ends.AddMinutes(19)) is not ("done" or "cancelled");

    private string StatusAt(DateTimeOffset moment) => _steps.Last(s => s.At <= moment || s == _steps[0]).Status;

    /// <summary>An event is in the sprint that its ticket was in.</summary>
    private void Place()
    {
        var changes = rows.TicketChanges[_changes..];
        for (var i = _events; i < rows.TicketEvents.Count; i++)
        {
            if (rows.TicketEvents[i] is { Sprint: null } told)
            {
                rows.TicketEvents[i] = told with { Sprint = changes.LastOrDefault(c => c.At <= told.At)?.Sprint };
            }
        }
    }
}

namespace Herdbook.Intake;

/// <summary>What every line tells: whose it is, when, and where.</summary>
/// <param name="Instance">The conversation's session id; a subagent's with its own id behind a slash.</param>
/// <param name="Root">The conversation.</param>
/// <param name="Timed">The line told its time itself.</param>
internal sealed record Envelope(
    string Type, string Instance, string Root, DateTimeOffset At, bool Timed, Guid Key, Guid? Parent,
    string? Folder, string? Branch, string? Version, int Line);

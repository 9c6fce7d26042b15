namespace Herdbook.Intake.Linking;

/// <summary>Two pieces of work that belong together, why, and how sure that is.</summary>
/// <param name="Confidence">From 0 to 1; 1 is certain.</param>
/// <param name="Evidence">What it was read from, in a line.</param>
internal sealed record WorkLink(string FromType, string From, string ToType, string To, string Reason, decimal Confidence, string? Evidence)
{
    public const string Commit = "commit";
    public const string Session = "session";
    public const string Pull = "pr";
    public const string Ticket = "ticket";
    public const string Checkpoint = "checkpoint";
}

namespace Herdbook.Core.Herd.Work;

/// <summary>Books the transcripts of one project. Idempotent: what is booked already is not booked again.</summary>
public interface ITranscriptHarvest
{
    /// <param name="projectPath">The folder that the agent worked in.</param>
    /// <exception cref="RefusedException">`path_not_found`: no transcripts of that folder are known.</exception>
    Task<TranscriptHarvest> BookAsync(Tenant tenant, string projectPath, CancellationToken ct);
}

/// <param name="Files">Transcripts of the project.</param>
/// <param name="Bookings">Rows that were booked now.</param>
public sealed record TranscriptHarvest(int Files, long Bookings);

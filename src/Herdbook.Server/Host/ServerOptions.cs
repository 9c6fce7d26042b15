namespace Herdbook.Server.Host;

/// <summary>How a server was asked for.</summary>
/// <param name="Port">On loopback; 0 takes a free one.</param>
/// <param name="Demo">Open on the generated fleet, whether or not there are transcripts.</param>
/// <param name="Import">Read the transcripts of this machine, and follow them.</param>
public sealed record ServerOptions(int Port, bool Demo, bool Import)
{
    /// <summary>Of this program, for example `0.1.0`.</summary>
    public static string Version { get; } = typeof(ServerOptions).Assembly.GetName().Version?.ToString(3) ?? "0";
}

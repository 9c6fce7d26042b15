namespace Herdbook.Core;

/// <summary>Who writes: a person, a program or a part of Herdbook itself, by name.</summary>
public sealed record Actor(string Name)
{
    /// <summary>Whoever holds the home: the command line on the same machine.</summary>
    public static readonly Actor Owner = new("owner");

    /// <summary>The intake of transcripts, started by hand or by the server.</summary>
    public static readonly Actor Intake = new("intake");
}

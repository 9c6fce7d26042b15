namespace Herdbook.Core;

/// <summary>Who writes: a person, an agent, a program or a part of Herdbook itself, by name.</summary>
/// <param name="Name">Of a user the e-mail address, of an agent its code, of a program the name of its token. At most 100 characters.</param>
public sealed record Actor(string Name, ActorKind Kind = ActorKind.System)
{
    /// <summary>Whoever holds the home: the command line on the same machine.</summary>
    public static readonly Actor Owner = new("owner", ActorKind.User);

    /// <summary>Sign-in itself, where nobody is known yet.</summary>
    public static readonly Actor Gate = new("sign-in");

    /// <summary>The intake of transcripts, started by hand or by the server.</summary>
    public static readonly Actor Intake = new("intake");
}

/// <summary>The sorts of actor that the audit log knows.</summary>
public enum ActorKind
{
    /// <summary>A part of Herdbook, or a program with a token.</summary>
    System,

    User,

    Agent,
}

/// <summary>The kinds as the table has them.</summary>
public static class ActorKinds
{
    public static string Word(this ActorKind kind) => kind switch
    {
        ActorKind.User => "user",
        ActorKind.Agent => "agent",
        _ => "system",
    };
}

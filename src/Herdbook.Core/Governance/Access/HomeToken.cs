using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Governance.Access;

/// <summary>
/// The home's own token: a file that only its owner can read. Whoever can read it holds the book's files as well, so it lets them do
/// everything, over HTTP too, and the commands on the same home need no other.
/// </summary>
public sealed class HomeToken
{
    /// <summary>Begins the text of every such token.</summary>
    public const string Prefix = "hbhome_";

    private readonly byte[] _hash;

    private HomeToken(string text)
    {
        Text = text;
        _hash = AccessSecret.Hash(text);
    }

    /// <summary>What goes after `Authorization: Bearer`. Never log or show it.</summary>
    public string Text { get; }

    public bool Is(string shown) => AccessSecret.Same(_hash, shown);

    /// <summary>Reads the file, and makes it where there is none. To change the token, remove the file and start the server anew.</summary>
    /// <exception cref="RefusedException">`keys_unreadable`: others can read it, or it holds no token.</exception>
    public static HomeToken Open(HerdbookHome home)
    {
        Directory.CreateDirectory(home.Root);
        using var held = KeyFolder.LockFile(home.TokenFile + ".lock", home.TokenFile);
        if (!File.Exists(home.TokenFile))
        {
            KeyFolder.Replace(home.TokenFile, Prefix + AccessSecret.New() + "\n");
        }

        KeyFolder.RequireOwners(home.TokenFile);
        var text = File.ReadAllText(home.TokenFile).Trim();
        return text.Length == Prefix.Length + AccessSecret.Length && text.StartsWith(Prefix, StringComparison.Ordinal)
            ? new HomeToken(text)
            : throw KeyFolder.Unreadable(home.TokenFile, "it does not hold a token. Remove it, and start the server anew");
    }
}

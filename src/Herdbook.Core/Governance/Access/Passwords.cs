using System.Text;

namespace Herdbook.Core.Governance.Access;

/// <summary>Which passwords are taken: at least 12 characters, at most 72 bytes, which is all that bcrypt reads, and none that everybody tries first.</summary>
public static class Passwords
{
    public const int LeastCharacters = 12;
    public const int MostBytes = 72;

    private const string Leet = "0134578@$!";
    private const string Letters = "oieastbasi";

    /// <summary>Words that the usual lists of passwords are made of. A password that is one of them with figures and signs around it is known to everybody.</summary>
    private static readonly HashSet<string> Known =
    [
        "password", "passwort", "passphrase", "passw", "pass", "secret", "admin", "administrator", "root", "user", "username", "login", "letmein", "welcome", "changeme",
        "default", "guest", "test", "testing", "hello", "helloworld", "iloveyou", "iloveu", "monkey", "dragon", "football", "baseball", "basketball", "superman", "batman",
        "princess", "sunshine", "shadow", "master", "michael", "jennifer", "jordan", "charlie", "trustno", "starwars", "freedom", "whatever", "qwerty", "qwertyuiop",
        "qwertyui", "qwertz", "qwertzuiop", "azerty", "azertyuiop", "asdf", "asdfgh", "asdfghjkl", "zxcvbn", "zxcvbnm", "yxcvbnm", "qazwsx", "qazwsxedc", "qwerasdf",
        "qweasdzxc", "abc", "abcd", "abcdef", "abcdefgh", "abcdefghijkl", "computer", "internet", "killer", "soccer", "hockey", "summer", "winter", "spring", "autumn",
        "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "monday", "friday", "sunday", "company",
        "temp", "temporary", "demo", "database", "postgres", "postgresql", "server", "service", "system", "access", "security", "secure", "private", "herdbook", "herd",
        "correcthorsebatterystaple", "mypassword", "newpassword", "thisismypassword", "passwordpassword", "passpass", "adminadmin", "rootroot", "testtest", "yourpassword",
    ];

    /// <exception cref="RefusedException">`password_weak`, `password_long`.</exception>
    public static void Check(string password, string email)
    {
        if (Encoding.UTF8.GetByteCount(password) > MostBytes)
        {
            throw new RefusedException("password_long", $"The password has more than {MostBytes} bytes, and bcrypt reads no further. Nothing was changed; take a shorter one.");
        }

        if (Why(password, email) is { } why)
        {
            throw new RefusedException("password_weak", $"The password {why}. Nothing was changed; four words that have nothing to do with each other make a good one.");
        }
    }

    private static string? Why(string password, string email)
    {
        var runes = password.EnumerateRunes().ToList();
        if (runes.Count < LeastCharacters)
        {
            return $"has fewer than {LeastCharacters} characters";
        }

        if (password.Contains('\0', StringComparison.Ordinal))
        {
            return "has a character that ends it";
        }

        if (runes.Distinct().Count() < 5)
        {
            return "repeats a few characters";
        }

        var lower = password.ToLowerInvariant();
        if (email.Length > 0 && (lower.Contains(email.ToLowerInvariant(), StringComparison.Ordinal) || (email.Split('@')[0].ToLowerInvariant() is { Length: >= 4 } name && Core(lower) == Core(name))))
        {
            return "is the e-mail address";
        }

        return IsRun(lower) || Known.Contains(Core(lower)) || Known.Contains(Core(Plain(Inner(lower)))) || IsRepeated(Plain(Inner(lower))) ? "is one that everybody tries first" : null;
    }

    /// <summary>Without the figures and signs around it and between.</summary>
    private static string Core(string text) => string.Concat(text.Where(char.IsLetter));

    /// <summary>From the first letter to the last.</summary>
    private static string Inner(string text)
    {
        var (first, last) = (text.ToList().FindIndex(char.IsLetter), text.ToList().FindLastIndex(char.IsLetter));
        return first < 0 ? "" : text[first..(last + 1)];
    }

    /// <summary>Letters in the place of the figures and signs that stand for them.</summary>
    private static string Plain(string text) => string.Concat(text.Select(letter => Leet.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? Letters[at] : letter));

    /// <summary>Each character follows on the one before: 123456789012, abcdefghijkl.</summary>
    private static bool IsRun(string text)
    {
        var steps = 0;
        for (var i = 1; i < text.Length; i++)
        {
            steps += text[i] - text[i - 1] is 1 or -1 or 0 || (text[i - 1] == '9' && text[i] == '0') ? 1 : 0;
        }

        return steps >= (text.Length - 1) * 4 / 5;
    }

    /// <summary>A known word written several times.</summary>
    private static bool IsRepeated(string text)
    {
        var core = Core(text);
        for (var length = 3; length <= core.Length / 2; length++)
        {
            if (core.Length % length == 0 && Known.Contains(core[..length]) && core == string.Concat(Enumerable.Repeat(core[..length], core.Length / length)))
            {
                return true;
            }
        }

        return false;
    }
}

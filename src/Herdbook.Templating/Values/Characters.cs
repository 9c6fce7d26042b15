namespace Herdbook.Templating;

/// <summary>Characters by their code.</summary>
internal static class Characters
{
    /// <summary>chr().</summary>
    internal static string FromCode(Value code)
    {
        var number = Bound.ToInteger(code);
        return number is >= 0 and < 0x110000
            ? number is >= 0xd800 and < 0xe000 ? ((char)number).ToString() : char.ConvertFromUtf32((int)number)
            : throw Numbers.Overflow("%c arg not in range(0x110000)");
    }
}

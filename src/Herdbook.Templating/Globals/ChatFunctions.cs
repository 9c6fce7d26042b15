using System.Globalization;

namespace Herdbook.Templating;

/// <summary>What chat templates expect of their host beside Jinja2's own: raise_exception and strftime_now.</summary>
public static class ChatFunctions
{
    private static readonly Signature Json = new("tojson", 1, "x", "ensure_ascii", "indent", "separators", "sort_keys");

    /// <summary>
    /// Lets the filter tojson write as Hugging Face's chat templates expect: keys in their own order, letters as they
    /// are, nothing escaped for HTML, with ensure_ascii, indent, separators and sort_keys as json.dumps() has them.
    /// </summary>
    public static void UseChatJson(TemplateEnvironment environment) => environment.Filters["tojson"] = (arguments, context) =>
    {
        var bound = Json.Bind(arguments);
        var separators = bound.Or(3, Value.None).AsTuple;
        var style = new JsonStyle(
            bound.Truth(4, false),
            SafeInHtml: false,
            bound.Truth(1, false),
            separators is { Count: 2 } ? separators[0].ToString() : ", ",
            separators is { Count: 2 } ? separators[1].ToString() : ": ");
        return Value.From(JsonText.Dump(bound[0], bound.Or(2, Value.None), style, context));
    };

    /// <summary>Adds them to the globals of an environment.</summary>
    /// <param name="environment">Gets the two functions; to be filled before it is used.</param>
    /// <param name="time">What strftime_now says the time is, in its local zone.</param>
    public static void AddTo(TemplateEnvironment environment, TimeProvider time)
    {
        environment.Globals["raise_exception"] = Value.Function("raise_exception", arguments => throw new TemplateException(
            TemplateErrorKind.Raised,
            arguments.Count > 0 ? arguments[0].ToString() : "the template raised an exception",
            remedy: "the template refuses what it was given: see its message"));
        environment.Globals["strftime_now"] = Value.Function("strftime_now", arguments => Value.From(Format(
            arguments.Count > 0 && arguments[0].TextOrNull is { } format ? format : throw TemplateException.TypeError("strftime_now() needs a format"),
            time.GetLocalNow())));
    }

    /// <summary>Python's strftime in the C locale.</summary>
    private static string Format(string format, DateTimeOffset now)
    {
        var into = new System.Text.StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%' || at + 1 == format.Length)
            {
                into.Append(format[at]);
                continue;
            }

            var letter = format[++at];
            var plain = letter == '-' && at + 1 < format.Length;
            letter = plain ? format[++at] : letter;
            var text = Part(letter, now);
            into.Append(plain && text.Length > 1 ? text.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0" : text);
        }

        return into.ToString();
    }

    private static string Part(char letter, DateTimeOffset now)
    {
        string As(string pattern) => now.ToString(pattern, CultureInfo.InvariantCulture);
        return letter switch
        {
            'Y' => As("yyyy"),
            'y' => As("yy"),
            'm' => As("MM"),
            'd' => As("dd"),
            'e' => now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
            'B' => As("MMMM"),
            'b' or 'h' => As("MMM"),
            'A' => As("dddd"),
            'a' => As("ddd"),
            'H' => As("HH"),
            'I' => As("hh"),
            'M' => As("mm"),
            'S' => As("ss"),
            'f' => As("ffffff"),
            'p' => now.Hour < 12 ? "AM" : "PM",
            'j' => now.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            'w' => ((int)now.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            'u' => (now.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)now.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            'z' => As("zzz").Replace(":", "", StringComparison.Ordinal),
            'Z' => now.Offset == TimeSpan.Zero ? "UTC" : As("zzz"),
            'F' => As("yyyy-MM-dd"),
            'T' => As("HH:mm:ss"),
            'D' => As("MM/dd/yy"),
            'R' => As("HH:mm"),
            'c' => As("ddd MMM ") + now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2) + As(" HH:mm:ss yyyy"),
            'x' => As("MM/dd/yy"),
            'X' => As("HH:mm:ss"),
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            _ => $"%{letter}",
        };
    }
}

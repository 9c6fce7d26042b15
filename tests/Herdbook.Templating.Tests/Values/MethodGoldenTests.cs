using Xunit;
using static Herdbook.Templating.Tests.Make;

namespace Herdbook.Templating.Tests;

/// <summary>The methods of strings, lists, tuples, maps and numbers, and both ways to format, are CPython's.</summary>
public sealed class MethodGoldenTests(PythonOracle oracle)
{
    private static readonly string[] Texts =
    [
        "", "a", "Hello World", "hello", "HELLO", "123", "²½", "a1", "  pad  ", "Ünï ßtraße", "they're Bill's", "a,b,,c", "x\ty\tz", "l1\nl2\r\nl3\x0bl4\u2028l5\n", "_ident1", "ΑΣ", "ǆ ǅ", "٣", "一", "a😀b", "+42", "-7.5", "\u00a0x\u3000", "ﬁ ŉ", "aXbXc", "Ⅷ ⓐ", "é\u0301",
    ];

    private static readonly string[] Plain =
    [
        "capitalize", "casefold", "lower", "upper", "title", "swapcase", "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "expandtabs", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper",
    ];

    private static readonly string[] Percents =
    [
        "%d", "%5d|", "%-5d|", "%05d", "%+d", "% d", "%i", "%u", "%x", "%#x", "%X", "%#X", "%o", "%#o", "%e", "%.2e", "%E", "%f", "%.0f", "%.3f", "%10.2f", "%-10.2f|", "%010.2f", "%+.1f", "%g", "%.3g", "%#g", "%G", "%s", "%10s", "%-10s|", "%.2s", "%r", "%a", "%c", "%5c", "%%", "%5%", "a%db", "%", "%z", "%(", "%ld", "%.5d", "%#.3f", "%08.3e", "% .3g", "%.10r", "%+5x",
    ];

    private static readonly string[] Specifications =
    [
        "", "d", "5", "<5", ">5", "^5", "=5", "*^9", "05", "+", " ", "-", "+d", ",", "_", ",d", "010,", "b", "#b", "o", "#o", "x", "#x", "X", "#X", "_x", "#_b", "e", ".2e", "E", "f", ".2f", ".0f", "10.3f", "010.3f", "+.2f", ",.2f", "g", ".3g", "#g", "G", "%", ".1%", "n", "c", "s", "10s", ".2s", "^10.2s", "z.1f", "08,.1f", "😀>5", "q", "5q", ".d", "<", "0<5", "0=5", "#.3g", ".3", ".0", "1.1", "+,", "<010", "#", "012_x", ".400f",
    ];

    [Fact]
    public void Methods_of_strings_without_arguments() => Agreement.Hold(oracle,
    [
        .. from name in Plain
           from text in Texts select Method(name, text),
    ]);

    [Fact]
    public void Methods_of_strings_with_arguments() => Agreement.Hold(oracle,
    [
        .. from text in Texts from question in new[]
           {
               Method("center", text, 12), Method("center", text, 11, "*"), Method("ljust", text, 9, "-"), Method("rjust", text, 9), Method("zfill", text, 6), Method("strip", text, "aHx "), Method("lstrip", text, "h "), Method("rstrip", text, "do "),
               Method("split", text, ","), Method("split", text, "l", 1), Method("split", text, null, 1), Method("rsplit", text, null, 1), Method("rsplit", text, "X", 1), Method("split", text).With("maxsplit", 1), Method("split", text).With("sep", "X"), Method("splitlines", text, true), Method("splitlines", text).With("keepends", true),
               Method("partition", text, "l"), Method("rpartition", text, "l"), Method("replace", text, "l", "L"), Method("replace", text, "", "."), Method("replace", text, "X", "", 1), Method("find", text, "l"), Method("rfind", text, "l"), Method("find", text, "b", 1), Method("find", text, "", 3), Method("rfind", text, "", 1, 2), Method("index", text, "l"),
               Method("rindex", text, "b"), Method("count", text, "l"), Method("count", text, ""), Method("count", text, "b", 1, -1), Method("startswith", text, "he"), Method("startswith", text, T("a", "H")), Method("endswith", text, "d"), Method("startswith", text, "", 2), Method("endswith", text, "l", 0, 3), Method("removeprefix", text, "He"), Method("removesuffix", text, "ld"),
               Method("expandtabs", text, 4), Method("translate", text, D(97, "A", 98, null, 99, 100)), Method("join", text, L("x", "y", "z")), Method("join", text, L()),
           }
           select question,
    ]);

    [Fact]
    public void What_methods_of_strings_refuse() => Agreement.Hold(oracle,
    [
        Method("split", "a", ""), Method("split", "a", 1), Method("center", "a"), Method("center", "a", 5, "xx"), Method("center", "a", "5"), Method("join", ",", L(1)), Method("join", ",", 5), Method("index", "a", "b"), Method("partition", "a", ""), Method("replace", "a", "b"), Method("replace", "a", 1, "b"),
        Method("strip", "a", 1), Method("startswith", "a", 1), Method("startswith", "a", L("a")), Method("upper", "a", 1), Method("nothing", "a"), Method("zfill", "a", 1.5), Method("count", "a"), Method("join", ",", L("a", Undefined)), Method("split", "a", Undefined),
    ]);

    [Fact]
    public void Safe_strings_escape_what_joins_them() => Agreement.Hold(oracle,
    [
        Method("join", M("&"), L("<", M("<b>"), 5)), Method("replace", M("<a>"), "a", "["), Method("replace", M("a"), "a", "<"), Method("split", M("<a> b")), Method("partition", M("a,b"), ","), Method("format", M("<{}>"), "<"), Method("format", M("{:>5}"), "<"), Method("format", M("{}"), M("<")), Method("format", M("{:>5}"), M("<")),
        Method("upper", M("<b>")), Method("center", M("x"), 5), Method("strip", M(" <b> ")), Method("splitlines", M("a\nb")), Method("find", M("<a>"), "a"), Operator("%", M("<%s>"), "<"), Operator("%", M("<%s %r>"), T("<", "'")), Operator("%", M("%(a)s"), D("a", "<")), Operator("+", M("<"), "<"), Operator("+", "<", M("<")), Operator("*", M("<"), 3), Operator("*", 2, M("<")), Method("unescape", M("&lt;&eacute;")), Method("striptags", M("<i>a</i>")), Operator("==", M("<"), "<"), Operator("%", M("%d%%"), 5), Operator("%", M("%s"), M("<")), Method("title", M("ab cd")), Method("removeprefix", M("<b"), "x"),
    ]);

    [Fact]
    public void Percent_formats() => Agreement.Hold(oracle,
    [
        .. from format in Percents
           from value in new[] { V(0), V(42), V(-7), V(3.14159), V(-0.0), V(1e10), V(1e-7), V(double.PositiveInfinity), V(double.NaN), V("text"), V("é"), V(null), V(true), V(L(1)), D("a", 1), T(5), T(), T(1, 2), V(2.5), V(123456789), V(System.Numerics.BigInteger.Pow(10, 25)), Undefined }
           select Operator("%", format, value),
        Operator("%", "%s %s", T(1, 2)), Operator("%", "%s %s", T(1)), Operator("%", "%(a)s %(b)05d", D("a", "x", "b", 7)), Operator("%", "%(a)s", D("b", 1)), Operator("%", "%(a)s", 5), Operator("%", "%*d|%-*d|", T(5, 1, 4, 2)), Operator("%", "%.*f", T(2, 3.14159)), Operator("%", "%*d", T("a", 1)), Operator("%", "%*d|", T(-5, 1)), Operator("%", "%(a(b)c)s", D("a(b)c", 1)), Operator("%", "%s", T(T(1, 2))), Operator("%", "x", D()), Operator("%", "x", L()), Operator("%", "x", ""), Operator("%", "x", T()), Operator("%", "%c", 0x1F600), Operator("%", "%c", -1), Operator("%", "%c", "ab"), Operator("%", "%d", "5"),
    ]);

    [Fact]
    public void Brace_formats_with_specifications() => Agreement.Hold(oracle,
    [
        .. from spec in Specifications
           from value in new[] { V(0), V(42), V(-1234567), V(3.14159), V(-0.0), V(-0.04), V(1e10), V(1e16), V(1e-7), V(double.NaN), V(double.NegativeInfinity), V("text"), V("é"), V(null), V(true), V(L(1)), V(System.Numerics.BigInteger.Pow(10, 25)), M("<"), V(2.5), V(123456.0) }
           select Method("format", "{:" + spec + "}", value),
    ]);

    [Fact]
    public void Brace_formats_with_fields() => Agreement.Hold(oracle,
    [
        Method("format", "{} {}", 1, 2), Method("format", "{1} {0}", 1, 2), Method("format", "{a} {b!r}", 0).With("a", 1, "b", "x"), Method("format", "{{}}"), Method("format", "{"), Method("format", "}"), Method("format", "{0} {}", 1), Method("format", "{} {0}", 1), Method("format", "{}"), Method("format", "{x}"), Method("format", "{0[a]}", D("a", 5)), Method("format", "{0[1]}", L(1, 2)), Method("format", "{0.real}", 5),
        Method("format", "{:{}}", 5, 10), Method("format", "{:{w}.{p}f}", 3.14159).With("w", 8, "p", 2), Method("format", "{!s:>5}", "a"), Method("format", "{!a}", "é"), Method("format", "{!x}", 1), Method("format", "{0!r:.3}", "abcdef"), Method("format", "{a[b][c]}").With("a", D("b", D("c", 1))), Method("format", "{0.nothing}", 5), Method("format", "{0.__class__}", 5), Method("format", "{0[zz]}", D("a", 5)), Method("format", "{a.b}").With("a", D("b", 3)), Method("format", "{:{:{}}}", 1, 2, 3), Method("format_map", "{a} {b[0]}", D("a", 1, "b", L(2))), Method("format_map", "{x}", D()), Method("format_map", "{}", D("", 1)), Method("format", "{0[]}", D()), Method("format", "{0.}", 5), Method("format", "{:d}", "x"), Method("format", "{!r}", "it's"), Method("format", "{0[a}", D("a", 1)), Method("format", "{a b}").With("a b", 1), Method("format", "{ 0 }", 1), Method("format", "{!}", 1), Method("format", "{!rx}", 1),
    ]);

    [Fact]
    public void Methods_of_lists_and_tuples() => Agreement.Hold(oracle,
    [
        .. from question in new[]
           {
               Method("append", L(1), 2), Method("extend", L(1), "ab"), Method("extend", L(1), 5), Method("insert", L(1, 2), 0, "x"), Method("insert", L(1, 2), -1, "x"), Method("insert", L(1, 2), 99, "x"), Method("pop", L(1, 2)), Method("pop", L(1, 2), 0), Method("pop", L()), Method("pop", L(1), 5), Method("remove", L(1, 2, 1), 1), Method("remove", L(1), 5), Method("index", L(1, 2, 3), 2), Method("index", L(1, 2, 3), 1, 1), Method("index", L(1, 2, 1), 1, -1),
               Method("count", L(1, true, 1.0, 2), 1), Method("sort", L(3, 1, 2)), Method("sort", L(3, 1, 2)).With("reverse", true), Method("sort", L(1, "a")), Method("reverse", L(1, 2, 3)), Method("copy", L(1)), Method("clear", L(1)), Method("append", L()), Method("append", L(), 1, 2), Method("index", T(1, 2), 2), Method("count", T(1, 1), 1), Method("append", T(), 1), Method("sort", L(1), 2), Method("index", T(1), 5),
           }
           select question with { WithSelf = true },
    ]);

    [Fact]
    public void Methods_of_maps_and_numbers() => Agreement.Hold(oracle,
    [
        .. from question in new[]
           {
               Method("get", D("a", 1), "a"), Method("get", D("a", 1), "b"), Method("get", D("a", 1), "b", 5), Method("get", D(), L()), Method("items", D("a", 1)), Method("keys", D("a", 1)), Method("values", D("a", 1, "b", L())), Method("update", D("a", 1), D("b", 2)), Method("update", D("a", 1), L(T("b", 2), "cd")), Method("update", D("a", 1)).With("b", 3), Method("update", D(), L(1)), Method("update", D(), L("abc")), Method("pop", D("a", 1), "a"),
               Method("pop", D("a", 1), "b"), Method("pop", D("a", 1), "b", 7), Method("popitem", D("a", 1, "b", 2)), Method("popitem", D()), Method("setdefault", D("a", 1), "a", 5), Method("setdefault", D("a", 1), "b", 5), Method("setdefault", D(), "b"), Method("copy", D("a", 1)), Method("clear", D("a", 1)), Method("nothing", D("a", 1)), Method("get", D()), Method("get", D("a", 1)).With("key", "a"), Method("fromkeys", D(), "ab", 1),
               Method("bit_length", 255), Method("bit_count", -7), Method("is_integer", 2.0), Method("as_integer_ratio", 0.75), Method("conjugate", true), Method("is_integer", 2.5),
           }
           select question with { WithSelf = true },
    ]);
}

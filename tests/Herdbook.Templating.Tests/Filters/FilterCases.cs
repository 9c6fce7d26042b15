using static Herdbook.Templating.Tests.Make;

namespace Herdbook.Templating.Tests;

/// <summary>Cases for every filter, with all its arguments, and what it refuses.</summary>
internal static class FilterCases
{
    private const string Prose = "The quick brown fox-like animal jumped over the well-known, very-very-long-hyphenated-word lazy dog -- twice.";

    private static Value People => V(L(
        D("name", "bob", "age", 3, "address", D("city", "Ulm")), D("name", "Ann", "age", 30, "address", D("city", "Bonn")),
        D("name", "Bob", "age", 4, "address", D("city", "Ulm")), D("name", "carl", "age", 30)));

    internal static IEnumerable<OracleQuestion> All => [.. Numbers, .. Texts, .. Markup, .. Sequences, .. Sorts, .. Selections, .. Objects];

    private static IEnumerable<OracleQuestion> Numbers =>
    [
        Filter("abs", -3), Filter("abs", -2.5), Filter("abs", true), Filter("abs", "x"), Filter("abs", Undefined), Filter("abs", long.MinValue),
        Filter("int", "42"), Filter("int", "42.9"), Filter("int", " -7 "), Filter("int", "1_000"), Filter("int", "0x1f", 0, 16), Filter("int", "0x1f").With("base", 0),
        Filter("int", "1f", 5, 16), Filter("int", "zz", 0, 36), Filter("int", "0b101", 0, 2), Filter("int", "0o17", 9, 8), Filter("int", "x", 7), Filter("int", "x").With("default", "none"),
        Filter("int", 3.99), Filter("int", -3.99), Filter("int", true), Filter("int", (object?)null), Filter("int", "inf"), Filter("int", double.PositiveInfinity), Filter("int", double.NaN),
        Filter("int", L()), Filter("int", Undefined), Filter("int", "1e3"), Filter("int", 1e20), Filter("int", "123456789012345678901234567890"), Filter("int", "12", 1, "x"),
        Filter("int", "12", 1, 1), Filter("int", "0777", 3, 0), Filter("int", "00", 3, 0), Filter("int", ""), Filter("int", "_1"), Filter("int", "١٢"),
        Filter("float", "4.5"), Filter("float", "1_0.5"), Filter("float", "x"), Filter("float", "x", 1.5), Filter("float", "x").With("default", null), Filter("float", 3), Filter("float", "nan"),
        Filter("float", "-Infinity"), Filter("float", (object?)null), Filter("float", Undefined), Filter("float", "1e400"), Filter("float", "."), Filter("float", "1."), Filter("float", ".5e1"),
        Filter("round", 2.5), Filter("round", 3.5), Filter("round", 42.55, 1), Filter("round", 2.675, 2), Filter("round", 1234.5, -2), Filter("round", 42.55, 1, "floor"), Filter("round", 42.51).With("method", "ceil"),
        Filter("round", 5), Filter("round", 25, -1), Filter("round", 35, -1), Filter("round", 15, -1, "ceil"), Filter("round", 1.5, 0, "none"), Filter("round", "x"), Filter("round", true), Filter("round", 5, 2, "floor"),
        Filter("round", -0.4), Filter("round", 1e300, 400), Filter("round", 1.5, -400), Filter("round", 12345678.9, -3), Filter("round", Undefined), Filter("round", 2.5, null), Filter("round", 1.005, 2), Filter("round", double.NaN, 2),
        Filter("round", 7, -1), Filter("round", -25, -1), Filter("round", 1234.5, -1, "floor"), Filter("round", "a", 1, "floor"),
        Filter("sum", L(1, 2, 3)), Filter("sum", L(1, 2.5)), Filter("sum", L()), Filter("sum", People, "age"), Filter("sum", L(L(1), L(2))).With("start", L()), Filter("sum", L("a")), Filter("sum", L(1)).With("start", "a"),
        Filter("sum", L(1, 2)).With("start", 10), Filter("sum", 5), Filter("sum", People).With("attribute", "address.zip"), Filter("sum", L(T(1, 2), T(3, 4)), 1), Filter("sum", Undefined),
        Filter("filesizeformat", 0), Filter("filesizeformat", 1), Filter("filesizeformat", 999), Filter("filesizeformat", 1000), Filter("filesizeformat", 1023, true), Filter("filesizeformat", 1024, true),
        Filter("filesizeformat", 1_234_567), Filter("filesizeformat", "1234567890"), Filter("filesizeformat", 1e26), Filter("filesizeformat", 1e30), Filter("filesizeformat", -5), Filter("filesizeformat", 300, false),
        Filter("filesizeformat", "x"), Filter("filesizeformat", 1.5), Filter("filesizeformat", 1e12).With("binary", true), Filter("filesizeformat", Undefined), Filter("filesizeformat", (object?)null),
    ];

    private static IEnumerable<OracleQuestion> Texts =>
    [
        Filter("capitalize", "fOO bAR"), Filter("capitalize", 5), Filter("capitalize", ""), Filter("capitalize", M("<a>b")), Filter("capitalize", "ßa"), Filter("capitalize", "ﬁx"), Filter("capitalize", "ÄÖ"),
        Filter("lower", "FOO ÄΣ"), Filter("lower", "ΑΣ ΣΑ"), Filter("lower", L("A")), Filter("lower", M("A&amp;")), Filter("lower", "İ"), Filter("upper", "foo straße"), Filter("upper", (object?)null), Filter("upper", "ŉ ﬃ"),
        Filter("title", "foo bar"), Filter("title", "foo's bar-baz (qux) [a] {b} <c> d.e"), Filter("title", "ÉCOLE élan"), Filter("title", 12), Filter("title", M("a b")), Filter("title", "x\ty\nz"),
        Filter("center", "abc", 10), Filter("center", "abcd", 9), Filter("center", "abc", 2), Filter("center", "x"), Filter("center", "a", 4), Filter("center", 5).With("width", 6), Filter("center", M("<b>"), 7), Filter("center", "😀", 4),
        Filter("center", "a", "4"), Filter("format", "%s - %s", "a", 2), Filter("format", "%(x)s!").With("x", 5), Filter("format", "%d %5.2f %x", 3, 3.14159, 255), Filter("format", "%s"), Filter("format", "a", 1),
        Filter("format", "%s", 1).With("x", 1), Filter("format", M("<%s>"), "<b>"), Filter("format", "%%"), Filter("format", 5),
        Filter("indent", "a\nb\n\nc"), Filter("indent", "a\nb", 2), Filter("indent", "a\nb", 2, true), Filter("indent", "a\n\nb", 2, true, true), Filter("indent", "a\nb", ">>"), Filter("indent", "a\nb").With("first", true, "width", 1),
        Filter("indent", M("a\n<b>"), "<"), Filter("indent", ""), Filter("indent", 5), Filter("indent", "a\r\nb\u2028c\x0bd", 1), Filter("indent", "a\n"), Filter("indent", Undefined),
        Filter("replace", "Hello World", "Hello", "Goodbye"), Filter("replace", "aaaargh", "a", "d'oh, ", 2), Filter("replace", "abc", "", "-"), Filter("replace", "abc", "", "-", 2), Filter("replace", "aa", "a", "b", 0), Filter("replace", 151, 5, 0),
        Filter("replace", "<a>", "a", M("<b>")).Escaping(), Filter("replace", M("<a>"), "a", "["), Filter("replace", M("<a>"), "a", "&").Escaping(), Filter("replace", "<a>", M("&lt;"), "!").Escaping(), Filter("replace", "<a>", "a", "b").Escaping(),
        Filter("replace", "a", "b"), Filter("replace", "abab", "b", "x").With("count", 1), Filter("replace", "abab", "b", "x").With("count", null), Filter("replace", "ab", "b", Undefined), Filter("replace", "😀b", "", "-"),
        Filter("trim", "  a b \n"), Filter("trim", "xxaxx", "x"), Filter("trim", "..a!.", ".!"), Filter("trim", 5), Filter("trim", M(" <b> ")), Filter("trim", "\u00a0a\u2003"), Filter("trim", " a ").With("chars", null), Filter("trim", "a", 5), Filter("trim", "abc", ""),
        Filter("truncate", "foo bar baz qux", 9), Filter("truncate", "foo bar baz qux", 9, true), Filter("truncate", "foo bar baz qux", 11), Filter("truncate", "foo bar baz qux", 11, false, "...", 0), Filter("truncate", "foobarbazqux", 5), Filter("truncate", "foo bar", 2),
        Filter("truncate", Prose, 30), Filter("truncate", Prose, 30).With("end", " …"), Filter("truncate", Prose, 30, true, ""), Filter("truncate", Prose, 30).With("leeway", 100), Filter("truncate", 5), Filter("truncate", L(1)), Filter("truncate", "a", 3, false, "...", -1), Filter("truncate", M("<b> <c> <d> <e>"), 6, false, "<", 0),
        Filter("truncate", "a b c d", 3, false, "", 0), Filter("truncate", Undefined), Filter("truncate", "x", "a"), Filter("truncate", "😀😀😀😀 😀😀😀😀😀😀", 9), Filter("truncate", L(1, 2, 3, 4, 5, 6), 1, true, L(), 0),
        Filter("wordcount", "foo bar, baz's"), Filter("wordcount", ""), Filter("wordcount", 12), Filter("wordcount", "ä_ö ß-ü"), Filter("wordcount", "a😀b"), Filter("wordcount", Undefined),
        Filter("wordwrap", Prose, 20), Filter("wordwrap", Prose, 10), Filter("wordwrap", Prose, 5), Filter("wordwrap", Prose, 5, false), Filter("wordwrap", Prose, 12, true, "<br>"), Filter("wordwrap", Prose, 12, true, null, false), Filter("wordwrap", "a\n\nb c d e", 3), Filter("wordwrap", "averyveryverylongword b", 6),
        Filter("wordwrap", "x -- y --z a--b --- ab-cd-ef", 4), Filter("wordwrap", "  leading and   inner    spaces  ", 9), Filter("wordwrap", "a", 0), Filter("wordwrap", "", 0), Filter("wordwrap", 5), Filter("wordwrap", "foo-bar--baz-1-2 e-mail co-op", 5), Filter("wordwrap", Prose).With("wrapstring", "\r\n", "width", 30), Filter("wordwrap", "-----------", 4),
        Filter("wordwrap", "abc-def-ghi-jklmnop", 6, false), Filter("wordwrap", "a-b-c-d-e", 2), Filter("wordwrap", "tab\tand\u00a0nbsp here", 6), Filter("wordwrap", "😀😀😀 😀😀😀😀😀", 4), Filter("wordwrap", "i-----------j k", 4), Filter("wordwrap", "", 10), Filter("wordwrap", "   ", 2),
        Filter("urlencode", "a b/c?d=é&"), Filter("urlencode", D("a b", 1, "c/d", "é")), Filter("urlencode", L(T("a", 1), T("b", "x y"))), Filter("urlencode", 5), Filter("urlencode", L(1)), Filter("urlencode", L(T(1, 2, 3))), Filter("urlencode", (object?)null), Filter("urlencode", L("ab")), Filter("urlencode", M("<")), Filter("urlencode", Undefined),
    ];

    private static IEnumerable<OracleQuestion> Markup =>
    [
        Filter("e", "<&>'\""), Filter("escape", M("<b>")), Filter("escape", 5), Filter("escape", L("<")), Filter("escape", Undefined), Filter("forceescape", M("<b>")), Filter("forceescape", "<"), Filter("forceescape", 1.0),
        Filter("safe", "<b>"), Filter("safe", 5), Filter("safe", M("x")), Filter("striptags", "<p>a <b>b</b>\n\n c</p> &amp; &lt;"), Filter("striptags", "a<!-- <x> -->b"), Filter("striptags", 5), Filter("striptags", M("<i>x</i>")), Filter("striptags", "a < b"), Filter("striptags", "&eacute;&#65;&#x42;"),
        Filter("xmlattr", D("id", "a\"b", "n", 5, "x", null, "u", Undefined, "t", true)), Filter("xmlattr", D("a", 1), false), Filter("xmlattr", D("a", 1)).With("autospace", false), Filter("xmlattr", D()), Filter("xmlattr", D("a", M("<"))).Escaping(), Filter("xmlattr", D("a b", 1)), Filter("xmlattr", L()), Filter("xmlattr", D("<", ">")),
        Filter("urlize", "see http://www.example.org/a?b=1&c=2, (https://x.org) and www.foo.com."), Filter("urlize", "mail me@example.org or mailto:you@example.com!"), Filter("urlize", "http://example.org/a/very/long/path", 15), Filter("urlize", "http://a.org", null, true), Filter("urlize", "http://a.org", null, false, "_blank"),
        Filter("urlize", "http://a.org").With("rel", "me noopener"), Filter("urlize", "tel:123 ftp://x").With("extra_schemes", L("tel:", "ftp://")), Filter("urlize", "x").With("extra_schemes", L("1")), Filter("urlize", "<http://a.org> http://a.org/(b) http://1.2.3.4:80/ example.com foo.bar"), Filter("urlize", "http://a.org").Escaping(), Filter("urlize", 5),
        Filter("urlize", "a@b"), Filter("urlize", "http://"), Filter("urlize", "((http://x.de))..., x"), Filter("urlize", "http://a.org", 5, true, "<"), Filter("urlize", M("<b> http://a.org")), Filter("urlize", "@a@b.com www.a@b.de http://[::1]/ HTTP://X.DE EXAMPLE.COM"),
        Filter("tojson", D("b", L(1, 2.5, null, true), "a", "<'&>\"\\\n\u00e9😀")), Filter("tojson", D("a", L(1, D("b", 2)), "c", L(), "d", D()), 2), Filter("tojson", D("a", 1)).With("indent", 0), Filter("tojson", L(double.NaN, double.PositiveInfinity, 1e22)), Filter("tojson", D(1, "a", 2, "b")), Filter("tojson", D(1, "a", "b", 2)),
        Filter("tojson", Undefined), Filter("tojson", T(1, M("<"))), Filter("tojson", D(T(1), 2)), Filter("tojson", "x\b\f\t\r\x7f\u2028"), Filter("tojson", D(true, 1, null, 2)), Filter("tojson", D(1.5, 1, 2, 3)), Filter("tojson", L(1, L(2)), "--"), Filter("tojson", "a", null),
    ];

    private static IEnumerable<OracleQuestion> Sequences =>
    [
        Filter("batch", L(1, 2, 3, 4, 5), 2), Filter("batch", L(1, 2, 3, 4, 5), 2, "x"), Filter("batch", L(), 2), Filter("batch", "abcd", 3, 0), Filter("batch", L(1), 0), Filter("batch", L(1, 2), -1), Filter("batch", L(1, 2, 3), 3).With("fill_with", 0), Filter("batch", 5, 2), Filter("batch", L(1), "a"), Filter("batch", L(1), "a", 0), Filter("batch", L(1, 2), 1.0),
        Filter("slice", L(1, 2, 3, 4, 5, 6, 7), 3), Filter("slice", L(1, 2, 3, 4, 5, 6, 7), 3, "x"), Filter("slice", L(1), 3, 0), Filter("slice", L(1, 2), 0), Filter("slice", "abc", 2), Filter("slice", L(1, 2, 3), -1), Filter("slice", L(1, 2), "a"), Filter("slice", L(1, 2, 3, 4)).With("slices", 2, "fill_with", null),
        Filter("first", L(1, 2)), Filter("first", "ab"), Filter("first", L()), Filter("first", D("k", 1)), Filter("first", 5), Filter("first", Undefined), Filter("last", L(1, 2)), Filter("last", "ab😀"), Filter("last", D("k", 1, "l", 2)), Filter("last", L()), Filter("last", Undefined), Filter("last", T()),
        Filter("list", "añ😀"), Filter("list", D("a", 1)), Filter("list", T(1, 2)), Filter("list", 5), Filter("list", Undefined), Filter("list", M("<b>")), Filter("random", L(7)), Filter("random", L()), Filter("random", "z"), Filter("random", 5), Filter("random", Undefined), Filter("random", D("a", 1)),
        Filter("join", L(1, "a", null, 2.5)), Filter("join", L(1, 2), "|"), Filter("join", People, ", ", "name"), Filter("join", People).With("attribute", "age", "d", "-"), Filter("join", L("<", M("<b>")), "&").Escaping(), Filter("join", L("<", ">"), "&").Escaping(), Filter("join", L("<", 1), M("&")).Escaping(), Filter("join", "abc", "-"), Filter("join", L(1), 5), Filter("join", 5), Filter("join", L(Undefined, 1), ","), Filter("join", Undefined), Filter("join", D("a", 1), ","),
        Filter("join", L(L("<"), M("x"))).Escaping(), Filter("join", L(1, 2), null),
        Filter("reverse", "añ😀b"), Filter("reverse", L(1, 2, 3)), Filter("reverse", D("a", 1, "b", 2)), Filter("reverse", T(1, 2)), Filter("reverse", 5), Filter("reverse", M("<b>")), Filter("reverse", Undefined),
    ];

    private static IEnumerable<OracleQuestion> Sorts =>
    [
        Filter("sort", L(3, 1, 2)), Filter("sort", L("b", "A", "a", "B")), Filter("sort", L("b", "A", "a", "B"), false, true), Filter("sort", L("b", "A", "a", "B"), true), Filter("sort", People).With("attribute", "age,name"), Filter("sort", People).With("attribute", "name", "reverse", true), Filter("sort", L(1, "a")), Filter("sort", L(null, null)), Filter("sort", L(D(), D())), Filter("sort", L(L(2), L(1))), Filter("sort", "hello"), Filter("sort", D("b", 1, "a", 2)), Filter("sort", L(true, 0, 1, false)), Filter("sort", L(T(2, "b"), T(1, "c"))).With("attribute", 1), Filter("sort", 5), Filter("sort", People).With("attribute", "address.city"), Filter("sort", L(1.5, 1, -2)), Filter("sort", L(Undefined, 1)), Filter("sort", Undefined), Filter("sort", L(D("a", null), D("a", 1))).With("attribute", "a"),
        Filter("dictsort", D("b", 1, "A", 3, "c", 2)), Filter("dictsort", D("b", 1, "A", 3), true), Filter("dictsort", D("b", 1, "A", 3, "c", 2), false, "value"), Filter("dictsort", D("b", 1, "A", 3)).With("reverse", true), Filter("dictsort", D("b", 1), false, "x"), Filter("dictsort", D("b", "x", "a", "B", "c", "b")).With("by", "value", "case_sensitive", true), Filter("dictsort", L()), Filter("dictsort", D(1, 1, "a", 2)), Filter("dictsort", Undefined),
        Filter("min", L(3, 1, 2)), Filter("min", L("b", "A", "a")), Filter("min", L("b", "A", "a"), true), Filter("min", People).With("attribute", "age"), Filter("min", L()), Filter("min", L(1, "a")), Filter("max", L(3, 1, 2)), Filter("max", L("b", "B", "a")), Filter("max", L("b", "B"), true), Filter("max", People).With("attribute", "name"), Filter("max", "hello"), Filter("max", 5), Filter("max", L(1, 1.0, true)), Filter("max", Undefined),
        Filter("unique", L("foo", "bar", "Foo", "FOO", 1, 1.0, true, 2)), Filter("unique", L("foo", "Foo"), true), Filter("unique", People).With("attribute", "age"), Filter("unique", L(L(1), L(1))), Filter("unique", "aAb"), Filter("unique", 5), Filter("unique", L(null, null)), Filter("unique", L(T(1, 2), T(1, 2))), Filter("unique", Undefined),
        Filter("groupby", People, "age"), Filter("groupby", People, "address.city", "none"), Filter("groupby", People, "name"), Filter("groupby", People, "name").With("case_sensitive", true), Filter("groupby", L(T(1, "a"), T(2, "b"), T(1, "c")), 0), Filter("groupby", L(), "a"), Filter("groupby", People, "address.city"), Filter("groupby", People, "x").With("default", 0), Filter("groupby", 5, "a"), Filter("groupby", People),
    ];

    private static IEnumerable<OracleQuestion> Selections =>
    [
        Filter("map", L("a", "b"), "upper"), Filter("map", L("a b c", "d e f"), "truncate", 3, true, "", 0), Filter("map", People).With("attribute", "name"), Filter("map", People).With("attribute", "address.city", "default", "?"), Filter("map", People).With("attribute", "address.city"), Filter("map", L(T(1, 2))).With("attribute", 1), Filter("map", L(1)), Filter("map", L(1), "nofilter"), Filter("map", L()), Filter("map", L(1)).With("attribute", "a", "x", 1), Filter("map", L("1"), "int").With("base", 2), Filter("map", 5, "upper"), Filter("map", 0, "upper"), Filter("map", L("x"), "default", "y", true), Filter("map", Undefined, "upper"), Filter("map", L("ab"), "join", "-"),
        Filter("select", L(1, 2, 3), "odd"), Filter("select", L(0, 1, "", "a", null)), Filter("select", L(1, 5, 9), "gt", 4), Filter("select", L(1), "nope"), Filter("select", L()), Filter("select", 5), Filter("select", L(3, 6), "divisibleby", 3), Filter("select", L(1, 2), "in", L(2)), Filter("reject", L(1, 2, 3), "odd"), Filter("reject", L(0, 1, "")), Filter("reject", L(1, "a"), "string"),
        Filter("selectattr", People, "address"), Filter("selectattr", People, "age", "gt", 3), Filter("selectattr", People, "name", "equalto", "Ann"), Filter("selectattr", People), Filter("selectattr", People, "address.city", "defined"), Filter("selectattr", L(), "x"), Filter("rejectattr", People, "address"), Filter("rejectattr", People, "age", "==", 30), Filter("rejectattr", People, "address.city"), Filter("selectattr", L(1), "real", "odd"),
    ];

    private static IEnumerable<OracleQuestion> Objects =>
    [
        Filter("attr", D("a", 1), "a"), Filter("attr", 5, "real"), Filter("attr", 2.5, "imag"), Filter("attr", L(), "nothing"), Filter("attr", Undefined, "a"), Filter("default", Undefined, 5), Filter("default", "", 5), Filter("default", "", 5, true), Filter("d", Undefined), Filter("default", null, 1).With("boolean", true), Filter("default", 0, 1), Filter("d", Undefined).With("default_value", "x"),
        Filter("items", D("a", 1, "b", L())), Filter("items", D()), Filter("items", L()), Filter("items", Undefined), Filter("length", "añ😀"), Filter("length", L(1, 2)), Filter("length", D("a", 1)), Filter("length", 5), Filter("count", T(1)), Filter("count", Undefined), Filter("length", (object?)null), Filter("string", 5), Filter("string", M("x")), Filter("string", Undefined), Filter("string", L("a", null, 1.0)),
        Filter("pprint", L(1, "a", D("b", 2, "a", 1))), Filter("pprint", L([.. Enumerable.Range(0, 40).Cast<object>()])), Filter("pprint", D("key", L(Prose, Prose), "other", D("z", 1, "y", L(1, 2, 3), "x", T(1)))), Filter("pprint", Prose), Filter("pprint", Prose + "\n" + Prose + "\n\nend"), Filter("pprint", T(Prose)), Filter("pprint", T(T(Prose, 1), T(Prose, 2))), Filter("pprint", 5), Filter("pprint", 1.0), Filter("pprint", M(Prose)), Filter("pprint", D("b", 1, 2, 3, null, 4, "a", 5)), Filter("pprint", L(L(), D(), T(), "")), Filter("pprint", new string('x', 200)), Filter("pprint", "it's " + Prose), Filter("pprint", D("a", new string('y', 70), "b", new string('z', 75))), Filter("pprint", Undefined), Filter("pprint", L(D("a", Prose), D("a", L(L(Prose)))))
    ];
}

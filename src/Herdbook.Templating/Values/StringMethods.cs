using System.Collections.Frozen;

namespace Herdbook.Templating;

/// <summary>Methods of strings. Those of a safe string escape what joins it and give safe strings.</summary>
internal static class StringMethods
{
    private static readonly FrozenDictionary<string, Method> All = new Dictionary<string, Method>
    {
        ["capitalize"] = (self, arguments, context) => StringCases.Apply(self, arguments, context, StringCases.Capitalize),
        ["casefold"] = (self, arguments, context) => StringCases.Apply(self, arguments, context, StringCases.Fold),
        ["lower"] = (self, arguments, context) => StringCases.Apply(self, arguments, context, StringCases.Lower),
        ["upper"] = (self, arguments, context) => StringCases.Apply(self, arguments, context, StringCases.Upper),
        ["title"] = (self, arguments, context) => StringCases.Apply(self, arguments, context, StringCases.Title),
        ["swapcase"] = (self, arguments, context) => StringCases.Apply(self, arguments, context, StringCases.Swap),
        ["center"] = (self, arguments, context) => StringPadding.Pad(self, arguments, context, StringPadding.Center),
        ["ljust"] = (self, arguments, context) => StringPadding.Pad(self, arguments, context, StringPadding.Left),
        ["rjust"] = (self, arguments, context) => StringPadding.Pad(self, arguments, context, StringPadding.Right),
        ["zfill"] = StringPadding.ZeroFill,
        ["expandtabs"] = StringPadding.ExpandTabs,
        ["strip"] = (self, arguments, context) => StringPadding.Strip(self, arguments, context, left: true, right: true),
        ["lstrip"] = (self, arguments, context) => StringPadding.Strip(self, arguments, context, left: true, right: false),
        ["rstrip"] = (self, arguments, context) => StringPadding.Strip(self, arguments, context, left: false, right: true),
        ["removeprefix"] = (self, arguments, context) => StringPadding.Remove(self, arguments, context, atEnd: false),
        ["removesuffix"] = (self, arguments, context) => StringPadding.Remove(self, arguments, context, atEnd: true),
        ["count"] = StringSearch.Count,
        ["find"] = (self, arguments, context) => StringSearch.Find(self, arguments, context, last: false, must: false),
        ["rfind"] = (self, arguments, context) => StringSearch.Find(self, arguments, context, last: true, must: false),
        ["index"] = (self, arguments, context) => StringSearch.Find(self, arguments, context, last: false, must: true),
        ["rindex"] = (self, arguments, context) => StringSearch.Find(self, arguments, context, last: true, must: true),
        ["startswith"] = (self, arguments, context) => StringSearch.Affix(self, arguments, context, atEnd: false),
        ["endswith"] = (self, arguments, context) => StringSearch.Affix(self, arguments, context, atEnd: true),
        ["replace"] = StringSearch.Replace,
        ["join"] = StringSearch.Join,
        ["translate"] = StringSearch.Translate,
        ["split"] = (self, arguments, context) => StringSplitting.Split(self, arguments, context, fromRight: false),
        ["rsplit"] = (self, arguments, context) => StringSplitting.Split(self, arguments, context, fromRight: true),
        ["partition"] = (self, arguments, context) => StringSplitting.Partition(self, arguments, context, fromRight: false),
        ["rpartition"] = (self, arguments, context) => StringSplitting.Partition(self, arguments, context, fromRight: true),
        ["splitlines"] = StringSplitting.Lines,
        ["format"] = (self, arguments, context) => StringFormat.Format(self, arguments, context),
        ["format_map"] = StringFormat.FormatMap,
        ["isalnum"] = (self, arguments, context) => StringKinds.Is(self, arguments, context, StringKinds.Alphanumeric),
        ["isalpha"] = (self, arguments, context) => StringKinds.Is(self, arguments, context, StringKinds.Alphabetic),
        ["isascii"] = (self, arguments, context) => StringKinds.Is(self, arguments, context, StringKinds.Ascii, empty: true),
        ["isdecimal"] = (self, arguments, context) => StringKinds.Is(self, arguments, context, StringKinds.Decimal),
        ["isdigit"] = (self, arguments, context) => StringKinds.Is(self, arguments, context, StringKinds.Digit),
        ["isnumeric"] = (self, arguments, context) => StringKinds.Is(self, arguments, context, StringKinds.Numeric),
        ["isspace"] = (self, arguments, context) => StringKinds.Is(self, arguments, context, StringKinds.Space),
        ["isprintable"] = (self, arguments, context) => StringKinds.Is(self, arguments, context, StringKinds.Printable, empty: true),
        ["isidentifier"] = StringKinds.IsIdentifier,
        ["islower"] = (self, arguments, context) => StringKinds.IsCased(self, arguments, context, upper: false),
        ["isupper"] = (self, arguments, context) => StringKinds.IsCased(self, arguments, context, upper: true),
        ["istitle"] = StringKinds.IsTitle,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Method> OfMarkup = new Dictionary<string, Method>
    {
        ["striptags"] = (self, _, context) => Value.From(HtmlText.StripTags(self.Text, context)),
        ["unescape"] = (self, _, context) => Value.From(HtmlText.Unescape(self.Text, context)),
    }.ToFrozenDictionary();

    internal static Method? Find(Value self, string name) =>
        All.GetValueOrDefault(name) ?? (self.IsMarkup ? OfMarkup.GetValueOrDefault(name) : null);
}

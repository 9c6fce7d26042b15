using System.Text;
using System.Text.Json;

namespace Herdbook.Templating.Tests;

/// <summary>One question to Python: an operator, a filter, a test or a method with its arguments, or a template.</summary>
internal sealed record OracleQuestion(string Kind, string Name, Value[] Arguments)
{
    internal Dictionary<string, Value> Named { get; init; } = [];

    internal bool Autoescape { get; init; }

    internal UndefinedPolicy Undefined { get; init; }

    /// <summary>Whether the arguments are of any kind: Python ignores some that it does not need, which we may refuse.</summary>
    internal bool Wild { get; init; }

    /// <summary>Whether the answer tells, beside the result, what the first argument has become.</summary>
    internal bool WithSelf { get; init; }

    internal bool TrimBlocks { get; init; }

    internal bool LstripBlocks { get; init; }

    internal bool KeepTrailingNewline { get; init; }

    internal string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("kind", Kind);
            json.WriteString(Kind == "template" ? "template" : "name", Name);
            json.WriteStartObject("options");
            json.WriteBoolean("autoescape", Autoescape);
            json.WriteString("undefined", Undefined.ToString().ToLowerInvariant());
            json.WriteBoolean("trim_blocks", TrimBlocks);
            json.WriteBoolean("lstrip_blocks", LstripBlocks);
            json.WriteBoolean("keep_trailing_newline", KeepTrailingNewline);
            json.WriteEndObject();
            json.WriteStartArray("arguments");
            foreach (var argument in Arguments)
            {
                json.WriteStringValue(Printing.Repr(argument));
            }

            json.WriteEndArray();
            json.WriteStartObject(Kind == "template" ? "literals" : "named");
            foreach (var (name, value) in Named)
            {
                json.WriteString(name, Printing.Repr(value));
            }

            json.WriteEndObject();
            json.WriteBoolean("self", WithSelf);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public override string ToString()
    {
        var arguments = string.Join(", ", Arguments.Select(argument => Printing.Repr(argument)));
        var named = string.Concat(Named.Select(pair => $", {pair.Key}={Printing.Repr(pair.Value)}"));
        return $"{Undefined} {Kind} {Name}({arguments}{named}){(Autoescape ? " escaping" : "")}";
    }
}

using System.Globalization;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Mcp;

/// <summary>A call of a tool: who calls, with which arguments, and a way to tell how far it is. Every argument is checked when it is read.</summary>
/// <param name="Http">The request that carries it.</param>
/// <param name="Progress">Tells the caller how far it is; does nothing where the caller did not ask.</param>
internal sealed record ToolCall(HttpContext Http, Caller Caller, IReadOnlyDictionary<string, JsonElement> Arguments, Func<double, double?, string, CancellationToken, Task> Progress)
{
    public Tenant Tenant => Caller.Tenant;

    /// <exception cref="RefusedException">`tool_arguments`: a name that the tool does not know, with those that it does.</exception>
    public void RequireKnown(McpTool tool)
    {
        var known = tool.Input["properties"]!.AsObject();
        if (Arguments.Keys.FirstOrDefault(name => !known.ContainsKey(name)) is { } unknown)
        {
            throw Wrong(Shown(unknown), $"it is no argument of {tool.Name}. Its arguments are {string.Join(", ", known.Select(member => member.Key))}");
        }

        if (tool.Input["required"] is { } required && required.AsArray().Select(name => name!.GetValue<string>()).FirstOrDefault(name => Find(name) is null) is { } missing)
        {
            throw Wrong(missing, "it is missing");
        }
    }

    public JsonElement? Find(string name) => Arguments.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    /// <exception cref="RefusedException">`tool_arguments`.</exception>
    public string Text(string name) => FindText(name) ?? throw Wrong(name, "it is missing");

    /// <exception cref="RefusedException">`tool_arguments`: it is no text, or one that cannot be stored.</exception>
    public string? FindText(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.String } value:
                try
                {
                    return value.GetString() is { Length: > 0 } text ? text.Contains('\0', StringComparison.Ordinal) ? throw Wrong(name, "it holds U+0000") : text : null;
                }
                catch (InvalidOperationException e)
                {
                    throw Wrong(name, "it holds half a surrogate", e);
                }

            default:
                throw Wrong(name, "it is no text");
        }
    }

    /// <exception cref="RefusedException">`tool_arguments`.</exception>
    public int Whole(string name, int otherwise, int least, int most) => FindWhole(name) is not { } number ? otherwise
        : number >= least && number <= most ? (int)number
        : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"it lies between {least} and {most}"));

    public long? FindWhole(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
        // Models write numbers as texts now and then.
        { ValueKind: JsonValueKind.String } value when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Wrong(name, "it is no whole number"),
    };

    public decimal? FindNumber(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDecimal(out var number) => number,
        { ValueKind: JsonValueKind.String } value when decimal.TryParse(value.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Wrong(name, "it is no number"),
    };

    public bool? FindFlag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } value when bool.TryParse(value.GetString(), out var flag) => flag,
        _ => throw Wrong(name, "it is neither true nor false"),
    };

    public Guid Id(string name) => Guid.TryParse(Text(name), out var id) ? id : throw Wrong(name, "it is no id, such as 0197f0c4-1f5e-7c4e-9a55-0242ac120002");

    /// <summary>The members of an object; none where it is missing.</summary>
    public IEnumerable<JsonProperty> Members(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } value => value.EnumerateObject(),
        _ => throw Wrong(name, "it is no object"),
    };

    public static RefusedException Wrong(string name, string why, Exception? inner = null) =>
        new("tool_arguments", $"{name}: {why}. Nothing was done; correct the argument and call again.", inner) { Column = name };

    private static string Shown(string name) => name.Length > 60 ? name[..60] + "…" : name;
}

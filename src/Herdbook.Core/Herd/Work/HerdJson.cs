using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using Herdbook.Core.Governance.Access;

namespace Herdbook.Core.Herd.Work;

/// <summary>A command as it comes in at a door.</summary>
/// <param name="Request">Of the verb's request type.</param>
public sealed record HerdCommand(HerdCaller Caller, object Request);

/// <summary>Commands and answers as JSON: one form for all doors. Names are in snake_case; a name that is not known is refused, and so is one that is missing.</summary>
public static class HerdJson
{
    /// <summary>The member that names the agent that acts, and the one that names its instance: every verb takes them beside its own.</summary>
    public const string AsAgent = "as_agent";
    public const string AsInstance = "as_instance";

    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Reads a command.</summary>
    /// <param name="body">It is taken apart.</param>
    /// <exception cref="RefusedException">`herd_request`: what is wrong, and where. `agent_other`.</exception>
    public static HerdCommand Read(HerdVerb verb, JsonObject body, Caller caller)
    {
        var herd = HerdCaller.Of(caller, Take(body, AsAgent), Take(body, AsInstance));
        try
        {
            return new HerdCommand(herd, body.Deserialize(verb.Request, Options)!);
        }
        catch (JsonException e)
        {
            throw new RefusedException("herd_request", $"{verb.Name} cannot be read: {Words(e)} Nothing was done; its members are {string.Join(", ", Members(verb))}.", e);
        }
    }

    /// <summary>The JSON Schema of a verb's arguments, with as_agent and as_instance.</summary>
    public static JsonObject RequestSchema(HerdVerb verb)
    {
        var schema = (JsonObject)Schema(verb.Request);
        var properties = (JsonObject)schema["properties"]!;
        properties[AsAgent] = Named("The agent that acts; a token that belongs to an agent needs none.");
        properties[AsInstance] = Named("The instance that acts; without it, the agent's newest one that has no end.");
        schema["additionalProperties"] = false;
        return schema;
    }

    /// <summary>The JSON Schema of a verb's answer.</summary>
    public static JsonNode AnswerSchema(HerdVerb verb) => Schema(verb.Answer);

    /// <summary>The arguments of a verb in their order, in snake_case.</summary>
    public static IReadOnlyList<string> Members(HerdVerb verb) => [.. verb.Request.GetProperties().Where(IsMember).Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name))];

    private static bool IsMember(PropertyInfo property) => property.GetMethod is { IsPublic: true, IsStatic: false };

    private static JsonNode Schema(Type type)
    {
        var schema = Exported(type);
        Write(schema, schema);
        return schema;
    }

    /// <summary>What is said once and referred to afterwards, written where it is referred to: the schema then stands in any document.</summary>
    private static void Write(JsonNode? node, JsonNode root)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, member) in members.ToList())
                {
                    if (Meant(member, root) is var meant && !ReferenceEquals(meant, member))
                    {
                        members[name] = meant;
                    }
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (Meant(items[i], root) is var meant && !ReferenceEquals(meant, items[i]))
                    {
                        items[i] = meant;
                    }
                }

                break;
        }
    }

    private static JsonNode? Meant(JsonNode? node, JsonNode root)
    {
        if (node is not JsonObject reference || reference["$ref"]?.GetValue<string>() is not { } pointer)
        {
            Write(node, root);
            return node;
        }

        var meant = pointer.Split('/').Skip(1).Aggregate(root, (at, part) => at is JsonArray list ? list[int.Parse(part, CultureInfo.InvariantCulture)]! : at[part]!).DeepClone();
        if (reference["description"] is { } about)
        {
            meant["description"] = about.DeepClone();
        }

        return meant;
    }

    private static JsonNode Exported(Type type) => Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = static (context, schema) =>
        {
            if (schema is JsonObject members && context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false) is [DescriptionAttribute about, ..])
            {
                members.Insert(0, "description", about.Description);
            }

            return schema;
        },
    });

    private static JsonObject Named(string about) => new() { ["description"] = about, ["type"] = new JsonArray("string", "null"), ["default"] = null };

    private static string? Take(JsonObject body, string name)
    {
        if (!body.Remove(name, out var value) || value is null)
        {
            return null;
        }

        return value is JsonValue text && text.TryGetValue<string>(out var said) && said.Trim() is { Length: > 0 and <= 300 } word
            ? word
            : throw new RefusedException("herd_request", $"{name} is a code of 1 to 300 letters. Nothing was done.") { Column = name };
    }

    /// <summary>What the serialiser says, without the names of our types.</summary>
    private static string Words(JsonException e)
    {
        var path = e.Path is null or "$" ? "" : $"{e.Path.TrimStart('$', '.')}: ";
        var said = e.Message.Split(" Path:", 2)[0];
        var typed = said.IndexOf("Herdbook.", StringComparison.Ordinal);
        return typed < 0 ? path + said
            : said.Contains("could not be mapped", StringComparison.Ordinal) ? $"'{e.Path?.Split('.')[^1] ?? said.Split('\'')[1]}' is no member of it."
            : said.Contains("missing required", StringComparison.Ordinal) ? $"it lacks {said[(said.LastIndexOf(':') + 1)..].Trim().TrimEnd('.')}."
            : $"{path}the value is not of the right type.";
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}

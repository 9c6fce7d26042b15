using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd.Work;
using Herdbook.Core.Homes;
using Herdbook.Intake;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook herd &lt;verb&gt;`: the herd's commands. Each verb's options are its members, as the other doors have them.</summary>
internal static class HerdCommands
{
    public static Command Create()
    {
        var command = new Command("herd", "What agents and people do with tickets, reviews and each other.");
        foreach (var verb in HerdVerbs.All)
        {
            command.Subcommands.Add(Verb(verb));
        }

        return command;
    }

    private static Command Verb(HerdVerb verb)
    {
        var schema = HerdJson.RequestSchema(verb);
        var needed = schema["required"]?.AsArray().Select(name => (string)name!).ToHashSet(StringComparer.Ordinal) ?? [];
        var members = schema["properties"]!.AsObject().Select(member => new Member(member.Key, (JsonObject)member.Value!, needed.Contains(member.Key))).ToList();
        var json = Globals.Json();
        var command = new Command(verb.Name.Replace('_', '-'), verb.About) { json };
        foreach (var member in members)
        {
            command.Options.Add(member.Option);
        }

        command.SetAction(async (parsed, ct) =>
        {
            var body = new JsonObject();
            foreach (var member in members)
            {
                if (parsed.GetResult(member.Option) is { Implicit: false })
                {
                    body[member.Name] = member.Read(parsed);
                }
            }

            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var read = HerdJson.Read(verb, body, Caller.Owner(await parsed.TenantOfAsync(session, ct)));
            var work = new HerdWork(session.Book, TimeProvider.System, new TranscriptHarvester(session.Book, TimeProvider.System));
            var answer = await verb.RunAsync(work, read.Caller, read.Request, ct);
            var written = JsonSerializer.SerializeToNode(answer, verb.Answer, HerdJson.Options);
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? written!.ToJsonString(Indented) : HerdText.Of(written));
            return CommandLine.Done;
        });
        return command;
    }

    private static readonly JsonSerializerOptions Indented = new(HerdJson.Options) { WriteIndented = true };

    /// <summary>A member as an option: of text, a number, a switch, or JSON where it has parts.</summary>
    private sealed class Member
    {
        private readonly HashSet<string> _types;
        private readonly Option<string?> _text;
        private readonly Option<bool> _flag;

        public Member(string name, JsonObject schema, bool needed)
        {
            Name = name;
            _types = schema["type"] switch
            {
                JsonArray several => [.. several.Select(type => (string)type!)],
                JsonValue one => [(string)one!],
                _ => ["string"],
            };
            var word = $"--{name.Replace('_', '-')}";
            var about = (string?)schema["description"] ?? "";
            _text = new Option<string?>(word) { Description = HasParts ? $"{about} JSON." : about, Required = needed, HelpName = IsNumber ? "N" : HasParts ? "JSON" : "TEXT" };
            _flag = new Option<bool>(word) { Description = about };
        }

        public string Name { get; }

        public Option Option => _types.Contains("boolean") ? _flag : _text;

        private bool HasParts => _types.Contains("array") || _types.Contains("object");

        private bool IsNumber => _types.Contains("integer") || _types.Contains("number");

        /// <summary>What is no number or no JSON goes on as text, and is refused with its name where commands are read.</summary>
        public JsonNode? Read(ParseResult parsed)
        {
            if (_types.Contains("boolean"))
            {
                return parsed.GetValue(_flag);
            }

            var said = parsed.GetValue(_text);
            if (said is not null && IsNumber && decimal.TryParse(said, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
            {
                return number == decimal.Truncate(number) && Math.Abs(number) < long.MaxValue ? (long)number : number;
            }

            if (said is not null && HasParts)
            {
                try
                {
                    return JsonNode.Parse(said);
                }
                catch (JsonException)
                {
                    return said;
                }
            }

            return said;
        }
    }
}

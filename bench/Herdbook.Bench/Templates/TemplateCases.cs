using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Herdbook.Bench.Templates;

/// <summary>A template with what it is rendered with.</summary>
internal sealed record TemplateCase(string Name, string Source, JsonObject Vars);

/// <summary>What is rendered: only what the three engines have in common and print alike.</summary>
internal static class TemplateCases
{
    public static TemplateCase[] All(string sharedData) => [Prompt(), Chat(sharedData), Model()];

    private static TemplateCase Prompt()
    {
        const string source = """
            You are {{ agent.name }}, a {{ agent.craft|upper }} working for {{ team|default("nobody") }} on {{ project.title }}.
            {% if agent.rules %}
            Keep these rules, in this order of weight:
            {% for rule in agent.rules %}
            {{ loop.index }}. {{ rule.text|trim }}{% if rule.severity == "must" %} (never break this one){% elif rule.severity == "should" %} (say why when you do not){% endif %}

            {% endfor %}
            {% else %}
            There are no rules but common sense.
            {% endif %}

            The ticket is {{ ticket.code }}: {{ ticket.title }}. It is {{ ticket.status|replace("_", " ") }} and {{ "large" if ticket.size in ["L", "XL"] else "small" }}.
            {% for criterion in ticket.criteria %}
            - [{{ "x" if criterion.done else " " }}] {{ criterion.text }}
            {% endfor %}

            {% set open = ticket.findings|length %}
            {% if open > 3 %}
            There are {{ open }} findings. Begin with the worst:
            {% elif open > 0 %}
            Few findings are left:
            {% endif %}
            {% for finding in ticket.findings %}
            {% if finding.state != "closed" %}
            {{ loop.index }}/{{ open }} {{ finding.severity|upper }} {{ finding.file }}:{{ finding.line }} {{ finding.text }}{% if not loop.last %};{% else %}.{% endif %}

            {% endif %}
            {% endfor %}

            Files that you may touch: {{ files|join(", ") }}.
            {% if budget.tokens and budget.used < budget.tokens %}
            You have {{ budget.tokens - budget.used }} tokens left of {{ budget.tokens }}{% if budget.used * 10 > budget.tokens * 8 %}: be short{% endif %}.
            {% endif %}
            {% for message in history %}
            {% if message.role == "user" %}
            Human: {{ message.content }}
            {% elif message.role == "assistant" %}
            You: {{ message.content|trim }}
            {% endif %}
            {% endfor %}
            """;
        var random = new Random(7);
        var vars = new JsonObject
        {
            ["agent"] = new JsonObject { ["name"] = "Ada", ["craft"] = "reviewer", ["rules"] = List(8, at => new JsonObject { ["text"] = $" Rule {at} of the house. ", ["severity"] = at % 3 == 0 ? "must" : "should" }) },
            ["project"] = new JsonObject { ["title"] = "The book of record" },
            ["team"] = "Herdbook",
            ["ticket"] = new JsonObject
            {
                ["code"] = "DBC-87",
                ["title"] = "Make room for templates",
                ["status"] = "in_progress",
                ["size"] = "L",
                ["criteria"] = List(6, at => new JsonObject { ["text"] = $"It does thing number {at}", ["done"] = at % 2 == 0 }),
                ["findings"] = List(12, at => new JsonObject { ["state"] = at % 4 == 0 ? "closed" : "open", ["severity"] = "major", ["file"] = $"src/file{at}.cs", ["line"] = random.Next(1, 400), ["text"] = "Name the unit" }),
            },
            ["files"] = List(10, at => JsonValue.Create($"src/file{at}.cs")),
            ["budget"] = new JsonObject { ["tokens"] = 200000, ["used"] = 170000 },
            ["history"] = List(10, at => new JsonObject { ["role"] = at % 2 == 0 ? "user" : "assistant", ["content"] = $"This is what was said in turn {at}. " }),
        };
        return new TemplateCase("prompt of 2 KB", source, vars);
    }

    private static TemplateCase Chat(string sharedData)
    {
        var file = Path.Combine(sharedData, "jinja2-conformance", "hf-chat-templates.json");
        if (!File.Exists(file))
        {
            throw new BenchException($"{file} is missing.");
        }

        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var zephyr = json.RootElement.EnumerateArray().First(vector => vector.GetProperty("name").GetString()!.StartsWith("HuggingFaceH4/zephyr", StringComparison.Ordinal));
        var vars = (JsonObject)JsonNode.Parse(zephyr.GetProperty("data").GetRawText())!;
        vars["messages"] = List(40, at => new JsonObject { ["role"] = at == 0 ? "system" : at % 2 == 1 ? "user" : "assistant", ["content"] = $"What is said in turn {at} of a talk that goes on for a while." });
        return new TemplateCase("chat template", zephyr.GetProperty("chat_template").GetString()!, vars);
    }

    private static TemplateCase Model()
    {
        var source = new StringBuilder("""
            {% macro hash(columns) %}
            md5({% for c in columns %}coalesce(cast({{ c }} as varchar), ''){% if not loop.last %} || '|' || {% endif %}{% endfor %})
            {% endmacro %}
            {% macro rename(column, prefix) %}
            {{ prefix }}.{{ column.name }} as {{ column.alias|lower }}
            {% endmacro %}
            with source as (select * from {{ schema }}.{{ table }}),

            """);
        for (var step = 0; step < 40; step++)
        {
            source.Append(CultureInfo.InvariantCulture, $$$"""
                step_{{{step}}} as (
                    select
                        {{ hash(keys) }} as key_{{{step}}},
                        {% for column in columns %}
                        {% if column.kind == "number" %}
                        cast({{ rename(column, "s{{{step}}}") }} as decimal(18, {{ column.scale }})){% if not loop.last %},{% endif %}

                        {% else %}
                        {{ rename(column, "s{{{step}}}") }}{% if not loop.last %},{% endif %}

                        {% endif %}
                        {% endfor %}
                    from {{ "source" if {{{step}}} == 0 else "step_{{{Math.Max(0, step - 1)}}}" }} s{{{step}}}
                    {% if incremental %}
                    where s{{{step}}}.load_ts > '{{ watermark }}'
                    {% endif %}
                ),

                """);
        }

        source.Append("final as (select * from step_39)\nselect * from final");
        var vars = new JsonObject
        {
            ["schema"] = "herd",
            ["table"] = "ticket_def",
            ["keys"] = new JsonArray("ticket_code", "project_code", "valid_from"),
            ["columns"] = List(30, at => new JsonObject { ["name"] = $"column_{at}", ["alias"] = $"ALIAS_{at}", ["kind"] = at % 3 == 0 ? "number" : "text", ["scale"] = at % 5 }),
            ["incremental"] = true,
            ["watermark"] = "2026-01-01 00:00:00",
        };
        return new TemplateCase("large model", source.ToString(), vars);
    }

    private static JsonArray List(int count, Func<int, JsonNode> item) => new([.. Enumerable.Range(0, count).Select(item)]);
}

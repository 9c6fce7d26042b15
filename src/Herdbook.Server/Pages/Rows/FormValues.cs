using System.Buffers;
using System.Text.Json;
using Herdbook.Catalog.Rows;
using Herdbook.Core.Rows;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Rows;

/// <summary>What went against a field.</summary>
/// <param name="Rule">The rule's name, where it has one.</param>
public sealed record FieldFault(string Message, string? Rule, string? Remedy)
{
    /// <summary>The sentence, and what to do.</summary>
    public string Said => Remedy is null ? Message : $"{Message} {Remedy}";
}

/// <summary>A form's texts as they were typed, what they were when it was opened, and what went against them.</summary>
/// <param name="Texts">By column; every field of the plan has one.</param>
/// <param name="Marks">By column: the mark of the text that the form was opened with.</param>
public sealed record FormValues(FormPlan Plan, IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, string> Marks)
{
    /// <summary>The version of the row that the form was opened on.</summary>
    public string ETag { get; init; } = "";

    public IReadOnlyDictionary<string, FieldFault> Faults { get; init; } = new Dictionary<string, FieldFault>();

    /// <summary>What went against the whole, or against a column that the form does not ask for.</summary>
    public FieldFault? Fault { get; init; }

    public string Text(FormField field) => Texts[field.Column.Name];

    /// <summary>The fields whose texts differ from those that the form was opened with.</summary>
    public IEnumerable<FormField> Changed => Plan.Fields.Where(one => Marks[one.Column.Name] != FieldText.MarkOf(Text(one)));

    /// <summary>A form on a row, or an empty one with what the address gives.</summary>
    public static FormValues Of(FormPlan plan, JsonElement row, string etag = "")
    {
        var texts = plan.Fields.ToDictionary(field => field.Column.Name, field => FieldText.Of(field, row));
        return new FormValues(plan, texts, texts.ToDictionary(text => text.Key, text => FieldText.MarkOf(text.Value))) { ETag = etag };
    }

    /// <summary>A new row's form: what the declaration gives as a default is shown as such, except in boxes and choices, which hold it.</summary>
    public static FormValues New(FormPlan plan, IQueryCollection query)
    {
        var texts = plan.Fields.ToDictionary(field => field.Column.Name, field => query[field.Name].ToString() is { Length: > 0 } given ? FieldText.Read(field, given) : First(field));
        return new FormValues(plan, texts, texts.ToDictionary(text => text.Key, _ => ""));
    }

    /// <summary>A new row's form with what another row has, without what must be its own: key, unique values, secrets.</summary>
    public static FormValues Like(FormPlan plan, JsonElement row)
    {
        var own = plan.Table.Key.Concat(plan.Table.Unique.Where(unique => unique.Columns.Count == 1).SelectMany(unique => unique.Columns)).ToHashSet(StringComparer.Ordinal);
        var texts = plan.Fields.ToDictionary(field => field.Column.Name, field => own.Contains(field.Column.Name) ? "" : FieldText.Of(field, row));
        return new FormValues(plan, texts, texts.ToDictionary(text => text.Key, _ => ""));
    }

    /// <summary>A form as it was sent. A field that is not in it, or for which the row's own value was chosen, is as the row has it.</summary>
    /// <param name="row">The row that stands; undefined for a new one.</param>
    public static FormValues Read(FormPlan plan, IFormCollection form, JsonElement row = default)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in plan.Fields)
        {
            var name = field.Column.Name;
            var stands = !form.ContainsKey(field.Name) || form[$"pick-{name}"] == "theirs";
            texts[name] = stands ? FieldText.Of(field, row) : FieldText.Read(field, Last(form, field.Name));
            marks[name] = stands ? FieldText.MarkOf(texts[name]) : form[field.Mark].ToString();
        }

        return new FormValues(plan, texts, marks) { ETag = form["etag"].ToString() };
    }

    /// <summary>The row as JSON: of a new one what was given, else what was changed.</summary>
    /// <exception cref="RowRefusalException">`body_invalid`, with the column: a text is no JSON.</exception>
    public RowBody Body(IEnumerable<FormField> fields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var field in fields)
            {
                json.WritePropertyName(field.Column.Name);
                try
                {
                    FieldText.Write(json, field, Text(field));
                }
                catch (FormatException e)
                {
                    throw new RowRefusalException("body_invalid", e.Message, e) { Column = field.Column.Name, Rule = "JSON" };
                }
            }

            json.WriteEndObject();
        }

        return RowBody.Json(bytes.WrittenMemory);
    }

    /// <summary>The fields of a new row that have something; what is left empty takes its default.</summary>
    public IEnumerable<FormField> Given => Plan.Fields.Where(one => Text(one).Length > 0);

    /// <summary>The same form with what the database, or the declaration, says against it, at the field that is to blame.</summary>
    public FormValues With(RowRefusalException refusal)
    {
        var fault = new FieldFault(refusal.Message.Replace(" Nothing was changed.", "", StringComparison.Ordinal), refusal.Rule, Remedy(refusal));
        var columns = (refusal.Column ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries).Where(column => Plan.Field(column) is not null).ToList();
        return columns.Count == 0
            ? this with { Fault = fault }
            : this with { Faults = columns.ToDictionary(column => column, _ => fault) };
    }

    /// <summary>A remedy for programs is none for people.</summary>
    private static string? Remedy(RowRefusalException refusal) =>
        refusal.Remedy is { } remedy && remedy.IndexOf("; or send 'Prefer", StringComparison.Ordinal) is > 0 and var cut ? remedy[..cut] + "." : refusal.Remedy;

    private static string First(FormField field) => field is { Kind: FieldKind.Check or FieldKind.Choice, Column.Default: { IsSql: false, Text: var text } } ? text : "";

    /// <summary>A box is sent beside a hidden field that says no.</summary>
    private static string Last(IFormCollection form, string name) => form[name] is { Count: > 0 } values ? values[^1] ?? "" : "";
}

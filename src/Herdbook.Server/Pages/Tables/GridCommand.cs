using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Herdbook.Catalog;

namespace Herdbook.Server.Pages.Tables;

/// <summary>The one command that fills an empty table.</summary>
public static class GridCommand
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What transcripts fill.</summary>
    private static readonly string[] FromTranscripts =
    [
        "agent.sessions", "agent.events", "intake.source_file", "intake.import_run", "intake.reject", "intake.usage", "herd.agent_instance",
        "herd.agent_instance_lifecycle_activity", "herd.agent_instance_token_activity", "herd.agent_instance_pr_activity", "herd.agent_instance_ticket_activity",
    ];

    /// <summary>A command line, or null where nobody but Herdbook writes.</summary>
    /// <param name="origin">The server's address with the tenant's path.</param>
    public static string? Fill(TableDeclaration table, string origin)
    {
        if (FromTranscripts.Contains(table.FullName))
        {
            return "herdbook import claude-code ~/.claude/projects";
        }

        return table is { Writer: TableWriter.Anyone, Kind: not (TableKind.Cache or TableKind.View) }
            ? $"curl {origin}/v1/rows/{table.FullName} -H 'Content-Type: application/json' -d '{Row(table).Replace("'", @"'\''", StringComparison.Ordinal)}'"
            : null;
    }

    /// <summary>A row with what must be given, and the title where there is one; values are the columns' examples.</summary>
    private static string Row(TableDeclaration table)
    {
        var text = new StringBuilder();
        foreach (var column in table.Columns.Where(column => MustGive(table, column)))
        {
            text.Append(text.Length > 0 ? ", " : "").Append(JsonSerializer.Serialize(column.Name)).Append(": ").Append(Example(column));
        }

        return $"{{{text}}}";
    }

    private static bool MustGive(TableDeclaration table, ColumnDeclaration column) =>
        column is { Identity: false, Generated: null, Default: null } && (column.Name != table.Key[0] || table.ContentAddress is null)
        && (column.Required || table.Key.Contains(column.Name) || column.Name == table.Display?.Title || column.Name == table.ContentAddress);

    private static string Example(ColumnDeclaration column) => ValueForms.Of(column) switch
    {
        ValueForm.Word => JsonSerializer.Serialize(column.OneOf![0], Plain),
        ValueForm.Boolean => "true",
        var _ when column.IsNumber() => column.Example ?? (column.Min is { } min ? min.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) : "1"),
        ValueForm.Day => "\"2026-01-31\"",
        ValueForm.Time => "\"2026-01-31T12:00:00Z\"",
        ValueForm.Uuid => "\"00000000-0000-4000-8000-000000000001\"",
        ValueForm.Json => "{}",
        ValueForm.List or ValueForm.Vector => "[]",
        _ => JsonSerializer.Serialize(column.Example ?? "...", Plain),
    };
}

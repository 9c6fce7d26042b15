using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Herdbook.Core.Herd;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>A report as JSON, CSV and a table for the terminal.</summary>
internal static class ReportFormats
{
    private const int WidthInAPipe = 200;

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>An array of objects. `cost_usd` is null where nothing has a price.</summary>
    public static void WriteJson(Stream output, IEnumerable<ReportRow> rows)
    {
        JsonSerializer.Serialize(output, rows.Select(Figures.Of), Json);
        output.WriteByte((byte)'\n');
        output.Flush();
    }

    /// <summary>RFC 4180, with a heading; an empty cost where nothing has a price.</summary>
    public static void WriteCsv(TextWriter output, IEnumerable<ReportRow> rows)
    {
        output.Write("key,calls,input_tokens,output_tokens,cache_creation_tokens,cache_read_tokens,cost_usd,unpriced_tokens\r\n");
        foreach (var row in rows)
        {
            output.Write(string.Create(Plain,
                $"{Quoted(row.Key)},{row.Calls},{row.InputTokens},{row.OutputTokens},{row.CacheCreationTokens},{row.CacheReadTokens},{row.CostUsd},{row.UnpricedTokens}\r\n"));
        }
    }

    public static void WriteTable(ReportBy by, IReadOnlyList<ReportRow> rows)
    {
        if (rows.Count == 0)
        {
            AnsiConsole.WriteLine("No call is booked here. `herdbook import claude-code ~/.claude/projects` books the transcripts of this machine.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn(by.ToString().ToLowerInvariant()) { NoWrap = by is ReportBy.Day });
        foreach (var name in (string[])["calls", "input", "output", "cache write", "cache read", "USD", ""])
        {
            table.AddColumn(new TableColumn(name) { NoWrap = true, Alignment = name.Length > 0 ? Justify.Right : Justify.Left });
        }

        foreach (var row in rows)
        {
            table.AddRow(Cells(row.Key, row));
        }

        if (rows.Count > 1)
        {
            table.AddEmptyRow();
            table.AddRow(Cells("all", Usage.Sum(rows)));
        }

        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthInAPipe;
        }

        AnsiConsole.Write(table);
    }

    private static Text[] Cells(string key, Usage of) =>
    [
        new(key), new(Whole(of.Calls)), new(Whole(of.InputTokens)), new(Whole(of.OutputTokens)), new(Whole(of.CacheCreationTokens)), new(Whole(of.CacheReadTokens)),
        new(of switch
        {
            { CostUsd: { } usd, UnpricedTokens: > 0 } => "≥ " + usd.ToString("N2", Plain),
            { CostUsd: { } usd } => usd.ToString("N2", Plain),
            { UnpricedTokens: > 0 } => "unpriced",
            _ => "–",
        }),
        new(of.UnpricedTokens > 0 ? $"{Whole(of.UnpricedTokens)} tokens unpriced" : of.ImputedUsd is > 0 ? "imputed" : ""),
    ];

    private static string Whole(long value) => value.ToString("N0", Plain);

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    /// <summary>The names that programs rely on.</summary>
    private sealed record Figures(
        [property: JsonPropertyName("key")] string Key,
        [property: JsonPropertyName("calls")] long Calls,
        [property: JsonPropertyName("input_tokens")] long InputTokens,
        [property: JsonPropertyName("output_tokens")] long OutputTokens,
        [property: JsonPropertyName("cache_creation_tokens")] long CacheCreationTokens,
        [property: JsonPropertyName("cache_read_tokens")] long CacheReadTokens,
        [property: JsonPropertyName("cost_usd")] decimal? CostUsd,
        [property: JsonPropertyName("unpriced_tokens")] long UnpricedTokens)
    {
        public static Figures Of(ReportRow row) =>
            new(row.Key, row.Calls, row.InputTokens, row.OutputTokens, row.CacheCreationTokens, row.CacheReadTokens, row.CostUsd, row.UnpricedTokens);
    }
}

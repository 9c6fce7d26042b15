using System.Text.RegularExpressions;
using Xunit;

namespace Herdbook.Catalog.Tests.Documents;

/// <summary>The business tables and the agents' tables: every column of the list of columns.</summary>
public sealed partial class ErpAndAgentDocumentTests
{
    private readonly CatalogSet _catalog = CatalogLoader.Load(CatalogFolder.Own);

    [Fact]
    public void Every_column_of_the_20_tables_is_declared_with_type_default_values_and_link()
    {
        var conformance = new Conformance(_catalog, ["erp", "agent"]);
        var tables = Parse(SpecDocument.Lines(SpecDocument.ErpAndAgent));

        Assert.Equal(20, tables.Count);
        Assert.Equal(6, tables.Count(table => table.Name.StartsWith("erp.", StringComparison.Ordinal)));
        foreach (var table in tables)
        {
            conformance.Check(table);
        }

        Assert.Equal("", string.Join('\n', conformance.Faults));
    }

    [Fact]
    public void Invoices_have_what_the_document_names()
    {
        var text = SpecDocument.Text(SpecDocument.ErpAndAgent);
        var named = Invoices().Match(text);
        Assert.True(named.Success);
        var table = _catalog["erp.invoices"];

        foreach (var word in named.Groups["columns"].Value.Replace("issue and due date", "issue_date, due_date", StringComparison.Ordinal).Split(", "))
        {
            Assert.True(table.Columns.Any(column => column.Name == word || column.Name == $"{word}_id"), $"erp.invoices has no {word}.");
        }

        Assert.Equal(named.Groups["values"].Value.Split(" / "), table.Column("status")!.OneOf!);
        foreach (var common in new[] { "id", "global_id", "created_at", "updated_at" })
        {
            Assert.NotNull(table.Column(common));
        }
    }

    [Fact]
    public void A_variance_is_computed_and_one_action_of_a_block_is_its_default()
    {
        Assert.NotNull(_catalog["agent.execution_runs"].Column("variance_pct")!.Generated);
        Assert.Contains(_catalog["agent.block_actions"].Unique, rule => rule.Columns is ["block_id"] && rule.Where!.Contains("is_default", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_pair_of_a_type_and_an_id_is_a_checked_subject()
    {
        foreach (var table in _catalog.Tables.Where(table => table.Module == "agent"))
        {
            foreach (var type in table.Columns.Where(column => column.Name is "subject_type" or "focal_entity_type" or "source_table"))
            {
                Assert.True(table.Subject?.TypeColumn == type.Name, $"{table.FullName}.{type.Name} is no subject.");
            }
        }
    }

    private static List<ExpectedTable> Parse(string[] lines)
    {
        var tables = new List<ExpectedTable>();
        var module = "";
        foreach (var line in lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                module = line[3..].Trim();
            }
            else if (module is "erp" or "agent" && Table().Match(line) is { Success: true } match)
            {
                var table = new ExpectedTable($"{module}.{match.Groups[1].Value}");
                var (columns, key) = match.Groups[2].Value.Split("; key ") is [var listed, var named] ? (listed, named.Trim('(', ')').Split(", ")) : (match.Groups[2].Value, ["id"]);
                foreach (Match column in Column().Matches(columns))
                {
                    Read(table, module, column, key);
                }

                tables.Add(table);
            }
        }

        return tables;
    }

    private static void Read(ExpectedTable table, string module, Match match, string[] key)
    {
        var name = match.Groups["name"].Value;
        var rest = match.Groups["rest"].Value;
        var target = Target().Match(rest);
        var value = Default().Match(rest);
        table.Columns.Add(new ExpectedColumn(name, Type(name, rest))
        {
            IsKey = key.Contains(name),
            Required = rest.Contains('!', StringComparison.Ordinal),
            Default = value.Success ? value.Groups[1].Value : name is "created_at" or "updated_at" ? "now()" : null,
            OneOf = Values().Match(rest) is { Success: true } values ? values.Groups[1].Value.Split(", ") : null,
            Refers = target.Success
                ? new ExpectedReference(target.Groups[1].Value.Contains('.', StringComparison.Ordinal) ? target.Groups[1].Value : $"{module}.{target.Groups[1].Value}", "id", target.Groups[2].Success)
                : null,
        });
        if (name == "global_id" || rest.Contains("unique", StringComparison.Ordinal))
        {
            table.Indexes.Add(new ExpectedIndex([name]) { Unique = true });
        }
    }

    /// <summary>"id is bigint generated, global_id is unique text, timestamps are timestamptz"; what the list leaves open is not checked.</summary>
    private static string? Type(string name, string rest) => name switch
    {
        "id" => "bigint",
        "global_id" => "text",
        _ when name.EndsWith("_at", StringComparison.Ordinal) => "timestamp with time zone",
        _ when Typed().Match(rest) is { Success: true } typed => typed.Value,
        _ when rest.Contains("= true", StringComparison.Ordinal) || rest.Contains("= false", StringComparison.Ordinal) => "boolean",
        _ when rest.Contains('→', StringComparison.Ordinal) => "bigint",
        _ when rest.Contains('{', StringComparison.Ordinal) => "text",
        _ => null,
    };

    [GeneratedRegex(@"^- \*\*(\w+)\*\*: (.*)$")]
    private static partial Regex Table();

    [GeneratedRegex(@"(?:^|, )(?<name>\w+)(?<rest>!?(?:[^,(){}]|\([^)]*\)|\{[^}]*\})*)")]
    private static partial Regex Column();

    [GeneratedRegex(@"→ ([\w.]+)( \(cascade\))?")]
    private static partial Regex Target();

    [GeneratedRegex(@" = (\w+)")]
    private static partial Regex Default();

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Values();

    [GeneratedRegex(@"text\[\]|numeric\(\d+,\d+\)|jsonb")]
    private static partial Regex Typed();

    [GeneratedRegex(@"\*\*invoices\*\* \((?<columns>.*), status (?<values>[a-z /]+)\)")]
    private static partial Regex Invoices();
}

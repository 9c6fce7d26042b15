using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Herdbook.Catalog.Tests.Documents;

/// <summary>The memory tables: every field of the list of fields, and what the document says of each schema.</summary>
public sealed partial class GraceDocumentTests
{
    private static readonly Dictionary<char, string> Types = new()
    {
        ['U'] = "uuid",
        ['S'] = "text",
        ['T'] = "text",
        ['I'] = "integer",
        ['F'] = "double precision",
        ['B'] = "boolean",
        ['D'] = "timestamp with time zone",
        ['J'] = "jsonb",
    };

    private readonly CatalogSet _catalog = CatalogLoader.Load(CatalogFolder.Own);

    [Fact]
    public void Every_field_of_the_18_memory_tables_is_declared_with_type_default_values_uniqueness_and_index()
    {
        var conformance = new Conformance(_catalog, ["memory"]);
        var tables = SpecDocument.Lines(SpecDocument.GraceFields).Select(line => Table().Match(line)).Where(match => match.Success).ToList();

        Assert.Equal(18, tables.Count);
        foreach (var match in tables)
        {
            var table = Parse(match);
            Assert.Equal(int.Parse(match.Groups["count"].Value), table.Columns.Count);
            conformance.Check(table);
        }

        Assert.Equal("", string.Join('\n', conformance.Faults));
    }

    [Fact]
    public void A_field_may_be_empty_exactly_where_the_list_marks_it_or_gives_it_neither_a_default_nor_a_demand()
    {
        foreach (var match in SpecDocument.Lines(SpecDocument.GraceFields).Select(line => Table().Match(line)).Where(match => match.Success))
        {
            var table = _catalog[$"memory.{match.Groups["table"].Value}"];
            foreach (Match field in Field().Matches(match.Groups["fields"].Value))
            {
                var column = table.Column(field.Groups["name"].Value)!;
                var marks = field.Groups["marks"].Value + field.Groups["more"].Value;
                var demanded = marks.Contains('!', StringComparison.Ordinal) || field.Groups["default"].Success;
                Assert.True(column.Required == demanded || column.Generated is not null || table.Key.Contains(column.Name), $"{table.FullName}.{column.Name}");
            }
        }
    }

    [Fact]
    public void Every_key_field_that_the_document_names_is_a_column_and_every_value_in_brackets_is_allowed()
    {
        var text = SpecDocument.Text(SpecDocument.Grace);
        var tables = Catalogued().Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        Assert.Equal(18, tables.Count);
        var faults = new List<string>();
        var items = 0;
        foreach (Match section in Section().Matches(text))
        {
            var table = _catalog[$"memory.{tables[section.Groups["schema"].Value]}"];
            foreach (Match item in Item().Matches(section.Groups["fields"].Value))
            {
                items++;
                faults.AddRange(Faults(table, item.Groups["names"].Value.Trim(), item.Groups["values"]));
            }
        }

        Assert.Equal(13, Section().Count(text));
        Assert.InRange(items, 100, 200);
        Assert.Equal("", string.Join('\n', faults));
    }

    /// <summary>"lines_added/removed" names two columns; "audit_stamp" one; "passed/failed/skipped counts" three by their first words.</summary>
    private static IEnumerable<string> Faults(TableDeclaration table, string names, Group values)
    {
        foreach (var name in names.Split('/'))
        {
            var word = name.Trim().Split(' ')[0];
            var found = names.Contains('/', StringComparison.Ordinal) || names.Contains(' ', StringComparison.Ordinal)
                ? table.Columns.FirstOrDefault(column => column.Name.Contains(word, StringComparison.Ordinal))
                : table.Column(word);
            if (found is null)
            {
                yield return $"{table.FullName} has no column for '{word}' of '{names}'.";
            }
            else if (values.Success && found.OneOf is { } allowed)
            {
                foreach (var value in values.Value.Split('/').Where(value => !allowed.Any(one => Shortens(value, one))))
                {
                    yield return $"{table.FullName}.{found.Name} does not allow '{value}'.";
                }
            }
        }
    }

    /// <summary>The document shortens: "repo" is repository, "ops" operations.</summary>
    private static bool Shortens(string value, string one)
    {
        var at = 0;
        return value[0] == one[0] && value.All(letter => (at = one.IndexOf(letter, at) + 1) > 0);
    }

    private static ExpectedTable Parse(Match match)
    {
        var table = new ExpectedTable($"memory.{match.Groups["table"].Value}");
        foreach (Match field in Field().Matches(match.Groups["fields"].Value))
        {
            var name = field.Groups["name"].Value;
            var marks = field.Groups["marks"].Value + field.Groups["more"].Value;
            table.Columns.Add(new ExpectedColumn(name, Types[field.Groups["type"].Value[0]])
            {
                IsKey = name == "id",
                Required = marks.Contains('!', StringComparison.Ordinal),
                Default = field.Groups["default"] is { Success: true } given ? given.Value : null,
                OneOf = field.Groups["values"] is { Success: true } values ? values.Value.Split('|') : null,
            });
            if (marks.Contains('*', StringComparison.Ordinal))
            {
                table.Indexes.Add(new ExpectedIndex([name]) { Unique = true });
            }
        }

        foreach (var index in JsonSerializer.Deserialize<string[][]>(match.Groups["indexes"].Value.Replace('\'', '"'))!)
        {
            table.Indexes.Add(new ExpectedIndex(index));
        }

        return table;
    }

    [GeneratedRegex(@"^\w+ -> (?<table>\w+) \[(?<count>\d+)\]: (?<fields>.*?)\s+IDX (?<indexes>\[.*\])$")]
    private static partial Regex Table();

    [GeneratedRegex(@"(?<name>\w+):(?<type>[A-Z])(?<marks>[!*?]*)(?:\{(?<values>[^}]*)\})?(?<more>[!*?]*)(?:=(?<default>\S+))?")]
    private static partial Regex Field();

    [GeneratedRegex(@"^\| \**(\w+)\** \| (memory_\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Catalogued();

    [GeneratedRegex(@"### \d+\. [^\n]*\(`(?<schema>\w+)\.yaml`\).*?\*\*Key Fields:\*\*\n(?<fields>(?:- [^\n]*\n)+)", RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"(?:^- |, )(?<names>[a-z_/ ]+?)(?: \((?<values>[^)]*/[^)]*)\)| \([^)/]*\))?(?=,|$)", RegexOptions.Multiline)]
    private static partial Regex Item();
}

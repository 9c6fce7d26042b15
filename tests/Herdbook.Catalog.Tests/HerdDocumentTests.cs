using System.Text.RegularExpressions;
using Herdbook.Catalog.Tests.Documents;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>The Herd document itself is the list: every table, column and type that it shows must be declared.</summary>
public sealed partial class HerdDocumentTests
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["TEXT"] = "text",
        ["INTEGER"] = "integer",
        ["TIMESTAMP"] = "timestamp with time zone",
        ["DECIMAL(18,6)"] = "numeric(18,6)",
        ["FLOAT"] = "double precision",
    };

    [Fact]
    public void Every_table_and_column_of_the_document_is_declared_with_its_type_and_key()
    {
        var catalog = CatalogLoader.Load(CatalogFolder.Own);

        var tables = Parse(SpecDocument.Lines(SpecDocument.Herd));

        Assert.Equal(28, tables.Count);
        Assert.Equal(200, tables.Sum(table => table.Value.Count));
        foreach (var (name, columns) in tables)
        {
            var table = catalog.Find(name);
            Assert.True(table is not null, $"{name} is not declared.");
            foreach (var column in columns)
            {
                Assert.True(table.Column(column.Name) is not null, $"{name}.{column.Name} is not declared.");
                Assert.True(table.Column(column.Name)!.Type == column.Type, $"{name}.{column.Name} is {table.Column(column.Name)!.Type}, not {column.Type}.");
            }

            var key = columns.Where(column => column.IsKey).Select(column => column.Name).ToList();
            Assert.Equal(key.Count == 0 ? ["booking_id"] : key, table.Key);
            Assert.Equal(key.Count == 0, table.Kind == TableKind.Ledger);
        }
    }

    [Theory]
    [InlineData("Entity Definitions", "immutable", TableKind.Version)]
    [InlineData("Versioned Content", "", TableKind.Version)]
    public void What_the_document_calls_immutable_is_a_version(string section, string marked, TableKind kind)
    {
        var catalog = CatalogLoader.Load(CatalogFolder.Own);
        var text = SpecDocument.Text(SpecDocument.Herd);
        var part = text[text.IndexOf($"### {section}", StringComparison.Ordinal)..];
        part = part[..part.IndexOf("\n---", StringComparison.Ordinal)];

        var immutable = part.Split("#### ")[1..].Where(table => table.Contains(marked, StringComparison.OrdinalIgnoreCase)).Select(table => table.Split('\n')[0].Trim()).ToList();

        Assert.NotEmpty(immutable);
        Assert.All(immutable, table => Assert.Equal(kind, catalog[table].Kind));
    }

    private static Dictionary<string, List<(string Name, string Type, bool IsKey)>> Parse(string[] lines)
    {
        var tables = new Dictionary<string, List<(string, string, bool)>>(StringComparer.Ordinal);
        List<(string, string, bool)>? current = null;
        foreach (var line in lines)
        {
            if (line.StartsWith("## Data Vault", StringComparison.Ordinal))
            {
                break;
            }

            if (line.StartsWith("#### herd.", StringComparison.Ordinal))
            {
                tables[line["#### ".Length..].Trim()] = current = [];
            }
            else if (current is not null && Row().Match(line) is { Success: true } row)
            {
                var type = row.Groups[2].Value;
                var isKey = type.EndsWith(" PK", StringComparison.Ordinal);
                current.Add((row.Groups[1].Value, Types[isKey ? type[..^3] : type], isKey));
            }
        }

        return tables;
    }

    [GeneratedRegex(@"^\| `([a-z_]+)` \| `([A-Z0-9(), ]+)` \|")]
    private static partial Regex Row();
}

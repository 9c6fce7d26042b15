using System.Text.RegularExpressions;

namespace Herdbook.Catalog.Tests.Documents;

/// <summary>Reads the tables of the AEGIS document: its columns stand between pipes, its indexes in tables and in sentences.</summary>
internal static partial class AegisDocument
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["UUID"] = "uuid",
        ["TEXT"] = "text",
        ["TEXT[]"] = "text[]",
        ["JSONB"] = "jsonb",
        ["INT"] = "integer",
        ["INTEGER"] = "integer",
        ["BOOLEAN"] = "boolean",
        ["DATE"] = "date",
        ["TIMESTAMPTZ"] = "timestamp with time zone",
    };

    public static List<ExpectedTable> Read(string[] lines)
    {
        var tables = new List<ExpectedTable>();
        ExpectedTable? current = null;
        var header = "";
        foreach (var line in lines)
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                tables.Add(current = new ExpectedTable(heading.Groups[1].Value));
            }
            else if (line.StartsWith("| ", StringComparison.Ordinal) || line.StartsWith("|---", StringComparison.Ordinal))
            {
                header = line.StartsWith("| ", StringComparison.Ordinal) ? line : header;
            }
            else if (header.StartsWith("| Table | Column", StringComparison.Ordinal) && line.Split(" | ", 4) is [var table, var column, var type, var about])
            {
                var added = tables.SingleOrDefault(other => other.Name == table);
                if (added is null)
                {
                    tables.Add(added = new ExpectedTable(table));
                }

                added.Columns.Add(Column(column, type.Split(' ')[0], type, about));
            }
            else if (current is not null)
            {
                Read(current, header, line);
            }
        }

        return [.. tables.Where(table => table.Columns.Count > 0)];
    }

    private static void Read(ExpectedTable table, string header, string line)
    {
        var cells = line.TrimEnd(' ', '|').Split(" | ").Select(cell => cell.Trim()).ToArray();
        if (header.StartsWith("| Column", StringComparison.Ordinal) && cells.Length >= 3)
        {
            foreach (var name in cells[0].Split(" / "))
            {
                table.Columns.Add(Column(name, cells[1], cells[2], cells[^1]));
                table.Indexes.AddRange(Uniqueness(table, name, cells[^1]));
            }
        }
        else if (header.StartsWith("| Index", StringComparison.Ordinal) && line.StartsWith("idx_", StringComparison.Ordinal))
        {
            table.Indexes.Add(Index(cells[1..]));
        }
        else if (line.StartsWith("Status values: ", StringComparison.Ordinal))
        {
            table["status"].OneOf = line["Status values: ".Length..].Split(", ");
        }
        else if (line.StartsWith("Append-only", StringComparison.Ordinal))
        {
            table.Kind = TableKind.Ledger;
        }
        else if (line.StartsWith("Materialized cache", StringComparison.Ordinal))
        {
            table.Kind = TableKind.Cache;
        }
        else if (line.StartsWith("Unique constraint: ", StringComparison.Ordinal))
        {
            table.Indexes.Add(new ExpectedIndex(Listed(line)) { Unique = true });
        }
        else if (line.StartsWith("Index: ", StringComparison.Ordinal))
        {
            table.Indexes.Add(new ExpectedIndex(Listed(line)));
        }
        else if (line.StartsWith("Indexes: idx_", StringComparison.Ordinal))
        {
            // Only names: each ends in the word that its column begins with.
            table.Indexes.AddRange(line["Indexes: ".Length..].Split(", ").Select(name => name[(name.LastIndexOf('_') + 1)..])
                .Select(word => new ExpectedIndex([table.Columns.First(column => column.Name.StartsWith(word, StringComparison.Ordinal)).Name])));
        }
        else if (line.StartsWith("Partial unique indexes enforce: ", StringComparison.Ordinal))
        {
            table.Indexes.AddRange(OneEach().Matches(line).Select(match => Partial(table, match)));
        }
    }

    private static ExpectedColumn Column(string name, string type, string constraints, string description) => new(name, Type(type))
    {
        IsKey = constraints.Contains("PRIMARY KEY", StringComparison.Ordinal) || constraints == "Primary key",
        Required = constraints.Contains("NOT NULL", StringComparison.Ordinal),
        Default = Default().Match(constraints) is { Success: true } value ? value.Groups[1].Value : null,
        OneOf = type.StartsWith("VARCHAR", StringComparison.Ordinal) && !type.EndsWith("[]", StringComparison.Ordinal) ? Values(name, constraints, description) : null,
        Refers = Reference(constraints),
    };

    private static string Type(string type) =>
        Types.GetValueOrDefault(type) ?? type.Replace("VARCHAR", "character varying", StringComparison.Ordinal).Replace("DECIMAL", "numeric", StringComparison.Ordinal);

    private static ExpectedReference? Reference(string text) => text switch
    {
        _ when References().Match(text) is { Success: true } match => new(match.Groups[1].Value, match.Groups[2].Value, text.Contains("ON DELETE CASCADE", StringComparison.Ordinal)),
        _ when ForeignKey().Match(text) is { Success: true } match => new(match.Groups[1].Value.TrimEnd('s') + "s", match.Groups[2] is { Success: true } column ? column.Value : null, text.Contains("ON DELETE CASCADE", StringComparison.Ordinal)),
        _ when Slug().Match(text) is { Success: true } match => new(match.Groups[1].Value, match.Groups[2].Value, Cascades: false, Enforced: !text.Contains("No FK", StringComparison.Ordinal)),
        _ => null,
    };

    /// <summary>A list of plain words is the list of allowed values, unless it ends in "etc.". A domain is open: the documentation itself uses others.</summary>
    private static string[]? Values(string name, string constraints, string description)
    {
        if (Check().Match(constraints) is { Success: true } check)
        {
            return [.. check.Groups[1].Value.Split(", ").Select(value => value.Trim('\''))];
        }

        return name != "compliance_domain" && Words().Match(description) is { Success: true } words
            ? words.Groups["words"].Value.Replace(" or ", ", ", StringComparison.Ordinal).Replace(" | ", ", ", StringComparison.Ordinal).Split(", ")
            : null;
    }

    /// <summary>What a description says of uniqueness: a constraint in full, or "within" something.</summary>
    private static IEnumerable<ExpectedIndex> Uniqueness(ExpectedTable table, string name, string description)
    {
        if (Constraint().Match(description) is { Success: true } constraint)
        {
            yield return new ExpectedIndex(constraint.Groups[1].Value.Split(", ")) { Unique = true };
        }
        else if (Within().Match(description) is { Success: true } within)
        {
            yield return new ExpectedIndex(within.Groups[1].Value == "tenant" ? [name] : [$"{within.Groups[1].Value}_id", name]) { Unique = true };
        }
        else if (description.StartsWith("Auto-incrementing per ", StringComparison.Ordinal))
        {
            yield return new ExpectedIndex([$"{description["Auto-incrementing per ".Length..]}_id", name]) { Unique = true };
        }
        else if (OneDefault().Match(description) is { Success: true } one)
        {
            yield return new ExpectedIndex([$"{one.Groups[1].Value}_id"]) { Unique = true, Where = one.Groups[2].Value };
        }
    }

    /// <summary>"one draft per user per template": the state is in the condition, and each "per" is a column.</summary>
    private static ExpectedIndex Partial(ExpectedTable table, Match match)
    {
        var columns = match.Groups["per"].Captures.Select(per => per.Value == "user"
            ? table.Columns.Single(column => column.Name.Contains("owner", StringComparison.Ordinal)).Name
            : $"{per.Value}_id");
        return new ExpectedIndex([.. columns]) { Unique = true, Where = $"status = '{match.Groups["state"].Value.Replace("pre-prod", "pre_production", StringComparison.Ordinal)}'" };
    }

    private static ExpectedIndex Index(string[] cells)
    {
        var text = string.Join(' ', cells);
        var columns = cells.First(cell => cell.Contains('(', StringComparison.Ordinal) || cell.Contains(' ', StringComparison.Ordinal));
        var words = columns.Split(' ');
        var isVector = cells[0] == "IVFFlat";
        return new ExpectedIndex(isVector ? [words[0]] : columns.StartsWith('(') ? Listed(columns) : [columns])
        {
            Unique = cells[0] == "UNIQUE",
            Using = isVector ? "ivfflat" : "btree",
            Ops = isVector ? words[1] : null,
            With = With().Match(text) is { Success: true } with ? with.Groups[1].Value : null,
            Where = Where().Match(text) is { Success: true } where ? where.Groups[1].Value : null,
        };
    }

    private static string[] Listed(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        return [.. text[(open + 1)..text.IndexOf(')', open)].Split(", ").Where(column => column != ImplicitColumns.Tenant)];
    }

    [GeneratedRegex(@"^([a-z_]+)(?: \(\d+_\w+\.sql\))?$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?<=^|, |NULL )default ('[^']*'|ARRAY\['\w+'\]|[^\s,]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Default();

    [GeneratedRegex(@"REFERENCES (\w+)\((\w+)\)")]
    private static partial Regex References();

    [GeneratedRegex(@"^FK to (?:the currently active )?(\w+)(?:\((\w+)\))?")]
    private static partial Regex ForeignKey();

    [GeneratedRegex(@"^SLUG → (\w+)\.(\w+)")]
    private static partial Regex Slug();

    [GeneratedRegex(@"CHECK IN \(([^)]*)\)")]
    private static partial Regex Check();

    [GeneratedRegex(@"(?:^|: |(?<!UNIQUE) \()(?<words>[a-z_]+(?:(?:, | or | \| )[a-z_]+)+)(?:$|\)| \(R35)")]
    private static partial Regex Words();

    [GeneratedRegex(@"\(UNIQUE \(([^)]*)\)")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"^Unique (?:key|identifier) within (\w+)")]
    private static partial Regex Within();

    [GeneratedRegex(@"^At most one default per (\w+) \(partial unique index WHERE (\w+)\)")]
    private static partial Regex OneDefault();

    [GeneratedRegex(@"one (?<state>[a-z-]+)(?: per (?<per>\w+))+")]
    private static partial Regex OneEach();

    [GeneratedRegex(@"WITH \(([^)]*)\)")]
    private static partial Regex With();

    [GeneratedRegex(@"WHERE ([^|]+?)\s*$")]
    private static partial Regex Where();
}

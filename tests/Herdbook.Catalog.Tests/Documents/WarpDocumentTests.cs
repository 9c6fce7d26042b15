using System.Text.RegularExpressions;
using Xunit;

namespace Herdbook.Catalog.Tests.Documents;

/// <summary>The control plane: every object of the document is a table, and bears the identifiers that the document calls important.</summary>
public sealed partial class WarpDocumentTests
{
    private readonly CatalogSet _catalog = CatalogLoader.Load(CatalogFolder.Own);

    [Fact]
    public void Every_object_is_a_table_and_every_important_identifier_a_column()
    {
        var text = SpecDocument.Text(SpecDocument.Warp);
        var objects = Object().Matches(text[..text.IndexOf("\nRelationships\n", StringComparison.Ordinal)]
            .Replace("\r", "", StringComparison.Ordinal));
        var faults = new List<string>();
        var phrases = 0;
        foreach (Match found in objects)
        {
            var names = found.Groups["names"].Value.Split(" / ").Select(Snake).ToList();
            faults.AddRange(names.Where(name => _catalog.Find($"control.{name}") is null).Select(name => $"control.{name} is not declared."));
            var tables = _catalog.Tables.Where(table => names.Any(name => table.FullName.StartsWith($"control.{name.Split('_')[0]}_", StringComparison.Ordinal))).ToList();
            foreach (var phrase in Phrases(found.Groups["rest"].Value))
            {
                phrases++;
                if (!tables.Any(table => table.Columns.Any(column => Says(table, column, phrase))))
                {
                    faults.Add($"{found.Groups["names"].Value} has no column for '{phrase}'.");
                }
            }
        }

        Assert.Equal(11, objects.Count);
        Assert.InRange(phrases, 35, 50);
        Assert.Equal("", string.Join('\n', faults));
    }

    [Fact]
    public void The_relationships_of_the_document_are_links_and_rules()
    {
        var workspace = _catalog["control.workspace_record"];
        Assert.Equal("control.persistent_domain_agent_profile", workspace.Column("agent_slug")!.Refers!.Table);
        Assert.Contains(workspace.Unique, rule => rule.Columns is ["agent_slug"]);
        Assert.Equal("control.persistent_domain_agent_profile", _catalog["control.learning_proposal"].Column("target_agent_slug")!.Refers!.Table);
        Assert.Equal("control.tool_profile", _catalog["control.persistent_domain_agent_profile"].Column("tool_profile_id")!.Refers!.Table);
        Assert.Equal("control.scheduler_run", _catalog["control.dispatch_decision"].Column("run_id")!.Refers!.Table);
        Assert.Equal("control.scheduler_run", _catalog["control.watchdog_observation"].Column("run_id")!.Refers!.Table);
        Assert.Contains(_catalog["control.agent_lease"].Unique, rule => rule.Columns is ["target_agent_id"] && rule.Where == "status = 'active'");
    }

    [Fact]
    public void Every_word_that_names_an_agent_is_the_herds_agent()
    {
        // A ledger only shows the link: an event may arrive before the agent is known.
        foreach (var table in _catalog.Tables.Where(table => table.Module == "control" && table.Kind is not (TableKind.Ledger or TableKind.View)))
        {
            foreach (var column in table.Columns.Where(column => column.Name is "agent_slug" or "from_agent_slug" or "to_agent_slug" or "target_agent_id" or "agent_id" or "acting_agent"))
            {
                Assert.True(
                    column.Refers is { Table: "herd.agent_def", Register: true } or { Table: "control.persistent_domain_agent_profile" },
                    $"{table.FullName}.{column.Name} does not register the agent.");
            }
        }
    }

    /// <summary>"role/profile keys" are two phrases; "request-local", "owning" and "additional" describe and name nothing.</summary>
    private static IEnumerable<string> Phrases(string rest)
    {
        var bullets = Bullet().Matches(rest.Replace("\n", " ", StringComparison.Ordinal).Replace("overlaysfor", "overlays for", StringComparison.Ordinal)).Select(match => match.Groups[1].Value);
        foreach (var item in bullets.SelectMany(bullet => bullet.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Quoted().Match(item) is { Success: true } quoted)
            {
                yield return quoted.Groups[1].Value;
                continue;
            }

            var words = Describing().Replace(item, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var split = words.FirstOrDefault(word => word.Contains('/', StringComparison.Ordinal));
            foreach (var part in split?.Split('/') ?? [""])
            {
                yield return string.Join(' ', words.Select(word => word == split ? part : word));
            }
        }
    }

    /// <summary>Every word of the phrase stands in the table's or the column's name; a timestamp is a column of that type.</summary>
    private static bool Says(TableDeclaration table, ColumnDeclaration column, string phrase)
    {
        var words = phrase.ToLowerInvariant().Split(' ').Where(word => word != "timestamps").Select(Singular).ToList();
        if (phrase.Contains("timestamps", StringComparison.Ordinal) && column.Type != "timestamp with time zone")
        {
            return false;
        }

        var has = $"{table.Name}_{column.Name}".Split('_').Select(Singular).ToHashSet(StringComparer.Ordinal);
        return column.Name == phrase || words.All(has.Contains) || (words is [var only, "state"] && has.Contains(only));
    }

    private static string Singular(string word) => word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && word != "status" ? word[..^1] : word;

    private static string Snake(string name) => Hump().Replace(name.Replace(" ", "", StringComparison.Ordinal), "_$1").ToLowerInvariant();

    [GeneratedRegex(@"(?:^|\n)(?<names>[A-Z][A-Za-z]+(?: / [A-Z][A-Za-z ]+| / [A-Z][A-Za-z]+)*)\n- purpose: (?<rest>.*?)(?=\n[A-Z]|$)", RegexOptions.Singleline)]
    private static partial Regex Object();

    [GeneratedRegex(@"- (?:important identifiers|additional contract fields): (.*?)(?= - |$| for explicit)")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"request-local |owning ")]
    private static partial Regex Describing();

    [GeneratedRegex(@"(?<!^)([A-Z])")]
    private static partial Regex Hump();
}

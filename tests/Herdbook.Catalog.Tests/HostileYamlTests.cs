using System.Text;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>YAML is input from outside: whatever it holds, the answer is an error with file and line, at once.</summary>
public sealed class HostileYamlTests
{
    private const string Head = "table: shop.item\nkind: entity\nabout: A thing.\nkey: code\n";

    public static TheoryData<string, string, int, string> Files => new()
    {
        { "an alias", Head + "columns:\n  code: &c {type: text}\n  name: *c\n", 6, "Anchors and aliases" },
        { "a bomb", "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n", 1, "Anchors and aliases" },
        { "a deep nesting", Head + "columns: " + new string('[', 5000), 5, "nesting is deeper" },
        { "a deep nesting of maps", Head + "columns: " + string.Concat(Enumerable.Repeat("{a: ", 5000)), 5, "nesting is deeper" },
        { "a large file", Head + "#" + new string('x', 300_000), 1, "larger than 256 KiB" },
        { "very many values", Head + "columns: [" + string.Concat(Enumerable.Repeat("a,", 30_000)) + "]", 5, "more than 20000 values" },
        { "a keyword twice", Head + "columns:\n  code: {type: text}\n  code: {type: text}\n", 7, "stands twice" },
        { "a keyword twice at the top", Head + "kind: ledger\ncolumns:\n  code: {type: text}\n", 5, "stands twice" },
        { "a second document", Head + "columns:\n  code: {type: text}\n---\na: b\n", 7, "second document" },
        { "a tag", Head + "columns:\n  code: !!python/object {type: text}\n", 6, "Tags are not accepted" },
        { "a map as a key", Head + "columns:\n  ? {a: b}\n  : {type: text}\n", 6, "plain word" },
        { "broken brackets", Head + "columns:\n  code: {type: text\nunique: []\n", 7, "not closed" },
        { "a tab", Head + "columns:\n\tcode: {type: text}\n", 6, "not YAML" },
        { "nothing", "", 1, "empty" },
        { "only a comment", "# nothing\n", 1, "empty" },
        { "a list", "- a\n- b\n", 1, "not a map" },
        { "a quote in a name", Head + "columns:\n  code: {type: text}\n  'a\"b': {type: text}\n", 7, "no name for a column" },
        { "SQL in a name", Head + "columns:\n  code: {type: text}\n  'x text); drop schema catalog; --': {type: text}\n", 7, "no name for a column" },
        { "letters beyond ASCII in a name", Head + "columns:\n  code: {type: text}\n  größe: {type: text}\n", 7, "no name for a column" },
        { "a look-alike letter in a name", Head + "columns:\n  сode: {type: text}\n", 6, "no name for a column" },
        { "a control character in a name", Head + "columns:\n  code: {type: text}\n  \"a\\u0007b\": {type: text}\n", 7, "no name for a column" },
        { "a name without end", Head + $"columns:\n  code: {{type: text}}\n  {new string('a', 200)}: {{type: text}}\n", 7, "no name for a column" },
        { "a NUL in a text", Head + "columns:\n  code: {type: text, about: \"a\\0b\"}\n", 6, "has no text" },
        { "SQL in a type", Head + "columns:\n  code: {type: \"text); drop schema catalog; --\"}\n", 6, "is no type" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Hostile_yaml_is_an_error_with_file_and_line(string what, string yaml, int line, string message)
    {
        using var folder = new CatalogFolder().Write("shop.item", yaml);

        var errors = folder.Errors();

        var error = Assert.Single(errors, error => error.Message.Contains(message, StringComparison.Ordinal));
        Assert.True(error.Line == line, $"{what}: {error}");
        Assert.True(error.Column > 0, $"{what}: {error}");
        Assert.Equal(folder.FileOf("shop.item"), error.File);
        Assert.NotEmpty(error.Remedy);
        Assert.DoesNotContain('\u0007', error.Message);
        Assert.True(error.Message.Length < 400);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error_with_their_line()
    {
        using var folder = new CatalogFolder().Write("shop.item", "");
        File.WriteAllBytes(folder.FileOf("shop.item"), [.. Encoding.UTF8.GetBytes("table: shop.item\nabout: "), 0xC3, 0x28]);

        var error = Assert.Single(folder.Errors());

        Assert.Equal((2, 8), (error.Line, error.Column));
        Assert.Contains("not UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_to_a_good_file_never_escapes_as_another_exception()
    {
        var good = File.ReadAllText(Path.Combine(CatalogFolder.Own, "agent", "events.yaml"));
        var random = new Random(4711);
        const string Noise = "{}[]:,&*!|>'\"%@`#-? \n\t\0é~<=";
        using var folder = new CatalogFolder();
        for (var i = 0; i < 400; i++)
        {
            var text = new StringBuilder(good);
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                text[random.Next(text.Length)] = Noise[random.Next(Noise.Length)];
            }

            folder.Write("agent.events", text.ToString());
            try
            {
                folder.Load();
            }
            catch (CatalogException refused)
            {
                Assert.All(refused.Errors, error => Assert.NotEmpty(error.File));
            }
        }
    }
}

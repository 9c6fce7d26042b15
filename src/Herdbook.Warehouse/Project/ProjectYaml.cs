using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Herdbook.Warehouse.Project;

/// <summary>
/// Reads a YAML file of a project. Size is bounded before the first byte is parsed, nesting and count while events arrive; anchors,
/// aliases and tags are refused, so a small file cannot unfold into a large one.
/// </summary>
internal static class ProjectYaml
{
    public const int MaxBytes = 1 << 20;
    public const int MaxDepth = 16;
    public const int MaxNodes = 200_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The file's map; an empty one of an empty file.</returns>
    /// <exception cref="Core.RefusedException">It is too large, no YAML, or no map.</exception>
    public static ProjectMap Read(string path, string shown)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw ProjectFault.At(shown, 1, $"The file is larger than {MaxBytes >> 10} KiB.");
        }

        return Parse(File.ReadAllBytes(path), shown);
    }

    public static ProjectMap Parse(byte[] bytes, string shown)
    {
        try
        {
            var parser = new Parser(new Scanner(new StringReader(Utf8.GetString(bytes).TrimStart('\uFEFF'))));
            return new Building(parser, shown).Root();
        }
        catch (DecoderFallbackException)
        {
            throw ProjectFault.At(shown, 1, "The file is not UTF-8.");
        }
        catch (YamlException bad)
        {
            throw ProjectFault.At(shown, (int)Math.Max(1, bad.Start.Line), $"This is not YAML: {bad.Message.ReplaceLineEndings(" ").TrimEnd('.')}.");
        }
        catch (Exception bad) when (bad is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException)
        {
            throw ProjectFault.At(shown, 1, "This is not YAML: something is not closed.");
        }
    }

    private sealed class Building(Parser parser, string shown)
    {
        private int _nodes;

        public ProjectMap Root()
        {
            while (parser.MoveNext() && parser.Current is StreamStart or DocumentStart)
            {
            }

            if (parser.Current is null or StreamEnd or DocumentEnd)
            {
                return new ProjectMap(new Dictionary<string, ProjectNode>(StringComparer.Ordinal), 1);
            }

            var root = Node(0);
            if (parser.MoveNext() && parser.Current is DocumentEnd && parser.MoveNext() && parser.Current is DocumentStart)
            {
                throw Refuse("The file holds a second document.");
            }

            return root switch
            {
                ProjectMap map => map,
                ProjectScalar { IsNull: true } => new ProjectMap(new Dictionary<string, ProjectNode>(StringComparer.Ordinal), 1),
                _ => throw Refuse("The file's outermost value is no map."),
            };
        }

        private ProjectNode Node(int depth)
        {
            var current = parser.Current;
            if (++_nodes > MaxNodes)
            {
                throw Refuse($"The file holds more than {MaxNodes:N0} values.");
            }

            if (depth > MaxDepth)
            {
                throw Refuse($"Values are nested deeper than {MaxDepth}.");
            }

            var line = (int)(current?.Start.Line ?? 1);
            if (current is NodeEvent node && (!node.Anchor.IsEmpty || (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)) || current is AnchorAlias)
            {
                throw Refuse("Anchors, aliases and tags are not accepted.");
            }

            return current switch
            {
                Scalar scalar => new ProjectScalar(scalar.Value, scalar.Style is ScalarStyle.Plain, line),
                SequenceStart => new ProjectList(Items(depth), line),
                MappingStart => new ProjectMap(Entries(depth), line),
                _ => throw Refuse("Something is not closed."),
            };
        }

        private List<ProjectNode> Items(int depth)
        {
            var items = new List<ProjectNode>();
            while (parser.MoveNext() && parser.Current is not SequenceEnd)
            {
                items.Add(Node(depth + 1));
            }

            return items;
        }

        private Dictionary<string, ProjectNode> Entries(int depth)
        {
            var entries = new Dictionary<string, ProjectNode>(StringComparer.Ordinal);
            while (parser.MoveNext() && parser.Current is not MappingEnd)
            {
                if (Node(depth + 1) is not ProjectScalar key)
                {
                    throw Refuse("A key is one word.");
                }

                parser.MoveNext();
                if (!entries.TryAdd(key.Text, Node(depth + 1)))
                {
                    throw ProjectFault.At(shown, key.Line, $"'{key.Text}' stands here twice.");
                }
            }

            return entries;
        }

        private Herdbook.Core.RefusedException Refuse(string message) => ProjectFault.At(shown, (int)Math.Max(1, parser.Current?.Start.Line ?? 1), message);
    }
}

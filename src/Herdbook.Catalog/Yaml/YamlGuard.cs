using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Herdbook.Catalog.Yaml;

/// <summary>
/// Reads one YAML document from outside. Size is bounded before the first byte is parsed, and nesting and count while events arrive,
/// before anything is built. Anchors, aliases and tags are refused, so a small file cannot unfold into a large one.
/// </summary>
internal static class YamlGuard
{
    public const int MaxBytes = 256 * 1024;
    public const int MaxDepth = 8;
    public const int MaxNodes = 20_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The document's root, or null when an error was added.</summary>
    public static Node? Read(string file, byte[] bytes, List<CatalogError> errors)
    {
        if (bytes.Length > MaxBytes)
        {
            errors.Add(TooLarge(file));
            return null;
        }

        Scanner? scanner = null;
        var last = Mark.Empty;
        try
        {
            scanner = new Scanner(new StringReader(Utf8.GetString(bytes).TrimStart('\uFEFF')));
            return Read(file, new Parser(scanner), ref last);
        }
        catch (RefusedYamlException refused)
        {
            errors.Add(refused.Error);
        }
        catch (DecoderFallbackException bad)
        {
            errors.Add(NotUtf8(file, bytes, bad.Index));
        }
        catch (Exception bad) when (bad is YamlException or InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException)
        {
            // The parser does not always know where it is; its scanner does.
            var at = bad is YamlException known && known.Start.CompareTo(last) >= 0 && known.Start.Index > 0 ? known.Start : scanner?.CurrentPosition ?? last;
            errors.Add(new CatalogError(file, (int)Math.Max(1, at.Line), (int)Math.Max(1, at.Column), $"This is not YAML: {(bad is YamlException ? OneLine(bad.Message) : "something before here is not closed")}.", "Check indentation, quotes and brackets here."));
        }

        return null;
    }

    public static CatalogError TooLarge(string file) =>
        new(file, 1, 1, $"The file is larger than {MaxBytes / 1024} KiB.", "A table's declaration is a few hundred lines at most; split or shorten it.");

    private static Node? Read(string file, Parser parser, ref Mark last)
    {
        var builder = new NodeBuilder(file);
        var documents = 0;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            last = current.Start;
            var at = new SourceMark(file, (int)current.Start.Line, (int)current.Start.Column);
            if (current is DocumentStart && ++documents > 1)
            {
                throw new RefusedYamlException(at, "The file holds a second document.", "Keep one table per file; remove the '---'.");
            }

            builder.Accept(current, at);
        }

        return builder.Root
            ?? throw new RefusedYamlException(new SourceMark(file, 1, 1), "The file is empty.", "Begin it with 'table: module.name'.");
    }

    private static CatalogError NotUtf8(string file, byte[] bytes, int index)
    {
        var before = bytes.AsSpan(0, Math.Clamp(index, 0, bytes.Length));
        var line = before.Count((byte)'\n') + 1;
        var column = before.Length - (before.LastIndexOf((byte)'\n') + 1) + 1;
        return new CatalogError(file, line, column, "The file is not UTF-8.", "Save it as UTF-8.");
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").TrimEnd('.');
}

internal sealed class RefusedYamlException(SourceMark at, string message, string remedy) : Exception(message)
{
    public CatalogError Error { get; } = new(at.File, at.Line, at.Column, message, remedy);
}

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

        try
        {
            return Read(file, Utf8.GetString(bytes));
        }
        catch (RefusedYamlException refused)
        {
            errors.Add(refused.Error);
        }
        catch (DecoderFallbackException bad)
        {
            errors.Add(NotUtf8(file, bytes, bad.Index));
        }
        catch (YamlException bad)
        {
            errors.Add(new CatalogError(file, (int)bad.Start.Line, (int)bad.Start.Column, $"This is not YAML: {OneLine(bad.Message)}.", "Check indentation, quotes and brackets here."));
        }
        catch (Exception bad) when (bad is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException)
        {
            errors.Add(new CatalogError(file, 1, 1, $"This cannot be read as YAML: {OneLine(bad.Message)}.", "Write it as a plain map of the documented keywords."));
        }

        return null;
    }

    public static CatalogError TooLarge(string file) =>
        new(file, 1, 1, $"The file is larger than {MaxBytes / 1024} KiB.", "A table's declaration is a few hundred lines at most; split or shorten it.");

    private static Node? Read(string file, string text)
    {
        var parser = new Parser(new StringReader(text.TrimStart('\uFEFF')));
        var builder = new NodeBuilder(file);
        var documents = 0;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
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

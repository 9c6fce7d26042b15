namespace Herdbook.Templating.Parsing;

/// <summary>Cuts a source into tokens, one at a time, as Jinja2 does: whitespace control, raw, comments, trimming.</summary>
/// <remarks>Newlines must be normalised to \n before.</remarks>
internal sealed partial class Lexer(string source, string? template, TemplateOptions options)
{
    private readonly Queue<Token> _ready = new();
    private readonly Stack<char> _open = new();
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private State _state = State.Root;
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private int _counted;

    private enum State
    {
        Root,
        Block,
        Variable,
    }

    /// <summary>The next token; Eof for ever at the end.</summary>
    /// <exception cref="TemplateException">The source cannot be cut here.</exception>
    internal Token Next()
    {
        while (true)
        {
            if (_ready.Count > 0)
            {
                return _ready.Dequeue();
            }

            if (_state != State.Root)
            {
                return NextInTag();
            }

            if (_at >= source.Length)
            {
                return new Token(TokenKind.Eof, "", PlaceOf(source.Length));
            }

            ReadRoot();
        }
    }

    /// <summary>A source as Jinja2 reads it: every newline is \n, and the last one goes unless it is to be kept.</summary>
    internal static string Normalise(string source, bool keepTrailingNewline)
    {
        if (source.Contains('\r', StringComparison.Ordinal))
        {
            source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        }

        return !keepTrailingNewline && source.EndsWith('\n') ? source[..^1] : source;
    }

    /// <summary>Reads text up to the next tag, and the tag's beginning.</summary>
    private void ReadRoot()
    {
        var begin = _at;
        var tag = FindTag(begin);
        if (tag < 0)
        {
            Emit(begin, source.Length);
            _at = source.Length;
            return;
        }

        var kind = source[tag + 1];
        var sign = tag + 2 < source.Length && source[tag + 2] is '-' or '+' ? source[tag + 2] : '\0';
        Emit(begin, StripBefore(begin, tag, sign, kind != '{'));
        var place = PlaceOf(tag);
        var after = sign == '\0' ? tag + 2 : tag + 3;
        if (kind == '#')
        {
            SkipComment(after, place);
        }
        else if (kind == '%' && TryTag(tag, "raw", out var content, begins: true))
        {
            ReadRaw(content, place);
        }
        else
        {
            _state = kind == '%' ? State.Block : State.Variable;
            _ready.Enqueue(new Token(kind == '%' ? TokenKind.BlockBegin : TokenKind.VariableBegin, kind == '%' ? "{%" : "{{", place));
            _at = after;
            _open.Clear();
        }
    }

    private int FindTag(int from)
    {
        while (true)
        {
            var at = source.IndexOf('{', from);
            if (at < 0 || at + 1 >= source.Length)
            {
                return -1;
            }

            if (source[at + 1] is '%' or '{' or '#')
            {
                return at;
            }

            from = at + 1;
        }
    }

    /// <summary>Where the text before a tag ends, once its whitespace control is obeyed.</summary>
    private int StripBefore(int begin, int end, char sign, bool canStripLine)
    {
        if (sign == '-')
        {
            while (end > begin && PyText.IsSpace(source[end - 1]))
            {
                end--;
            }

            return end;
        }

        if (sign == '+' || !options.LstripBlocks || !canStripLine)
        {
            return end;
        }

        var at = end;
        while (at > begin && source[at - 1] != '\n' && PyText.IsSpace(source[at - 1]))
        {
            at--;
        }

        // The line must begin here: in this text, or where the last tag ended.
        var startsLine = at > begin ? source[at - 1] == '\n' : begin == 0 || source[begin - 1] == '\n';
        return startsLine ? at : end;
    }

    private void SkipComment(int content, Place place)
    {
        var end = source.IndexOf("#}", content, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Failure("Missing end of comment tag", place, "close the comment with #}");
        }

        _at = AfterTag(end + 2, end > content ? source[end - 1] : '\0', trims: true);
    }

    private void ReadRaw(int content, Place place)
    {
        for (var end = source.IndexOf("{%", content, StringComparison.Ordinal); end >= 0; end = source.IndexOf("{%", end + 1, StringComparison.Ordinal))
        {
            if (TryTag(end, "endraw", out var after, begins: false))
            {
                var sign = source[end + 2] is '-' or '+' ? source[end + 2] : '\0';
                Emit(content, StripBefore(content, end, sign, canStripLine: true));
                _at = after;
                return;
            }
        }

        throw Failure("Missing end of raw directive", place, "close it with {% endraw %}");
    }

    /// <summary>Whether a tag without arguments stands here, and where the text behind it goes on.</summary>
    private bool TryTag(int tag, string name, out int after, bool begins)
    {
        after = 0;
        var at = tag + 2;
        if (at < source.Length && source[at] is '-' or '+')
        {
            at++;
        }

        at = SkipSpace(at);
        if (!source.AsSpan(at).StartsWith(name))
        {
            return false;
        }

        at = SkipSpace(at + name.Length);
        var sign = at < source.Length && (source[at] == '-' || (source[at] == '+' && !begins)) ? source[at++] : '\0';
        if (!source.AsSpan(at).StartsWith("%}"))
        {
            return false;
        }

        after = AfterTag(at + 2, sign, trims: !begins);
        return true;
    }

    /// <summary>Where text goes on behind a tag that ended so.</summary>
    private int AfterTag(int at, char sign, bool trims)
    {
        if (sign == '-')
        {
            return SkipSpace(at);
        }

        return sign != '+' && trims && options.TrimBlocks && at < source.Length && source[at] == '\n' ? at + 1 : at;
    }

    private int SkipSpace(int at)
    {
        while (at < source.Length && PyText.IsSpace(source[at]))
        {
            at++;
        }

        return at;
    }

    private void Emit(int begin, int end)
    {
        if (end > begin)
        {
            _ready.Enqueue(new Token(TokenKind.Data, source[begin..end], PlaceOf(begin)));
        }
    }

    /// <summary>The place of an index; asked for in rising order but for a step back within a line.</summary>
    private Place PlaceOf(int at)
    {
        while (_counted < at)
        {
            var next = source.AsSpan(_counted, at - _counted).IndexOf('\n');
            if (next < 0)
            {
                _counted = at;
                break;
            }

            _counted += next + 1;
            _lineStart = _counted;
            _line++;
        }

        return new Place(_line, Math.Max(1, at - _lineStart + 1));
    }

    private TemplateException Failure(string message, Place place, string? remedy = null) =>
        new(TemplateErrorKind.Syntax, message, template, place.Line, place.Column, remedy);
}

using System.Text;

namespace Herdbook.Templating;

/// <summary>The filter wordwrap: Python's textwrap over each line of the text.</summary>
internal ref struct WordWrap
{
    private static readonly Signature Signature_ = new(
        "do_wordwrap", 1, "s", "width", "break_long_words", "wrapstring", "break_on_hyphens");

    private readonly string _text;
    private readonly bool _onHyphens;
    private int _dashesEnd;

    private WordWrap(string text, bool onHyphens) => (_text, _onHyphens) = (text, onHyphens);

    internal static Value Filter(CallArguments arguments, IRenderContext context)
    {
        var bound = Signature_.Bind(arguments);
        var value = bound[0];
        if (value.TextOrNull is not { } text)
        {
            Failing.IfUndefined(value);
            throw TemplateException.TypeError($"'{TypeNames.Of(value)}' object has no attribute 'splitlines'");
        }

        var width = bound.Integer(1, 79);
        var (breakLong, onHyphens) = (bound.Truth(2, true), bound.Truth(4, true));
        var wrap = bound.Or(3, Value.None).IsNone ? "\n" : bound.Text(3, "\n");
        var into = new StringBuilder();
        var first = true;
        foreach (var line in StringSplitting.Lines(text, keepEnds: false, context))
        {
            context.Budget.Allocate(32 + (line.Length * 24L) + (wrap.Length * 2L));
            if (!first)
            {
                into.Append(wrap);
            }

            first = false;
            if (width <= 0 && line.Length >= 0)
            {
                throw TemplateException.ValueError($"invalid width {width} (must be > 0)");
            }

            var written = false;
            foreach (var row in new WordWrap(line, onHyphens).Rows(width, breakLong))
            {
                context.Budget.Allocate((row.Length + wrap.Length + 8) * 2L);
                into.Append(written ? wrap : "").Append(row);
                written = true;
            }
        }

        return Value.From(into.ToString());
    }

    private List<string> Rows(long width, bool breakLong)
    {
        // Chunks as ranges of the line, so that a long one is cut without a copy.
        var chunks = Chunks();
        var rows = new List<string>();
        var next = 0;
        while (next < chunks.Count)
        {
            if (rows.Count > 0 && IsBlank(chunks[next]))
            {
                next++;
            }

            var begin = next < chunks.Count ? chunks[next].Begin : _text.Length;
            var (end, used, lastBlank) = (begin, 0, -1);
            while (next < chunks.Count && used + chunks[next].Length <= width)
            {
                lastBlank = IsBlank(chunks[next]) ? end : -1;
                used += chunks[next].Length;
                end = chunks[next++].End;
            }

            if (next < chunks.Count && chunks[next].Length > width)
            {
                var room = (int)(width - used);
                if (breakLong)
                {
                    var cut = Cut(chunks[next], room);
                    lastBlank = cut > end ? IsBlank(new Chunk(end, cut, 1)) ? end : -1 : -1;
                    end = cut;
                    chunks[next] = Measure(cut, chunks[next].End);
                }
                else if (used == 0)
                {
                    lastBlank = IsBlank(chunks[next]) ? begin : -1;
                    end = chunks[next++].End;
                }
            }

            var stop = lastBlank >= 0 ? lastBlank : end;
            if (stop > begin)
            {
                rows.Add(_text[begin..stop]);
            }
        }

        return rows;
    }

    /// <summary>Where to cut a chunk that is longer than a line: after its last hyphen that fits, or where the room ends.</summary>
    private readonly int Cut(Chunk chunk, int room)
    {
        var end = chunk.Begin + PyText.Offset(_text.AsSpan(chunk.Begin, chunk.End - chunk.Begin), room);
        if (_onHyphens && chunk.Length > room)
        {
            var hyphen = _text.AsSpan(chunk.Begin, end - chunk.Begin).LastIndexOf('-');
            if (hyphen > 0 && _text.AsSpan(chunk.Begin, hyphen).IndexOfAnyExcept('-') >= 0)
            {
                return chunk.Begin + hyphen + 1;
            }
        }

        return end;
    }

    private List<Chunk> Chunks()
    {
        var chunks = new List<Chunk>();
        for (var at = 0; at < _text.Length;)
        {
            var end = IsSpace(_text[at]) ? SpaceEnd(at) : _onHyphens ? WordEnd(at) : PlainEnd(at);
            chunks.Add(Measure(at, end));
            at = end;
        }

        return chunks;
    }

    private readonly int SpaceEnd(int at)
    {
        while (at < _text.Length && IsSpace(_text[at]))
        {
            at++;
        }

        return at;
    }

    private readonly int PlainEnd(int at)
    {
        while (at < _text.Length && !IsSpace(_text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>The end of a word, of its part up to a hyphen, or of a dash between words.</summary>
    private int WordEnd(int begin)
    {
        if (begin > 0 && IsPunctuatedWord(begin - 1) && DashEnd(begin) is > 0 and var dash)
        {
            return dash;
        }

        for (var at = begin + 1; ; at++)
        {
            if (at == _text.Length || IsSpace(_text[at]))
            {
                return at;
            }

            if (_text[at] == '-' && IsHyphen(at))
            {
                return at + 1;
            }

            if (IsPunctuatedWord(at - 1) && DashEnd(at) > 0)
            {
                return at;
            }
        }
    }

    /// <summary>A hyphen after two letters, or after a letter and a hyphen's neighbour, and before two letters.</summary>
    private readonly bool IsHyphen(int at)
    {
        var before = at >= 2 && IsLetter(at - 1) && IsLetter(at - 2);
        before |= at >= 3 && IsPunctuatedWord(at - 1) && _text[at - 2] == '-' && IsLetter(at - 3);
        if (!before || at + 2 >= _text.Length || !IsLetter(at + 1))
        {
            return false;
        }

        return IsLetter(at + 2) || (_text[at + 2] == '-' && at + 3 < _text.Length && IsLetter(at + 3));
    }

    /// <summary>The end of two or more dashes before a word, or 0.</summary>
    private int DashEnd(int at)
    {
        if (_text[at] != '-')
        {
            return 0;
        }

        if (_dashesEnd <= at)
        {
            _dashesEnd = at;
            while (_dashesEnd < _text.Length && _text[_dashesEnd] == '-')
            {
                _dashesEnd++;
            }
        }

        return _dashesEnd - at >= 2 && _dashesEnd < _text.Length && TextFilters.IsWord(_text, _dashesEnd) ? _dashesEnd : 0;
    }

    private readonly bool IsLetter(int at) => TextFilters.IsWord(_text, at) && _text[at] != '_' && !StringKinds.Decimal(_text, at);

    private readonly bool IsPunctuatedWord(int at) => _text[at] is '!' or '"' or '\'' or '&' or '.' or ',' or '?' || TextFilters.IsWord(_text, at);

    private static bool IsSpace(char unit) => unit is ' ' or (>= '\t' and <= '\r');

    private readonly bool IsBlank(Chunk chunk) => PyText.IsSpace(_text[chunk.Begin]) && _text.AsSpan(chunk.Begin, chunk.End - chunk.Begin).Trim().IsEmpty;

    private readonly Chunk Measure(int begin, int end) => new(begin, end, PyText.Length(_text.AsSpan(begin, end - begin)));

    private readonly record struct Chunk(int Begin, int End, int Length);
}

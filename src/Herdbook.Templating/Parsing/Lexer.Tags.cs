using System.Globalization;
using System.Numerics;

namespace Herdbook.Templating.Parsing;

/// <summary>What stands between the braces.</summary>
internal sealed partial class Lexer
{
    private Token NextInTag()
    {
        _at = SkipSpace(_at);
        if (_at >= source.Length)
        {
            return new Token(TokenKind.Eof, "", PlaceOf(source.Length));
        }

        var place = PlaceOf(_at);
        if (_open.Count == 0 && TryEnd(place, out var end))
        {
            return end;
        }

        var letter = source[_at];
        if (char.IsAsciiDigit(letter))
        {
            return ReadNumber(place);
        }

        if (letter == '_' || char.IsLetter(letter) || char.IsSurrogate(letter))
        {
            return ReadName(place);
        }

        return letter is '\'' or '"' ? ReadString(place) : ReadOperator(place);
    }

    private bool TryEnd(Place place, out Token end)
    {
        var rest = source.AsSpan(_at);
        var sign = rest[0] is '-' or '+' && rest.Length > 1 ? rest[0] : '\0';
        var close = sign == '\0' ? rest : rest[1..];
        var block = _state == State.Block;
        end = default;
        if (!close.StartsWith(block ? "%}" : "}}") || (sign == '+' && !block))
        {
            return false;
        }

        _at = AfterTag(_at + (sign == '\0' ? 2 : 3), sign, trims: block);
        _state = State.Root;
        end = new Token(block ? TokenKind.BlockEnd : TokenKind.VariableEnd, block ? "%}" : "}}", place);
        return true;
    }

    private Token ReadName(Place place)
    {
        var begin = _at;
        while (_at < source.Length && IsWord(source[_at]))
        {
            _at++;
        }

        var text = source.AsSpan(begin, _at - begin);
        if (text.IsEmpty || text.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            throw Failure("Invalid character in identifier", place, "use letters, digits and underscores");
        }

        var names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!names.TryGetValue(text, out var name))
        {
            name = text.ToString();
            _names[name] = name;
        }

        return new Token(TokenKind.Name, name, place);
    }

    private static bool IsWord(char letter) =>
        letter == '_' || char.IsLetterOrDigit(letter) || char.IsSurrogate(letter)
        || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private Token ReadString(Place place)
    {
        var quote = source[_at];
        var begin = ++_at;
        while (true)
        {
            var next = source.AsSpan(_at).IndexOfAny(quote, '\\');
            if (next < 0 || (source[_at + next] == '\\' && _at + next + 1 >= source.Length))
            {
                throw Failure($"unexpected char {Printing.Repr(Value.From(quote.ToString()))} at {begin - 1}", place, "close the string with the same quote");
            }

            _at += next;
            if (source[_at] == quote)
            {
                var text = source[begin.._at++];
                return new Token(TokenKind.String, StringLiterals.Unescape(text, message => Failure(message, place)), place);
            }

            _at += 2;
        }
    }

    private Token ReadNumber(Place place)
    {
        var begin = _at;
        var rest = source.AsSpan(begin);
        var radix = rest.Length > 2 && rest[0] == '0' ? char.ToLowerInvariant(rest[1]) switch { 'b' => 2, 'o' => 8, 'x' => 16, _ => 10 } : 10;
        if (radix != 10 && Digits(begin + 2, radix, leadingUnderscore: true) is var ended && ended > begin + 2)
        {
            _at = ended;
            return Whole(source[(begin + 2)..ended], radix, place);
        }

        var end = Digits(begin, 10, leadingUnderscore: false);
        var isFloat = false;
        if (begin == 0 || source[begin - 1] != '.')
        {
            if (end + 1 < source.Length && source[end] == '.' && char.IsAsciiDigit(source[end + 1]))
            {
                end = Digits(end + 1, 10, leadingUnderscore: false);
                isFloat = true;
            }

            var exponent = end + 1;
            if (end < source.Length && source[end] is 'e' or 'E')
            {
                exponent += exponent < source.Length && source[exponent] is '+' or '-' ? 1 : 0;
                if (exponent < source.Length && char.IsAsciiDigit(source[exponent]))
                {
                    end = Digits(exponent, 10, leadingUnderscore: false);
                    isFloat = true;
                }
            }
        }

        if (!isFloat && source[begin] == '0')
        {
            end = begin + 1;
            while (end < source.Length && (source[end] == '0' || (source[end] == '_' && end + 1 < source.Length && source[end + 1] == '0')))
            {
                end++;
            }
        }

        _at = end;
        var text = source[begin..end];
        return isFloat
            ? new Token(TokenKind.Float, text, place, Value.From(double.Parse(text.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)))
            : Whole(text, 10, place);
    }

    private int Digits(int at, int radix, bool leadingUnderscore)
    {
        var begin = at;
        while (at < source.Length)
        {
            if (IsDigit(source[at], radix))
            {
                at++;
            }
            else if (source[at] == '_' && (at > begin || leadingUnderscore) && at + 1 < source.Length && IsDigit(source[at + 1], radix))
            {
                at += 2;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static bool IsDigit(char letter, int radix) => radix switch
    {
        16 => char.IsAsciiHexDigit(letter),
        _ => letter >= '0' && letter < '0' + radix,
    };

    private Token Whole(string text, int radix, Place place)
    {
        if (text.Length > Printing.MaxDigits)
        {
            throw Failure($"Exceeds the limit ({Printing.MaxDigits} digits) for integer string conversion", place);
        }

        var number = BigInteger.Zero;
        if (radix == 10 && !text.Contains('_', StringComparison.Ordinal))
        {
            number = BigInteger.Parse(text, CultureInfo.InvariantCulture);
        }
        else
        {
            foreach (var letter in text)
            {
                number = letter == '_' ? number : (number * radix) + Convert.ToInt32(letter.ToString(), 16);
            }
        }

        return new Token(TokenKind.Integer, text, place, Value.From(number));
    }

    private Token ReadOperator(Place place)
    {
        var two = _at + 1 < source.Length ? source.AsSpan(_at, 2) : default;
        var kind = two switch
        {
            "//" => TokenKind.FloorDiv,
            "**" => TokenKind.Pow,
            "==" => TokenKind.Equal,
            "!=" => TokenKind.NotEqual,
            ">=" => TokenKind.GreaterOrEqual,
            "<=" => TokenKind.LessOrEqual,
            _ => TokenKind.Eof,
        };
        if (kind != TokenKind.Eof)
        {
            _at += 2;
            return new Token(kind, two.ToString(), place);
        }

        var letter = source[_at];
        kind = letter switch
        {
            '+' => TokenKind.Add,
            '-' => TokenKind.Sub,
            '*' => TokenKind.Mul,
            '/' => TokenKind.Div,
            '%' => TokenKind.Mod,
            '~' => TokenKind.Tilde,
            '[' => TokenKind.LeftBracket,
            ']' => TokenKind.RightBracket,
            '(' => TokenKind.LeftParen,
            ')' => TokenKind.RightParen,
            '{' => TokenKind.LeftBrace,
            '}' => TokenKind.RightBrace,
            '>' => TokenKind.Greater,
            '<' => TokenKind.Less,
            '=' => TokenKind.Assign,
            '.' => TokenKind.Dot,
            ':' => TokenKind.Colon,
            '|' => TokenKind.Pipe,
            ',' => TokenKind.Comma,
            ';' => TokenKind.Semicolon,
            _ => throw Failure($"unexpected char {Printing.Repr(Value.From(letter.ToString()))} at {_at}", place),
        };
        Balance(letter, place);
        _at++;
        return new Token(kind, letter.ToString(), place);
    }

    private void Balance(char letter, Place place)
    {
        if (letter is '(' or '[' or '{')
        {
            _open.Push(letter switch { '(' => ')', '[' => ']', _ => '}' });
        }
        else if (letter is ')' or ']' or '}')
        {
            if (!_open.TryPop(out var expected))
            {
                throw Failure($"unexpected '{letter}'", place, "take it away, or open it before");
            }

            if (expected != letter)
            {
                throw Failure($"unexpected '{letter}', expected '{expected}'", place);
            }
        }
    }
}

using Herdbook.Templating.Evaluation;

namespace Herdbook.Templating.Parsing;

/// <summary>What follows a value: attributes, elements, slices, calls, filters, tests.</summary>
internal sealed partial class Parser
{
    private Expression ParsePostfix(Expression value)
    {
        var count = 0;
        while (true)
        {
            switch (_current.Kind)
            {
                case TokenKind.Dot:
                    value = ParseDot(value);
                    break;
                case TokenKind.LeftBracket:
                    value = ParseBrackets(value);
                    break;
                case TokenKind.LeftParen:
                    value = ParseCall(value);
                    break;
                default:
                    return value;
            }

            value = Chained(value, ref count);
        }
    }

    private Expression ParseFilters(Expression value)
    {
        var count = 0;
        while (true)
        {
            if (_current.Kind == TokenKind.Pipe)
            {
                Next();
                value = ParseFilter(value);
            }
            else if (_current.Is("is"))
            {
                value = ParseTest(value);
            }
            else if (_current.Kind == TokenKind.LeftParen)
            {
                value = ParseCall(value);
            }
            else
            {
                return value;
            }

            value = Chained(value, ref count);
        }
    }

    private Expression ParseDot(Expression owner)
    {
        var dot = Next();
        var attribute = Next();
        return attribute.Kind switch
        {
            TokenKind.Name => new AttributeNode(attribute.Place, owner, attribute.Text),
            TokenKind.Integer => new ItemNode(attribute.Place, owner, new Literal(attribute.Place, attribute.Number)),
            _ => throw Failure("expected name or number", dot.Place),
        };
    }

    private Expression ParseBrackets(Expression owner)
    {
        var place = Next().Place;
        var items = new List<Expression>();
        var slices = 0;
        var single = owner;
        while (_current.Kind != TokenKind.RightBracket)
        {
            if (items.Count > 0)
            {
                Expect(TokenKind.Comma);
            }

            single = ParseSubscript(owner, place);
            slices += single is SliceNode ? 1 : 0;
            items.Add(single);
        }

        Expect(TokenKind.RightBracket);
        if (slices > 0)
        {
            return items.Count == 1 ? single : throw Failure("a slice stands alone in its brackets", place);
        }

        return new ItemNode(place, owner, items.Count == 1 ? items[0] : new TupleNode(place, [.. items]));
    }

    /// <summary>A key, or a slice of the owner.</summary>
    private Expression ParseSubscript(Expression owner, Place place)
    {
        Expression? start = null;
        if (_current.Kind != TokenKind.Colon)
        {
            start = ParseExpression();
            if (_current.Kind != TokenKind.Colon)
            {
                return start;
            }
        }

        Next();
        var stop = ParseBound();
        var step = Skip(TokenKind.Colon) ? ParseBound() : null;
        return new SliceNode(place, owner, start, stop, step);
    }

    private Expression? ParseBound() =>
        _current.Kind is TokenKind.Colon or TokenKind.RightBracket or TokenKind.Comma ? null : ParseExpression();

    private CallNode ParseCall(Expression callee)
    {
        var place = callee.Place;
        return new CallNode(place, callee, ParseArguments());
    }

    private Arguments ParseArguments()
    {
        var place = Expect(TokenKind.LeftParen).Place;
        var values = new List<Expression>();
        var names = new List<string>();
        Expression? list = null;
        Expression? map = null;
        var first = true;
        while (_current.Kind != TokenKind.RightParen)
        {
            if (!first)
            {
                Expect(TokenKind.Comma);
                if (_current.Kind == TokenKind.RightParen)
                {
                    break;
                }
            }

            first = false;
            if (_current.Kind == TokenKind.Mul)
            {
                Ensure(list is null && map is null, place);
                Next();
                list = ParseExpression();
            }
            else if (_current.Kind == TokenKind.Pow)
            {
                Ensure(map is null, place);
                Next();
                map = ParseExpression();
            }
            else if (_current.Kind == TokenKind.Name && Look().Kind == TokenKind.Assign)
            {
                Ensure(map is null, place);
                var name = Next().Text;
                Next();
                if (names.Contains(name))
                {
                    throw Failure($"keyword argument repeated: {name}", place);
                }

                names.Add(name);
                values.Add(ParseExpression());
            }
            else
            {
                Ensure(list is null && map is null && names.Count == 0, place);
                values.Add(ParseExpression());
            }
        }

        Expect(TokenKind.RightParen);
        return values.Count == 0 && list is null && map is null
            ? Arguments.None
            : new Arguments([.. values], [.. names], list, map);
    }

    private void Ensure(bool holds, Place place)
    {
        if (!holds)
        {
            throw Failure("invalid syntax for function call expression", place);
        }
    }

    /// <summary>A filter's name and arguments; the bar is taken already.</summary>
    private FilterNode ParseFilter(Expression? value)
    {
        var (name, place) = ParseDottedName();
        return new FilterNode(place, value, name, _current.Kind == TokenKind.LeftParen ? ParseArguments() : Arguments.None);
    }

    private (string Name, Place Place) ParseDottedName()
    {
        var token = Expect(TokenKind.Name);
        var name = token.Text;
        while (Skip(TokenKind.Dot))
        {
            name += "." + Expect(TokenKind.Name).Text;
        }

        return (name, token.Place);
    }

    private Expression ParseTest(Expression value)
    {
        Next();
        var place = _current.Place;
        var negated = Skip("not");
        var (name, _) = ParseDottedName();
        var arguments = Arguments.None;
        if (_current.Kind == TokenKind.LeftParen)
        {
            arguments = ParseArguments();
        }
        else if (StartsArgument())
        {
            if (_current.Is("is"))
            {
                throw Failure("You cannot chain multiple tests with is", _current.Place);
            }

            Nest();
            arguments = new Arguments([ParsePostfix(ParsePrimary())], [], null, null);
            _nesting--;
        }

        Expression test = new TestNode(place, value, name, arguments);
        return negated ? new NotNode(place, test) : test;
    }

    private bool StartsArgument() => _current.Kind switch
    {
        TokenKind.Name => _current.Text is not ("else" or "or" or "and"),
        TokenKind.String or TokenKind.Integer or TokenKind.Float or TokenKind.LeftParen or TokenKind.LeftBracket or TokenKind.LeftBrace => true,
        _ => false,
    };
}

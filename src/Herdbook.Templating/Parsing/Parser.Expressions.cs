using Herdbook.Templating.Evaluation;

namespace Herdbook.Templating.Parsing;

/// <summary>Expressions, from the loosest operator to the tightest.</summary>
internal sealed partial class Parser
{
    private Expression ParseExpression(bool conditional = true)
    {
        Nest();
        var value = conditional ? ParseConditional() : ParseOr();
        _nesting--;
        return _nesting % 8 == 7 ? new GuardedExpression(value) : value;
    }

    /// <summary>Chains of one operator lean to the left; every so often the stack is looked at.</summary>
    private Expression Chained(Expression value, ref int count)
    {
        if (++count > 1000)
        {
            throw new TemplateException(
                TemplateErrorKind.Limit, "an expression chains more than 1000 operators", _name, value.Place.Line, value.Place.Column, "set parts of it aside");
        }

        return count % 16 == 0 ? new GuardedExpression(value) : value;
    }

    private Expression ParseConditional()
    {
        var value = ParseOr();
        var count = 0;
        while (_current.Is("if"))
        {
            var place = Next().Place;
            var test = ParseOr();
            Expression? otherwise = null;
            if (Skip("else"))
            {
                Nest();
                otherwise = ParseConditional();
                _nesting--;
            }

            value = Chained(new ConditionalNode(place, test, value, otherwise), ref count);
        }

        return value;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        var count = 0;
        while (_current.Is("or"))
        {
            var place = Next().Place;
            left = Chained(new OrNode(place, left, ParseAnd()), ref count);
        }

        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        var count = 0;
        while (_current.Is("and"))
        {
            var place = Next().Place;
            left = Chained(new AndNode(place, left, ParseNot()), ref count);
        }

        return left;
    }

    private Expression ParseNot()
    {
        if (!_current.Is("not"))
        {
            return ParseCompare();
        }

        var place = Next().Place;
        Nest();
        var value = ParseNot();
        _nesting--;
        return new NotNode(place, value);
    }

    private Expression ParseCompare()
    {
        var place = _current.Place;
        var first = ParseSum();
        List<Comparator>? signs = null;
        List<Expression>? others = null;
        while (TryComparator() is { } sign)
        {
            place = signs is null ? _current.Place : place;
            Next();
            if (sign == Comparator.NotIn)
            {
                Next();
            }

            (signs ??= []).Add(sign);
            (others ??= []).Add(ParseSum());
        }

        return signs is null ? first : new CompareNode(place, first, [.. signs], [.. others!]);
    }

    private Comparator? TryComparator() => _current.Kind switch
    {
        TokenKind.Equal => Comparator.Equal,
        TokenKind.NotEqual => Comparator.NotEqual,
        TokenKind.Less => Comparator.Less,
        TokenKind.LessOrEqual => Comparator.LessOrEqual,
        TokenKind.Greater => Comparator.Greater,
        TokenKind.GreaterOrEqual => Comparator.GreaterOrEqual,
        TokenKind.Name when _current.Text == "in" => Comparator.In,
        TokenKind.Name when _current.Text == "not" && Look().Is("in") => Comparator.NotIn,
        _ => null,
    };

    private Expression ParseSum()
    {
        var left = ParseConcat();
        var count = 0;
        while (_current.Kind is TokenKind.Add or TokenKind.Sub)
        {
            var sign = Next();
            left = Chained(new BinaryNode(sign.Place, sign.Kind, left, ParseConcat()), ref count);
        }

        return left;
    }

    private Expression ParseConcat()
    {
        var first = ParseProduct();
        if (_current.Kind != TokenKind.Tilde)
        {
            return first;
        }

        var place = _current.Place;
        var parts = new List<Expression> { first };
        while (Skip(TokenKind.Tilde))
        {
            parts.Add(ParseProduct());
        }

        return new ConcatNode(place, [.. parts]);
    }

    private Expression ParseProduct()
    {
        var left = ParsePower();
        var count = 0;
        while (_current.Kind is TokenKind.Mul or TokenKind.Div or TokenKind.FloorDiv or TokenKind.Mod)
        {
            var sign = Next();
            left = Chained(new BinaryNode(sign.Place, sign.Kind, left, ParsePower()), ref count);
        }

        return left;
    }

    private Expression ParsePower()
    {
        var left = ParseUnary();
        var count = 0;
        while (_current.Kind == TokenKind.Pow)
        {
            var sign = Next();
            left = Chained(new BinaryNode(sign.Place, TokenKind.Pow, left, ParseUnary()), ref count);
        }

        return left;
    }

    private Expression ParseUnary(bool filters = true)
    {
        Expression value;
        if (_current.Kind is TokenKind.Sub or TokenKind.Add)
        {
            var sign = Next();
            Nest();
            value = new SignNode(sign.Place, sign.Kind == TokenKind.Sub, ParseUnary(filters: false));
            _nesting--;
        }
        else
        {
            value = ParsePrimary();
        }

        value = ParsePostfix(value);
        return filters ? ParseFilters(value) : value;
    }

    private Expression ParsePrimary()
    {
        var token = _current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                Next();
                return token.Text switch
                {
                    "true" or "True" => new Literal(token.Place, Value.True),
                    "false" or "False" => new Literal(token.Place, Value.False),
                    "none" or "None" => new Literal(token.Place, Value.None),
                    _ => new NameNode(token.Place, token.Text, NameUse.Load),
                };
            case TokenKind.String:
                Next();
                return new Literal(token.Place, Value.From(_current.Kind == TokenKind.String ? ParseStrings(token.Text) : token.Text));
            case TokenKind.Integer or TokenKind.Float:
                Next();
                return new Literal(token.Place, token.Number);
            case TokenKind.LeftParen:
                Next();
                var value = ParseTuple(inParentheses: true);
                Expect(TokenKind.RightParen);
                return value;
            case TokenKind.LeftBracket:
                return ParseList();
            case TokenKind.LeftBrace:
                return ParseMap();
            default:
                throw Failure($"unexpected '{token.Describe()}'", token.Place, "an expression is expected here");
        }
    }

    private string ParseStrings(string first)
    {
        var text = new System.Text.StringBuilder(first);
        while (_current.Kind == TokenKind.String)
        {
            text.Append(Next().Text);
        }

        return text.ToString();
    }

    private Expression ParseTuple(bool inParentheses = false, bool conditional = true, string? end = null)
    {
        var place = _current.Place;
        var items = new List<Expression>();
        var isTuple = false;
        while (true)
        {
            if (items.Count > 0)
            {
                Expect(TokenKind.Comma);
            }

            if (_current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.RightParen || (end is not null && _current.Is(end)))
            {
                break;
            }

            items.Add(ParseExpression(conditional));
            if (_current.Kind != TokenKind.Comma)
            {
                break;
            }

            isTuple = true;
        }

        if (isTuple)
        {
            return new TupleNode(place, [.. items]);
        }

        if (items.Count == 1)
        {
            return items[0];
        }

        return inParentheses
            ? new TupleNode(place, [])
            : throw Failure($"Expected an expression, got '{_current.Describe()}'", _current.Place);
    }

    private ListNode ParseList()
    {
        var place = Next().Place;
        var items = new List<Expression>();
        while (_current.Kind != TokenKind.RightBracket)
        {
            if (items.Count > 0)
            {
                Expect(TokenKind.Comma);
            }

            if (_current.Kind == TokenKind.RightBracket)
            {
                break;
            }

            items.Add(ParseExpression());
        }

        Expect(TokenKind.RightBracket);
        return new ListNode(place, [.. items]);
    }

    private MapNode ParseMap()
    {
        var place = Next().Place;
        var keys = new List<Expression>();
        var values = new List<Expression>();
        while (_current.Kind != TokenKind.RightBrace)
        {
            if (keys.Count > 0)
            {
                Expect(TokenKind.Comma);
            }

            if (_current.Kind == TokenKind.RightBrace)
            {
                break;
            }

            keys.Add(ParseExpression());
            Expect(TokenKind.Colon);
            values.Add(ParseExpression());
        }

        Expect(TokenKind.RightBrace);
        return new MapNode(place, [.. keys], [.. values]);
    }
}

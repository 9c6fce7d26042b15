using Herdbook.Templating.Evaluation;

namespace Herdbook.Templating.Parsing;

/// <summary>Makes trees of sources: Jinja2's grammar, with do, break, continue and generation.</summary>
internal sealed partial class Parser
{
    private const int MaxNesting = 100;

    private readonly TemplateEnvironment _environment;
    private readonly string? _name;
    private readonly Lexer _lexer;
    private readonly Dictionary<string, BlockNode> _blocks = new(StringComparer.Ordinal);
    private readonly Stack<string> _tags = new();
    private Token _current;
    private Token? _ahead;
    private int _tokens;
    private int _nesting;
    private int _loops;

    private Parser(TemplateEnvironment environment, string? name, string source)
    {
        (_environment, _name) = (environment, name);
        _lexer = new Lexer(Lexer.Normalise(source, environment.Options.KeepTrailingNewline), name, environment.Options);
        _current = Fetch();
    }

    /// <exception cref="TemplateException">The source is no template, or too long.</exception>
    internal static Template Parse(string source, string? name, TemplateEnvironment environment)
    {
        var limit = environment.Options.Limits.MaxSource;
        if (source.Length > limit)
        {
            throw new TemplateException(
                TemplateErrorKind.Limit, $"the template has {source.Length} characters; {limit} are allowed", name, 1, 1, "split it, or raise MaxSource in its limits");
        }

        try
        {
            var parser = new Parser(environment, name, source);
            var body = parser.ParseBody([]);
            return new Template(environment, name, body, [.. parser._blocks.Values]);
        }
        catch (TemplateException exception) when (exception.Line == 0)
        {
            exception.Locate(name, 1, 1);
            throw;
        }
    }

    private Token Fetch()
    {
        var limit = _environment.Options.Limits.MaxTokens;
        if (++_tokens > limit)
        {
            throw new TemplateException(
                TemplateErrorKind.Limit, $"the template has more than {limit} tokens", _name, _current.Place.Line, _current.Place.Column, "split it, or raise MaxTokens in its limits");
        }

        return _lexer.Next();
    }

    /// <summary>Takes the current token.</summary>
    private Token Next()
    {
        var token = _current;
        if (_ahead is { } ahead)
        {
            (_current, _ahead) = (ahead, null);
        }
        else
        {
            _current = Fetch();
        }

        return token;
    }

    private Token Look() => _ahead ??= Fetch();

    private bool Skip(TokenKind kind)
    {
        if (_current.Kind != kind)
        {
            return false;
        }

        Next();
        return true;
    }

    private bool Skip(string name)
    {
        if (!_current.Is(name))
        {
            return false;
        }

        Next();
        return true;
    }

    private Token Expect(TokenKind kind)
    {
        if (_current.Kind == kind)
        {
            return Next();
        }

        var wanted = new Token(kind, Sign(kind), default).Describe();
        if (kind == TokenKind.Name)
        {
            wanted = "name";
        }

        throw _current.Kind == TokenKind.Eof
            ? Failure($"unexpected end of template, expected '{wanted}'.", _current.Place)
            : Failure($"expected token '{wanted}', got '{_current.Describe()}'", _current.Place);
    }

    private void ExpectName(string name)
    {
        if (!Skip(name))
        {
            throw Failure($"expected token '{name}', got '{_current.Describe()}'", _current.Place);
        }
    }

    private static string Sign(TokenKind kind) => kind switch
    {
        TokenKind.RightParen => ")",
        TokenKind.LeftParen => "(",
        TokenKind.RightBracket => "]",
        TokenKind.RightBrace => "}",
        TokenKind.Comma => ",",
        TokenKind.Colon => ":",
        TokenKind.Assign => "=",
        _ => "",
    };

    /// <summary>Parses text and tags up to one of the tags that end it, which stays.</summary>
    private Body ParseBody(string[] ends)
    {
        var place = _current.Place;
        var statements = new List<Statement>();
        while (_current.Kind != TokenKind.Eof)
        {
            switch (_current.Kind)
            {
                case TokenKind.Data:
                    var text = Next();
                    statements.Add(new TextNode(text.Place, text.Text));
                    break;
                case TokenKind.VariableBegin:
                    statements.Add(ParsePrint());
                    break;
                default:
                    Expect(TokenKind.BlockBegin);
                    if (_current.Kind == TokenKind.Name && Array.IndexOf(ends, _current.Text) >= 0)
                    {
                        return new Body(place, [.. statements]);
                    }

                    ParseStatement(statements);
                    Expect(TokenKind.BlockEnd);
                    break;
            }
        }

        return ends.Length == 0 ? new Body(place, [.. statements]) : throw Unclosed(ends);
    }

    private PrintNode ParsePrint()
    {
        Next();
        var before = _tokens;
        var place = _current.Place;
        var value = ParseTuple();
        Expect(TokenKind.VariableEnd);
        return new PrintNode(place, value) { Cost = CostSince(before) };
    }

    /// <summary>Long expressions cost more than one step.</summary>
    private int CostSince(int tokens) => 1 + ((_tokens - tokens) / 16);

    /// <summary>Parses the body of a tag: from its end to the tags that end the body, taken or not.</summary>
    private Body ParseStatements(bool take, params string[] ends)
    {
        Skip(TokenKind.Colon);
        Expect(TokenKind.BlockEnd);
        Nest();
        var body = ParseBody(ends);
        _nesting--;
        if (take)
        {
            Next();
        }

        return _nesting % 8 == 7 ? new Body(body.Place, [new GuardedStatement(body)]) : body;
    }

    private void Nest()
    {
        if (++_nesting > MaxNesting)
        {
            throw new TemplateException(
                TemplateErrorKind.Limit, $"the source nests deeper than {MaxNesting} levels", _name, _current.Place.Line, _current.Place.Column, "nest less deeply: set parts aside");
        }
    }

    private TemplateException Unclosed(string[] ends)
    {
        var looking = string.Join(" or ", ends.Select(end => $"'{end}'"));
        var innermost = _tags.Count > 0 ? $" The innermost block that needs to be closed is '{_tags.Peek()}'." : "";
        return Failure($"Unexpected end of template. Jinja was looking for the following tags: {looking}.{innermost}", _current.Place, $"close it with {{% {ends[^1]} %}}");
    }

    private TemplateException Failure(string message, Place place, string? remedy = null) =>
        new(TemplateErrorKind.Syntax, message, _name, place.Line, place.Column, remedy);
}

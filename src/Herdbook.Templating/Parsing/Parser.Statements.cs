using Herdbook.Templating.Evaluation;

namespace Herdbook.Templating.Parsing;

/// <summary>Statements.</summary>
internal sealed partial class Parser
{
    private void ParseStatement(List<Statement> into)
    {
        if (_current.Kind != TokenKind.Name)
        {
            throw Failure("tag name expected", _current.Place);
        }

        var before = _tokens;
        var tag = Next();
        _tags.Push(tag.Text);
        var at = into.Count;
        switch (tag.Text)
        {
            case "print":
                ParsePrintTag(into);
                break;
            case "set":
                into.Add(ParseSet(tag.Place));
                break;
            case "if":
                into.Add(ParseIf(tag.Place));
                break;
            case "for":
                into.Add(ParseFor(tag.Place));
                break;
            case "block":
                into.Add(ParseBlock(tag.Place));
                break;
            case "extends":
                into.Add(new ExtendsNode(tag.Place, ParseExpression()));
                break;
            case "macro":
                into.Add(ParseMacro(tag.Place));
                break;
            case "call":
                into.Add(ParseCallBlock(tag.Place));
                break;
            case "filter":
                into.Add(new FilterBlockNode(tag.Place, ParseFilterChain(), ParseStatements(true, "endfilter")));
                break;
            case "include":
                into.Add(ParseInclude(tag.Place));
                break;
            case "import":
                into.Add(ParseImport(tag.Place));
                break;
            case "from":
                into.Add(ParseFrom(tag.Place));
                break;
            case "with":
                into.Add(ParseWith(tag.Place));
                break;
            case "autoescape":
                into.Add(new AutoescapeNode(tag.Place, ParseExpression(), ParseStatements(true, "endautoescape")));
                break;
            case "generation":
                // Chat templates mark so what the assistant says; the mark itself writes nothing.
                into.Add(ParseStatements(true, "endgeneration"));
                break;
            case "do":
                into.Add(new DoNode(tag.Place, ParseTuple()));
                break;
            case "break" or "continue":
                into.Add(_loops > 0
                    ? new LeapNode(tag.Place, tag.Text == "break" ? Flow.Break : Flow.Continue)
                    : throw Failure($"'{tag.Text}' outside loop", tag.Place));
                break;
            default:
                throw Unknown(tag);
        }

        _tags.Pop();
        if (into.Count > at && into[at] is not (Body or IfNode or ForNode))
        {
            into[at].Cost = CostSince(before);
        }
    }

    private TemplateException Unknown(Token tag)
    {
        _tags.Pop();
        var innermost = _tags.Count > 0 ? $" The innermost block that needs to be closed is '{_tags.Peek()}'." : "";
        return Failure($"Encountered unknown tag '{tag.Text}'.{innermost}", tag.Place, "correct or take away the tag");
    }

    private void ParsePrintTag(List<Statement> into)
    {
        var first = true;
        while (_current.Kind != TokenKind.BlockEnd)
        {
            if (!first)
            {
                Expect(TokenKind.Comma);
            }

            first = false;
            into.Add(new PrintNode(_current.Place, ParseExpression()));
        }
    }

    private Statement ParseSet(Place place)
    {
        var target = ParseTarget(withNamespace: true);
        if (Skip(TokenKind.Assign))
        {
            return new SetNode(place, target, ParseTuple());
        }

        var filter = _current.Kind == TokenKind.Pipe ? ParseFilterChain() : null;
        return new SetBlockNode(place, target, filter, ParseStatements(true, "endset"));
    }

    /// <summary>Filters of a block: the first may stand without its bar.</summary>
    private FilterNode ParseFilterChain()
    {
        Skip(TokenKind.Pipe);
        var filter = ParseFilter(null);
        while (Skip(TokenKind.Pipe))
        {
            filter = ParseFilter(filter);
            Nest();
        }

        for (var link = filter; link.Value is FilterNode inner; link = inner)
        {
            _nesting--;
        }

        return filter;
    }

    private IfNode ParseIf(Place place)
    {
        var tests = new List<Expression>();
        var bodies = new List<Body>();
        var before = _tokens;
        while (true)
        {
            tests.Add(ParseTuple(conditional: false));
            var cost = CostSince(before);
            bodies.Add(ParseStatements(false, "elif", "else", "endif"));
            var end = Next();
            if (end.Text == "elif")
            {
                continue;
            }

            var otherwise = end.Text == "else" ? ParseStatements(true, "endif") : null;
            return new IfNode(place, [.. tests], [.. bodies], otherwise) { Cost = cost };
        }
    }

    private ForNode ParseFor(Place place)
    {
        var target = ParseTarget(end: "in");
        ExpectName("in");
        var items = ParseTuple(conditional: false, end: "recursive");
        var test = Skip("if") ? ParseExpression() : null;
        var recursive = Skip("recursive");
        _loops++;
        var body = ParseStatements(false, "endfor", "else");
        _loops--;
        var otherwise = Next().Text == "else" ? ParseStatements(true, "endfor") : null;
        return new ForNode(place, target, items, test, recursive, body, otherwise);
    }

    private BlockNode ParseBlock(Place place)
    {
        var name = Expect(TokenKind.Name).Text;
        var scoped = Skip("scoped");
        var required = Skip("required");
        if (_current.Kind == TokenKind.Sub)
        {
            throw Failure(
                "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.", _current.Place);
        }

        var loops = _loops;
        _loops = 0;
        var body = ParseStatements(true, "endblock");
        _loops = loops;
        if (required && body.Statements.Any(statement => statement is not TextNode text || !string.IsNullOrWhiteSpace(text.Text)))
        {
            throw Failure("Required blocks can only contain comments or whitespace", place);
        }

        Skip(name);
        var block = new BlockNode(place, name, scoped, required, body);
        return _blocks.TryAdd(name, block)
            ? block
            : throw new TemplateException(
                TemplateErrorKind.Assertion, $"block '{name}' defined twice", _name, place.Line, place.Column, "give each block its own name");
    }

    private WithNode ParseWith(Place place)
    {
        var targets = new List<Expression>();
        var values = new List<Expression>();
        while (_current.Kind != TokenKind.BlockEnd)
        {
            if (targets.Count > 0)
            {
                Expect(TokenKind.Comma);
            }

            targets.Add(ParseTarget(use: NameUse.Parameter));
            Expect(TokenKind.Assign);
            values.Add(ParseExpression());
        }

        return new WithNode(place, [.. targets], [.. values], ParseStatements(true, "endwith"));
    }
}

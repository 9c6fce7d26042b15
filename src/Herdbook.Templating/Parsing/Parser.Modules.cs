using Herdbook.Templating.Evaluation;

namespace Herdbook.Templating.Parsing;

/// <summary>Macros, imports, and the targets of assignments.</summary>
internal sealed partial class Parser
{
    private MacroNode ParseMacro(Place place)
    {
        var name = ParseName();
        var (parameters, defaults) = ParseSignature();
        return new MacroNode(place, name.Name, parameters, defaults, ParseMacroBody("endmacro"));
    }

    private CallBlockNode ParseCallBlock(Place place)
    {
        var (parameters, defaults) = _current.Kind == TokenKind.LeftParen ? ParseSignature() : ([], []);
        var call = ParseExpression() as CallNode ?? throw Failure("expected call", place, "write {% call name(arguments) %}");
        return new CallBlockNode(place, call, new MacroNode(place, "caller", parameters, defaults, ParseMacroBody("endcall")));
    }

    private Body ParseMacroBody(string end)
    {
        var loops = _loops;
        _loops = 0;
        var body = ParseStatements(true, end);
        _loops = loops;
        return body;
    }

    private (NameNode[] Parameters, Expression[] Defaults) ParseSignature()
    {
        var parameters = new List<NameNode>();
        var defaults = new List<Expression>();
        Expect(TokenKind.LeftParen);
        while (_current.Kind != TokenKind.RightParen)
        {
            if (parameters.Count > 0)
            {
                Expect(TokenKind.Comma);
            }

            var parameter = ParseName();
            parameter.Use = NameUse.Parameter;
            if (parameters.Exists(other => other.Name == parameter.Name))
            {
                throw Failure($"duplicate argument '{parameter.Name}' in macro definition", parameter.Place);
            }

            if (Skip(TokenKind.Assign))
            {
                defaults.Add(ParseExpression());
            }
            else if (defaults.Count > 0)
            {
                throw Failure("non-default argument follows default argument", parameter.Place);
            }

            parameters.Add(parameter);
        }

        Expect(TokenKind.RightParen);
        return ([.. parameters], [.. defaults]);
    }

    private IncludeNode ParseInclude(Place place)
    {
        var template = ParseExpression();
        var ignoreMissing = false;
        if (_current.Is("ignore") && Look().Is("missing"))
        {
            Next();
            Next();
            ignoreMissing = true;
        }

        return new IncludeNode(place, template, ignoreMissing, ParseContext() ?? true);
    }

    private ImportNode ParseImport(Place place)
    {
        var template = ParseExpression();
        ExpectName("as");
        var target = ParseName();
        return new ImportNode(place, template, ParseContext() ?? false, [], target);
    }

    private ImportNode ParseFrom(Place place)
    {
        var template = ParseExpression();
        ExpectName("import");
        var names = new List<(string, NameNode)>();
        bool? context = null;
        while (true)
        {
            if (names.Count > 0)
            {
                Expect(TokenKind.Comma);
            }

            if (_current.Kind == TokenKind.Name && (context = ParseContext()) is not null)
            {
                break;
            }

            var name = ParseName();
            if (name.Name.StartsWith('_'))
            {
                throw new TemplateException(
                    TemplateErrorKind.Assertion, "names starting with an underline can not be imported", _name, name.Place.Line, name.Place.Column);
            }

            names.Add((name.Name, Skip("as") ? ParseName() : name));
            context = ParseContext();
            if (context is not null || _current.Kind != TokenKind.Comma)
            {
                break;
            }
        }

        return new ImportNode(place, template, context ?? false, [.. names], null);
    }

    /// <summary>with context, without context, or nothing.</summary>
    private bool? ParseContext()
    {
        if ((!_current.Is("with") && !_current.Is("without")) || !Look().Is("context"))
        {
            return null;
        }

        var with = Next().Text == "with";
        Next();
        return with;
    }

    private NameNode ParseName()
    {
        var token = Expect(TokenKind.Name);
        return AsTarget(new NameNode(token.Place, token.Text, NameUse.Store), token.Text);
    }

    /// <summary>One or several names to assign to; where allowed, attributes of namespaces.</summary>
    private Expression ParseTarget(string? end = null, bool withNamespace = false, NameUse use = NameUse.Store)
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

            items.Add(ParseSingleTarget(withNamespace, use));
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

        return items.Count == 1 ? items[0] : throw Failure($"Expected an expression, got '{_current.Describe()}'", _current.Place);
    }

    private Expression ParseSingleTarget(bool withNamespace, NameUse use)
    {
        var token = _current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                Next();
                if (withNamespace && _current.Kind == TokenKind.Dot)
                {
                    Next();
                    return new NamespaceTarget(token.Place, new NameNode(token.Place, token.Text, NameUse.Load), Expect(TokenKind.Name).Text);
                }

                return AsTarget(new NameNode(token.Place, token.Text, use), token.Text);
            case TokenKind.LeftParen:
                Next();
                Nest();
                var inner = ParseTarget(withNamespace: withNamespace, use: use);
                _nesting--;
                Expect(TokenKind.RightParen);
                return inner;
            default:
                throw Failure($"can't assign to '{token.Describe()}'", token.Place, "assign to a name");
        }
    }

    private NameNode AsTarget(NameNode node, string name) => name is "true" or "false" or "none" or "True" or "False" or "None"
        ? throw Failure("can't assign to 'const'", node.Place, "choose another name")
        : node;
}

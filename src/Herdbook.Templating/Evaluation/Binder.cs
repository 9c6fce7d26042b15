using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>Gives every name of a template its slot, frame by frame, and every filter and test its function.</summary>
internal sealed partial class Binder(TemplateEnvironment environment, string? template) : INodeVisitor
{
    private Symbols _symbols = null!;
    private Escaping _escaping = environment.Options.Autoescape ? Escaping.On : Escaping.Off;

    /// <summary>Whether what is set here is set for the whole template.</summary>
    private bool _topLevel;

    /// <summary>Whether this is only reached under a condition: an unknown filter there is an error when it is reached.</summary>
    private bool _conditional;

    /// <summary>Binds a template; gives its routine and how its frame begins.</summary>
    internal (Routine Routine, FrameEntry Entry, int SelfSlot) BindTemplate(Body body)
    {
        var routine = new Routine(null);
        _symbols = new Symbols(null, routine);
        _topLevel = true;
        var self = Undeclared.Find(body, "self").Count > 0 ? _symbols.Declare("self").Slot : -1;
        new Collector(_symbols).Visit(body);
        Visit(body);
        return (routine, _symbols.Entry(fresh: true), self);
    }

    /// <summary>Binds a block, which sees nothing of the place where it stands.</summary>
    internal void BindBlock(BlockNode block)
    {
        block.Routine = new Routine(null);
        _symbols = new Symbols(null, block.Routine);
        (_topLevel, _conditional) = (false, false);
        var special = Undeclared.Find(block.Body, "self", "super");
        block.SelfSlot = special.Contains("self") ? _symbols.Declare("self").Slot : -1;
        block.SuperSlot = special.Contains("super") ? _symbols.Declare("super").Slot : -1;
        new Collector(_symbols).Visit(block.Body);
        Visit(block.Body);
        block.Entry = _symbols.Entry(fresh: true);
    }

    public void Visit(Node node)
    {
        switch (node)
        {
            case NameNode name:
                Bind(name);
                break;
            case FilterNode filter:
                Bind(filter);
                break;
            case TestNode test:
                Bind(test);
                break;
            case PrintNode print:
                print.Escaping = _escaping;
                print.Children(this);
                break;
            case IfNode or ConditionalNode:
                Conditionally(node);
                break;
            case SetNode set:
                set.Children(this);
                set.Exports = ExportsOf(set.Target);
                break;
            case SetBlockNode set:
                Bind(set);
                break;
            case FilterBlockNode filter:
                InFrame(filter, frame => filter.Entry = frame, () =>
                {
                    Visit(filter.Filter);
                    Visit(filter.Body);
                });
                break;
            case WithNode with:
                Bind(with);
                break;
            case AutoescapeNode autoescape:
                Bind(autoescape);
                break;
            case ForNode loop:
                Bind(loop);
                break;
            case MacroNode macro:
                Bind(macro);
                break;
            case CallBlockNode call:
                call.Escaping = _escaping;
                BindRoutine(call.Caller);
                Visit(call.Call);
                break;
            case BlockNode block:
                block.Locals = block.Scoped ? _symbols.Locals() : [];
                break;
            case IncludeNode include:
                include.Children(this);
                include.Locals = _symbols.Locals();
                break;
            case ImportNode import:
                import.Children(this);
                import.IsTopLevel = _topLevel;
                import.Locals = _symbols.Locals();
                break;
            case ExtendsNode when !_topLevel:
                throw Refused("cannot use extend from a non top-level scope", node, "move extends to the top of the template");
            default:
                node.Children(this);
                break;
        }
    }

    private void Bind(NameNode name)
    {
        var variable = _symbols.Find(name.Name) ?? _symbols.Adopt(name.Name);
        if (_symbols.IsFromContext(variable))
        {
            if (!ReferenceEquals(variable.Routine, _symbols.Routine))
            {
                variable = _symbols.Adopt(name.Name);
            }

            name.FromContext = true;
        }

        (name.Slot, name.Depth) = (variable.Slot, _symbols.DepthOf(variable));
    }

    private void Bind(FilterNode filter)
    {
        filter.Function = environment.Filters.GetValueOrDefault(filter.Name);
        if (filter.Function is null && !_conditional)
        {
            throw Refused($"No filter named {Printing.Repr(Value.From(filter.Name))}.", filter, "see docs/templates.md for the filters there are");
        }

        filter.Children(this);
    }

    private void Bind(TestNode test)
    {
        test.Function = environment.Tests.GetValueOrDefault(test.Name);
        if (test.Function is null && !_conditional)
        {
            throw Refused($"No test named {Printing.Repr(Value.From(test.Name))}.", test, "see docs/templates.md for the tests there are");
        }

        test.Children(this);
    }

    private void Conditionally(Node node)
    {
        var before = _conditional;
        _conditional = true;
        node.Children(this);
        _conditional = before;
    }

    /// <summary>Binds parts in a frame of their own within the same routine.</summary>
    private void InFrame(Node node, Action<FrameEntry> entered, Action bind)
    {
        var frame = new Symbols(_symbols, _symbols.Routine);
        Collect(node, frame);
        Within(frame, bind);
        entered(frame.Entry(fresh: false));
    }

    private void Within(Symbols frame, Action bind)
    {
        var (symbols, top, conditional) = (_symbols, _topLevel, _conditional);
        (_symbols, _topLevel, _conditional) = (frame, false, false);
        bind();
        (_symbols, _topLevel, _conditional) = (symbols, top, conditional);
    }

    private static void Collect(Node node, Symbols frame)
    {
        var collector = new Collector(frame);
        switch (node)
        {
            case FilterBlockNode filter:
                collector.Visit(filter.Body);
                collector.Visit(filter.Filter);
                break;
            case SetBlockNode set:
                if (set.Filter is not null)
                {
                    collector.Visit(set.Filter);
                }

                collector.Visit(set.Body);
                break;
            case WithNode with:
                collector.VisitAll(with.WithTargets);
                collector.Visit(with.Body);
                break;
            case AutoescapeNode autoescape:
                collector.Visit(autoescape.Switch);
                collector.Visit(autoescape.Body);
                break;
            default:
                break;
        }
    }

    private Export[] ExportsOf(Expression target) => !_topLevel ? [] : target switch
    {
        NameNode name => [new Export(name.Name, name.Slot)],
        TupleNode tuple => [.. tuple.Items.SelectMany(ExportsOf)],
        _ => [],
    };

    private TemplateException Refused(string message, Node node, string remedy) =>
        new(TemplateErrorKind.Assertion, message, template, node.Place.Line, node.Place.Column, remedy);
}

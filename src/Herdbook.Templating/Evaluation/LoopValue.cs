namespace Herdbook.Templating.Evaluation;

/// <summary>What a template knows as loop.</summary>
internal sealed class LoopValue : ObjectValue, ICallable
{
    private readonly ForNode _node;
    private readonly Scope _scope;
    private readonly Scope? _recursion;
    private readonly long? _known;
    private readonly int _depth;
    private Elements _elements;
    private Queue<Value>? _drained;
    private Value _after = Value.Missing;
    private Value _current = Value.Missing;
    private Value _before = Value.Missing;
    private Value[]? _lastChanged;
    private long _index0 = -1;
    private long _length = -1;

    internal LoopValue(ForNode node, Scope scope, Value over, int depth, Scope? recursion)
    {
        (_node, _scope, _recursion, _depth) = (node, scope, recursion, depth);
        _known = node.Test is null ? Sequences.Length(over) : null;
        _elements = Sequences.Enumerate(over, scope.Context);
    }

    public override string TypeName => "LoopContext";

    public override long? Length => CountAll();

    public override string Print(IRenderContext? context) => $"<LoopContext {_index0 + 1}/{CountAll()}>";

    /// <summary>The next round's element.</summary>
    internal bool Advance(out Value item)
    {
        if (!_after.IsMissing)
        {
            (item, _after) = (_after, Value.Missing);
        }
        else if (!Pull(out item))
        {
            return false;
        }

        _index0++;
        (_before, _current) = (_current, item);
        return true;
    }

    public Value Call(CallArguments arguments, IRenderContext context)
    {
        if (_recursion is null)
        {
            throw new TemplateException(
                TemplateErrorKind.Runtime,
                "The loop must have the 'recursive' marker to be called recursively.",
                remedy: "write {% for … recursive %}");
        }

        if (arguments.Count != 1)
        {
            throw TemplateException.TypeError($"loop() takes 1 argument but {arguments.Count} were given");
        }

        var state = _scope.State;
        var before = state.BeginCapture();
        try
        {
            _node.RunRecursive(_recursion, arguments[0], _depth + 1);
        }
        catch when (state.AbandonCapture(before))
        {
            throw;
        }

        return Value.OfText(state.EndCapture(before), _scope.Context.Autoescape);
    }

    public override bool TryGetAttribute(string name, IRenderContext context, out Value value)
    {
        value = name switch
        {
            "index" => Value.From(_index0 + 1),
            "index0" => Value.From(_index0),
            "first" => Value.From(_index0 == 0),
            "last" => Value.From(Peek().IsMissing),
            "length" => Value.From(CountAll()),
            "revindex" => Value.From(CountAll() - _index0),
            "revindex0" => Value.From(CountAll() - _index0 - 1),
            "depth" => Value.From(_depth + 1),
            "depth0" => Value.From(_depth),
            "previtem" => _index0 == 0 ? Absent("there is no previous item", context) : _before,
            "nextitem" => Peek() is { IsMissing: false } next ? next : Absent("there is no next item", context),
            "cycle" => Value.Function("cycle", Cycle),
            "changed" => Value.Function("changed", Changed),
            _ => Value.Missing,
        };
        return !value.IsMissing;
    }

    private static Value Absent(string hint, IRenderContext context) => Value.From(new UndefinedValue(context.Undefined, null, hint));

    private Value Cycle(CallArguments arguments) => arguments.PositionalCount == 0
        ? throw TemplateException.TypeError("no items for cycling given")
        : arguments[(int)(_index0 % arguments.PositionalCount)];

    private Value Changed(CallArguments arguments)
    {
        var given = arguments.Positional;
        var changed = _lastChanged is null || _lastChanged.Length != given.Length;
        for (var at = 0; !changed && at < given.Length; at++)
        {
            changed = !Comparison.AreAlike(_lastChanged![at], given[at]);
        }

        if (changed)
        {
            _lastChanged = given.ToArray();
        }

        return Value.From(changed);
    }

    private Value Peek()
    {
        if (_after.IsMissing && Pull(out var next))
        {
            _after = next;
        }

        return _after;
    }

    private long CountAll()
    {
        if (_known is { } known)
        {
            return known;
        }

        if (_length < 0)
        {
            var rest = new Queue<Value>();
            while (Pull(out var item))
            {
                _scope.Budget.Allocate(16);
                _scope.Budget.Charge();
                rest.Enqueue(item);
            }

            _drained = rest;
            _length = rest.Count + _index0 + 1 + (_after.IsMissing ? 0 : 1);
        }

        return _length;
    }

    private bool Pull(out Value item)
    {
        if (_drained is not null)
        {
            return _drained.TryDequeue(out item);
        }

        while (_elements.MoveNext(out item))
        {
            if (_node.Passes(_scope, item))
            {
                return true;
            }

            _scope.Budget.Charge();
        }

        return false;
    }
}

using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>A macro, or the body of a call block.</summary>
internal sealed class MacroNode(Place place, string name, NameNode[] parameters, Expression[] defaults, Body body) : Statement(place)
{
    internal string Name => name;

    internal NameNode[] Parameters => parameters;

    /// <summary>The defaults of the last parameters.</summary>
    internal Expression[] Defaults => defaults;

    internal Body Body => body;

    internal Routine? Routine { get; set; }

    internal FrameEntry Entry { get; set; } = FrameEntry.Empty;

    /// <summary>Where the macro itself is kept, or -1 for the body of a call block.</summary>
    internal int Slot { get; set; } = -1;

    internal bool IsExported { get; set; }

    /// <summary>Slots of what is passed beside the parameters; -1 where the body does not ask for it.</summary>
    internal int CallerSlot { get; set; } = -1;

    internal int KwargsSlot { get; set; } = -1;

    internal int VarargsSlot { get; set; } = -1;

    /// <summary>Whether the body uses caller.</summary>
    internal bool UsesCaller { get; set; }

    internal override void Children(INodeVisitor visitor)
    {
        Array.ForEach(parameters, visitor.Visit);
        Array.ForEach(defaults, visitor.Visit);
        visitor.Visit(body);
    }

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge();
        scope.Budget.Allocate(64);
        var value = Value.From(new MacroValue(this, scope));
        scope.Slots[Slot] = value;
        if (IsExported)
        {
            scope.Context.Variables.Set(name, value, exported: true);
        }

        return Flow.Next;
    }
}

/// <summary>{% call %}.</summary>
internal sealed class CallBlockNode(Place place, CallNode call, MacroNode caller) : Statement(place)
{
    internal CallNode Call => call;

    internal MacroNode Caller => caller;

    internal Escaping Escaping { get; set; }

    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(call);
        visitor.Visit(caller);
    }

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        var result = call.Call(scope, Value.From(new MacroValue(caller, scope)));
        var escape = Escaping == Escaping.On || (Escaping == Escaping.Asked && scope.Context.Autoescape);
        scope.State.Out.Write(result, escape, scope.Context);
        return Flow.Next;
    }
}

/// <summary>A macro with the run that it was defined in.</summary>
internal sealed class MacroValue(MacroNode node, Scope outer) : ObjectValue, ICallable
{
    public override string TypeName => "Macro";

    public override string Print(IRenderContext? context) => $"<Macro {(node.Name == "caller" ? "anonymous" : Printing.Repr(Value.From(node.Name)))}>";

    public override bool TryGetAttribute(string name, IRenderContext context, out Value value)
    {
        value = name switch
        {
            "name" => Value.From(node.Name),
            "arguments" => Value.From(new TupleValue(Array.ConvertAll(node.Parameters, parameter => Value.From(parameter.Name)))),
            "caller" => Value.From(node.UsesCaller),
            "catch_kwargs" => Value.From(node.KwargsSlot >= 0),
            "catch_varargs" => Value.From(node.VarargsSlot >= 0),
            _ => Value.Missing,
        };
        return !value.IsMissing;
    }

    public Value Call(CallArguments arguments, IRenderContext context)
    {
        var state = ((Context)context).State;
        var before = state.BeginCapture();
        try
        {
            Run(arguments, state);
        }
        catch when (state.AbandonCapture(before))
        {
            throw;
        }

        return Value.OfText(state.EndCapture(before), context.Autoescape);
    }

    /// <summary>Calls it and writes straight to the output.</summary>
    internal void Write(CallArguments arguments, Context context)
    {
        context.Budget.Enter();
        try
        {
            Run(arguments, context.State);
        }
        finally
        {
            context.Budget.Leave();
        }
    }

    private void Run(CallArguments arguments, RenderState state)
    {
        var scope = new Scope(node.Routine!.Slots, outer, state.ContextOf(outer.Context), outer.Template);
        Bind(arguments, scope);
        node.Entry.Enter(scope);
        FillDefaults(scope);
        node.Body.Execute(scope);
        scope.End();
    }

    private void Bind(CallArguments arguments, Scope scope)
    {
        var parameters = node.Parameters;
        var given = arguments.Positional;
        var count = Math.Min(given.Length, parameters.Length);
        for (var at = 0; at < count; at++)
        {
            scope.Slots[parameters[at].Slot] = given[at];
        }

        var callerGiven = BindNamed(arguments, scope, count);
        if (node.CallerSlot >= 0 && !callerGiven)
        {
            scope.Slots[node.CallerSlot] = Value.From(new UndefinedValue(scope.Context.Undefined, "caller", "No caller defined"));
        }

        if (node.VarargsSlot >= 0)
        {
            scope.Slots[node.VarargsSlot] = Value.From(new TupleValue(given[count..].ToArray()));
        }
        else if (given.Length > parameters.Length)
        {
            throw TemplateException.TypeError($"macro {Printing.Repr(Value.From(node.Name))} takes not more than {parameters.Length} argument(s)");
        }
    }

    private bool BindNamed(CallArguments arguments, Scope scope, int positional)
    {
        MapValue? rest = null;
        var callerGiven = false;
        for (var at = 0; at < arguments.NamedCount; at++)
        {
            var name = arguments.Names[at];
            var value = arguments.Named[at];
            var parameter = Array.FindIndex(node.Parameters, candidate => candidate.Name == name);
            if (parameter >= positional)
            {
                scope.Slots[node.Parameters[parameter].Slot] = value;
            }
            else if (name == "caller" && node.CallerSlot >= 0)
            {
                scope.Slots[node.CallerSlot] = value;
                callerGiven = true;
            }
            else
            {
                (rest ??= new MapValue()).Set(name, value);
            }
        }

        if (node.KwargsSlot >= 0)
        {
            scope.Slots[node.KwargsSlot] = Value.From(rest ?? new MapValue());
        }
        else if (rest is not null)
        {
            var first = rest.Entries[0].Key;
            throw TemplateException.TypeError(rest.TryGet("caller", out _)
                ? $"macro {Printing.Repr(Value.From(node.Name))} was invoked with two values for the special caller argument. This is most likely a bug."
                : $"macro {Printing.Repr(Value.From(node.Name))} takes no keyword argument {Printing.Repr(first)}");
        }

        return callerGiven;
    }

    private void FillDefaults(Scope scope)
    {
        var parameters = node.Parameters;
        for (var at = 0; at < parameters.Length; at++)
        {
            ref var slot = ref scope.Slots[parameters[at].Slot];
            if (!slot.IsMissing)
            {
                continue;
            }

            var last = at - (parameters.Length - node.Defaults.Length);
            slot = last >= 0
                ? node.Defaults[last].Evaluate(scope)
                : Value.From(new UndefinedValue(scope.Context.Undefined, parameters[at].Name, $"parameter {Printing.Repr(Value.From(parameters[at].Name))} was not provided"));
        }
    }
}

using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>{% block %}: where it stands, and its body.</summary>
internal sealed class BlockNode(Place place, string name, bool scoped, bool required, Body body) : Statement(place)
{
    internal string Name => name;

    internal bool Scoped => scoped;

    internal Body Body => body;

    internal Routine? Routine { get; set; }

    internal FrameEntry Entry { get; set; } = FrameEntry.Empty;

    internal int SelfSlot { get; set; } = -1;

    internal int SuperSlot { get; set; } = -1;

    /// <summary>What a scoped block sees of the place where it stands.</summary>
    internal Local[] Locals { get; set; } = [];

    internal override void Children(INodeVisitor visitor) => visitor.Visit(body);

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        if (scope.State.Out.IsMuted)
        {
            return Flow.Next;
        }

        var context = scoped ? scope.Context.Derive(Local.Dump(Locals, scope)) : scope.Context;
        var targets = context.Blocks[name];
        if (required && targets.Count <= 1)
        {
            throw new TemplateException(
                TemplateErrorKind.Runtime, $"Required block {Printing.Repr(Value.From(name))} not found", scope.Template.Name, Place.Line, Place.Column, "define the block in the template that extends this one");
        }

        targets[0].Run(context, 0);
        return Flow.Next;
    }
}

/// <summary>A block's body and the template that it stands in.</summary>
internal sealed class BlockTarget(Template template, BlockNode node)
{
    /// <summary>Writes the block.</summary>
    /// <param name="level">How many more derived blocks of the name there are.</param>
    internal void Run(Context context, int level)
    {
        context.Budget.Enter();
        try
        {
            var scope = new Scope(node.Routine!.Slots, null, context, template);
            if (node.SelfSlot >= 0)
            {
                scope.Slots[node.SelfSlot] = Value.From(new SelfValue(context));
            }

            if (node.SuperSlot >= 0)
            {
                scope.Slots[node.SuperSlot] = BlockReference.Super(context, node.Name, level);
            }

            node.Entry.Enter(scope);
            node.Body.Execute(scope);
            scope.End();
        }
        finally
        {
            context.Budget.Leave();
        }
    }
}

/// <summary>What a template knows as self: its blocks.</summary>
internal sealed class SelfValue(Context context) : ObjectValue
{
    public override string TypeName => "TemplateReference";

    public override bool TryGetAttribute(string name, IRenderContext caller, out Value value)
    {
        var found = context.HasBlocks && context.Blocks.ContainsKey(name);
        value = found ? Value.From(new BlockReference(context, name, 0)) : default;
        return found;
    }
}

/// <summary>A block that can be called: self.name() or super().</summary>
internal sealed class BlockReference(Context context, string name, int level) : ObjectValue, ICallable
{
    public override string TypeName => "BlockReference";

    internal static Value Super(Context context, string name, int level) =>
        context.Blocks.TryGetValue(name, out var targets) && level + 1 < targets.Count
            ? Value.From(new BlockReference(context, name, level + 1))
            : Value.From(new UndefinedValue(context.Undefined, "super", $"there is no parent block called {Printing.Repr(Value.From(name))}."));

    public override bool TryGetAttribute(string attribute, IRenderContext caller, out Value value)
    {
        value = attribute == "super" ? Super(context, name, level) : default;
        return attribute == "super";
    }

    public Value Call(CallArguments arguments, IRenderContext caller)
    {
        var before = context.State.BeginCapture();
        try
        {
            context.Blocks[name][level].Run(context, level);
        }
        catch when (context.State.AbandonCapture(before))
        {
            throw;
        }

        return Value.OfText(context.State.EndCapture(before), context.Autoescape);
    }
}

/// <summary>{% extends %}: mutes what the template writes; its parent is run afterwards.</summary>
internal sealed class ExtendsNode(Place place, Expression parent) : Statement(place)
{
    internal override void Children(INodeVisitor visitor) => visitor.Visit(parent);

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        try
        {
            if (scope.State.Parents.ContainsKey(scope))
            {
                throw new TemplateException(TemplateErrorKind.Runtime, "extended multiple times", remedy: "keep one extends");
            }

            var template = Templates.Get(parent.Evaluate(scope), scope);
            foreach (var block in template.Blocks)
            {
                if (!scope.Context.Blocks.TryGetValue(block.Name, out var targets))
                {
                    scope.Context.Blocks[block.Name] = targets = [];
                }

                targets.Add(new BlockTarget(template, block));
            }

            scope.State.Parents[scope] = template;
            scope.State.Out.IsMuted = true;
            return Flow.Next;
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }
    }
}

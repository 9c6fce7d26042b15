using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>{% for %}.</summary>
internal sealed class ForNode(
    Place place, Expression target, Expression items, Expression? test, bool recursive, Body body, Body? otherwise) : Statement(place)
{
    internal Expression Target => target;

    internal Expression Items => items;

    internal Expression? Test => test;

    /// <summary>The target once more, for the test alone: it looks ahead while the body still uses the element before.</summary>
    internal Expression? TestTarget { get; } = test is null ? null : Targets.Copy(target);

    internal bool Recursive => recursive;

    internal Body Body => body;

    internal Body? Otherwise => otherwise;

    /// <summary>The slot of loop, or -1 when nothing asks for it.</summary>
    internal int LoopSlot { get; set; } = -1;

    internal FrameEntry Entry { get; set; } = FrameEntry.Empty;

    internal FrameEntry TestEntry { get; set; } = FrameEntry.Empty;

    internal FrameEntry ElseEntry { get; set; } = FrameEntry.Empty;

    /// <summary>The routine of a recursive loop.</summary>
    internal Routine? Routine { get; set; }

    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(items);
        visitor.Visit(target);
        if (test is not null)
        {
            visitor.Visit(test);
        }

        visitor.Visit(body);
        if (otherwise is not null)
        {
            visitor.Visit(otherwise);
        }
    }

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        try
        {
            var over = items.Evaluate(scope);
            if (recursive)
            {
                RunRecursive(scope, over, 0);
                return Flow.Next;
            }

            return Run(scope, over, 0, null);
        }
        catch (TemplateException exception) when (scope.Locate(exception, items.Place))
        {
            throw;
        }
    }

    /// <summary>Runs a recursive loop once more, one level deeper.</summary>
    internal void RunRecursive(Scope outer, Value over, int depth)
    {
        outer.Budget.Enter();
        try
        {
            var scope = new Scope(Routine!.Slots, outer, outer.Context, outer.Template);
            Run(scope, over, depth, outer);
            scope.End();
        }
        finally
        {
            outer.Budget.Leave();
        }
    }

    /// <summary>Whether an element passes the loop's if.</summary>
    internal bool Passes(Scope scope, Value item)
    {
        if (test is null)
        {
            return true;
        }

        scope.Budget.Charge();
        Targets.Assign(TestTarget!, item, scope);
        return test.Truth(scope);
    }

    private Flow Run(Scope scope, Value over, int depth, Scope? recursion)
    {
        var ran = false;
        if (test is not null)
        {
            TestEntry.Enter(scope);
        }

        if (LoopSlot >= 0)
        {
            ran = RunWithLoop(scope, over, depth, recursion);
        }
        else
        {
            var single = target as NameNode;
            var elements = Sequences.Enumerate(over, scope.Context);
            while (elements.MoveNext(out var item))
            {
                scope.Budget.Charge();
                if (!Passes(scope, item))
                {
                    continue;
                }

                if (single is not null)
                {
                    scope.Slots[single.Slot] = item;
                }
                else
                {
                    Targets.Assign(target, item, scope);
                }

                Entry.Enter(scope);
                var flow = body.Execute(scope);
                if (flow == Flow.Break)
                {
                    break;
                }

                ran |= flow == Flow.Next;
            }
        }

        if (ran || otherwise is null)
        {
            return Flow.Next;
        }

        ElseEntry.Enter(scope);
        return otherwise.Execute(scope);
    }

    private bool RunWithLoop(Scope scope, Value over, int depth, Scope? recursion)
    {
        var ran = false;
        var loop = new LoopValue(this, scope, over, depth, recursion);
        var value = Templating.Value.From(loop);
        while (loop.Advance(out var item))
        {
            scope.Budget.Charge();
            Targets.Assign(target, item, scope);
            scope.Slots[LoopSlot] = value;
            Entry.Enter(scope);
            var flow = body.Execute(scope);
            if (flow == Flow.Break)
            {
                break;
            }

            ran |= flow == Flow.Next;
        }

        return ran;
    }
}

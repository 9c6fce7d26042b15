using System.Runtime.CompilerServices;
using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>One run of a template, a block, a macro or a recursive loop: its variables by slot.</summary>
internal sealed class Scope
{
    internal readonly Value[] Slots;
    internal readonly Scope? Outer;
    internal readonly Context Context;
    internal readonly RenderState State;
    internal readonly Template Template;

    internal Scope(int slots, Scope? outer, Context context, Template template)
    {
        context.Budget.Allocate(Size(slots));
        Slots = new Value[slots];
        Array.Fill(Slots, Value.Missing);
        (Outer, Context, State, Template) = (outer, context, context.State, template);
    }

    internal RenderBudget Budget
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => State.Budget;
    }

    /// <summary>Gives the memory back; after an exception nobody needs it back.</summary>
    internal void End() => Budget.Release(Size(Slots.Length));

    /// <summary>Tells an exception where it happened; never catches it.</summary>
    internal bool Locate(TemplateException exception, Place place)
    {
        exception.Locate(Template.Name, place.Line, place.Column);
        return false;
    }

    private static long Size(int slots) => 64 + (slots * 16L);

    internal Value Read(int depth, int slot)
    {
        var scope = this;
        for (; depth > 0; depth--)
        {
            scope = scope.Outer!;
        }

        return scope.Slots[slot];
    }
}

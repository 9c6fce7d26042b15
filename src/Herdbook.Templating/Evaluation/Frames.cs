namespace Herdbook.Templating.Evaluation;

/// <summary>What a variable begins as when its frame is entered.</summary>
/// <param name="Name">Looked up in the context, when not null.</param>
/// <param name="Depth">Else copied from this many runs further out, when not negative; else it begins missing.</param>
internal readonly record struct Beginning(int Slot, string? Name, int Depth, int From);

/// <summary>The variables of a frame that do not begin as parameters.</summary>
internal sealed class FrameEntry(Beginning[] beginnings)
{
    internal static readonly FrameEntry Empty = new([]);

    internal void Enter(Scope scope)
    {
        foreach (var beginning in beginnings)
        {
            scope.Slots[beginning.Slot] = beginning switch
            {
                { Name: not null } => scope.Context.Variables.TryResolve(beginning.Name, out var value) ? value : Value.Missing,
                { Depth: >= 0 } => scope.Read(beginning.Depth, beginning.From),
                _ => Value.Missing,
            };
        }
    }
}

/// <summary>A name of the top level that the context and importers see.</summary>
internal readonly record struct Export(string Name, int Slot);

/// <summary>A name that an included template or a scoped block sees.</summary>
internal readonly record struct Local(string Name, int Depth, int Slot)
{
    internal static Dictionary<string, Value> Dump(Local[] locals, Scope scope)
    {
        var values = new Dictionary<string, Value>(locals.Length, StringComparer.Ordinal);
        foreach (var local in locals)
        {
            var value = scope.Read(local.Depth, local.Slot);
            if (!value.IsMissing)
            {
                values[local.Name] = value;
            }
        }

        scope.Budget.Allocate(locals.Length * 48L);
        return values;
    }
}

/// <summary>Code with slots of its own: a template, a block, a macro, a recursive loop.</summary>
internal sealed class Routine(Routine? outer)
{
    internal Routine? Outer => outer;

    internal int Slots { get; set; }
}

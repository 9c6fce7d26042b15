namespace Herdbook.Templating.Evaluation;

/// <summary>A variable of a frame.</summary>
internal sealed class Variable(string name, Routine routine, int slot)
{
    internal string Name => name;

    internal Routine Routine => routine;

    internal int Slot => slot;
}

/// <summary>How a variable begins.</summary>
internal enum Origin
{
    Parameter,
    Context,
    Outer,
    Missing,
}

/// <summary>
/// The names of one frame, found as Jinja2 finds them: which are read, which are set, and what a name that is set
/// begins as. The branches of an if share a frame, and a name that they set begins as what it is outside.
/// </summary>
internal sealed class Symbols
{
    private readonly Dictionary<string, Variable> _pool;
    private readonly Dictionary<string, Variable> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<Variable, (Origin Origin, Variable? From)> _origins = [];
    private readonly HashSet<string> _stores = new(StringComparer.Ordinal);

    /// <summary>What a branch of an if adds to.</summary>
    private readonly Symbols? _base;

    internal Symbols(Symbols? parent, Routine routine)
        : this(parent, routine, new(StringComparer.Ordinal), null)
    {
    }

    private Symbols(Symbols? parent, Routine routine, Dictionary<string, Variable> pool, Symbols? branchOf)
    {
        (Parent, Routine, _pool, _base) = (parent, routine, pool, branchOf);
    }

    internal Symbols? Parent { get; }

    internal Routine Routine { get; }

    /// <summary>The same frame, as one branch of an if sees and changes it.</summary>
    internal Symbols Branch() => new(Parent, Routine, _pool, this);

    internal void Load(string name)
    {
        if (Find(name) is null)
        {
            Define(name, Origin.Context, null);
        }
    }

    internal void Store(string name)
    {
        _stores.Add(name);
        if (FindHere(name) is null)
        {
            var outer = Parent?.Find(name);
            Define(name, outer is null ? Origin.Missing : Origin.Outer, outer);
        }
    }

    internal Variable Declare(string name)
    {
        _stores.Add(name);
        return Define(name, Origin.Parameter, null);
    }

    /// <summary>Takes over what the branches of an if did.</summary>
    internal void Merge(Symbols[] branches)
    {
        var stored = new HashSet<string>(StringComparer.Ordinal);
        foreach (var branch in branches)
        {
            foreach (var name in branch._stores)
            {
                if (!IsStored(name))
                {
                    stored.Add(name);
                }
            }
        }

        foreach (var branch in branches)
        {
            foreach (var (name, variable) in branch._references)
            {
                _references[name] = variable;
            }

            foreach (var (variable, origin) in branch._origins)
            {
                _origins[variable] = origin;
            }

            _stores.UnionWith(branch._stores);
        }

        foreach (var name in stored)
        {
            var outer = Parent?.Find(name);
            _origins[Find(name)!] = outer is null ? (Origin.Context, null) : (Origin.Outer, outer);
        }
    }

    internal Variable? Find(string name)
    {
        for (var symbols = this; symbols is not null; symbols = symbols.Parent)
        {
            if (symbols.FindHere(name) is { } variable)
            {
                return variable;
            }
        }

        return null;
    }

    private Variable? FindHere(string name)
    {
        for (var layer = this; layer is not null; layer = layer._base)
        {
            if (layer._references.TryGetValue(name, out var variable))
            {
                return variable;
            }
        }

        return null;
    }

    private bool IsStored(string name)
    {
        for (var layer = this; layer is not null; layer = layer._base)
        {
            if (layer._stores.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a variable is only ever what the context says, so that its slot may keep that.</summary>
    internal bool IsFromContext(Variable variable)
    {
        for (var symbols = this; symbols is not null; symbols = symbols.Parent)
        {
            if (symbols._origins.TryGetValue(variable, out var origin))
            {
                return origin.Origin == Origin.Context && !symbols._stores.Contains(variable.Name);
            }
        }

        return false;
    }

    /// <summary>A slot of this frame's routine for a name that comes from the context in a routine further out.</summary>
    internal Variable Adopt(string name)
    {
        var variable = new Variable(name, Routine, Routine.Slots++);
        _references[name] = variable;
        _origins[variable] = (Origin.Context, null);
        return variable;
    }

    /// <summary>What is done when the frame is entered.</summary>
    /// <param name="fresh">Whether its slots are missing already.</param>
    internal FrameEntry Entry(bool fresh)
    {
        var beginnings = new List<Beginning>();
        foreach (var (variable, (origin, from)) in _origins)
        {
            switch (origin)
            {
                case Origin.Context when _stores.Contains(variable.Name):
                    beginnings.Add(new Beginning(variable.Slot, variable.Name, -1, -1));
                    break;
                case Origin.Outer when Parent!.IsFromContext(from!):
                    beginnings.Add(new Beginning(variable.Slot, variable.Name, -1, -1));
                    break;
                case Origin.Outer:
                    beginnings.Add(new Beginning(variable.Slot, null, DepthOf(from!), from!.Slot));
                    break;
                case Origin.Missing when !fresh:
                    beginnings.Add(new Beginning(variable.Slot, null, -1, -1));
                    break;
                default:
                    break;
            }
        }

        return beginnings.Count == 0 ? FrameEntry.Empty : new FrameEntry([.. beginnings]);
    }

    /// <summary>Everything that was set in this frame and those around it.</summary>
    internal Local[] Locals()
    {
        var locals = new List<Local>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var symbols = this; symbols is not null; symbols = symbols.Parent)
        {
            foreach (var name in symbols._stores)
            {
                if (seen.Add(name) && Find(name) is { } variable)
                {
                    locals.Add(new Local(name, DepthOf(variable), variable.Slot));
                }
            }
        }

        return [.. locals];
    }

    internal int DepthOf(Variable variable)
    {
        var depth = 0;
        for (var routine = Routine; !ReferenceEquals(routine, variable.Routine); routine = routine.Outer!)
        {
            depth++;
        }

        return depth;
    }

    private Variable Define(string name, Origin origin, Variable? from)
    {
        if (!_pool.TryGetValue(name, out var variable))
        {
            _pool[name] = variable = new Variable(name, Routine, Routine.Slots++);
        }

        _references[name] = variable;
        _origins[variable] = (origin, from);
        return variable;
    }
}

namespace Herdbook.Templating.Evaluation;

/// <summary>Statements that open frames.</summary>
internal sealed partial class Binder
{
    private void Bind(SetBlockNode set)
    {
        InFrame(set, frame => set.Entry = frame, () =>
        {
            Visit(set.Body);
            if (set.Filter is not null)
            {
                Visit(set.Filter);
            }
        });
        Visit(set.Target);
        set.Exports = ExportsOf(set.Target);
    }

    private void Bind(WithNode with)
    {
        foreach (var value in with.Values)
        {
            Visit(value);
        }

        InFrame(with, frame => with.Entry = frame, () =>
        {
            foreach (var target in with.WithTargets)
            {
                Visit(target);
            }

            Visit(with.Body);
        });
    }

    private void Bind(AutoescapeNode autoescape) =>
        InFrame(autoescape, frame => autoescape.Entry = frame, () =>
        {
            Visit(autoescape.Switch);
            var before = _escaping;
            _escaping = autoescape.Switch is Literal literal ? (literal.Constant.IsTrue ? Escaping.On : Escaping.Off) : Escaping.Asked;
            Visit(autoescape.Body);
            _escaping = before;
        });

    private void Bind(ForNode loop)
    {
        if (Search.In(loop, node => node is NameNode { Name: "loop", Use: not NameUse.Load }))
        {
            throw Refused("Can't assign to special loop variable in for-loop target", loop, "give the variable another name");
        }

        Visit(loop.Items);
        var routine = loop.Recursive ? new Routine(_symbols.Routine) : _symbols.Routine;
        loop.Routine = routine;
        var outer = loop.Recursive ? new Symbols(_symbols, routine) : _symbols;
        var frame = new Symbols(outer, routine);
        if (loop.Recursive || Undeclared.Find(loop.Body, "loop").Count > 0 || Search.In(loop.Body, node => node is BlockNode { Scoped: true }))
        {
            loop.LoopSlot = frame.Declare("loop").Slot;
        }

        var collector = new Collector(frame);
        collector.Declare(loop.Target);
        collector.Visit(loop.Body);
        if (loop.Test is not null)
        {
            var tested = new Symbols(outer, routine);
            var testCollector = new Collector(tested);
            testCollector.Declare(loop.TestTarget!);
            testCollector.Visit(loop.Test);
            Within(tested, () =>
            {
                Visit(loop.TestTarget!);
                Visit(loop.Test);
            });
            loop.TestEntry = tested.Entry(fresh: false);
        }

        Within(frame, () =>
        {
            Visit(loop.Target);
            Visit(loop.Body);
        });
        loop.Entry = frame.Entry(fresh: false);
        if (loop.Otherwise is not null)
        {
            var otherwise = new Symbols(outer, routine);
            new Collector(otherwise).Visit(loop.Otherwise);
            Within(otherwise, () => Visit(loop.Otherwise));
            loop.ElseEntry = otherwise.Entry(fresh: false);
        }
    }

    private void Bind(MacroNode macro)
    {
        BindRoutine(macro);
        macro.Slot = _symbols.Find(macro.Name)!.Slot;
        macro.IsExported = _topLevel;
    }

    /// <summary>Binds the body of a macro or of a call block.</summary>
    private void BindRoutine(MacroNode macro)
    {
        var routine = new Routine(_symbols.Routine);
        var frame = new Symbols(_symbols, routine);
        macro.Routine = routine;
        var collector = new Collector(frame);
        collector.VisitAll(macro.Parameters);
        collector.VisitAll(macro.Defaults);
        collector.Visit(macro.Body);
        DeclareSpecial(macro, frame);
        Within(frame, () =>
        {
            foreach (var parameter in macro.Parameters)
            {
                Visit(parameter);
            }

            foreach (var value in macro.Defaults)
            {
                Visit(value);
            }

            Visit(macro.Body);
        });
        macro.Entry = frame.Entry(fresh: true);
    }

    private void DeclareSpecial(MacroNode macro, Symbols frame)
    {
        var used = Undeclared.Find(macro.Body, "caller", "kwargs", "varargs");
        var names = Array.ConvertAll(macro.Parameters, parameter => parameter.Name);
        if (used.Contains("caller"))
        {
            macro.UsesCaller = true;
            var explicitly = Array.IndexOf(names, "caller");
            if (explicitly < 0)
            {
                macro.CallerSlot = frame.Declare("caller").Slot;
            }
            else if (explicitly < names.Length - macro.Defaults.Length)
            {
                throw Refused(
                    "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.",
                    macro,
                    "leave caller out of the parameters");
            }
        }

        if (used.Contains("kwargs") && !names.Contains("kwargs"))
        {
            macro.KwargsSlot = frame.Declare("kwargs").Slot;
        }

        if (used.Contains("varargs") && !names.Contains("varargs"))
        {
            macro.VarargsSlot = frame.Declare("varargs").Slot;
        }
    }
}

using Herdbook.Catalog.Live;

namespace Herdbook.Catalog.Planning;

/// <summary>Functions: the engine's own, and those that stand beside a table.</summary>
internal sealed class FunctionsDiff(LiveDatabase wanted, LiveDatabase live, PlanScope scope, Former former, StepList steps)
{
    /// <summary>Those that are dropped to be made with other arguments or another result.</summary>
    public IReadOnlySet<string> Replaced { get; } = wanted.Functions.Values
        .Where(function => live.Functions.GetValueOrDefault(function.Signature) is { } existing && existing.Head != function.Head)
        .Select(function => function.Signature)
        .ToHashSet(StringComparer.Ordinal);

    public void Run()
    {
        foreach (var function in wanted.Functions.Values.Where(InScope).OrderBy(function => function.Signature, StringComparer.Ordinal))
        {
            Make(function, live.Functions.GetValueOrDefault(function.Signature));
        }

        foreach (var extra in live.Functions.Values.Where(IsGone).OrderBy(function => function.Signature, StringComparer.Ordinal))
        {
            steps.Add(Phase.DropFunctions, $"drop function {extra.Signature}", extra.Module, $"drop function {extra.Signature}");
        }
    }

    private void Make(LiveFunction function, LiveFunction? existing)
    {
        var phase = function.IsLate ? Phase.LateFunctions : Phase.Functions;
        if (Replaced.Contains(function.Signature))
        {
            steps.Add(Phase.DropReplacedFunctions, $"drop function {function.Signature}", function.Module, $"take away function {function.Signature}, to make it again");
            existing = null;
        }

        if (existing?.Definition != function.Definition)
        {
            steps.Add(phase, function.Definition, function.Module, $"{(existing is null ? "create" : "restore")} function {function.Signature}");
        }

        if (existing?.Comment != function.Comment)
        {
            steps.Add(phase, $"comment on function {function.Signature} is {(function.Comment is null ? "null" : Quote.Literal(function.Comment))}", function.Module, $"describe function {function.Signature}");
        }

        var granted = existing?.Grants ?? LiveFunction.Initial;
        foreach (var extra in granted.Except(function.Grants))
        {
            steps.Add(phase, $"revoke {extra.Privilege} on function {function.Signature} from {extra.Grantee}", function.Module,
                $"revoke {extra.Privilege.ToLowerInvariant()} on {function.Signature} from {extra.Grantee}");
        }

        foreach (var missing in function.Grants.Except(granted))
        {
            steps.Add(phase, $"grant {missing.Privilege} on function {function.Signature} to {missing.Grantee}", function.Module,
                $"grant {missing.Privilege.ToLowerInvariant()} on {function.Signature} to {missing.Grantee}");
        }
    }

    /// <summary>The schema catalog is the engine's alone; functions that others keep in a module's schema stay, and so do those of tables that the plan leaves alone.</summary>
    private bool IsGone(LiveFunction function) => !wanted.Functions.ContainsKey(function.Signature) && (function.Module == DesiredSchema.CatalogModule
        ? scope.Tables is null
        : former.Functions.TryGetValue($"{function.Module}.{function.Name}", out var owner) && (scope.Tables is null ? function.Module != DesiredSchema.CustomModule : scope.Covers(owner)));

    /// <summary>The functions that every table shares are compared by a plan of everything, others by one of their own table too.</summary>
    private bool InScope(LiveFunction function) => scope.Tables is null || function.Module != DesiredSchema.CatalogModule;
}

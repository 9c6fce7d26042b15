namespace Herdbook.Templating;

/// <summary>Refusals that many operations share.</summary>
internal static class Failing
{
    /// <summary>Refuses an undefined value in its own words.</summary>
    internal static void IfUndefined(Value value)
    {
        if (value.Reference is UndefinedValue undefined)
        {
            throw undefined.Failure();
        }
    }

    /// <summary>Refuses an undefined value under the strict policy.</summary>
    internal static void IfUndefinedStrictly(Value value) => (value.Reference as UndefinedValue)?.FailIfStrict();
}

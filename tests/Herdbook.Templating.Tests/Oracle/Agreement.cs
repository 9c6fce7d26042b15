using Xunit;

namespace Herdbook.Templating.Tests;

/// <summary>Compares our answers with Python's.</summary>
internal static class Agreement
{
    /// <summary>Where Python complains of the type of something undefined, we may say that it is undefined.</summary>
    internal static bool SameKind(string? ours, string? theirs) => ours == theirs || (ours == "undefined" && theirs == "runtime");

    /// <summary>Every question is answered alike: the same output, or a refusal of the same kind.</summary>
    /// <param name="anyRefusal">Whether two refusals agree whatever their kinds: which of several faults is met first is not said.</param>
    internal static void Hold(PythonOracle oracle, IReadOnlyList<OracleQuestion> questions, bool anyRefusal = false)
    {
        // Python sees the arguments as they were: a method may change them.
        var json = questions.Select(question => question.ToString()).ToList();
        var theirs = oracle.Ask(questions);
        var wrong = new List<string>();
        for (var at = 0; at < questions.Count; at++)
        {
            var ours = new OperationContext(questions[at]).Answer();
            if (anyRefusal && ours.Error is not null && theirs[at].Error is not null)
            {
                continue;
            }

            if (questions[at].Wild && ours.Error is "runtime" or "undefined")
            {
                continue;
            }

            if (ours.Output != theirs[at].Output || !SameKind(ours.Error, theirs[at].Error))
            {
                wrong.Add($"{json[at]}\n  python: {theirs[at]}\n  ours:   {ours}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {questions.Count} differ from {oracle.Version}:\n{string.Join('\n', wrong.Take(60))}");
    }
}

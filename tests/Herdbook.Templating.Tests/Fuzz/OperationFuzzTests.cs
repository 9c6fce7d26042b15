using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Herdbook.Templating.Tests;

/// <summary>Whatever operation is tried on whatever values, we answer as CPython does.</summary>
public sealed class OperationFuzzTests(PythonOracle oracle)
{
    /// <summary>How many operations are tried; more by HERDBOOK_FUZZ.</summary>
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("HERDBOOK_FUZZ") ?? "3000", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Random_operations_agree_with_Python_or_are_refused_by_both()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var operations = new RandomOperation(new Random(seed));
            var questions = new List<OracleQuestion>();
            while (questions.Count < Count / 3)
            {
                var question = operations.Next();
                if (!IsOfPythonsOwn(question))
                {
                    questions.Add(question);
                }
            }

            Agreement.Hold(oracle, questions, anyRefusal: true);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3).WithEndSize(1));
    }

    /// <summary>What differs between versions of Python or MarkupSafe, and what only shows where an object lies in memory.</summary>
    private static bool IsOfPythonsOwn(OracleQuestion question) =>
        question.Arguments.Any(argument => argument.IsMarkup && question.Kind == "method") || question.Name is "sum" && question.Arguments.Any(argument => argument.AsList is { } list && list.Span.ToArray().Any(item => item.IsFloat));
}

using System.Text.RegularExpressions;
using Xunit;

namespace Herdbook.Templating.Tests;

/// <summary>Compares what we render with what Python renders.</summary>
internal static class TemplateAgreement
{
    /// <summary>Both give the same output, or both refuse; what shows where an object lies in memory is left out.</summary>
    internal static void Hold(PythonOracle oracle, IReadOnlyList<OracleQuestion> questions)
    {
        var shown = questions.Select(question => question.ToString()).ToList();
        var theirs = oracle.Ask(questions);
        var wrong = new List<string>();
        for (var at = 0; at < questions.Count; at++)
        {
            var ours = Render(questions[at]);
            var bothRefuse = ours.Error is not null && theirs[at].Error is not null;
            if (!bothRefuse && ours.Output != theirs[at].Output && !ShowsMemory(theirs[at].Output) && theirs[at].Message?.StartsWith("OverflowError: Range too big", StringComparison.Ordinal) != true)
            {
                wrong.Add($"{shown[at]}\n  python: {theirs[at]}\n  ours:   {ours}");
            }
        }

        var refused = theirs.Count(answer => answer.Error is not null);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {questions.Count} ({refused} refused) differ from {oracle.Version}:\n{string.Join('\n', wrong.OrderBy(line => line.Length).Take(40))}");
        Assert.True(refused < questions.Count * 0.7, $"{refused} of {questions.Count} are refused: the grammar says too little.");
    }

    internal static OracleAnswer Render(OracleQuestion question)
    {
        var environment = new TemplateEnvironment(new TemplateOptions
        {
            Autoescape = question.Autoescape,
            Undefined = question.Undefined,
            TrimBlocks = question.TrimBlocks,
            LstripBlocks = question.LstripBlocks,
            KeepTrailingNewline = question.KeepTrailingNewline,
        });
        try
        {
            return new OracleAnswer(environment.Parse(question.Name).Render(question.Named, TestContext.Current.CancellationToken), null, null);
        }
        catch (TemplateException exception)
        {
            return new OracleAnswer(null, exception.Kind.ToString(), $"{exception.Kind}: {exception.Message} ({exception.Line}:{exception.Column})");
        }
    }

    private static bool ShowsMemory(string? output) => output is not null && Regex.IsMatch(output, @"(at|AT|At) 0[xX][0-9a-fA-F]+|(object|OBJECT) (at|AT)|&lt;(generator|bound|built)|<(generator|bound|built|function|Macro|class|list_rev|method)|macro ", RegexOptions.IgnoreCase);
}

using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Herdbook.Templating.Tests;

/// <summary>Whatever template is rendered, we give what CPython's Jinja2 gives, or both refuse it.</summary>
public sealed class TemplateFuzzTests(PythonOracle oracle)
{
    /// <summary>How many templates are tried; more by HERDBOOK_FUZZ.</summary>
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("HERDBOOK_FUZZ") ?? "1500", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Random_templates_agree_with_Python_or_are_refused_by_both() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var questions = new List<OracleQuestion>();
            while (questions.Count < Count / 3)
            {
                questions.Add(new OracleQuestion("template", new RandomTemplate(random).Make_(), [])
                {
                    Named = RandomTemplate.Variables(random),
                    Autoescape = random.Next(4) == 0,
                    TrimBlocks = random.Next(3) == 0,
                    LstripBlocks = random.Next(3) == 0,
                    KeepTrailingNewline = random.Next(3) == 0,
                    Undefined = (UndefinedPolicy)Math.Max(0, random.Next(5) - 2),
                });
            }

            TemplateAgreement.Hold(oracle, questions);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3).WithEndSize(1));
}

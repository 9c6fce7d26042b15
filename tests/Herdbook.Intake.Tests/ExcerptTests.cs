using Xunit;

namespace Herdbook.Intake.Tests;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData(298)]
    [InlineData(299)]
    [InlineData(300)]
    public void An_excerpt_is_never_longer_than_its_bound_wherever_a_space_falls(int word)
    {
        var excerpt = JsonText.Excerpt(new string('a', word) + "  \n b c d");

        Assert.InRange(excerpt.Length, word, JsonText.ExcerptLength);
    }
}

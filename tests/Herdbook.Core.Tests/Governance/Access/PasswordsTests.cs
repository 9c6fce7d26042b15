using Herdbook.Core.Governance.Access;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Access;

public sealed class PasswordsTests
{
    [Theory]
    [InlineData("short-1!")]
    [InlineData("password1234")]
    [InlineData("P@ssw0rd!!!!")]
    [InlineData("passwordpassword")]
    [InlineData("Herdbook2026!")]
    [InlineData("123456789012")]
    [InlineData("abcdefghijkl")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("qwertyuiop12")]
    [InlineData("ada@example.org")]
    [InlineData("correct horse battery staple")]
    [InlineData("with\0a-nothing-in")]
    public void What_everybody_tries_first_is_refused(string password) =>
        Assert.Equal("password_weak", Assert.Throws<RefusedException>(() => Passwords.Check(password, "ada@example.org")).Code);

    [Theory]
    [InlineData("plum-quiet-otter-77")]
    [InlineData("nine green kettles sing")]
    [InlineData("Łąka, żaba i kot")]
    public void Words_that_have_nothing_to_do_with_each_other_are_taken(string password) => Passwords.Check(password, "ada@example.org");

    [Fact]
    public void Seventy_two_bytes_are_taken_and_one_more_is_not()
    {
        var longest = string.Concat(Enumerable.Range(0, 9).Select(i => $"wörd{i}a-"));
        Assert.Equal(72, System.Text.Encoding.UTF8.GetByteCount(longest));
        Passwords.Check(longest, "");
        Assert.Equal("password_long", Assert.Throws<RefusedException>(() => Passwords.Check(longest + "!", "")).Code);
    }
}

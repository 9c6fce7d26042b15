using Herdbook.Core.Homes;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests.Homes;

public sealed class DatabaseAddressTests
{
    [Fact]
    public void An_address_and_a_connection_string_mean_the_same()
    {
        var address = new NpgsqlConnectionStringBuilder(DatabaseAddress.Parse("postgresql://cow:p%40ss@db.example:5433/herd?sslmode=require&application_name=x"));
        Assert.Equal("db.example", address.Host);
        Assert.Equal(5433, address.Port);
        Assert.Equal("cow", address.Username);
        Assert.Equal("p@ss", address.Password);
        Assert.Equal("herd", address.Database);
        Assert.Equal(SslMode.Require, address.SslMode);

        var pairs = new NpgsqlConnectionStringBuilder(DatabaseAddress.Parse("Host=db.example;Port=5433;Username=cow;Database=herd"));
        Assert.Equal((address.Host, address.Port, address.Username, address.Database), (pairs.Host, pairs.Port, pairs.Username, pairs.Database));
    }

    [Theory]
    [InlineData("what is this")]
    [InlineData("postgresql://")]
    [InlineData("postgresql://h/d?nonsense=1")]
    public void Anything_else_is_refused_with_both_forms_shown(string address)
    {
        var refused = Assert.Throws<RefusedException>(() => DatabaseAddress.Parse(address));
        Assert.Equal("database_address", refused.Code);
        Assert.Contains("postgresql://user:password@host/database", refused.Message, StringComparison.Ordinal);
    }
}

using Herdbook.Core.Postgres;
using Xunit;

namespace Herdbook.Core.Tests.Homes;

public sealed class PgConfigurationTests
{
    [Theory]
    [InlineData(512L << 20, 128)]
    [InlineData(4L << 30, 128)]
    [InlineData(16L << 30, 512)]
    [InlineData(1L << 40, 1024)]
    public void Shared_memory_grows_with_the_machine_within_bounds(long memory, long mebibytes) =>
        Assert.Equal(mebibytes, PgConfiguration.SharedMebibytes(memory));
}

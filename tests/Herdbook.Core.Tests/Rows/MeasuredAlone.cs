using Xunit;

namespace Herdbook.Core.Tests.Rows;

/// <summary>What is measured of the whole process runs while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "Measured alone";
}

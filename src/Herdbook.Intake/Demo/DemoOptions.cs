using Herdbook.Core;

namespace Herdbook.Intake.Demo;

/// <summary>Which year of a fleet is made up.</summary>
/// <param name="Seed">The same seed gives the same year on every machine.</param>
/// <param name="Days">How far back it goes from today.</param>
public sealed record DemoOptions(int Seed = DemoOptions.UsualSeed, int Days = DemoOptions.UsualDays)
{
    public const int UsualSeed = 20_260_101;
    public const int UsualDays = 365;

    /// <exception cref="RefusedException">Fewer than 28 days, or more than ten years.</exception>
    public DemoOptions Checked() => Days is >= 28 and <= 3_660
        ? this
        : throw new RefusedException("demo_days", $"{Days} days is no demo: give 28 to 3,660. Nothing was loaded.");
}

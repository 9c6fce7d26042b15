namespace Herdbook.Cli.Doctor;

internal enum Health
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Herdbook runs, with less.</summary>
    Warn,

    /// <summary>Herdbook does not run.</summary>
    Fail,
}

/// <param name="Remedy">What to do; null where nothing need be done.</param>
internal sealed record Finding(string Check, Health State, string Detail, string? Remedy = null);

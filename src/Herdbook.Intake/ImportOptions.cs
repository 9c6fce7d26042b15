namespace Herdbook.Intake;

/// <summary>How an import reads and books.</summary>
public sealed record ImportOptions
{
    public Redaction Redaction { get; init; } = Redaction.None;

    /// <summary>The calls were paid by a subscription: they are booked at list price and labelled as imputed.</summary>
    public bool Subscription { get; init; }

    /// <summary>The files are being written: a last line without an end is waited for, not judged.</summary>
    public bool Following { get; init; }

    /// <summary>Files read at once: one more than there are processors, for one always waits for the disk.</summary>
    public int Readers { get; init; } = Math.Clamp(Environment.ProcessorCount + 1, 2, 4);
}

using Herdbook.Core.Governance.Seal;

namespace Herdbook.Core.Tenancy;

/// <summary>Erases a marked tenant once every entry of its log stands in the tree, so that a trace of each stays.</summary>
/// <param name="holder">Who takes the lease for sealing where nobody holds it.</param>
public sealed class TenantErasing(TenantRegister register, Book book, CheckpointKey key, TimeProvider time, string holder)
{
    private const int Attempts = 60;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc cref="TenantRegister.EraseAsync"/>
    public async Task<long> RunAsync(Actor actor, string slug, string? again, CancellationToken ct)
    {
        var tenant = new Tenant(slug);
        if (await register.FindAsync(slug, ct) is not { ErasureAt: not null, ErasedAt: null })
        {
            // The register says why not.
            return await register.EraseAsync(actor, slug, again, ct);
        }

        var sealer = new Sealer(book, key, time, holder);
        for (var attempt = 1; ; attempt++)
        {
            while (await sealer.TurnAsync(tenant, ct) is { Held: true, More: true })
            {
            }

            try
            {
                return await register.EraseAsync(actor, slug, again, ct);
            }
            catch (RefusedException unsealed) when (unsealed.Code == "tenant_unsealed" && attempt < Attempts)
            {
                // Another program seals, or holds a transaction open that is older than the last entry.
                await Task.Delay(Pause, time, ct);
            }
        }
    }
}

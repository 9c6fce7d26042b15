using Herdbook.Core;
using Herdbook.Core.Tenancy;
using Herdbook.Server.Host;
using Herdbook.Warehouse.Build;

namespace Herdbook.Server.Tenancy;

/// <summary>What is asked of the register over HTTP, by program or page; the server then sees at once what was done.</summary>
internal sealed class TenantDesk(TenantRegister register, TenantErasing erasing, TenantDirectory directory, HerdbookHome home)
{
    /// <param name="verb">rename, suspend, resume, mark-for-erasure or erase.</param>
    /// <param name="text">The new name, or the slug typed again.</param>
    /// <returns>The tenant as it is then.</returns>
    /// <exception cref="RefusedException">As the register refuses; `tenant_unknown` for a verb that there is not.</exception>
    public async Task<TenantState> ActAsync(Actor actor, string slug, string verb, string? text, CancellationToken ct)
    {
        try
        {
            return verb switch
            {
                "rename" => await register.RenameAsync(actor, slug, text, ct),
                "suspend" => await register.SuspendAsync(actor, slug, ct),
                "resume" => await register.ResumeAsync(actor, slug, ct),
                "mark-for-erasure" => await register.MarkForErasureAsync(actor, slug, text, ct),
                "erase" => await EraseAsync(actor, slug, text, ct),
                _ => throw new RefusedException("not_found", "There is no such act. Nothing was changed."),
            };
        }
        finally
        {
            directory.Forget(slug);
        }
    }

    private async Task<TenantState> EraseAsync(Actor actor, string slug, string? again, CancellationToken ct)
    {
        await erasing.RunAsync(actor, slug, again, ct);
        WarehouseFolder.Remove(home, new Tenant(slug));
        return (await register.FindAsync(slug, ct))!;
    }
}

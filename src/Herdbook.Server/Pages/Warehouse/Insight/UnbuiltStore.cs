using Herdbook.Core;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>Of a server without a warehouse: none is built.</summary>
internal sealed class UnbuiltStore : IGoldStore
{
    public ValueTask<IGold?> OpenAsync(Tenant tenant, CancellationToken ct) => ValueTask.FromResult<IGold?>(null);
}

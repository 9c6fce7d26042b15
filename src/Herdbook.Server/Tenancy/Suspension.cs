using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Tenancy;

/// <summary>A suspended tenant answers nobody but the book's administrators. It stands behind what tells who asks.</summary>
internal static class Suspension
{
    public static void UseSuspension(this WebApplication app, TenantDirectory tenants)
    {
        app.Use(async (http, next) =>
        {
            var tenant = http.Features.Get<Tenant>() ?? Tenant.Default;
            if (await tenants.IsSuspendedAsync(tenant, http.RequestAborted) && http.CallerOrNull()?.May(Permission.TenantsManage) is not true)
            {
                await new Problem(StatusCodes.Status403Forbidden, "tenant_suspended", "This tenant is suspended",
                    $"The tenant '{tenant}' was suspended by an administrator of the book. Its rows are kept; nothing was changed.").WriteAsync(http);
                return;
            }

            await next(http);
        });
    }
}

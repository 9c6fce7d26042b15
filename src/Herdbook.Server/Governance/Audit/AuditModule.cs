using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Core.Homes;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Governance.Audit;

/// <summary>The audit log's two doors to the host: it is sealed and published, and read and proved under `/v1/audit`.</summary>
public static class AuditModule
{
    public static IServiceCollection AddAudit(this IServiceCollection services, HomeSession session)
    {
        services.AddSingleton(session.Keys);
        services.AddSingleton(_ => CheckpointKey.Open(session.Keys));
        services.AddSingleton(_ => PublishOptions.Of(session.Home));
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditTree>();
        services.AddSingleton<AuditExport>();
        services.AddSingleton<SealState>();
        services.AddSingleton<Verification>();
        services.AddSingleton<VerificationDesk>();
        services.AddSingleton<AuditChanges>();
        services.AddHostedService<SealService>();
        return services;
    }

    public static void MapAudit(this WebApplication app)
    {
        var audit = app.MapGroup("/v1/audit").Requires(Permission.AuditRead);
        audit.MapGet("/entries", EntriesEndpoint.ListAsync);
        audit.MapGet("/entries/{id:guid}", EntriesEndpoint.GetAsync);
        audit.MapGet("/checkpoint", ProofEndpoint.CheckpointAsync);
        audit.MapGet("/state", ProofEndpoint.StateAsync);
        audit.MapGet("/proof/inclusion", ProofEndpoint.InclusionAsync);
        audit.MapGet("/proof/consistency", ProofEndpoint.ConsistencyAsync);
        audit.MapGet("/export", ProofEndpoint.ExportAsync);
    }

    internal static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

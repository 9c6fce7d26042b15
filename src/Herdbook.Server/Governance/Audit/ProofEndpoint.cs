using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Governance.Audit;

/// <summary>`/v1/audit/checkpoint`, `state`, `proof/…` and `export`: what others need to check the log.</summary>
internal static class ProofEndpoint
{
    private sealed record Inclusion(Guid EntryId, long Leaf, long Size, string LeafHash, string Root, IEnumerable<string> Path);

    private sealed record Consistency(long From, long To, string FromRoot, string ToRoot, IEnumerable<string> Path);

    /// <summary>The signed note as text; with `size`, the last one of that size or smaller.</summary>
    public static async Task<IResult> CheckpointAsync(HttpContext http, AuditTree tree, CancellationToken ct) =>
        await tree.HeadAsync(http.Caller().Tenant, Number(http, "size"), ct) is { } head
            ? Results.Text(head.Note, "text/plain; charset=utf-8")
            : throw new RefusedException("checkpoint_unknown", "The audit log has no such checkpoint yet.");

    public static async Task<IResult> StateAsync(HttpContext http, SealState state, CancellationToken ct)
    {
        var status = await state.ReadAsync(http.Caller().Tenant, ct);
        return Results.Json(
            new
            {
                Size = status.Head?.Checkpoint.Size ?? 0,
                Root = status.Head is { } head ? Hex(head.Checkpoint.Root) : null,
                status.Head?.SealedAt,
                status.Unsealed,
                LagSeconds = status.Lag.TotalSeconds,
                status.Holder,
                status.Publications,
                status.VerifierKey,
                status.Fault,
            },
            AuditModule.Names);
    }

    /// <summary>`entry` or `leaf`, and `size` if not that of the last head.</summary>
    public static async Task<IResult> InclusionAsync(HttpContext http, AuditTree tree, CancellationToken ct)
    {
        var (tenant, size) = (http.Caller().Tenant, Number(http, "size"));
        var proof = http.Request.Query["entry"].ToString() is { Length: > 0 } id
            ? await tree.InclusionAsync(tenant, Guid.TryParse(id, out var entry) ? entry : throw EntriesEndpoint.Unreadable("entry", "an entry's id"), size, ct)
            : await tree.InclusionAsync(tenant, Number(http, "leaf") ?? throw EntriesEndpoint.Unreadable("entry", "an entry's id, or 'leaf' its place"), size, ct);
        return Results.Json(new Inclusion(proof.EntryId, proof.Index, proof.Size, Hex(proof.LeafHash), Hex(proof.Root), proof.Path.Select(Hex)), AuditModule.Names);
    }

    /// <summary>`from`, and `to` if not the size of the last head.</summary>
    public static async Task<IResult> ConsistencyAsync(HttpContext http, AuditTree tree, CancellationToken ct)
    {
        var proof = await tree.ConsistencyAsync(
            http.Caller().Tenant, Number(http, "from") ?? throw EntriesEndpoint.Unreadable("from", "the size of the earlier tree"), Number(http, "to"), ct);
        return Results.Json(new Consistency(proof.From, proof.To, Hex(proof.FromRoot), Hex(proof.ToRoot), proof.Path.Select(Hex)), AuditModule.Names);
    }

    /// <summary>NDJSON, from the leaf `from` on. That it was taken is entered.</summary>
    public static async Task ExportAsync(HttpContext http, AuditExport export, AuditTree tree, Book book, CancellationToken ct)
    {
        var (caller, from) = (http.Caller(), Number(http, "from") ?? 0);
        // Refused before the first byte.
        _ = await tree.ConsistencyAsync(caller.Tenant, from, null, ct);
        await book.AppendAsync(caller.Tenant, caller.Actor, new AuditEvent("audit.export").With("from", from), ct);
        http.Response.ContentType = "application/x-ndjson";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"audit-{caller.Tenant}.ndjson\"";
        await export.WriteAsync(caller.Tenant, from, http.Response.Body, ct);
    }

    private static long? Number(HttpContext http, string name) => http.Request.Query[name].ToString() is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw EntriesEndpoint.Unreadable(name, "a number");

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>One version of the policies, as it was written.</summary>
public sealed record ApprovalPolicyVersion
{
    public long Version { get; init; }

    public string Document { get; init; } = "";

    public string Digest { get; init; } = "";

    public string WrittenBy { get; init; } = "";

    public DateTime CreatedAt { get; init; }
}

/// <summary>A tenant's policies of approval: one document, every version of which is kept. A request keeps the rules that it was made under.</summary>
public sealed class ApprovalPolicies(Book book, TimeProvider time)
{
    private const string Latest = "select version, document, digest, written_by, created_at from governance.approval_policies order by version desc limit 1";
    private const string Numbered = "select version, document, digest, written_by, created_at from governance.approval_policies where version = @version";
    private const string All = "select version, document, digest, written_by, created_at from governance.approval_policies order by version desc limit 200";
    private const string OneAtATime = "select pg_advisory_xact_lock(hashtextextended('approval_policies ' || current_setting('herdbook.tenant'), 0))";

    private const string Add = """
        insert into governance.approval_policies (version, document, digest, written_by, created_at)
        values (@version, @document, @digest, @writer, @now)
        """;

    private static readonly ConcurrentDictionary<string, IReadOnlyList<ApprovalPolicy>> Readings = new(StringComparer.Ordinal);

    static ApprovalPolicies() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>The version that holds; null where nobody wrote any.</summary>
    public Task<ApprovalPolicyVersion?> CurrentAsync(Tenant tenant, CancellationToken ct) => book.ReadAsync(
        tenant, (connection, token) => connection.QueryFirstOrDefaultAsync<ApprovalPolicyVersion?>(new CommandDefinition(Latest, cancellationToken: token)), ct);

    public Task<ApprovalPolicyVersion?> FindAsync(Tenant tenant, long version, CancellationToken ct) => book.ReadAsync(
        tenant, (connection, token) => connection.QueryFirstOrDefaultAsync<ApprovalPolicyVersion?>(new CommandDefinition(Numbered, new { version }, cancellationToken: token)), ct);

    /// <summary>The latest first, 200 at most.</summary>
    public Task<IReadOnlyList<ApprovalPolicyVersion>> VersionsAsync(Tenant tenant, CancellationToken ct) => book.ReadAsync<IReadOnlyList<ApprovalPolicyVersion>>(
        tenant, async (connection, token) => (await connection.QueryAsync<ApprovalPolicyVersion>(new CommandDefinition(All, cancellationToken: token))).AsList(), ct);

    /// <summary>Writes a new version; the same text again writes none.</summary>
    /// <param name="follows">The version that the writer saw; null where they do not care.</param>
    /// <exception cref="RefusedException">`approval_policy`, or `approval_policy_changed`: another version has come since.</exception>
    public Task<ApprovalPolicyVersion> WriteAsync(Caller caller, string document, long? follows, CancellationToken ct)
    {
        _ = ApprovalPolicyYaml.Read(document);
        var what = new AuditEvent("approvals.write_policies");
        return book.WriteAsync(
            caller.Tenant,
            caller.Actor,
            what,
            async (connection, token) =>
            {
                await connection.ExecuteAsync(new CommandDefinition(OneAtATime, cancellationToken: token));
                var last = await connection.QueryFirstOrDefaultAsync<ApprovalPolicyVersion?>(new CommandDefinition(Latest, cancellationToken: token));
                if (follows is { } seen && seen != (last?.Version ?? 0))
                {
                    throw new RefusedException("approval_policy_changed", $"The policies are at version {last?.Version ?? 0}, not {seen}. Nothing was written.") { Remedy = "Read them anew, and write then." };
                }

                var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));
                if (last?.Digest == digest)
                {
                    what.Nothing();
                    return last;
                }

                var next = new ApprovalPolicyVersion { Version = (last?.Version ?? 0) + 1, Document = document, Digest = digest, WrittenBy = caller.Actor.Name, CreatedAt = time.GetUtcNow().UtcDateTime };
                await connection.ExecuteAsync(new CommandDefinition(Add, new { next.Version, document, digest, writer = next.WrittenBy, now = next.CreatedAt }, cancellationToken: token));
                what.About("governance.approval_policies", next.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)).With("version", next.Version).With("digest", digest);
                return next;
            },
            ct);
    }

    /// <summary>The policies that hold, within a transaction.</summary>
    internal static async Task<ApprovalPolicySet> HoldingAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.QueryFirstOrDefaultAsync<ApprovalPolicyVersion?>(new CommandDefinition(Latest, cancellationToken: ct)) is { } written
            ? Of(written)
            : ApprovalPolicySet.None;

    /// <summary>A version's text, read.</summary>
    public static ApprovalPolicySet Of(ApprovalPolicyVersion written)
    {
        if (Readings.Count > 1_000)
        {
            Readings.Clear();
        }

        return new ApprovalPolicySet(written.Version, written.Document, Readings.GetOrAdd(written.Digest, static (_, document) => ApprovalPolicyYaml.Read(document), written.Document));
    }
}

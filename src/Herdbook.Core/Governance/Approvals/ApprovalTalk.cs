using Dapper;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>Something that was said about a request.</summary>
public sealed record ApprovalComment
{
    public Guid Id { get; init; }

    public string Author { get; init; } = "";

    public string AuthorKind { get; init; } = "";

    public string Body { get; init; } = "";

    public DateTime CreatedAt { get; init; }
}

/// <summary>What is said about requests; nothing of it is ever changed.</summary>
public sealed class ApprovalTalk(Book book, TimeProvider time)
{
    public const int MaxLetters = 20_000;

    private const string Known = "select count(*) from governance.approval_requests where id = @id and deleted_at is null";
    private const string Add = "insert into governance.approval_comments (id, request_id, author, author_kind, body, created_at) values (@key, @id, @author, @kind, @body, @now)";
    private const string OfRequest = "select id, author, author_kind, body, created_at from governance.approval_comments where request_id = @id order by created_at, id";

    /// <summary>Says something about a request, also about one that is decided.</summary>
    /// <exception cref="RefusedException">`approval_comment`: nothing, or too much; `approval_unknown`.</exception>
    public Task<ApprovalComment> SayAsync(Caller caller, Guid id, string body, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body) || body.Length > MaxLetters || body.Contains('\0', StringComparison.Ordinal))
        {
            throw new RefusedException("approval_comment", $"A comment has 1 to {MaxLetters} letters. Nothing was kept.");
        }

        return book.WriteAsync(
            caller.Tenant,
            caller.Actor,
            new AuditEvent("approvals.comment").About("governance.approval_requests", id.ToString()),
            async (connection, token) =>
            {
                if (await connection.ExecuteScalarAsync<long>(new CommandDefinition(Known, new { id }, cancellationToken: token)) == 0)
                {
                    ApprovalRefusals.Unknown(id).OrThrow();
                }

                var said = new ApprovalComment { Id = Guid.CreateVersion7(), Author = caller.Actor.Name, AuthorKind = caller.Actor.Kind.Word(), Body = body, CreatedAt = ApprovalTime.Now(time) };
                await connection.ExecuteAsync(new CommandDefinition(Add, new { key = said.Id, id, author = said.Author, kind = said.AuthorKind, body, now = said.CreatedAt }, cancellationToken: token));
                await ApprovalOutbox.RingAsync(connection, caller.Tenant, id, token);
                return said;
            },
            ct);
    }

    internal static async Task<IReadOnlyList<ApprovalComment>> OfAsync(NpgsqlConnection connection, Guid request, CancellationToken ct) =>
        (await connection.QueryAsync<ApprovalComment>(new CommandDefinition(OfRequest, new { id = request }, cancellationToken: ct))).AsList();
}

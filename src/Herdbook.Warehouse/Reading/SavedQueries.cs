using Dapper;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Warehouse.Reading;

/// <summary>A question under a name.</summary>
public sealed record SavedQuery
{
    public string QueryCode { get; init; } = "";

    public string Title { get; init; } = "";

    public string Sql { get; init; } = "";

    /// <summary>How it is drawn, as JSON; null for a grid.</summary>
    public string? Chart { get; init; }
}

/// <summary>A tenant's saved questions to the warehouse. They are rows of warehouse.saved_query, so their history is kept as any row's.</summary>
public sealed class SavedQueries(Book book)
{
    /// <summary>Letters of a title.</summary>
    public const int MostLetters = 120;

    /// <summary>Letters of a question.</summary>
    public const int MostSql = 50_000;

    static SavedQueries() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    private const string All = "select query_code, title, sql, chart::text as chart from warehouse.saved_query where deleted_at is null order by title, query_code";

    private const string Save = """
        insert into warehouse.saved_query (query_code, title, sql, chart)
        values (@code, @title, @sql, @chart::jsonb)
        on conflict (tenant_id, query_code) do update set title = excluded.title, sql = excluded.sql, chart = excluded.chart, deleted_at = null
        """;

    private const string Remove = "update warehouse.saved_query set deleted_at = now() where query_code = @code and deleted_at is null";

    public Task<IReadOnlyList<SavedQuery>> ReadAsync(Tenant tenant, CancellationToken ct) =>
        book.ReadAsync<IReadOnlyList<SavedQuery>>(
            tenant,
            async (connection, token) => (await connection.QueryAsync<SavedQuery>(new CommandDefinition(All, cancellationToken: token))).AsList(),
            ct);

    /// <summary>Keeps the question; one whose title gives the same code is replaced.</summary>
    /// <exception cref="RefusedException">`query_title`: the title gives no code, or the question is empty or too long.</exception>
    public async Task<string> SaveAsync(Tenant tenant, Actor actor, string title, string sql, string? chart, CancellationToken ct)
    {
        var given = title.Trim();
        var code = CodeOf(given);
        if (code.Length == 0 || given.Length > MostLetters || given.Any(char.IsControl) || string.IsNullOrWhiteSpace(sql) || sql.Length > MostSql)
        {
            throw new RefusedException("query_title", $"A saved query has a title of 1 to {MostLetters} letters on one line, with a letter a to z or a digit in it, and 1 to {MostSql} letters of SQL. Nothing was saved.");
        }

        await RunAsync(tenant, actor, Save, new { code, title = given, sql, chart }, ct);
        return code;
    }

    /// <summary>Whether there was such a question.</summary>
    public async Task<bool> RemoveAsync(Tenant tenant, Actor actor, string code, CancellationToken ct) => await RunAsync(tenant, actor, Remove, new { code }, ct) > 0;

    /// <summary>Lower-case letters and digits of a title, joined by hyphens.</summary>
    internal static string CodeOf(string title)
    {
        var letters = title.ToLowerInvariant().Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : '-');
        var code = string.Join('-', string.Concat(letters).Split('-', StringSplitOptions.RemoveEmptyEntries));
        return code.Length > 60 ? code[..60].TrimEnd('-') : code;
    }

    private Task<int> RunAsync(Tenant tenant, Actor actor, string sql, object values, CancellationToken ct) =>
        book.WriteAsync(tenant, actor, new AuditEvent("warehouse.save_query"), (NpgsqlConnection connection, CancellationToken token) => connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: token)), ct);
}

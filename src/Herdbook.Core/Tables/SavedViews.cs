using Dapper;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Tables;

/// <summary>A named view of a table's grid.</summary>
public sealed record SavedView
{
    public Guid SavedViewId { get; init; }

    public string ViewName { get; init; } = "";

    /// <summary>The view's address after the question mark.</summary>
    public string Query { get; init; } = "";
}

/// <summary>A tenant's named views. A view is only an address: it gives nobody a row that they could not see before.</summary>
public sealed class SavedViews(Book book)
{
    /// <summary>Letters of a name.</summary>
    public const int MostLetters = 80;

    private const string OfTable = """
        select saved_view_id, view_name, query
          from catalog.saved_view
         where table_name = @table and deleted_at is null
         order by view_name
        """;

    private const string Save = """
        insert into catalog.saved_view (table_name, view_name, query)
        values (@table, @name, @query)
        on conflict (tenant_id, table_name, view_name) where deleted_at is null do update set query = excluded.query
        """;

    private const string Remove = "update catalog.saved_view set deleted_at = now() where saved_view_id = @key and deleted_at is null";

    static SavedViews() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public Task<IReadOnlyList<SavedView>> ReadAsync(Tenant tenant, string table, CancellationToken ct) =>
        book.ReadAsync<IReadOnlyList<SavedView>>(
            tenant,
            async (connection, token) => (await connection.QueryAsync<SavedView>(new CommandDefinition(OfTable, new { table }, cancellationToken: token))).AsList(),
            ct);

    /// <summary>Keeps the view; one of the same name is replaced.</summary>
    /// <exception cref="RefusedException">`view_name`.</exception>
    public Task SaveAsync(Tenant tenant, Actor actor, string table, string name, string query, CancellationToken ct)
    {
        var given = name.Trim();
        return given.Length is > 0 and <= MostLetters && !given.Any(char.IsControl)
            ? RunAsync(tenant, actor, Save, new { table, name = given, query }, ct)
            : throw new RefusedException("view_name", $"A view's name has 1 to {MostLetters} letters on one line. Nothing was saved; give it another name.");
    }

    /// <summary>Whether there was such a view.</summary>
    public async Task<bool> RemoveAsync(Tenant tenant, Actor actor, Guid key, CancellationToken ct) => await RunAsync(tenant, actor, Remove, new { key }, ct) > 0;

    private Task<int> RunAsync(Tenant tenant, Actor actor, string sql, object values, CancellationToken ct) =>
        book.WriteAsync(tenant, actor, new AuditEvent("tables.save_view"), (NpgsqlConnection connection, CancellationToken token) => connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: token)), ct);
}

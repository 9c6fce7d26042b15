using System.Text;
using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core.Rows;

namespace Herdbook.Core.Tests.Rows.Write;

/// <summary>A shop whose tables have every kind, every type and every rule, and its writer.</summary>
internal sealed class Store(Shop shop) : IAsyncDisposable
{
    private const string Maker = """
        key: code
        columns:
          code:  {type: text}
          title: {type: text, required: true}
        """;

    private const string Item = """
        key: code
        columns:
          code:    {type: text, pattern: "^[A-Z]+-[0-9]+$"}
          number:  {type: bigint, identity: true}
          maker:   {type: text, refers: shop.maker}
          parent:  {type: text, refers: shop.item}
          title:   {type: text, required: true, default: untitled}
          size:    {type: text, oneOf: [XS, S, M]}
          stars:   {type: integer, min: 1, max: 5}
          price:   {type: "numeric(18,6)"}
          cost:    {type: numeric}
          short:   {type: "varchar(5)"}
          big:     {type: bigint}
          little:  {type: smallint}
          ratio:   {type: double precision}
          rough:   {type: real}
          made:    {type: timestamptz}
          day:     {type: date}
          span:    {type: interval}
          uid:     {type: uuid}
          raw:     {type: bytea}
          meta:    {type: jsonb}
          host:    {type: inet}
          active:  {type: boolean, default: true}
          tags:    {type: "text[]"}
          counts:  {type: "integer[]"}
          hidden:  {type: text, secret: true}
        unique: [[title, size]]
        checks:
          cheap: "price is null or cost is null or price >= cost"
        """;

    private const string Note = """
        key: note_id
        columns:
          note_id: {type: bigint, identity: true}
          body:    {type: text, required: true}
          twice:   {type: text, generated: "body || body"}
        """;

    private const string Link = """
        key: [code, maker]
        columns:
          code:  {type: text, refers: shop.item}
          maker: {type: text, refers: shop.maker}
          place: {type: integer}
        """;

    private const string Sale = """
        columns:
          code:   {type: text}
          amount: {type: numeric, required: true}
        """;

    private const string Label = """
        key: sha
        contentAddress: body
        columns:
          sha:  {type: text}
          body: {type: text, required: true}
        """;

    private const string Sum = """
        rebuildFrom: shop.sale
        key: code
        columns:
          code:  {type: text}
          total: {type: numeric}
        """;

    public Shop Shop { get; } = shop;

    public RowWriter Writer { get; } = new(shop.Book, new LiveCatalog(shop.Catalog));

    public static async Task<Store> OpenAsync(CancellationToken ct) => new(await Shop.OpenAsync(
        ct,
        ("shop.maker", "entity", Maker),
        ("shop.item", "entity", Item),
        ("shop.note", "entity", Note),
        ("shop.link", "junction", Link),
        ("shop.sale", "ledger", Sale),
        ("shop.label", "version", Label),
        ("shop.sum", "cache", Sum)));

    public TableDeclaration Table(string name) => Shop.Catalog[$"shop.{name}"];

    public Task<RowsWritten> InsertAsync(
        string table, string body, CancellationToken ct, RowInsertOptions? options = null, RowWriteOptions? write = null, RowBodyFormat format = RowBodyFormat.Json, Tenant? tenant = null) =>
        Writer.InsertAsync(tenant ?? Shop.Tenant, new Actor("test"), Table(table), new RowBody(new MemoryStream(Encoding.UTF8.GetBytes(body)), format), options ?? RowInsertOptions.Plain, write ?? RowWriteOptions.Plain, ct);

    public Task<RowsWritten> UpdateAsync(string table, string query, string body, CancellationToken ct, RowWriteOptions? write = null, string[]? columns = null) =>
        Writer.UpdateAsync(Shop.Tenant, new Actor("test"), Shop.Parse($"shop.{table}", query), RowBody.Json(Encoding.UTF8.GetBytes(body)), columns, write ?? RowWriteOptions.Plain, ct);

    public Task<RowsWritten> DeleteAsync(string table, string query, CancellationToken ct, RowWriteOptions? write = null) =>
        Writer.DeleteAsync(Shop.Tenant, new Actor("test"), Shop.Parse($"shop.{table}", query), write ?? RowWriteOptions.Plain, ct);

    public Task<RowsWritten> PutAsync(string table, string[] key, string body, CancellationToken ct, RowWriteOptions? write = null) =>
        Writer.PutAsync(Shop.Tenant, new Actor("test"), Table(table), new RowKey(key), RowBody.Json(Encoding.UTF8.GetBytes(body)), null, write ?? RowWriteOptions.Plain, ct);

    public Task<string> GetAsync(string table, string query, CancellationToken ct, Tenant? tenant = null) => Shop.GetAsync($"shop.{table}", query, ct, tenant);

    /// <summary>The rows given back, as JSON.</summary>
    public static string Shown(RowsWritten written) =>
        $"[{string.Join(",", written.Rows.Select(row => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(row.Shown[0]))))}]";

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}

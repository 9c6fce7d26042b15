using Herdbook.Warehouse.Reading;

namespace Herdbook.Server.Pages.Warehouse.Sql;

/// <summary>What the page shows.</summary>
/// <param name="Answer">Null where nothing was asked, or it failed.</param>
/// <param name="Failure">Why there is no answer.</param>
public sealed record SqlView(PageContext Page, SqlRequest Request, IReadOnlyList<WarehouseRelation> Schema, IReadOnlyList<SavedQuery> Saved, WarehouseTable? Answer, SqlFailure? Failure)
{
    /// <summary>Whether there is a warehouse to ask.</summary>
    public bool IsBuilt { get; init; } = true;

    public DateTimeOffset? PublishedAt { get; init; }

    public int Generation { get; init; }

    public SqlChart? Chart { get; init; }

    public string Home => Page.Links.WarehouseSql;

    /// <summary>The rows as a file.</summary>
    public string Export(string format) => Links.With($"{Page.Links.Warehouse}/export.{format}", ("sql", Request.Sql));
}

/// <summary>Why a query gave no rows.</summary>
/// <param name="Code">As in docs/errors.md.</param>
/// <param name="Message">Of a failure DuckDB's own text.</param>
/// <param name="Line">Of the query, from 1.</param>
public sealed record SqlFailure(string Code, string Message, int? Line);

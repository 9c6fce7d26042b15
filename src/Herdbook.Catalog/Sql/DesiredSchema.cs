namespace Herdbook.Catalog;

/// <summary>Everything that a catalog wants to exist, as statements for empty schemas. Comparing is done on what PostgreSQL makes of them.</summary>
internal sealed class DesiredSchema
{
    public const string CatalogModule = "catalog";
    public const string AppliedPlanTable = "catalog.applied_plan";
    public const string ManifestTable = "catalog.manifest";
    public const string HistoryTable = "catalog.history";
    public const string SealTable = "catalog.row_seal";

    /// <summary>The schema that users' own tables live in.</summary>
    public const string CustomModule = "custom";

    private readonly CatalogSet _catalog;
    private readonly SchemaNames _names;
    private readonly Extent _extent;
    private readonly ServerFeatures _server;
    private readonly SqlText _text;
    private readonly List<TableDeclaration> _views;
    private readonly List<FunctionDdl> _functions;
    private readonly List<TableDeclaration> _full;

    public DesiredSchema(CatalogSet catalog, SchemaNames names, Extent extent, ServerFeatures server)
    {
        (_catalog, _names, _extent, _server) = (catalog, names, extent, server);
        _text = new SqlText(catalog.Tables, names, server);
        var built = catalog.Tables.Where(table => extent.Full.Contains(table.FullName) || extent.Bare.Contains(table.FullName)).ToList();
        _views = [.. ViewDdl.InOrder(built.Where(table => table.Kind == TableKind.View), _text)];
        _functions = [.. built.Where(table => table.Functions.Count > 0).Select(table => new FunctionDdl(table, names, _text))];
        _full = [.. built.Where(table => extent.Full.Contains(table.FullName))];
    }

    /// <summary>What the server that it is for can do.</summary>
    public ServerFeatures Server => _server;

    /// <summary>All of a catalog, for a server without extensions.</summary>
    public static IEnumerable<Statement> Statements(CatalogSet catalog, SchemaNames names)
    {
        var desired = new DesiredSchema(catalog, names, Extent.Whole(catalog), ServerFeatures.Plain);
        return [.. desired.Objects(), .. desired.ViewComments()];
    }

    /// <summary>Schemas, functions, tables and views. Bodies of functions name what comes after them: they are not to be checked yet.</summary>
    public IEnumerable<Statement> Objects()
    {
        var tables = _full.Where(table => table.Kind != TableKind.View).Select(table => new TableDdl(table, _catalog, _names, _text, _server)).ToList();
        var own = _full.Where(table => table.Triggers.Count > 0).Select(table => new FunctionDdl(table, _names, _text)).ToList();
        return
        [
            .. Schemas(),
            .. CatalogFunctions.All(_names, _server),
            .. _functions.SelectMany(functions => functions.Functions(late: false)),
            .. own.SelectMany(functions => functions.TriggerFunctions()),
            .. Bare(),
            .. tables.SelectMany(table => table.Create()),
            .. _functions.SelectMany(functions => functions.Functions(late: true)),
            .. tables.SelectMany(table => table.ForeignKeys()),
            .. tables.SelectMany(table => table.Promises()),
            .. own.SelectMany(functions => functions.Triggers()),
            .. _views.SelectMany(view => new ViewDdl(view, _names, _text).Statements()),
        ];
    }

    /// <summary>For when the views' columns are known to be as declared.</summary>
    public IEnumerable<Statement> ViewComments() => _views.SelectMany(view => new ViewDdl(view, _names, _text).Comments());

    /// <summary>Statements that change nothing: PostgreSQL reads what it has taken on trust so far.</summary>
    public IEnumerable<Statement> Checks() =>
    [
        new("set local check_function_bodies = on", CatalogModule, "functions", SourceMark.None),
        .. _full.Where(table => table.Functions.Count + table.Triggers.Count > 0).SelectMany(table => new FunctionDdl(table, _names, _text).Checks()),
        .. _full.SelectMany(Patterns.Checks),
    ];

    private IEnumerable<Statement> Schemas()
    {
        foreach (var module in _extent.Modules)
        {
            var schema = Quote.Name(_names.Of(module));
            yield return new($"create schema {schema}", module, "schema", SourceMark.None);
            yield return new($"grant usage on schema {schema} to {Roles.App}", module, "privileges", SourceMark.None);
        }
    }

    private IEnumerable<Statement> Bare() =>
        _catalog.Tables.Where(table => table.Kind != TableKind.View && _extent.Bare.Contains(table.FullName))
            .SelectMany(table => new TableDdl(table, _catalog, _names, _text, _server).Bare());
}

/// <summary>The two roles. The owner owns schemas and tables; the application reads and writes rows.</summary>
internal static class Roles
{
    public const string Owner = "herdbook_owner";
    public const string App = "herdbook_app";
}

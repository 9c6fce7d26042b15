using System.Text.Json.Nodes;
using Herdbook.Catalog;

namespace Herdbook.Server.Api;

/// <summary>The operations on one table's rows.</summary>
internal sealed class RowPaths(CatalogSet catalog, TableDeclaration table)
{
    private const string Json = "application/json";

    private static readonly string[] RowTypes = ["text/csv", "application/x-ndjson"];

    private readonly TableVerbs _verbs = TableVerbs.Of(table);

    public static string Path(TableDeclaration table) => "/v1/rows/" + table.FullName;

    public JsonObject Operations()
    {
        var path = new JsonObject { ["summary"] = table.About, ["get"] = List() };
        if (_verbs.Insert)
        {
            path["post"] = Insert();
        }

        if (_verbs.Update)
        {
            path["patch"] = Update();
            path["put"] = Put();
        }

        if (_verbs.Delete)
        {
            path["delete"] = Delete();
        }

        return path;
    }

    private JsonObject List()
    {
        var extent = new List<string> { "select", "order", "limit", "offset", "after", "and", "or" };
        if (table.Column("deleted_at") is not null)
        {
            extent.Add("deleted");
        }

        if (table.History)
        {
            extent.Add("as_of");
        }

        return Operation("list", $"Rows of {table.FullName}", Shared.Parameters([.. extent, "Prefer", "Range", "If-None-Match"]).Concat(Filters()), new JsonObject
        {
            ["200"] = Rows("The rows."),
            ["206"] = Rows("A part of the rows; Content-Range says which."),
            ["304"] = Shared.Response("NotModified"),
            ["400"] = Shared.Response("Refused"),
            ["406"] = Shared.Response("NotOneRow"),
            ["416"] = Shared.Response("Refused"),
        });
    }

    private JsonObject Insert()
    {
        var operation = Operation("insert", $"Insert into {table.FullName}", Shared.Parameters("columns", "on_conflict", "select", "Prefer"), new JsonObject
        {
            ["200"] = Rows("An upsert that changed rows, with Prefer: return=representation."),
            ["201"] = Rows("Inserted; the rows with Prefer: return=representation, else nothing."),
            ["400"] = Shared.Response("Refused"),
            ["409"] = Shared.Response("Conflict"),
            ["413"] = Shared.Response("Refused"),
            ["415"] = Shared.Response("Refused"),
        });
        var one = TableComponents.Reference(TableComponents.NewRow(table));
        var body = new JsonObject
        {
            [Json] = new JsonObject
            {
                ["schema"] = new JsonObject { ["oneOf"] = new JsonArray(one, new JsonObject { ["type"] = "array", ["items"] = one.DeepClone() }) },
                ["example"] = TableComponents.Example(catalog, table),
            },
        };
        foreach (var type in RowTypes)
        {
            body[type] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        }

        operation["requestBody"] = new JsonObject { ["required"] = true, ["description"] = "One row, or many: as JSON, as CSV with a heading, or as one JSON object a line.", ["content"] = body };
        return operation;
    }

    private JsonObject Update()
    {
        var operation = Operation("update", $"Change rows of {table.FullName}", Shared.Parameters("select", "and", "or", "Prefer", "If-Match").Concat(Filters()), Changed());
        operation["requestBody"] = Body(TableComponents.Row(table), "The columns to change, with their new values.");
        return operation;
    }

    private JsonObject Put()
    {
        var key = table.Key.Select(column => Filter(table.Column(column)!, required: true));
        var operation = Operation("put", $"Put one row of {table.FullName} under its key", Shared.Parameters("select", "Prefer", "If-Match").Concat(key), Changed());
        ((JsonObject)operation["responses"]!)["201"] = Rows("The row was made.");
        operation["requestBody"] = Body(TableComponents.NewRow(table), "The whole row. Its key is that of the address.");
        return operation;
    }

    private JsonObject Delete() => Operation(
        "delete", $"Delete rows of {table.FullName}", Shared.Parameters("select", "and", "or", "Prefer", "If-Match").Concat(Filters()), Changed(),
        "Rows are marked as deleted and no longer shown; `deleted=include` shows them.");

    private JsonObject Operation(string verb, string summary, IEnumerable<JsonNode> parameters, JsonObject responses, string? description = null)
    {
        responses["default"] = Shared.Response("Refused");
        var operation = new JsonObject
        {
            ["operationId"] = $"{table.FullName}.{verb}",
            ["tags"] = new JsonArray(table.Module),
            ["summary"] = summary,
        };
        if (description is not null)
        {
            operation["description"] = description;
        }

        if (table.Deprecated is not null)
        {
            operation["deprecated"] = true;
        }

        operation["parameters"] = new JsonArray([.. parameters]);
        operation["responses"] = responses;
        return operation;
    }

    private JsonObject Body(string component, string description) => new()
    {
        ["required"] = true,
        ["description"] = description,
        ["content"] = new JsonObject { [Json] = new JsonObject { ["schema"] = TableComponents.Reference(component), ["example"] = TableComponents.Example(catalog, table) } },
    };

    private JsonObject Changed() => new()
    {
        ["200"] = Rows("The changed rows, with Prefer: return=representation."),
        ["204"] = Shared.Response("Done"),
        ["400"] = Shared.Response("Refused"),
        ["409"] = Shared.Response("Conflict"),
        ["412"] = Shared.Response("RowChanged"),
    };

    private IEnumerable<JsonNode> Filters() => TableVerbs.Columns(table).Where(column => !column.Secret).Select(column => Filter(column, required: false));

    /// <summary>A column in the address, with its operator before the value.</summary>
    private JsonNode Filter(ColumnDeclaration column, bool required)
    {
        var filter = new JsonObject { ["name"] = column.Name, ["in"] = "query", ["schema"] = TableComponents.Reference("Filter") };
        if (required)
        {
            filter["required"] = true;
        }

        if (Plausible.Of(catalog, column) is JsonValue value)
        {
            filter["example"] = "eq." + value;
        }

        return filter;
    }

    private JsonObject Rows(string description)
    {
        var row = TableComponents.Reference(TableComponents.Row(table));
        var content = new JsonObject
        {
            [Json] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "array", ["items"] = row } },
            ["application/vnd.pgrst.object+json"] = new JsonObject { ["schema"] = row.DeepClone() },
        };
        foreach (var type in RowTypes)
        {
            content[type] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        }

        return new JsonObject { ["description"] = description, ["headers"] = Shared.RowHeaders(), ["content"] = content };
    }
}

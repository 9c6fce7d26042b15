using System.Text;

namespace Herdbook.Catalog;

/// <summary>Texts that are made of the declarations and kept beside them in the repository, for people and editors to read.</summary>
public static class GeneratedFiles
{
    /// <summary>The JSON Schema of a declaration: <c>catalog/table.schema.json</c>.</summary>
    public static string TableSchema() => Yaml.TableSchema.Written();

    /// <summary>Everything that the catalog makes of an empty database, without extensions: <c>schema/current.sql</c>.</summary>
    public static string CurrentSchema(CatalogSet catalog)
    {
        var text = new StringBuilder("""
            -- What the catalog makes of an empty database without extensions, for reading and for comparing.
            -- Written by `herdbook schema`; `herdbook apply` makes it.

            set check_function_bodies = off;


            """.ReplaceLineEndings("\n"));
        foreach (var statement in DesiredSchema.Statements(catalog, SchemaNames.Live))
        {
            text.Append(statement.Sql.ReplaceLineEndings("\n")).Append(";\n\n");
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }
}

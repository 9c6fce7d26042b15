using System.Text.Json.Nodes;

namespace Herdbook.Catalog.Yaml;

/// <summary>YAML from outside, as the JSON that it stands for. Bounded in size, depth and count; without anchors, aliases and tags.</summary>
public static class OutsideYaml
{
    /// <param name="name">What messages call it.</param>
    /// <exception cref="CatalogException">It is no YAML, or more than is allowed; the message names line and column.</exception>
    public static JsonNode Read(string name, byte[] bytes)
    {
        var errors = new List<CatalogError>();
        return YamlGuard.Read(name, bytes, errors) is { } root ? JsonOf.Node(root) : throw new CatalogException(errors);
    }
}

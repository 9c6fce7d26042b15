using System.Text.RegularExpressions;

namespace Herdbook.Core;

/// <summary>The owner of rows: a slug that stands first in every key and that row-level security compares.</summary>
public sealed partial record Tenant
{
    /// <summary>The tenant that a fresh book opens with.</summary>
    public static readonly Tenant Default = new("default");

    /// <summary>The tenant of the generated fleet; every page of it says so.</summary>
    public static readonly Tenant Demo = new("demo");

    /// <exception cref="RefusedException">The slug is not 1 to 63 lower-case letters, digits and hyphens.</exception>
    public Tenant(string slug)
    {
        if (!IsSlug(slug))
        {
            throw new RefusedException("tenant_slug", $"'{slug}' is no tenant: use 1 to 63 lower-case letters, digits and hyphens, a letter or digit first.");
        }

        Slug = slug;
    }

    public string Slug { get; }

    /// <summary>Whether a word can name a tenant.</summary>
    public static bool IsSlug(string word) => Slugs().IsMatch(word);

    public override string ToString() => Slug;

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z")]
    private static partial Regex Slugs();
}

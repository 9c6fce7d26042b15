namespace Herdbook.Core;

/// <summary>This program.</summary>
public static class Product
{
    /// <summary>For example `0.1.0`.</summary>
    public static string Version { get; } = typeof(Product).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}

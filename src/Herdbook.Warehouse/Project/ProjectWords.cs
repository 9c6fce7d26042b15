namespace Herdbook.Warehouse.Project;

/// <summary>Finds the name that was probably meant.</summary>
internal static class ProjectWords
{
    /// <summary>" Did you mean 'x'?", or nothing where no name is close.</summary>
    public static string? Suggest(string word, IEnumerable<string> names) =>
        names.Select(name => (Name: name, Distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(pair => pair.Distance <= Math.Max(1, Math.Max(word.Length, pair.Name.Length) / 3))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(pair => $"Did you mean '{pair.Name}'?")
            .FirstOrDefault();

    private static int Distance(string a, string b)
    {
        a = a.Length > 100 ? a[..100] : a;
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            previous = current;
        }

        return previous[b.Length];
    }
}

using Herdbook.Catalog.Live;

namespace Herdbook.Catalog.Planning;

/// <summary>
/// Keys, rules and indexes that are there under another name: they are renamed, not made again. In the live picture they then bear the
/// new name, so that what follows compares the right ones.
/// </summary>
internal sealed class NamesDiff(LiveTable wanted, LiveTable live, Renamed? renamed, StepList steps)
{
    public void Run()
    {
        foreach (var (name, declared) in Missing(wanted.Constraints, live.Constraints))
        {
            if (Extra(live.Constraints, wanted.Constraints, name, existing => existing.Type == declared.Type && existing.Definition == declared.Definition, existing => existing.Type == declared.Type) is { } former)
            {
                Add($"alter table {wanted.Target} rename constraint {Quote.Name(former)} to {Quote.Name(name)}", $"rename constraint {former} to {name}");
                live.Constraints.Remove(former, out var moved);
                live.Constraints[name] = moved!;
            }
        }

        foreach (var (name, declared) in Missing(wanted.Indexes, live.Indexes))
        {
            if (Extra(live.Indexes, wanted.Indexes, name, existing => existing.Unique == declared.Unique && Body(existing) == Body(declared), existing => existing.Unique == declared.Unique) is { } former)
            {
                Add($"alter index {Quote.Name(wanted.Module)}.{Quote.Name(former)} rename to {Quote.Name(name)}", $"rename index {former} to {name}");
                live.Indexes.Remove(former, out var moved);
                live.Indexes[name] = Body(moved!) == Body(declared) ? moved! with { Definition = declared.Definition } : moved!;
            }
        }
    }

    private static List<KeyValuePair<string, T>> Missing<T>(Dictionary<string, T> wanted, Dictionary<string, T> live) =>
        [.. wanted.Where(item => !live.ContainsKey(item.Key)).OrderBy(item => item.Key, StringComparer.Ordinal)];

    /// <summary>One of the same definition, else the one that bears the name made of the former names.</summary>
    private string? Extra<T>(Dictionary<string, T> live, Dictionary<string, T> wanted, string name, Func<T, bool> same, Func<T, bool> alike)
    {
        var extra = live.Where(item => !wanted.ContainsKey(item.Key)).OrderBy(item => item.Key, StringComparer.Ordinal).ToList();
        var former = renamed is null ? [] : FormerNames(name, renamed).ToList();
        return extra.Where(item => same(item.Value)).OrderByDescending(item => former.Contains(item.Key)).Select(item => item.Key).FirstOrDefault()
            ?? former.FirstOrDefault(candidate => extra.Any(item => item.Key == candidate && alike(item.Value)));
    }

    private IEnumerable<string> FormerNames(string name, Renamed was)
    {
        if (!name.StartsWith(wanted.Name + "_", StringComparison.Ordinal))
        {
            yield break;
        }

        var suffix = name[(wanted.Name.Length + 1)..];
        yield return Quote.Fit($"{was.FormerTable}_{suffix}");
        var every = suffix;
        foreach (var (now, former) in was.Columns)
        {
            every = every.Replace(now, former, StringComparison.Ordinal);
            yield return Quote.Fit($"{was.FormerTable}_{suffix.Replace(now, former, StringComparison.Ordinal)}");
        }

        yield return Quote.Fit($"{was.FormerTable}_{every}");
    }

    /// <summary>The definition without the index's name.</summary>
    private static string Body(LiveIndex index) => index.Definition[Math.Max(0, index.Definition.IndexOf(" ON ", StringComparison.Ordinal))..];

    private void Add(string sql, string what) => steps.Add(Phase.Renames, sql, wanted.FullName, what);
}

using Herdbook.Catalog;

namespace Herdbook.Core.Users;

/// <summary>Why a user's table is not as its declaration says, and what to do.</summary>
/// <param name="Table">By full name; empty when the fault is none table's alone.</param>
public sealed record TableProblem(string Table, string File, int Line, int Column, string Message, string Remedy);

/// <summary>Brings the book to the operator's folder as far as nothing is lost by it.</summary>
public sealed class FolderSync(UserFolder folder, UserTables tables, LiveCatalog live)
{
    /// <summary>Takes in what can be: all at once, else one by one, so that a file that is refused holds up no other.</summary>
    /// <returns>What could not be taken in.</returns>
    public async Task<IReadOnlyList<TableProblem>> RunAsync(CancellationToken ct)
    {
        var (declared, errors) = folder.Read();
        await live.ReloadAsync(ct);
        var problems = errors.Select(OfError).ToList();
        var change = folder.Change(declared, errors, live.Snapshot, new HashSet<string>());
        if (change.Declared.Count + change.Removed.Count > 0 && await TryAsync(change, ct) is { } refused)
        {
            problems.AddRange(change.Declared.Count + change.Removed.Count == 1 ? refused : await OneByOneAsync(change, ct));
        }

        return problems;
    }

    /// <summary>Again and again as long as one more is taken: one may refer to another that comes later.</summary>
    private async Task<List<TableProblem>> OneByOneAsync(UserChange change, CancellationToken ct)
    {
        var left = change.Declared.Select(declared => change with { Declared = [declared], Removed = new HashSet<string>() })
            .Concat(change.Removed.Order(StringComparer.Ordinal).Select(name => change with { Declared = [], Removed = new HashSet<string> { name } }))
            .ToList();
        while (true)
        {
            var problems = new List<TableProblem>();
            var refused = new List<UserChange>();
            foreach (var one in left)
            {
                if (await TryAsync(one, ct) is { } why)
                {
                    problems.AddRange(why);
                    refused.Add(one);
                }
            }

            if (refused.Count is 0 || refused.Count == left.Count)
            {
                return problems;
            }

            left = refused;
        }
    }

    /// <summary>Null when it was applied.</summary>
    private async Task<IReadOnlyList<TableProblem>?> TryAsync(UserChange change, CancellationToken ct)
    {
        try
        {
            await tables.ApplyAsync(change, null, Actor.Owner, ct);
            return null;
        }
        catch (PlanRefusedException refused)
        {
            var names = refused.Steps.Select(step => step.Table).Distinct().ToList();
            return [.. names.Select(name => new TableProblem(name, "", 0, 0, refused.Message, $"Run `herdbook apply{string.Concat(names.Select(named => $" --allow-destructive {named}"))}` where the loss is meant, or change the file back."))];
        }
        catch (CatalogException refused) when (refused.Errors.Count > 0)
        {
            return [.. refused.Errors.Select(OfError)];
        }
        catch (Exception refused) when (refused is CatalogException or RefusedException)
        {
            return [new TableProblem(change.Declared.Select(declared => declared.Table.FullName).Concat(change.Removed).First(), "", 0, 0, refused.Message, "Mend what the message says; the folder is tried again by itself.")];
        }
    }

    private static TableProblem OfError(CatalogError error) =>
        new($"{UserDeclaration.Module}.{Path.GetFileNameWithoutExtension(error.File)}", error.File, error.Line, error.Column, error.Message, error.Remedy);
}

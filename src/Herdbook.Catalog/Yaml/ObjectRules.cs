using System.Text.RegularExpressions;

namespace Herdbook.Catalog.Yaml;

/// <summary>The rules for what stands beside columns: a view's select, functions, triggers, indexes and search.</summary>
internal sealed partial class ObjectRules(TableDeclaration table, MapReader reader, List<CatalogError> errors)
{
    internal static readonly string[] Languages = ["sql", "plpgsql"];
    internal static readonly string[] Volatilities = ["immutable", "stable", "volatile"];

    /// <summary>What PostgreSQL keeps of a table only.</summary>
    private static readonly string[] OfTables = ["unique", "indexes", "checks", "subject", "search", "contentAddress", "rebuildFrom", "triggers", "writer", "history", "sealed"];

    public void Check()
    {
        CheckView();
        foreach (var function in table.Functions)
        {
            OneOf(function.At, function.Language, Languages, "language");
            OneOf(function.At, function.Volatility, Volatilities, "volatility");
        }

        foreach (var trigger in table.Triggers)
        {
            CheckTrigger(trigger);
        }

        foreach (var index in table.Indexes.Concat(table.Unique))
        {
            CheckIndex(index);
        }

        foreach (var name in table.Search.Where(name => table.Column(name) is { } column && !SearchExpression.Fits(column.Type)))
        {
            Error(reader.Place("search"), $"'{name}' is {table.Column(name)!.Type}, which a search cannot read as text.", "Search text, numbers, uuid, text[] and jsonb.");
        }

        foreach (var column in table.Columns.Where(column => column.Secret && table.Search.Contains(column.Name)))
        {
            Error(reader.Place("search"), $"'{column.Name}' is secret, and a search would show it.", "Take it out of 'search'.");
        }
    }

    private void CheckView()
    {
        if (table.Kind != TableKind.View)
        {
            if (table.Select is not null)
            {
                Error(reader.Place("select"), "Only a view selects.", "Remove 'select', or set 'kind: view'.");
            }

            return;
        }

        if (table.Select is null)
        {
            Error(reader.At, "A view needs 'select'.", "Write its query: select: select ... from module.table.");
        }

        foreach (var keyword in OfTables.Where(reader.Has))
        {
            Error(reader.Place(keyword), $"A view has no '{keyword}'.", "Declare it on the tables that the view reads.");
        }

        foreach (var column in table.Columns.Where(column => column.Identity || column.Generated is not null || column.Pattern is not null || column.Shape is not null))
        {
            Error(column.At, $"'{column.Name}' stands in a view, which computes it by its select.", "Remove 'identity', 'generated', 'pattern' and 'shape'.");
        }
    }

    private void CheckTrigger(TriggerDeclaration trigger)
    {
        if (trigger.Name.StartsWith("herdbook_", StringComparison.Ordinal))
        {
            Error(trigger.At, $"'{trigger.Name}' begins like those of the engine.", "Choose a name without 'herdbook_'.");
        }

        if (trigger.On.Length > 0 && !On().IsMatch(trigger.On))
        {
            Error(trigger.At, $"'{Shown.Of(trigger.On)}' does not say when.", "Write before or after, then insert, update, delete joined by or: before insert or update.");
        }
        else if (trigger.Of.Count > 0 && !trigger.On.EndsWith("update", StringComparison.Ordinal))
        {
            Error(trigger.At, "'of' needs an update, at the end of 'on'.", "Write on: before insert or update.");
        }

        foreach (var name in trigger.Of.Where(name => table.Column(name) is null))
        {
            Error(trigger.At, $"'of' names the column '{Shown.Of(name)}', which the table lacks.", Nearest.Remedy(name, [.. table.Columns.Select(column => column.Name)], "column"));
        }

        if (trigger.Each is not ("row" or "statement"))
        {
            Error(trigger.At, $"'{Shown.Of(trigger.Each)}' is neither row nor statement.", "Write each: row, or leave it out.");
        }
    }

    private void CheckIndex(IndexDeclaration index)
    {
        if (index.Ops is { } ops && !Ops().IsMatch(ops))
        {
            Error(index.At, $"'{Shown.Of(ops)}' is no operator class.", "Write its name: jsonb_path_ops, vector_cosine_ops.");
        }

        foreach (var (name, value) in index.With.Where(option => !Option().IsMatch(option.Key) || !Value().IsMatch(option.Value)))
        {
            Error(index.At, $"'{Shown.Of(name)}: {Shown.Of(value)}' is no storage parameter.", "Write with: {lists: 100}.");
        }

        if (index.Using is "ivfflat" or "hnsw")
        {
            var embedding = index is { Columns: [var only], Expressions: [] } && table.Column(only) is { } column && ServerFeatures.Dimensions(column.Type) is not null;
            if (!embedding || index.Ops is null)
            {
                Error(index.At, $"'{index.Using}' indexes one column of type vector(n) by an operator class.", "Write {columns: [embedding], using: hnsw, ops: vector_cosine_ops}.");
            }
        }
    }

    private void OneOf(SourceMark at, string word, string[] words, string what)
    {
        if (!words.Contains(word))
        {
            Error(at, $"'{Shown.Of(word)}' is no {what}.", Nearest.Remedy(word, words, what));
        }
    }

    private void Error(SourceMark at, string message, string remedy) => errors.Add(new CatalogError(at.File, at.Line, at.Column, message, remedy));

    [GeneratedRegex("^(before|after) (insert|update|delete)( or (insert|update|delete)){0,2}$")]
    private static partial Regex On();

    [GeneratedRegex(@"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$")]
    private static partial Regex Ops();

    [GeneratedRegex("^[a-z_]+$")]
    private static partial Regex Option();

    [GeneratedRegex(@"^[A-Za-z0-9_.]+$")]
    private static partial Regex Value();
}

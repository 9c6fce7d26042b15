namespace Herdbook.Core.Herd;

/// <summary>What a report groups by: one row per model, UTC day, agent, conversation or project.</summary>
public enum ReportBy
{
    Model,
    Day,
    Agent,
    Session,
    Project,
}

/// <summary>Days in UTC, both inclusive; an open end is null.</summary>
public sealed record DayRange(DateOnly? From, DateOnly? To)
{
    /// <summary>Every day the book holds.</summary>
    public static readonly DayRange All = new(null, null);

    /// <summary>The first instant inside.</summary>
    public DateTime? Since => From?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    /// <summary>The first instant after.</summary>
    public DateTime? Until => To is { } to && to < DateOnly.MaxValue ? to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : null;
}

/// <summary>Sums of the token ledger. Every booking is a signed difference, so corrections and re-pricings are already in them.</summary>
public record Usage
{
    /// <summary>Calls of a model, each counted once however often its line was repeated.</summary>
    public long Calls { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public long CacheCreationTokens { get; init; }

    public long CacheReadTokens { get; init; }

    /// <summary>US dollars of what has a price; null when nothing here has one, which is not the same as zero.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The part of the cost that is imputed: list price for use that a subscription paid.</summary>
    public decimal? ImputedUsd { get; init; }

    /// <summary>Tokens that have no price yet. Above zero, the cost is a lower bound.</summary>
    public long UnpricedTokens { get; init; }

    /// <summary>The sum of parts. Its cost is null only where no part has one.</summary>
    public static Usage Sum(IReadOnlyCollection<Usage> parts) => new()
    {
        Calls = parts.Sum(part => part.Calls),
        InputTokens = parts.Sum(part => part.InputTokens),
        OutputTokens = parts.Sum(part => part.OutputTokens),
        CacheCreationTokens = parts.Sum(part => part.CacheCreationTokens),
        CacheReadTokens = parts.Sum(part => part.CacheReadTokens),
        CostUsd = parts.Any(part => part.CostUsd is not null) ? parts.Sum(part => part.CostUsd) : null,
        ImputedUsd = parts.Sum(part => part.ImputedUsd),
        UnpricedTokens = parts.Sum(part => part.UnpricedTokens),
    };

    /// <summary>All four classes together.</summary>
    public long Tokens => InputTokens + OutputTokens + CacheCreationTokens + CacheReadTokens;

    /// <summary>Tokens that went into the model: input, cache creation, cache reads.</summary>
    public long PromptTokens => InputTokens + CacheCreationTokens + CacheReadTokens;

    /// <summary>cache reads / (input + cache creation + cache reads), from 0 to 1; null without a prompt.</summary>
    public double? CacheHitShare => PromptTokens > 0 ? (double)CacheReadTokens / PromptTokens : null;
}

/// <summary>One group of a report.</summary>
public record ReportRow : Usage
{
    /// <summary>Model, day (yyyy-MM-dd), agent, conversation or project; "(none)" where the ledger names none.</summary>
    public string Key { get; init; } = "";
}

namespace Herdbook.Templating;

/// <summary>How templates are read and rendered. The defaults are Jinja2's.</summary>
public sealed record TemplateOptions
{
    /// <summary>Whether the first newline after a block's tag goes.</summary>
    public bool TrimBlocks { get; init; }

    /// <summary>Whether spaces and tabs before a block's tag go, back to the beginning of its line.</summary>
    public bool LstripBlocks { get; init; }

    /// <summary>Whether a single newline at the end of a source stays.</summary>
    public bool KeepTrailingNewline { get; init; }

    /// <summary>What a name without a value does.</summary>
    public UndefinedPolicy Undefined { get; init; }

    /// <summary>Whether what is printed is escaped for HTML.</summary>
    public bool Autoescape { get; init; }

    /// <summary>What parsing and rendering may cost.</summary>
    public TemplateLimits Limits { get; init; } = TemplateLimits.Default;

    /// <summary>The source of chance for the filter random and for shuffling; null takes a new one for each render.</summary>
    public int? Seed { get; init; }
}

/// <summary>What parsing and rendering may cost; beyond it they end with an error of the kind Limit.</summary>
public sealed record TemplateLimits
{
    /// <summary>Enough for prompts and models; too little to harm a server.</summary>
    public static TemplateLimits Default { get; } = new();

    /// <summary>Steps of a render: statements, rounds of loops, and the work of filters in proportion to what they touch.</summary>
    public long MaxSteps { get; init; } = 20_000_000;

    /// <summary>Levels of calls, includes and nested templates.</summary>
    public int MaxDepth { get; init; } = 200;

    /// <summary>Characters of the result.</summary>
    public long MaxOutput { get; init; } = 5_000_000;

    /// <summary>Bytes that a render may ask for in all, counted when asked for and never given back.</summary>
    public long MaxMemory { get; init; } = 40_000_000;

    /// <summary>The time of a render.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Characters of a source.</summary>
    public int MaxSource { get; init; } = 5_000_000;

    /// <summary>Tokens of a source: names, signs, pieces of text.</summary>
    public int MaxTokens { get; init; } = 250_000;
}

namespace Herdbook.Catalog.Rows;

/// <summary>How much one request may ask for.</summary>
public static class RowBounds
{
    /// <summary>Rows when no limit is given.</summary>
    public const long DefaultLimit = 1_000;

    /// <summary>Rows of one JSON answer, and of one embed.</summary>
    public const long MaxLimit = 100_000;

    /// <summary>Rows of one page that is continued by a cursor.</summary>
    public const long MaxPage = 10_000;

    public const int MaxFilters = 200;

    public const int MaxNesting = 10;

    public const int MaxEmbeds = 20;

    public const int MaxEmbedDepth = 5;

    public const int MaxValues = 1_000;

    public const int MaxItems = 400;

    public const int MaxPath = 20;

    /// <exception cref="RowRefusalException">`request_bounds`.</exception>
    internal static void Check(int count, int most, string what)
    {
        if (count > most)
        {
            throw new RowRefusalException("request_bounds", $"The request has more than {most} {what}.")
            {
                Rule = $"at most {most} {what}",
                Remedy = "Split it into several requests.",
            };
        }
    }
}

using System.Globalization;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;

namespace Herdbook.Core.Rows;

/// <summary>How many rows a write may touch, looked at when it has and before it is committed.</summary>
internal static class RowBoundaries
{
    public static void Check(TableDeclaration table, RowWriteOptions write, RowsWritten written)
    {
        if (write.Exactly is { } exactly && written.Affected != exactly)
        {
            throw new RowRefusalException("not_one_row", string.Create(CultureInfo.InvariantCulture, $"The answer is to be {exactly} row of {table.FullName}, and it would be {written.Affected}. Nothing was changed."))
            {
                Status = 406,
                Details = string.Create(CultureInfo.InvariantCulture, $"The result contains {written.Affected} rows"),
                Remedy = "Filter by the key, or ask for an array.",
            };
        }

        if (write.MaxAffected is { } most && written.Affected - written.Inserted > most)
        {
            throw TooMany(most, written.Affected - written.Inserted);
        }
    }

    public static RowRefusalException TooMany(long most, long found) =>
        new("max_affected", string.Create(CultureInfo.InvariantCulture, $"The filter finds {found} rows, and at most {most} may be changed. Nothing was changed."))
        {
            Rule = string.Create(CultureInfo.InvariantCulture, $"max-affected={most}"),
            Details = string.Create(CultureInfo.InvariantCulture, $"The query affects {found} rows"),
            Remedy = string.Create(CultureInfo.InvariantCulture, $"Filter more narrowly, or send 'Prefer: max-affected={found}'."),
            More = new Dictionary<string, object?> { ["found"] = found, ["most"] = most },
        };
}

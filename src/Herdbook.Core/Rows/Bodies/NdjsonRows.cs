using Herdbook.Catalog;
using Herdbook.Catalog.Rows.Write;

namespace Herdbook.Core.Rows.Bodies;

/// <summary>A JSON object on each line; empty lines mean nothing.</summary>
internal sealed class NdjsonRows(Stream body, TableDeclaration table, RowInsertOptions options) : RowSource(table, options)
{
    private readonly ByteFeed _feed = new(body);
    private long _line;

    protected override RowPlace Next => new(Rows + 1, _line + 1);

    protected override async ValueTask ReadAsync(RowChunk chunk, CancellationToken ct)
    {
        while (!chunk.IsFull)
        {
            if (Line(chunk))
            {
                continue;
            }

            if (_feed.Ended)
            {
                return;
            }

            await _feed.MoreAsync(ct);
        }
    }

    /// <returns>False when no whole line stands there.</returns>
    private bool Line(RowChunk chunk)
    {
        var unread = _feed.Unread;
        var end = unread.IndexOf((byte)'\n');
        if (end < 0 && !(_feed.Ended && unread.Length > 0))
        {
            return false;
        }

        var line = end < 0 ? unread : unread[..end];
        var row = line.Trim(" \t\r"u8);
        if (!row.IsEmpty)
        {
            Take(row, Next, chunk);
        }

        _line++;
        _feed.Advance(end < 0 ? unread.Length : end + 1);
        return true;
    }
}

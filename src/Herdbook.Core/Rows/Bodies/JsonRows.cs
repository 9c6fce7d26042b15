using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;

namespace Herdbook.Core.Rows.Bodies;

/// <summary>A JSON object, or an array of them; the array is read as it arrives.</summary>
internal sealed class JsonRows(Stream body, TableDeclaration table, RowInsertOptions options) : RowSource(table, options)
{
    private readonly ByteFeed _feed = new(body);
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = RowScan.MaxDepth + 1 });
    private Stage _stage = Stage.Begin;

    private enum Stage
    {
        Begin,
        One,
        Elements,
        Tail,
        Done,
    }

    /// <summary>Whether the body is one object, not an array.</summary>
    public bool IsOne { get; private set; }

    protected override RowPlace Next => new(Rows + 1, 0);

    protected override async ValueTask ReadAsync(RowChunk chunk, CancellationToken ct)
    {
        while (_stage != Stage.Done && !chunk.IsFull)
        {
            if (!Step(chunk))
            {
                await _feed.MoreAsync(ct);
            }
        }
    }

    /// <returns>False when more bytes are needed.</returns>
    private bool Step(RowChunk chunk) => _stage switch
    {
        Stage.Begin => Begin(),
        Stage.One => One(chunk),
        _ => Read(chunk),
    };

    private bool Begin()
    {
        var blank = _feed.Unread.IndexOfAnyExcept(" \t\r\n"u8);
        if (blank < 0)
        {
            return _feed.Ended ? throw Empty() : false;
        }

        IsOne = _feed.Unread[blank] == (byte)'{';
        _stage = IsOne ? Stage.One : Stage.Elements;
        return _feed.Unread[blank] is (byte)'{' or (byte)'[' ? true : throw Shape();
    }

    private bool One(RowChunk chunk)
    {
        if (!_feed.Ended)
        {
            return false;
        }

        Take(_feed.Unread, Next, chunk);
        _stage = Stage.Done;
        return true;
    }

    private bool Read(RowChunk chunk)
    {
        var reader = new Utf8JsonReader(_feed.Unread, _feed.Ended, _state);
        try
        {
            if (!reader.Read())
            {
                // At the end Read throws for what is missing; here the array has been closed and nothing followed.
                _stage = _feed.Ended ? Stage.Done : _stage;
                return _feed.Ended;
            }

            if (_stage == Stage.Elements && reader is { CurrentDepth: 0, TokenType: JsonTokenType.EndArray })
            {
                _stage = Stage.Tail;
            }
            else if (reader.CurrentDepth == 1)
            {
                var start = (int)reader.TokenStartIndex;
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && !reader.TrySkip())
                {
                    return false;
                }

                Take(_feed.Unread[start..(int)reader.BytesConsumed], Next, chunk);
            }
        }
        catch (JsonException e)
        {
            throw RowScan.Invalid(Next, e);
        }

        _state = reader.CurrentState;
        _feed.Advance((int)reader.BytesConsumed);
        return true;
    }

    private static Exception Empty() => new Herdbook.Catalog.Rows.RowRefusalException("body_empty", "The body is empty. Nothing was changed.") { Remedy = "Send a JSON object, or an array of objects." };

    private static Exception Shape() =>
        new Herdbook.Catalog.Rows.RowRefusalException("body_invalid", "The body is neither a JSON object nor an array of objects. Nothing was changed.") { Remedy = "Send {\"column\": \"value\"} or [{…}, {…}]." };
}

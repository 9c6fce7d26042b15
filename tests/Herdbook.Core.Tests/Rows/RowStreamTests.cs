using System.Diagnostics;
using Herdbook.Catalog.Rows;
using Herdbook.Core.Rows;
using Xunit;

namespace Herdbook.Core.Tests.Rows;

/// <summary>Answers longer than memory should hold.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class RowStreamTests : IAsyncLifetime
{
    private Shop _shop = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(Ct, ("shop.sale", "ledger", "columns:\n  amount: {type: integer}\n  note: {type: text}"));
        await _shop.RunAsync(Shop.Tenant, "insert into shop.sale (amount, note) select i, repeat('x', 200) from generate_series(1, 200000) i", Ct);
    }

    public async ValueTask DisposeAsync() => await _shop.DisposeAsync();

    [Theory]
    [InlineData(RowForm.Json)]
    [InlineData(RowForm.Ndjson)]
    [InlineData(RowForm.Csv)]
    public async Task Two_hundred_thousand_rows_pass_through_bounded_memory(RowForm form)
    {
        var query = _shop.Parse("shop.sale", "");
        await _shop.Reader.StreamAsync(Shop.Tenant, query with { Limit = 100 }, form, Stream.Null, Ct);
        var watch = new Watching();

        var rows = await _shop.Reader.StreamAsync(Shop.Tenant, query, form, watch, Ct);

        Assert.Equal(200_000, rows);
        Assert.True(watch.Length > 40_000_000, "All of it came.");
        Assert.True(watch.Most < 24 << 20, $"{watch.Most >> 20} MB were held at once.");
    }

    [Fact]
    public async Task Whoever_stops_reading_frees_the_connection_at_once()
    {
        var query = _shop.Parse("shop.sale", "");
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 30; i++)
        {
            await using var answer = await _shop.Reader.OpenAsync(Shop.Tenant, query, RowFormat.Json, RowCount.None, RowExtras.None, Ct);
            Assert.True(await answer.NextAsync(Ct));
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task Work_beyond_the_limit_of_time_is_ended_and_said()
    {
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(async () =>
        {
            await using var answer = await RowAnswer.OpenAsync(
                _shop.Book, Shop.Tenant, new RowStatement("select pg_sleep(20)::text", []), null, RowExtras.None, TimeSpan.FromMilliseconds(50), Ct);
            await answer.NextAsync(Ct);
        });

        Assert.Equal("statement_timeout", refusal.Code);
    }

    [Fact]
    public async Task Nothing_of_a_tenant_stays_on_the_connection_that_it_was_read_with()
    {
        for (var i = 0; i < 10; i++)
        {
            await _shop.Reader.PageAsync(Shop.Tenant, _shop.Parse("shop.sale", "limit=1"), RowCount.Exact, Ct);
            await using var left = _shop.App.CreateCommand(
                "select coalesce(nullif(current_setting('herdbook.tenant', true), ''), 'none') || current_setting('statement_timeout') || current_setting('transaction_read_only')");
            Assert.Equal("none0off", await left.ExecuteScalarAsync(Ct));
        }
    }

    /// <summary>Counts what passes, and what lives meanwhile.</summary>
    private sealed class Watching : Stream
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
        private long _length;
        private long _next;

        public long Most { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _length += count;
            if (_length >= _next)
            {
                _next = _length + (4 << 20);
                Most = Math.Max(Most, GC.GetTotalMemory(forceFullCollection: true) - _before);
            }
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write([], 0, buffer.Length);
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

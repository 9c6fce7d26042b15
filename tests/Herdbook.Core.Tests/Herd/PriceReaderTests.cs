using System.Text;
using Herdbook.Core.Herd.Prices;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests.Herd;

public sealed class PriceReaderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_real_models_dev_file_gives_the_prices_of_an_opus()
    {
        var file = await PriceReader.ReadFileAsync(SharedData.Require("model-prices/ccusage-models-dev-pricing.json"), Ct);

        Assert.Equal("models.dev", file.Format);
        Assert.Equal(226, file.Models.Count + file.SkippedModels + file.Refused.Count);
        Assert.Empty(file.Refused);
        var opus = Model(file, "claude-opus-4-5-20251101");
        Assert.Equal([new PriceTier(0, 5m, 25m, 0.5m, 6.25m, 10m)], opus.Tiers);
        Assert.Equal(("anthropic", 200_000), (opus.Provider, opus.ContextWindow));
        Assert.Null(Model(file, "Gemma-4-31B-Claude-4.6-Opus-Reasoning-Distilled").Tiers[0].CacheCreate);
    }

    [Fact]
    public async Task The_real_Langfuse_file_gives_the_standard_tier_and_counts_the_others()
    {
        var file = await PriceReader.ReadFileAsync(SharedData.Require("model-prices/langfuse-default-model-prices.json"), Ct);

        Assert.Equal("Langfuse", file.Format);
        Assert.Equal(167, file.Models.Count + file.SkippedModels + file.Refused.Count);
        Assert.Equal([new PriceTier(0, 5m, 25m, 0.5m, 6.25m, 10m)], Model(file, "claude-opus-4-8").Tiers);
        Assert.Equal(new PriceTier(0, 2.5m, 10m, 1.25m, null, null), Model(file, "gpt-4o").Tiers[0]);
        Assert.True(file.SkippedTiers > 0);
        Assert.True(file.SkippedModels > 0);
    }

    [Fact]
    public async Task LiteLLM_gives_a_tier_above_200_000_tokens_and_the_context_window()
    {
        var file = await Read("""
            {
              "sample_spec": {"input_cost_per_token": 0.0, "litellm_provider": "one of the vendors"},
              "claude-sonnet-4-5": {
                "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
                "cache_read_input_token_cost": 3e-07, "cache_creation_input_token_cost": 3.75e-06,
                "cache_creation_input_token_cost_above_1hr": 6e-06,
                "input_cost_per_token_above_200k_tokens": 6e-06, "output_cost_per_token_above_200k_tokens": 2.25e-05,
                "cache_read_input_token_cost_above_200k_tokens": 6e-07, "cache_creation_input_token_cost_above_200k_tokens": 7.5e-06,
                "max_input_tokens": 200000, "litellm_provider": "anthropic", "mode": "chat", "supports_vision": true
              },
              "dall-e-3": {"input_cost_per_pixel": 4e-08, "litellm_provider": "openai"},
              "gpt-5": {"input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05, "litellm_provider": "openai"}
            }
            """);

        Assert.Equal("LiteLLM", file.Format);
        var sonnet = Model(file, "claude-sonnet-4-5");
        Assert.Equal([new PriceTier(0, 3m, 15m, 0.3m, 3.75m, 6m), new PriceTier(200_000, 6m, 22.5m, 0.6m, 7.5m, 12m)], sonnet.Tiers);
        Assert.Equal(("anthropic", 200_000), (sonnet.Provider, sonnet.ContextWindow));
        Assert.Equal(new PriceTier(0, 1.25m, 10m, null, null, null), Model(file, "gpt-5").Tiers[0]);
        Assert.Equal((2, 1), (file.Models.Count, file.SkippedModels));
    }

    [Theory]
    [InlineData("-1", "negative")]
    [InlineData("\"NaN\"", "no number")]
    [InlineData("1e400", "no number")]
    [InlineData("1000000.01", "more than")]
    [InlineData("true", "no number")]
    public async Task A_price_that_cannot_be_true_refuses_its_model_and_no_other(string price, string reason)
    {
        var file = await Read($$"""{"bad": {"cost": {"input": {{price}}, "output": 1} }, "good": {"cost": {"input": 1, "output": 1} } }""");

        Assert.Equal("good", Assert.Single(file.Models).ModelCode);
        var refused = Assert.Single(file.Refused);
        Assert.Equal("bad", refused.ModelCode);
        Assert.Contains("input", refused.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "price_file_not_json")]
    [InlineData("", "price_file_not_json")]
    [InlineData("{\"a\": {\"cost\": {\"input\": 1}}, \"\\ud800\": {\"cost\": {\"input\": 1}}}", "price_file_not_json")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "price_file_not_json")]
    [InlineData("[]", "price_file_format")]
    [InlineData("{\"a\": 1}", "price_file_format")]
    [InlineData("null", "price_file_format")]
    public async Task A_file_that_is_no_price_list_is_refused_by_name(string content, string code)
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Read(content));

        Assert.Equal(code, refusal.Code);
        Assert.Contains("prices.json", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_beyond_the_bound_is_refused_and_not_read_on()
    {
        await using var endless = new EndlessStream();

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => PriceReader.ReadAsync("prices.json", endless, Ct));

        Assert.Equal("price_file_too_large", refusal.Code);
        Assert.InRange(endless.Given, PriceReader.LargestBytes, PriceReader.LargestBytes + 1_000_000);
    }

    [Fact]
    public async Task A_missing_file_is_refused_by_its_path()
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => PriceReader.ReadFileAsync("/nowhere/prices.json", Ct));

        Assert.Equal("price_file_unreadable", refusal.Code);
        Assert.Contains("/nowhere/prices.json", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shipped_list_agrees_with_the_real_files()
    {
        var list = await PriceList.ReadAsync(Ct);
        var modelsDev = await PriceReader.ReadFileAsync(SharedData.Require("model-prices/ccusage-models-dev-pricing.json"), Ct);
        var langfuse = await PriceReader.ReadFileAsync(SharedData.Require("model-prices/langfuse-default-model-prices.json"), Ct);

        Assert.Empty(list.Refused);
        Assert.All(list.Models, listed =>
        {
            var real = modelsDev.Models.Concat(langfuse.Models).FirstOrDefault(m => m.ModelCode == listed.ModelCode);
            if (real is not null)
            {
                Assert.Equal((real.Tiers[0].Input, real.Tiers[0].Output), (listed.Tiers[0].Input, listed.Tiers[0].Output));
            }
        });
        Assert.Equal(new PriceTier(200_000, 6m, 22.5m, 0.6m, 7.5m, 12m), Model(list, "claude-sonnet-4-5").Tiers[1]);
    }

    private static ListedModel Model(PriceFile file, string code) => Assert.Single(file.Models, m => m.ModelCode == code);

    private static Task<PriceFile> Read(string json) =>
        PriceReader.ReadAsync("prices.json", new MemoryStream(Encoding.UTF8.GetBytes(json)), Ct);

    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)' ', offset, count);
            Given += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using System.Text.Json;
using Herdbook.Testing;

namespace Herdbook.Intake.Tests;

/// <summary>What is known of the real transcripts, counted by others.</summary>
internal sealed record TokenFacts(
    string Dir, Dictionary<string, TokenFacts.Used> TokensByModelMaxRule, Dictionary<string, TokenFacts.Used> SubagentTokensByModelMaxRule,
    decimal CostUsdMain, decimal CostUsdSubagents, int Subagents, int ToolErrors, int DistinctToolUseIds)
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal sealed record Used(long Calls, long Input, long Output, long CacheCreation, [property: System.Text.Json.Serialization.JsonPropertyName("cache_creation_1h")] long CacheCreation1h, long CacheRead);

    public string Path => System.IO.Path.Combine(SharedData.Require("claude-code"), Dir, "transcript.jsonl");

    public static List<TokenFacts> All() =>
        JsonSerializer.Deserialize<List<TokenFacts>>(File.ReadAllText(SharedData.Require("claude-code/token-facts.json")), Snake)!;
}

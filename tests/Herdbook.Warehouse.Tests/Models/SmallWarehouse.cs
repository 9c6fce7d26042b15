using Xunit;

namespace Herdbook.Warehouse.Tests.Models;

/// <summary><see cref="SmallFleet"/>, booked, extracted and built once for all tests that only read.</summary>
[CollectionDefinition(Collection)]
public sealed class SmallWarehouse : IAsyncLifetime, ICollectionFixture<SmallWarehouse>
{
    public const string Collection = "small warehouse";

    private WarehouseBook? _book;

    /// <summary>The key of each dimension that keeps versions.</summary>
    public static IReadOnlyDictionary<string, string> SurrogateKeys { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["dim_agent"] = "agent_sk",
        ["dim_agent_observation"] = "agent_observation_sk",
        ["dim_craft"] = "craft_sk",
        ["dim_decision_record"] = "decision_record_sk",
        ["dim_initiative"] = "initiative_sk",
        ["dim_model"] = "model_sk",
        ["dim_personality"] = "personality_sk",
        ["dim_project"] = "project_sk",
        ["dim_pull_request"] = "pr_sk",
        ["dim_skillset"] = "skillset_sk",
        ["dim_sprint"] = "sprint_sk",
        ["dim_ticket"] = "ticket_sk",
    };

    public async ValueTask InitializeAsync()
    {
        _book = await WarehouseBook.CreateAsync(TestContext.Current.CancellationToken);
        await SmallFleet.WriteAsync(_book, TestContext.Current.CancellationToken);
        await _book.BuildAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The rows of a query as text: columns parted by a bar, NULL as a dash.</summary>
    internal Task<IReadOnlyList<string>> RowsAsync(string sql, CancellationToken ct) => _book!.RowsAsync(sql, ct);

    public async ValueTask DisposeAsync()
    {
        if (_book is not null)
        {
            await _book.DisposeAsync();
        }
    }
}

namespace Herdbook.Core.Herd.Prices;

/// <summary>Gathers a file's models; an entry that cannot be true is set aside with its reason and spoils no other.</summary>
internal sealed class PriceCollector(string name, string format)
{
    private readonly Dictionary<string, ListedModel> models = new(StringComparer.Ordinal);
    private readonly List<RefusedPrice> refused = [];
    private int skippedModels;
    private int skippedTiers;

    /// <param name="read">Returns NULL for a model without a price per token.</param>
    public void Take(string modelCode, Func<ListedModel?> read)
    {
        try
        {
            PriceFields.CheckCode(modelCode);
            if (read() is not { } model)
            {
                skippedModels++;
            }
            else if (!models.TryAdd(modelCode, model))
            {
                throw new PriceRefusal("it is named twice; the first entry counts");
            }
        }
        catch (PriceRefusal e)
        {
            refused.Add(new RefusedPrice(Shown(modelCode), e.Message));
        }
    }

    public void SkipTiers(int count) => skippedTiers += count;

    public PriceFile Finish() => new(name, format, [.. models.Values], refused, skippedModels, skippedTiers);

    private static string Shown(string code) => code.Length <= 200 ? code : code[..200];
}

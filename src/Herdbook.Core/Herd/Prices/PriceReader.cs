using System.Text.Json;

namespace Herdbook.Core.Herd.Prices;

/// <summary>Reads a price file of any known format, told by its content. Never reads more than <see cref="LargestBytes"/>.</summary>
public static class PriceReader
{
    /// <summary>Some twenty times the largest list in use.</summary>
    public const int LargestBytes = 32 * 1024 * 1024;

    private const int Deepest = 32;

    /// <exception cref="RefusedException">price_file_unreadable, price_file_too_large, price_file_not_json or price_file_format.</exception>
    public static async Task<PriceFile> ReadFileAsync(string path, CancellationToken ct)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException("price_file_unreadable", $"The price file {path} cannot be read: {e.Message}", e);
        }

        await using (stream)
        {
            return await ReadAsync(Path.GetFileName(path), stream, ct);
        }
    }

    /// <param name="name">How messages and bookings name the source.</param>
    /// <exception cref="RefusedException">price_file_unreadable, price_file_too_large, price_file_not_json or price_file_format.</exception>
    public static async Task<PriceFile> ReadAsync(string name, Stream stream, CancellationToken ct)
    {
        var content = await BoundedAsync(name, stream, ct);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = Deepest, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException e)
        {
            throw new RefusedException(
                "price_file_not_json",
                $"The price file {name} is no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. No price was changed.",
                e);
        }

        using (document)
        {
            try
            {
                return Read(name, document.RootElement);
            }
            catch (InvalidOperationException e)
            {
                // JsonElement says so when a name or a string holds half a surrogate pair or broken UTF-8.
                throw new RefusedException("price_file_not_json", $"The price file {name} holds text that is no Unicode. No price was changed.", e);
            }
        }
    }

    private static PriceFile Read(string name, JsonElement root) => root switch
    {
        _ when LangfusePrices.Recognises(root) => LangfusePrices.Read(name, root),
        _ when ModelsDevPrices.Recognises(root) => ModelsDevPrices.Read(name, root),
        _ when LiteLlmPrices.Recognises(root) => LiteLlmPrices.Read(name, root),
        _ => throw new RefusedException(
            "price_file_format",
            $"The price file {name} is of no known format. Herdbook reads models.dev (models with cost.input per million tokens), "
            + "Langfuse (an array with modelName and pricingTiers) and LiteLLM (models with input_cost_per_token). No price was changed."),
    };

    private static async Task<ReadOnlyMemory<byte>> BoundedAsync(string name, Stream stream, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, ct)) > 0)
            {
                if (content.Length + read > LargestBytes)
                {
                    throw new RefusedException(
                        "price_file_too_large",
                        $"The price file {name} is larger than {LargestBytes / 1024 / 1024} MiB; price lists are some 2 MiB. No price was changed.");
                }

                content.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException("price_file_unreadable", $"The price file {name} cannot be read: {e.Message}", e);
        }

        var bytes = content.ToArray().AsMemory();
        return bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
    }
}

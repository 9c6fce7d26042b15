using System.Net.Http.Headers;
using System.Text;

namespace Herdbook.Core.Governance.Seal;

/// <summary>Posts each checkpoint, as text, to an address; `{tenant}` in it stands for the tenant. Any answer of 2xx is an arrival.</summary>
public sealed class CheckpointAddress(string address, HttpClient http) : CheckpointPlace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Without user, password and query, which may be secrets.</summary>
    public override string Name => $"address {new Uri(address.Replace("{tenant}", "tenant", StringComparison.Ordinal)).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}";

    public override async Task PublishAsync(Tenant tenant, SignedHead head, CancellationToken ct)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(Patience);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(head.Note));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
        try
        {
            using var answer = await http.PostAsync(new Uri(address.Replace("{tenant}", tenant.Slug, StringComparison.Ordinal)), content, bounded.Token);
            if (!answer.IsSuccessStatusCode)
            {
                throw new HttpRequestException($"the address answered {(int)answer.StatusCode}");
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"the address did not answer in {Patience.TotalSeconds:0} seconds");
        }
    }
}

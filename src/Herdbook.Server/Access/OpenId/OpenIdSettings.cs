using Herdbook.Core;

namespace Herdbook.Server.Access.OpenId;

/// <summary>The provider of OpenID Connect by which users may sign in beside their passwords. Accounts are made here all the same.</summary>
/// <param name="Issuer">As the provider names itself, letter by letter; over HTTPS, or on loopback.</param>
/// <param name="ClientSecret">Null for a public client: then PKCE alone proves who redeems a code.</param>
/// <param name="Domains">Of the e-mail addresses that may sign in so; empty for any that has an account.</param>
/// <param name="Name">What the button on the sign-in page says.</param>
public sealed record OpenIdSettings(string Issuer, string ClientId, string? ClientSecret, IReadOnlyList<string> Domains, string Name)
{
    public const string IssuerVariable = "HERDBOOK_OIDC_ISSUER";
    public const string ClientVariable = "HERDBOOK_OIDC_CLIENT_ID";

    /// <summary>Names a file that holds the client's secret, so that it stands in no environment.</summary>
    public const string SecretFileVariable = "HERDBOOK_OIDC_CLIENT_SECRET_FILE";
    public const string DomainsVariable = "HERDBOOK_OIDC_EMAIL_DOMAINS";
    public const string NameVariable = "HERDBOOK_OIDC_NAME";

    /// <summary>Null where no issuer is named.</summary>
    /// <exception cref="RefusedException">`openid_settings`.</exception>
    public static OpenIdSettings? FromEnvironment(Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        if (read(IssuerVariable) is not { Length: > 0 } issuer)
        {
            return null;
        }

        if (read(ClientVariable) is not { Length: > 0 } client)
        {
            throw Wrong($"{IssuerVariable} is set and {ClientVariable} is not");
        }

        var domains = (read(DomainsVariable) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(domain => domain.TrimStart('@').ToLowerInvariant());
        return new OpenIdSettings(issuer, client, Secret(read(SecretFileVariable)), [.. domains], read(NameVariable) is { Length: > 0 and <= 60 } name ? name : "OpenID Connect").Checked();
    }

    /// <exception cref="RefusedException">`openid_settings`.</exception>
    public OpenIdSettings Checked() => IsSafe(Issuer) ? this : throw Wrong($"the issuer '{Issuer}' is no https address");

    /// <summary>Whether something may be fetched from there.</summary>
    internal static bool IsSafe(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static string? Secret(string? file)
    {
        if (string.IsNullOrEmpty(file))
        {
            return null;
        }

        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"the file in {SecretFileVariable} cannot be read: {e.Message}");
        }
    }

    private static RefusedException Wrong(string why) => new("openid_settings", $"The settings for OpenID Connect cannot be used: {why}. Nothing was started.");
}

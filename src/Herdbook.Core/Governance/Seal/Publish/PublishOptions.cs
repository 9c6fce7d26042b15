using System.Globalization;

namespace Herdbook.Core.Governance.Seal;

/// <summary>Where checkpoints are published.</summary>
/// <param name="Folder">Absolute path.</param>
/// <param name="Address">To which they are posted; null posts them nowhere.</param>
/// <param name="Repository">A git repository to which they are committed; null commits them nowhere.</param>
/// <param name="Every">The least time between two arrivals at a place.</param>
public sealed record PublishOptions(string Folder, string? Address, string? Repository, TimeSpan Every)
{
    public const string FolderVariable = "HERDBOOK_CHECKPOINTS";
    public const string AddressVariable = "HERDBOOK_CHECKPOINT_URL";
    public const string RepositoryVariable = "HERDBOOK_CHECKPOINT_GIT";
    public const string EveryVariable = "HERDBOOK_CHECKPOINT_EVERY";

    /// <summary>The folder `checkpoints` in the home, and what the environment names.</summary>
    /// <exception cref="RefusedException">`checkpoint_options`: a variable cannot be used.</exception>
    public static PublishOptions Of(HerdbookHome home)
    {
        static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
        var address = Read(AddressVariable);
        if (address is not null
            && (!Uri.TryCreate(address.Replace("{tenant}", "tenant", StringComparison.Ordinal), UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)))
        {
            throw new RefusedException("checkpoint_options", $"{AddressVariable} is to be an address with http or https.");
        }

        var seconds = 5;
        if (Read(EveryVariable) is { } every && (!int.TryParse(every, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds > 86_400))
        {
            throw new RefusedException("checkpoint_options", $"{EveryVariable} is to be a number of seconds, at most 86400.");
        }

        return new PublishOptions(
            Path.GetFullPath(Read(FolderVariable) ?? FolderOf(home)), address, Read(RepositoryVariable) is { } git ? Path.GetFullPath(git) : null, TimeSpan.FromSeconds(seconds));
    }

    /// <summary>The places that these options name.</summary>
    public IReadOnlyList<CheckpointPlace> Places(CheckpointKey key, HttpClient http)
    {
        var places = new List<CheckpointPlace> { new CheckpointFolder(Folder, key) };
        if (Address is not null)
        {
            places.Add(new CheckpointAddress(Address, http));
        }

        if (Repository is not null)
        {
            places.Add(new CheckpointRepository(Repository));
        }

        return places;
    }

    private static string FolderOf(HerdbookHome home) => Path.Combine(home.Root, "checkpoints");
}

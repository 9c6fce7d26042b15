using Herdbook.Core.Governance.Audit;
using Xunit;

namespace Herdbook.Core.Tests.Governance;

public sealed class AuditKeysTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("herdbook-keys-").FullName, "keys");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void A_new_folder_gets_a_first_key_that_only_its_owner_can_read()
    {
        var keys = AuditKeys.OpenFolder(_folder);

        Assert.Equal([keys.CurrentId], keys.Ids);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, keys.CurrentId + ".key")));
        Assert.Equal(keys.CurrentId, AuditKeys.OpenFolder(_folder).CurrentId);
    }

    [Fact]
    public void An_old_key_keeps_signing_what_it_signed_and_others_take_up_the_new_one()
    {
        var keys = AuditKeys.OpenFolder(_folder);
        var other = AuditKeys.OpenFolder(_folder);
        var old = keys.CurrentId;
        var signature = keys.Sign(old, "text"u8);

        var made = keys.Rotate();
        other.Reload();

        Assert.NotEqual(old, made);
        Assert.Equal(made, other.CurrentId);
        Assert.Equal(signature, other.Sign(old, "text"u8));
        Assert.NotEqual(signature, other.Sign(made, "text"u8));
        Assert.Null(other.Sign("unknown", "text"u8));
    }

    [Fact]
    public async Task Many_that_open_a_new_folder_at_once_make_one_key()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AuditKeys.OpenFolder(_folder), TestContext.Current.CancellationToken)));

        Assert.Single(opened.Select(keys => keys.CurrentId).Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Keys_that_others_can_read_are_refused(bool ofFolder)
    {
        var keys = AuditKeys.OpenFolder(_folder);
        var path = ofFolder ? _folder : Path.Combine(_folder, keys.CurrentId + ".key");
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupRead);

        Assert.Equal("keys_unreadable", Assert.Throws<RefusedException>(() => AuditKeys.OpenFolder(_folder)).Code);
    }

    [Fact]
    public void A_current_key_that_is_missing_or_broken_is_refused()
    {
        var keys = AuditKeys.OpenFolder(_folder);
        var path = Path.Combine(_folder, keys.CurrentId + ".key");
        File.WriteAllText(path, "no base64!");
        Assert.Equal("keys_unreadable", Assert.Throws<RefusedException>(() => AuditKeys.OpenFolder(_folder)).Code);

        File.Delete(path);
        Assert.Equal("keys_unreadable", Assert.Throws<RefusedException>(() => AuditKeys.OpenFolder(_folder)).Code);
    }
}

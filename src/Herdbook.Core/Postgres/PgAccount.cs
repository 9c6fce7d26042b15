using System.Runtime.InteropServices;

namespace Herdbook.Core.Postgres;

/// <summary>The account that PostgreSQL runs as. PostgreSQL refuses root: started by root, it runs as `postgres`, else as `nobody`.</summary>
/// <param name="Name">Null: as whoever runs this program.</param>
internal sealed partial record PgAccount(string? Name, uint User, uint Group)
{
    public static readonly PgAccount Own = new(null, 0, 0);

    /// <exception cref="RefusedException">`no_account`: started by root on a machine without either account.</exception>
    public static PgAccount ForCluster()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return Own;
        }

        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length >= 4).ToList();
        foreach (var name in (string[])["postgres", "nobody"])
        {
            if (accounts.FirstOrDefault(fields => fields[0] == name) is { } account
                && uint.TryParse(account[2], out var user) && uint.TryParse(account[3], out var group) && user != 0)
            {
                return new PgAccount(name, user, group);
            }
        }

        throw new RefusedException("no_account",
            "PostgreSQL refuses to run as root, and this machine has neither a user `postgres` nor `nobody` to run it as. " +
            "Add one (useradd --system postgres), or start Herdbook as an ordinary user.");
    }

    /// <summary>Makes a folder that only this account enters. Refuses a symbolic link in its place, which somebody else may have laid.</summary>
    public void MakePrivateDirectory(string path)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var directory = new DirectoryInfo(path);
        if (directory.LinkTarget is not null)
        {
            throw new RefusedException("home_not_writable", $"{path} is a symbolic link; Herdbook keeps its database only in folders of its own. Remove the link.");
        }

        if (!directory.Exists)
        {
            Directory.CreateDirectory(path, ownerOnly);
        }

        if (Name is not null && ChangeOwner(path, User, Group) != 0)
        {
            throw new IOException($"{path} cannot be given to {Name}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        File.SetUnixFileMode(path, ownerOnly);
    }

    /// <summary>Whether this account can stand in a folder.</summary>
    public async Task<bool> ReachesAsync(string directory, CancellationToken ct) =>
        Name is null || (await Command.RunAsync("/bin/sh", ["-c", "cd \"$1\"", "sh", directory], this, ct)).ExitCode == 0;

    /// <summary>Whether this account can run a program.</summary>
    public async Task<bool> CanRunAsync(string program, CancellationToken ct) =>
        Name is null || (await Command.RunAsync("/bin/sh", ["-c", "test -x \"$1\"", "sh", program], this, ct)).ExitCode == 0;

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}

using System.CommandLine;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Seal;
using Herdbook.Core.Homes;
using Herdbook.Core.Tenancy;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook tenants export|import`: a tenant from one book to another, in a signed archive.</summary>
internal static class TenantsMoveCommands
{
    public static Command Export()
    {
        var to = new Option<string>("--to") { Description = "The file to write; it must not be there yet.", HelpName = "FILE", Required = true };
        var json = Globals.Json();
        var command = new Command("export", "Write all that a tenant owns into one signed archive.") { TenantsCommand.Slug, to, json };
        command.SetAction(async (parsed, ct) =>
        {
            var path = Path.GetFullPath(parsed.GetValue(to)!);
            var tenant = new Tenant(parsed.GetValue(TenantsCommand.Slug)!);
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var export = new TenantExport(session.Book, CheckpointKey.Open(session.Keys), TimeProvider.System);
            var manifest = await WriteAsync(export, tenant, path, ct);
            if (parsed.GetValue(json))
            {
                Output.Json(new { File = path, Key = export.VerifierKey(tenant), manifest.Rows, Tables = manifest.Tables.Count });
            }
            else
            {
                AnsiConsole.MarkupLineInterpolated($"{manifest.Rows:N0} rows of {manifest.Tables.Count} tables in {path}");
                Console.WriteLine($"Who imports it gives this key: {export.VerifierKey(tenant)}");
            }

            return CommandLine.Done;
        });
        return command;
    }

    public static Command Import()
    {
        var file = new Argument<string>("FILE") { Description = "An archive that `herdbook tenants export` wrote." };
        var key = new Option<string>("--key") { Description = "The key of the book that it comes from, as the export printed it.", HelpName = "KEY", Required = true };
        var json = Globals.Json();
        var command = new Command("import", "Bring a tenant in from an archive: all of it or nothing.") { file, key, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var archive = await TenantArchive.OpenAsync(Open(parsed.GetValue(file)!), parsed.GetValue(key)!, ct);
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var rows = await new TenantImport(session.Database, session.Book).RunAsync(archive, Actor.Owner, ct);
            if (parsed.GetValue(json))
            {
                Output.Json(new { Slug = archive.Manifest.Tenant, Rows = rows });
            }
            else
            {
                AnsiConsole.MarkupLineInterpolated($"{archive.Manifest.Tenant} is here: {rows:N0} rows. It verifies with the exporting book's keys: see docs/tenants.md.");
            }

            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>A file that is half written never bears the name.</summary>
    private static async Task<ArchiveManifest> WriteAsync(TenantExport export, Tenant tenant, string path, CancellationToken ct)
    {
        if (File.Exists(path))
        {
            throw new RefusedException("file_exists", $"{path} is there already. Nothing was written. Give another name.");
        }

        var beside = $"{path}.{Guid.NewGuid():n}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            ArchiveManifest manifest;
            await using (var file = new FileStream(beside, options))
            {
                manifest = await export.WriteAsync(tenant, Actor.Owner, file, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: false);
            return manifest;
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(Path.GetFullPath(path), FileMode.Open, FileAccess.Read, FileShare.Read, 128 << 10, useAsync: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException("file_unreadable", $"{path} cannot be read: {e.Message} Nothing was imported.", e);
        }
    }
}
